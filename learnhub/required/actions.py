"""Writes of this room; in the caller's transaction."""

from learnhub.record.entries import Appended


def follow(appended: Appended) -> None:
    """Follow the record: a course passed again renews a completion that a recurring requirement asks for."""
