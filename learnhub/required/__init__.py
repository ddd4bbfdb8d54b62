"""Required and suggested learning: rules about whom, what and by when; never rows per person."""
