"""The learning record: an append-only list of statements, and what follows from it."""
