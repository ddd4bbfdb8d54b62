"""Credentials checked by programs that are not ours."""
