"""Who may confirm what somebody told us: the rules. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from learnhub.record.words import Assurance, Means, ObjectKind, Verb

MOST_OPEN = 20  # requests that one learner may have waiting; more would be chasing

# What a colleague can have seen. Reading is not among it, and what the system saw needs no witness.
_SEEN_BY_OTHERS = {
    (ObjectKind.MODULE, Verb.COMPLETED): frozenset({Means.TASK, Means.ALTERNATIVE, Means.WORKSHOP}),
    (ObjectKind.STUDY, Verb.STUDIED): None,
    (ObjectKind.EVENT, Verb.ATTENDED): None,
    (ObjectKind.SUPPORT, Verb.HELPED): None,
}


class Said(Protocol):
    """What a line of the record says, as far as the rules ask."""

    @property
    def kind(self) -> ObjectKind: ...

    @property
    def verb(self) -> Verb: ...

    @property
    def means(self) -> Means | None: ...

    @property
    def assurance(self) -> Assurance: ...

    @property
    def is_voided(self) -> bool: ...


class Relation(StrEnum):
    """What a colleague is to the learner."""

    SELF = "self"
    LINE_MANAGER = "line-manager"
    AMBASSADOR = "ambassador"
    NEITHER = "neither"


class Refusal(StrEnum):
    """Why somebody cannot be asked."""

    NOT_A_WITNESS = "not-a-witness"
    ONESELF = "oneself"
    LEFT = "left"
    NOTHING_TO_SEE = "nothing-to-see"
    KNOWN_ALREADY = "known-already"
    TAKEN_BACK = "taken-back"
    ASKED_ALREADY = "asked-already"
    TOO_MANY = "too-many"


class CannotAsk(Exception):
    """A request that the rules refuse; `why` says which."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class Claim:
    """What a learner told us, as far as the rules ask. `assurance` is the effective one."""

    seq: int
    learner_id: int
    kind: ObjectKind
    key: str
    course_id: int | None
    verb: Verb
    means: Means | None
    assurance: Assurance
    is_voided: bool


def can_be_witnessed(claim: Said) -> Refusal | None:
    """Why nobody can confirm a claim; None when somebody can."""
    if claim.is_voided:
        return Refusal.TAKEN_BACK
    if claim.assurance is not Assurance.SELF_DECLARED:
        return Refusal.KNOWN_ALREADY
    means = _SEEN_BY_OTHERS.get((claim.kind, claim.verb), frozenset())
    if means is None or claim.means in means:
        return None
    return Refusal.NOTHING_TO_SEE


def has_witnesses(line: Said) -> bool:
    """Whether a line of one's record is something that a colleague could confirm."""
    return can_be_witnessed(line) is None


def may_witness(relation: Relation) -> Refusal | None:
    """Why a colleague cannot be asked; None when they can."""
    match relation:
        case Relation.LINE_MANAGER | Relation.AMBASSADOR:
            return None
        case Relation.SELF:
            return Refusal.ONESELF
        case Relation.NEITHER:
            return Refusal.NOT_A_WITNESS
