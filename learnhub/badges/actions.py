"""Writes of this room; in the caller's transaction."""

from learnhub.record.entries import Appended


def follow(appended: Appended) -> None:
    """Follow the record: a badge is earned in the transaction that makes its rule true."""
