"""Reading pathways: how far somebody is on each, what comes next, and what they completed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import abort, url_for

from learnhub import clock
from learnhub.catalogue import definitions
from learnhub.catalogue.definitions import Definition
from learnhub.catalogue.shelf import shelf
from learnhub.catalogue.structures import AUDIENCES, Course, Module
from learnhub.learning.contents import minutes_of, next_module
from learnhub.pathways.chart import chart
from learnhub.pathways.rules import Standing, standing_of
from learnhub.pathways.structures import KIND, Pathway
from learnhub.plain_sql import PlainSql
from learnhub.record.completion import done_modules, remaining
from learnhub.record.kinds import Named
from learnhub.record.progress_queries import progress_by_course
from learnhub.record.queries import NamesThen, ProgressRow
from learnhub.record.queries import completions_of as courses_completed
from learnhub.record.words import Language
from learnhub.web.access import Visitor
from learnhub.web.i18n import language


@dataclass(frozen=True, slots=True)
class Completion:
    """That somebody completed a pathway: the statement, and the version of the pathway it was under (None: import)."""

    seq: int
    id: UUID
    slug: str
    version_id: int | None
    completed_at: datetime
    language: str
    department_id: int | None

    @property
    def day(self) -> date:
        return clock.day_of(self.completed_at)


@dataclass(frozen=True, slots=True)
class Step:
    """What to do next on a pathway: a course, and its module (None: everything in it is done, yet it waits)."""

    course: Course
    module: Module | None


@dataclass(frozen=True, slots=True)
class OnPathway:
    """A pathway for one learner. `completion` stands even when the pathway has asked for more since."""

    pathway: Pathway
    standing: Standing
    completion: Completion | None
    minutes_left: int
    next_step: Step | None

    @property
    def is_begun(self) -> bool:
        return self.standing.done > 0 and self.completion is None

    @property
    def is_due(self) -> bool:
        """Whether all is done and only the statement is missing: what is asked for has become less."""
        return self.standing.complete and self.completion is None


@dataclass(frozen=True, slots=True)
class Certificate:
    """One completion as it was then: the pathway's version, its courses with the day each was completed."""

    pathway: Pathway
    completion: Completion
    courses: tuple[tuple[Course, datetime], ...]
    department: str

    @property
    def minutes(self) -> int:
        return sum(course.minutes for course, _ in self.courses)


def pathways_of(person: Visitor, progress: Mapping[int, ProgressRow] | None = None) -> list[OnPathway]:
    """Every pathway served, for one person: those for everyone first, then by audience.

    One statement; a second for the progress in all courses, unless the caller has read it.
    """
    rows = progress_by_course(person.learner_id) if progress is None else progress
    completed = completions_of(person.learner_id)
    found = [_on_pathway(definition, rows, completed.get(slug)) for slug, definition in chart().served.items()]
    return sorted(found, key=lambda one: (AUDIENCES.index(one.pathway.audience), one.pathway.title))


def pathway_of(person: Visitor, slug: str) -> tuple[OnPathway, Mapping[int, ProgressRow]]:
    """One pathway for one person, with their progress in all courses. Two statements; 404 when it is not served."""
    definition = definitions.served_or_404(KIND, slug)
    rows = progress_by_course(person.learner_id)
    return _on_pathway(definition, rows, completions_of(person.learner_id).get(slug)), rows


def badges_asking_for(slug: str) -> list[tuple[str, str]]:
    """The badges served whose rule asks for a pathway: title and address. Rooms on one floor do not import each other,
    so a rule is read as the catalogue keeps it: a fact, or a group of `parts`."""
    return sorted(
        (badge.in_language(language()).title, url_for("badges.show_badge", slug=badge.slug))
        for badge in definitions.served("badge")
        if _asks_for(badge.value.rule, slug)
    )


def _asks_for(rule: Any, slug: str) -> bool:
    if hasattr(rule, "parts"):
        return any(_asks_for(part, slug) for part in rule.parts)
    return bool(rule.fact == KIND and rule.values.get(KIND) == slug)


