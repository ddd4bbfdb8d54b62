"""The network's vocabulary: what the database holds as words. Plain data."""

from enum import StrEnum

COURSE = "being-a-digital-ambassador"  # who has completed it may help
PROMISED_MINUTES = 60  # what one accepted support session is held to take until it is logged
DAYS_TO_ANSWER = 3  # working days until an offer passes on


class State(StrEnum):
    """Where somebody stands in the network."""

    NOMINATED = "nominated"  # by a colleague: waits for their own yes
    APPLIED = "applied"  # waits for the manager, the course or the lead
    PROVISIONAL = "provisional"  # helps, with a buddy
    ACTIVE = "active"
    PAUSED = "paused"
    LAPSED = "lapsed"  # nothing done for long; renewed by one press
    STOPPED = "stopped"
    DECLINED = "declined"


HELPING = (State.PROVISIONAL, State.ACTIVE)
RESTING = (State.PAUSED, State.LAPSED)  # an ambassador still, who is not found or asked


class Kind(StrEnum):
    """What is asked for. Reverse: a senior colleague asks a junior one; only the pair and the lead's counts see it."""

    SESSION = "session"
    MENTORING = "mentoring"
    REVERSE = "reverse"


class Place(StrEnum):
    REMOTE = "remote"
    IN_PERSON = "in-person"
    EITHER = "either"


class Preference(StrEnum):
    """Whether the helper should be of one's own department."""

    ANY = "any"
    SAME = "same"
    ANOTHER = "another"


class RequestState(StrEnum):
    WAITING = "waiting"  # nobody who could take it
    OFFERED = "offered"
    ACCEPTED = "accepted"
    MET = "met"  # the session was held, or the mentorship has begun
    WITHDRAWN = "withdrawn"  # by the asker
    CLOSED = "closed"  # by the lead, with a reason


OPEN = (RequestState.WAITING, RequestState.OFFERED)


class Answer(StrEnum):
    """How an offer ended."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    PASSED = "passed"  # nobody answered within three working days
    TAKEN_BACK = "taken-back"  # the asker or the lead did, or the ambassador could not take it any more


class MentorshipState(StrEnum):
    OPEN = "open"
    HANDOVER = "handover"  # the ambassador has stopped or left: somebody is to take over
    ENDED = "ended"


class Outcome(StrEnum):
    REACHED = "reached"
    PARTLY = "partly"
    NOT = "not"


class Fit(StrEnum):
    GOOD = "good"
    AGAIN = "again"  # matched again, quietly
