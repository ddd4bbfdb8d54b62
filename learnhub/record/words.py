"""The record's vocabulary: verbs, kinds of object, assurance, and how a module came to be done.

The numbers are what the database holds; they are never reused.
"""

from enum import IntEnum


class Verb(IntEnum):
    """What was done. Each has an IRI in `VERB_IRIS` for xAPI."""

    STARTED = 1
    COMPLETED = 2
    PASSED = 3
    FAILED = 4
    WITNESSED = 5  # about an earlier statement: somebody confirmed it
    VOIDED = 6  # about an earlier statement: it was a mistake
    HINDERED = 7  # "I cannot do this at work": the barrier
    EARNED = 8  # a badge
    STUDIED = 9  # by oneself, outside any course
    ATTENDED = 10  # an event, or a support session in which one was helped
    HELPED = 11  # a colleague, in a support session


class ObjectKind(IntEnum):
    """What it was done to; with its key one thing for ever: a course by its id, a module by course id and slug.

    A pathway and a badge by slug (a badge's level after a slash), a study entry, an event, a support session by number.
    """

    COURSE = 1
    MODULE = 2
    PATHWAY = 3
    BADGE = 4
    STUDY = 5
    EVENT = 6
    SUPPORT = 7


class Assurance(IntEnum):
    """How we know. Higher is stronger."""

    SELF_DECLARED = 1
    WITNESSED = 2
    RECORDED = 3


class Means(IntEnum):
    """By what means a module was done, or a check passed."""

    MARKED = 1  # "Mark as done and continue"
    QUIZ = 2
    CHECK = 3  # the course's check was passed: its readings count
    TASK = 4
    ALTERNATIVE = 5  # the task's alternative
    VIDEO = 6
    WORKSHOP = 7
    SCENARIO = 8
    WORK_TIME = 9  # studied in work time
    OWN_TIME = 10
    BOTH_TIMES = 11
    SESSION = 12  # attended: a support session, and no event


# How we know, when nothing better is said. A press of "Mark as done" is the person's word; only what the system marked
# itself is recorded.
ASSURANCE_BY_MEANS: dict[Means, Assurance] = {
    Means.MARKED: Assurance.SELF_DECLARED,
    Means.QUIZ: Assurance.RECORDED,
    Means.CHECK: Assurance.RECORDED,
    Means.TASK: Assurance.SELF_DECLARED,
    Means.ALTERNATIVE: Assurance.SELF_DECLARED,
    Means.VIDEO: Assurance.SELF_DECLARED,
    Means.WORKSHOP: Assurance.WITNESSED,
    Means.SCENARIO: Assurance.SELF_DECLARED,
    Means.WORK_TIME: Assurance.SELF_DECLARED,
    Means.OWN_TIME: Assurance.SELF_DECLARED,
    Means.BOTH_TIMES: Assurance.SELF_DECLARED,
    Means.SESSION: Assurance.SELF_DECLARED,
}


class Barrier(IntEnum):
    """Why a task cannot be done at work."""

    BLOCKED = 1
    MISSING = 2
    NOT_ALLOWED = 3
    NO_TIME = 4
    OTHER = 5


class Language(IntEnum):
    EN = 1
    CY = 2


VERB_IRIS: dict[Verb, str] = {
    Verb.STARTED: "http://adlnet.gov/expapi/verbs/initialized",
    Verb.COMPLETED: "http://adlnet.gov/expapi/verbs/completed",
    Verb.PASSED: "http://adlnet.gov/expapi/verbs/passed",
    Verb.FAILED: "http://adlnet.gov/expapi/verbs/failed",
    Verb.WITNESSED: "http://id.tincanapi.com/verb/confirmed",
    Verb.VOIDED: "http://adlnet.gov/expapi/verbs/voided",
    Verb.HINDERED: "http://id.tincanapi.com/verb/hindered",
    Verb.EARNED: "http://id.tincanapi.com/verb/earned",
    Verb.STUDIED: "http://adlnet.gov/expapi/verbs/experienced",
    Verb.ATTENDED: "http://adlnet.gov/expapi/verbs/attended",
    Verb.HELPED: "http://id.tincanapi.com/verb/mentored",
}
