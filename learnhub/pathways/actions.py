"""Writes of this room; in the caller's transaction."""

from learnhub.record.entries import Appended


def follow(appended: Appended) -> None:
    """Follow the record: a pathway is complete in the transaction that completes its last course."""
