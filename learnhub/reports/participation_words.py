"""What counts as taking part, and what somebody's part in a quarter was. Pure."""

from enum import StrEnum
from typing import NamedTuple

from learnhub.record.words import Assurance, Means, Verb


class PartKind(StrEnum):
    """Ways of learning, each with tables of its own; never one inside another, so none can be subtracted."""

    EVENTS = "events"
    STUDY = "study"
    COURSES = "courses"
    SUPPORT = "support"  # having helped
    SESSIONS = "sessions"  # having been helped


PART_OF_VERB = {
    Verb.ATTENDED: PartKind.EVENTS,
    Verb.STUDIED: PartKind.STUDY,
    Verb.COMPLETED: PartKind.COURSES,  # of a whole course
    Verb.HELPED: PartKind.SUPPORT,
}


def kind_of_part(verb: int, means: int | None) -> PartKind | None:
    """What kind of taking part a verb is: an event and a support session are both attended."""
    if verb == Verb.ATTENDED and means == Means.SESSION:
        return PartKind.SESSIONS
    return PART_OF_VERB.get(Verb(verb))


class State(StrEnum):
    """Everybody in service on the quarter's last day is in exactly one of these, for each kind."""

    FIRST = "first"  # took part, for the first time ever
    AGAIN = "again"  # took part, and had in an earlier quarter
    BEFORE = "before"  # had in an earlier quarter, not in this one
    NEVER = "never"


class StudyTime(StrEnum):
    """In whose time somebody studied in the quarter, all of it together."""

    WORK = "work"
    OWN = "own"
    BOTH = "both"
    UNSAID = "unsaid"


class Dimension(StrEnum):
    """What the rows of a table are."""

    ALL = "all"
    UNITS = "units"
    GRADES = "grades"
    OFFICES = "offices"
    JOINED = "joined"
    TIME = "time"


class Profile(NamedTuple):
    """What the tables know of somebody: what they did, and where they were on the quarter's last day.

    `unit_id` is the unit that the posting names; `joined` a year, or the first and last of several; `joined_apart` the
    same as the oldest tables beside these told it, which is finer or alike.
    """

    state: State
    unit_id: int
    grade: str
    office: str
    joined: str
    joined_apart: str = ""
    time: StudyTime | None = None


class Place(NamedTuple):
    """Where somebody was on the quarter's last day, whatever they did."""

    unit_id: int
    grade: str
    office: str
    joined: str
    joined_apart: str = ""


class Minutes(NamedTuple):
    """Which minutes: of a department (the topmost), of what kind, known how."""

    root_id: int
    kind: PartKind
    assurance: Assurance


YEARS_APART = 5  # so many last years of joining stand alone, at least


def joined_in(year: int, now: int) -> str:
    """The row of a year of joining: "2024", or "2016–2020" once the whole five is some time ago.

    Fives are fixed, so that a row of one year's tables is the same people in the next one's, or several put together.
    """
    last = year + -year % 5
    return str(year) if last > now - YEARS_APART else f"{last - 4}–{last}"


def covers(row: str, joined: str) -> bool:
    """Whether a year or several, as rows name them, lie within a row."""
    (first, _, last), (start, _, end) = (each.partition("–") for each in (row, joined))
    return first <= start and (end or start) <= (last or first)


def study_time(means: set[int | None]) -> StudyTime:
    """In whose time, of what was said entry by entry."""
    said = means & {Means.WORK_TIME, Means.OWN_TIME, Means.BOTH_TIMES}
    if not said:
        return StudyTime.UNSAID
    if said == {Means.WORK_TIME}:
        return StudyTime.WORK
    return StudyTime.OWN if said == {Means.OWN_TIME} else StudyTime.BOTH
