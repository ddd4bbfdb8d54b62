"""Two questions once a year, answered by nobody in particular."""
