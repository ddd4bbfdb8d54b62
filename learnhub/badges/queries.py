"""What a learner has earned and what their record proves: one statement, plain data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import abort
from sqlalchemy import select

from learnhub import clock
from learnhub.badges.evidence import CourseTaken, Evidence, Line, evidence_of
from learnhub.badges.models import Award
from learnhub.badges.structures import KIND, Badge
from learnhub.catalogue import definitions
from learnhub.catalogue.definitions import Definition
from learnhub.catalogue.shelf import Shelf, shelf
from learnhub.db import db
from learnhub.people.models import Learner
from learnhub.plain_sql import PlainSql
from learnhub.record.words import ObjectKind, Verb


@dataclass(frozen=True, slots=True)
class Held:
    """An award that holds."""

    id: int
    slug: str
    level: str
    earned_at: datetime
    version_id: int
    statement_seq: int


@dataclass(frozen=True, slots=True)
class Earner:
    """A learner as badges see them: what their record proves, and the awards they hold, the oldest first."""

    learner_id: int
    evidence: Evidence = field(default_factory=Evidence)
    held: tuple[Held, ...] = ()

    @property
    def earned(self) -> frozenset[tuple[str, str]]:
        """What is held, as (slug, level)."""
        return frozenset((award.slug, award.level) for award in self.held)


# The slug and level of the newest badge somebody holds: for a page that asks several rooms in one statement.
NEWEST = (
    "SELECT slug || '/' || level FROM award WHERE revoked_at IS NULL AND learner_id IN "
    "(SELECT id FROM learner WHERE id = :learner_id OR merged_into_id = :learner_id) "
    "ORDER BY earned_at DESC, id DESC LIMIT 1"
)

# Statements that a rule can rest on (COMPLETED courses and pathways, STUDIED, ATTENDED, HELPED), confirmations
# (WITNESSED), and the awards that hold: as lines with the verb EARNED. `whose`: everybody in the range, with the
# numbers that were merged into them.
_SUMMED_UP = (
    "WITH whose AS ("
    "SELECT id, id AS real_id FROM learner WHERE id BETWEEN :low AND :high AND merged_into_id IS NULL UNION ALL "
    "SELECT id, merged_into_id FROM learner WHERE merged_into_id BETWEEN :low AND :high) "
    "SELECT whose.real_id, s.seq, s.verb, o.kind, o.key, s.course_id, s.at, s.assurance, s.minutes, s.version_id, "
    "s.about_seq FROM whose JOIN statement s ON s.learner_id = whose.id JOIN record_object o ON o.id = s.object_id "
    "LEFT JOIN voided v ON v.seq = s.seq WHERE v.seq IS NULL AND "
    "(s.is_course_completion OR s.verb IN (:studied, :attended, :helped, :witnessed) "
    "OR (s.verb = :completed AND s.course_id IS NULL)) UNION ALL "
    "SELECT whose.real_id, a.id, :earned, :badge, a.slug || '/' || a.level, NULL, a.earned_at, 0, "
    "NULL, a.version_id, a.statement_seq FROM whose JOIN award a ON a.learner_id = whose.id "
    "WHERE a.revoked_at IS NULL"
)
_EARNERS = PlainSql(_SUMMED_UP)
_NUMBERS = {
    "badge": ObjectKind.BADGE.value,
    **{
        verb.name.lower(): verb.value
        for verb in (Verb.STUDIED, Verb.ATTENDED, Verb.HELPED, Verb.WITNESSED, Verb.COMPLETED, Verb.EARNED)
    },
}


def earner(learner_id: int) -> Earner:
    """One learner; by the number they have now, if theirs was merged into another."""
    return earners(learner_id, learner_id).get(learner_id) or Earner(learner_id)


def earners(low: int, high: int, books: Shelf | None = None) -> dict[int, Earner]:
    """The learners of a range (both ends included) whose records prove anything, by number; one statement."""
    lines: dict[int, list[Line]] = {}
    held: dict[int, list[Held]] = {}
    for row in _EARNERS.run(low=low, high=high, **_NUMBERS):
        if row.verb == Verb.EARNED:
            held.setdefault(row.real_id, []).append(_held(row))
        else:
            lines.setdefault(row.real_id, []).append(_line(row))
    if not lines and not held:
        return {}
    taken = _CoursesTaken(books or shelf())
    return {
        learner_id: Earner(
            learner_id,
            evidence_of(lines.get(learner_id, ()), taken),
            tuple(sorted(held.get(learner_id, ()), key=lambda award: (award.earned_at, award.id))),
        )
        for learner_id in sorted(lines.keys() | held.keys())
    }


def _line(row: Any) -> Line:
    _learner_id, *columns = row
    return Line(*columns)


def _held(row: Any) -> Held:
    slug, _, level = row.key.partition("/")
    return Held(row.seq, slug, level, clock.from_ms(row.at), row.version_id, row.about_seq)


class _CoursesTaken:
    """What the catalogue says of completed courses; each looked up once."""

    def __init__(self, books: Shelf) -> None:
        self.books = books
        self.known: dict[tuple[int, int | None], CourseTaken] = {}

    def __call__(self, course_id: int, version_id: int | None) -> CourseTaken:
        key = course_id, version_id
        if key not in self.known:
            self.known[key] = self._look_up(course_id, version_id)
        return self.known[key]

    def _look_up(self, course_id: int, version_id: int | None) -> CourseTaken:
        """All names the course ever had; level and skills of the version that was taken."""
        now = self.books.by_id(course_id)
        try:
            taken = self.books.version(version_id) if version_id is not None else now
        except KeyError:  # never known here: an import
            taken = now
        found = [course for course in (now, taken) if course is not None]
        slugs = frozenset(slug for course in found for slug in (course.slug, *course.was))
        return CourseTaken(slugs, taken.level, taken.skills) if taken is not None else CourseTaken(slugs)


def badges_served() -> tuple[Definition, ...]:
    """Every badge that can be earned now; from memory."""
    return definitions.served(KIND)


def version_or_404(slug: str, version_id: int) -> Definition:
    """A badge as a version of its file has it; 404 when that is not a version of this badge."""
    try:
        found = definitions.version(KIND, version_id)
    except KeyError:
        abort(404)
    return found if found.slug == slug else abort(404)


def badge_of(award: Award | Held, language: str = "en") -> Badge:
    """The badge as it was when it was awarded. Versions are never lost, so neither is this."""
    badge: Badge = definitions.version(KIND, award.version_id).in_language(language)
    return badge


def awards_of(learner_id: int, slug: str) -> list[Award]:
    """Every award of a badge that a learner has or had, the newest first."""
    whose = select(Learner.id).where((Learner.id == learner_id) | (Learner.merged_into_id == learner_id))
    return list(
        db.session.execute(
            select(Award)
            .where(Award.learner_id.in_(whose), Award.slug == slug)
            .order_by(Award.earned_at.desc(), Award.id.desc())
        ).scalars()
    )


def names_of(keys: Iterable[str], language: str) -> Mapping[str, tuple[str, str]]:
    """Title and slug of badges by their keys in the record ("slug" or "slug/level"), also of those no longer served."""
    known = definitions.known(KIND)
    found = {}
    for key in keys:
        slug, _, level = key.partition("/")
        if slug in known:
            badge: Badge = known[slug].in_language(language)
            found[key] = badge.title_at(level), slug
    return found
