"""The words of hackathons as plain data: parts that people play, what became of what was built, who may do what."""

from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """What somebody did in their team."""

    IDEA = "idea"
    DEVELOPER = "developer"
    DESIGNER = "designer"
    RESEARCHER = "researcher"
    ANALYST = "analyst"
    EXPERT = "expert"
    WRITER = "writer"
    PRESENTER = "presenter"
    FACILITATOR = "facilitator"
    TESTER = "tester"
    OTHER = "other"


class Claimed(StrEnum):
    """What a claim is about. The value is kept."""

    PART = "part"
    SKILL = "skill"


class Outcome(StrEnum):
    """What became of a project."""

    IN_USE = "in-use"
    GOING_ON = "going-on"
    TAKEN_UP = "taken-up"
    PAUSED = "paused"
    ENDED = "ended"


ASKED_AFTER = (30, 180)  # days after the hackathon


class Power(StrEnum):
    """What somebody may do with a team."""

    JOIN = "join"
    LEAVE = "leave"
    CHANGE = "change"
    HAND_OVER = "hand-over"
    REMOVE = "remove"
    CLAIM = "claim"
    CONFIRM = "confirm"
    PROJECT = "project"
    LATER = "later"
    SCORE = "score"
    SEE_MARKS = "see-marks"


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody is to a team: all that decides what they may do with it.

    `in_team`: in this one; `elsewhere`: in another of the same hackathon. `has_room`: it takes one more.
    """

    is_organiser: bool = False
    is_going: bool = False
    in_team: bool = False
    elsewhere: bool = False
    is_captain: bool = False
    is_judge: bool = False
    has_room: bool = True
    is_joinable: bool = True  # the hackathon has not been over for long, and the team stands
    is_judging: bool = False  # there are criteria, it has begun, results are not published
    is_published: bool = False


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who came, by department, as it may be shown: `count` None is fewer than ten. `total` None: not to be told."""

    lines: tuple[tuple[str, int | None], ...]
    total: int | None
