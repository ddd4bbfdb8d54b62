"""Events that anybody organises: hackathons, workshops, drop-in clinics, show-and-tells."""
