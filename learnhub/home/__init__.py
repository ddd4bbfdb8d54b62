"""The front page, home, help, accessibility, privacy."""