def certificate_of_or_404(person: Visitor, slug: str) -> Certificate:
    """The certificate of one's own completion, also of a pathway that is no longer served; else 404."""
    completion = completions_of(person.learner_id).get(slug)
    definition = definitions.known(KIND).get(slug)
    if completion is None or definition is None:
        abort(404)
    definition = version_of(completion) or definition
    then = {
        row.course_id: row.at
        for row in courses_completed(person.learner_id)  # the newest first: of each course the first completion stays
        if row.at <= completion.completed_at
    }
    pathway: Pathway = definition.in_language(completion.language)
    courses = (shelf().ever(name, completion.language) for name in pathway.courses)
    counted = tuple((course, then[course.id]) for course in courses if course is not None and course.id in then)
    names = NamesThen([completion.department_id], language())
    return Certificate(pathway, completion, counted, names.on(completion.department_id, completion.day))


# By the index on learner_id: a learner's own statements, a few hundred at most.
_COMPLETIONS = PlainSql(
    "SELECT s.seq, s.id, o.key, s.version_id, s.at, s.language, s.department_id FROM statement s "
    "JOIN record_object o ON o.id = s.object_id WHERE o.kind = 3 AND s.verb = 2 AND s.learner_id IN "
    "(SELECT id FROM learner WHERE id = :learner_id OR merged_into_id = :learner_id) "
    "AND NOT EXISTS (SELECT 1 FROM voided v WHERE v.seq = s.seq) ORDER BY s.at, s.seq"
)


def completions_of(learner_id: int) -> dict[str, Completion]:
    """The pathways somebody completed, by slug; of several completions of one the latest. What was voided is none."""
    return {completion.slug: completion for completion in every_completion_of(learner_id)}


def version_of(completion: Completion) -> Definition | None:
    """The version a completion is pinned to; None: it was brought in from elsewhere."""
    try:
        return definitions.version(KIND, completion.version_id) if completion.version_id else None
    except KeyError:
        return None


def every_completion_of(learner_id: int) -> list[Completion]:
    """Each completion of a pathway that was not voided, the earliest first."""
    return [_completion(row) for row in _COMPLETIONS.run(learner_id=learner_id)]


def _completion(row: Any) -> Completion:
    seq, id, slug, version_id, at, language, department_id = row
    return Completion(
        seq=seq,
        id=id if isinstance(id, UUID) else UUID(bytes=id),
        slug=slug,
        version_id=version_id,
        completed_at=clock.from_ms(at),
        language=Language(language).name.lower(),
        department_id=department_id,
    )


def names_of(slugs: Sequence[str], language: str) -> Mapping[str, Named]:
    """What pathways are called in the record; one that is no longer served has no page."""
    served, known = chart().served, definitions.known(KIND)
    return {
        slug: Named(
            known[slug].in_language(language).title,
            url_for("pathways.show_pathway", slug=slug) if slug in served else "",
        )
        for slug in slugs
        if slug in known
    }


def _on_pathway(definition: Definition, rows: Mapping[int, ProgressRow], completion: Completion | None) -> OnPathway:
    pathway: Pathway = definition.in_language(language())
    standing = standing_of(pathway, chart().taken(rows.values()))
    steps = [(course, rows.get(course.id)) for slug in standing.plan if (course := shelf().course(slug, language()))]
    return OnPathway(
        pathway=pathway,
        standing=standing,
        completion=completion,
        minutes_left=sum(minutes_of(remaining(course, done_modules(course, row))) for course, row in steps),
        next_step=None if completion is not None else _next_step(steps),
    )


def _next_step(steps: list[tuple[Course, ProgressRow | None]]) -> Step | None:
    """The first course with something left to do; else one whose parts are done and that waits for another."""
    found = [Step(course, next_module(course, done_modules(course, row))) for course, row in steps]
    return next((step for step in found if step.module is not None), found[0] if found else None)
