"""The shape of the house, kept by tests."""
