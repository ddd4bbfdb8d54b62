"""The room's vocabulary: what the database holds as words and numbers, and its limits. Plain data."""

from datetime import timedelta
from enum import IntEnum, StrEnum

from learnhub.permissions import Role
from learnhub.web.access import Visitor
from learnhub.web.throttle import Limit

MOST_SKILLS = 5  # of a question or a note
SIMILAR_SHOWN = 5
LONGEST_PAGE = 16_000  # characters of answers as HTML on one page: with it a page stays within one round trip

ASKED = Limit("question", 20, timedelta(hours=1))
ANSWERED = Limit("question-answer", 60, timedelta(hours=1))
NOTED = Limit("tried-note", 20, timedelta(hours=1))
REPORTED = Limit("content-report", 20, timedelta(days=1))


class State(StrEnum):
    """Where a question stands."""

    OPEN = "open"
    HIDDEN = "hidden"  # by a lead, who told its writer why
    MERGED = "merged"  # its address leads to the one it is the same as


class NoteState(StrEnum):
    """Where a note of what somebody tried stands."""

    REVIEW = "review"  # waits for an ambassador who did not write it
    BACK = "back"  # given back with what to change
    PUBLISHED = "published"
    HIDDEN = "hidden"


class Again(StrEnum):
    """Would they do it again?"""

    YES = "yes"
    OTHERWISE = "otherwise"
    NO = "no"


class Thing(StrEnum):
    """What can be reported and hidden."""

    QUESTION = "question"
    ANSWER = "answer"
    NOTE = "note"


class Indexed(IntEnum):
    """What a word in the index stands in."""

    QUESTION = 1
    NOTE = 2


def is_ambassador(person: Visitor) -> bool:
    """Whether somebody may review what others tried."""
    return any(grant.role is Role.AMBASSADOR for grant in person.grants)
