"""Questions, notes, and what leads do about them."""
