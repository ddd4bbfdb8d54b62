"""What kinds of session there are, and how people met. Plain data: the values are what the table holds."""

from enum import StrEnum


class SessionKind(StrEnum):
    SUPPORT = "support"  # one colleague
    CLINIC = "clinic"
    GROUP = "group"  # from a course's session plan
    VISIT = "visit"  # to an office
    WALK_UP = "walk-up"


class How(StrEnum):
    IN_PERSON = "in-person"
    CALL = "call"
    SCREEN_SHARE = "screen-share"
    CHAT = "chat"


USUAL_MINUTES = {  # what the form begins with
    SessionKind.SUPPORT: 30,
    SessionKind.CLINIC: 60,
    SessionKind.GROUP: 60,
    SessionKind.VISIT: 120,
    SessionKind.WALK_UP: 10,
}


def kind_asked(text: str | None) -> SessionKind:
    """The kind that an address or a form names; a session with one colleague for anything else."""
    return SessionKind(text) if text in set(SessionKind) else SessionKind.SUPPORT
