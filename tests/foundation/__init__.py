"""Settings, the clock, permissions, the database's one way to write."""
