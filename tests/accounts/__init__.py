"""Tests of `learnhub/people`; `tests/people.py` is the cast, so the folder cannot have its name."""
