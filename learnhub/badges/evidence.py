"""What a learner's statements prove, as plain data that rules are held against. No database, no Flask.

Statements that were taken back are not among them; one that a colleague confirmed counts as *witnessed* from the moment
of the confirmation.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from learnhub import clock
from learnhub.record.words import Assurance, ObjectKind, Verb


@dataclass(frozen=True, slots=True)
class Line:
    """A statement as the query brings it; `at` in milliseconds."""

    seq: int
    verb: int
    kind: int
    key: str
    course_id: int | None
    at: int
    assurance: int
    minutes: int | None
    version_id: int | None
    about_seq: int | None


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence: when, how we know, how much it counts."""

    seq: int
    at: datetime
    assurance: Assurance
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Proof:
    """A statement that can be evidence: as it was made, and when (if ever) a colleague confirmed it."""

    seq: int
    at: datetime
    assurance: Assurance
    weight: int = 1
    confirmed_at: datetime | None = None

    def known(self, least: Assurance = Assurance.SELF_DECLARED) -> Piece | None:
        """As evidence of at least that assurance; None when it is not known so well."""
        confirmed = self.confirmed_at is not None and self.assurance < Assurance.WITNESSED
        effective = Assurance.WITNESSED if confirmed else self.assurance
        if effective < least:
            return None
        at = self.at
        if self.assurance < least and self.confirmed_at is not None:
            at = max(at, self.confirmed_at)
        return Piece(self.seq, at, effective, self.weight)


@dataclass(frozen=True, slots=True)
class CourseTaken:
    """What the catalogue says of a course that was completed: all its names, and the skills of the version taken."""

    slugs: frozenset[str]
    level: str = ""
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Completed:
    """A course completed, by the earliest completion that stands."""

    course_id: int
    course: CourseTaken
    proof: Proof


@dataclass(frozen=True, slots=True)
class Event:
    """An event attended. `kind` is what stands before the slash of its key ("hackathon/12"), else ""."""

    kind: str
    proof: Proof


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that a badge can rest on."""

    courses: tuple[Completed, ...] = ()
    pathways: Mapping[str, Proof] = field(default_factory=dict)
    study: tuple[Proof, ...] = ()
    events: tuple[Event, ...] = ()
    helped: tuple[Proof, ...] = ()


def evidence_of(lines: Iterable[Line], course_taken: Callable[[int, int | None], CourseTaken]) -> Evidence:
    """What statements prove. `course_taken` tells of a course by its id and the version completed."""
    lines = sorted(lines, key=lambda line: (line.at, line.seq))
    confirmed: dict[int, int] = {}
    for line in lines:
        if line.verb == Verb.WITNESSED and line.about_seq is not None:
            confirmed.setdefault(line.about_seq, line.at)

    def proof(line: Line, weight: int = 1) -> Proof:
        confirmed_at = confirmed.get(line.seq)
        return Proof(
            line.seq,
            clock.from_ms(line.at),
            Assurance(line.assurance),
            weight,
            None if confirmed_at is None else clock.from_ms(confirmed_at),
        )

    courses: dict[int, Completed] = {}
    pathways: dict[str, Proof] = {}
    study: dict[str, Proof] = {}
    events: dict[str, Event] = {}
    helped: dict[str, Proof] = {}
    for line in lines:
        what = (line.verb, line.kind)
        if what == (Verb.COMPLETED, ObjectKind.COURSE) and line.course_id is not None:
            taken = course_taken(line.course_id, line.version_id)
            courses.setdefault(line.course_id, Completed(line.course_id, taken, proof(line)))
        elif what == (Verb.COMPLETED, ObjectKind.PATHWAY):
            pathways.setdefault(line.key, proof(line))
        elif what == (Verb.STUDIED, ObjectKind.STUDY):
            study.setdefault(line.key, proof(line, line.minutes or 0))
        elif what == (Verb.ATTENDED, ObjectKind.EVENT):
            events.setdefault(line.key, Event(line.key.rpartition("/")[0], proof(line)))
        elif what == (Verb.HELPED, ObjectKind.SUPPORT):
            helped.setdefault(line.key, proof(line))
    return Evidence(
        tuple(courses.values()), pathways, tuple(study.values()), tuple(events.values()), tuple(helped.values())
    )
