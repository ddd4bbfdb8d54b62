"""When a course is complete, and why it is not. Pure: a course's structure and a learner's progress go in.

**When a course changes while somebody is in it** they are complete under the version they started or under the one
served now, whichever they reach first. What they did stays done: a renamed module keeps its history under its earlier
names (`was`); each part of a split module counts as done by who had done the whole; the whole of the older version
counts as done by who has done every part; a dropped module is no longer asked for by the newer version, and its history
stays in the record. A completion, once reached, is never taken away by a later version.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from learnhub import clock
from learnhub.catalogue.structures import AnyOf, Course, Kind, Module
from learnhub.record.progress import ProgressRow
from learnhub.record.words import Assurance, Means

# What passing the course's check completes: text to read or hear, not the quiz's or the task's own doing.
COVERED_BY_CHECK = frozenset({Kind.READING, Kind.VIDEO})


@dataclass(frozen=True, slots=True)
class Done:
    """That a module is done: when, by what means, how we know. `slug` is the name it had then."""

    slug: str
    at: datetime
    means: Means
    seq: int
    score: int | None
    assurance: Assurance


class Rule(StrEnum):
    """What a rule of completion asks for."""

    MODULE = "module"
    ANY_OF = "any-of"
    PREREQUISITE = "prerequisite"


@dataclass(frozen=True, slots=True)
class RuleResult:
    """One rule of a course, held against what was received.

    `modules` are those that can meet it, `done` what was received for them; `count` how many are asked for;
    `prerequisite` the slug of a course and `met_at` when it was completed.
    """

    rule: Rule
    met: bool
    modules: tuple[Module, ...] = ()
    done: dict[str, Done] = field(default_factory=dict)
    count: int = 1
    prerequisite: str = ""
    met_at: datetime | None = None


def done_modules(course: Course, progress: ProgressRow | None, current: Course | None = None) -> dict[str, Done]:
    """What of a course is done, by the module's present slug.

    `current` is the version served now, when `course` is an older one: a module done under a newer name counts too.
    """
    if progress is None:
        return {}
    found: dict[str, Done] = {}
    for module in course.modules:
        entry = _earliest(module.slugs, progress.modules)
        if entry is None and current is not None and current is not course:
            entry = _by_parts(module, current, progress.modules)
        if entry is not None:
            found[module.slug] = entry
    return found


def is_complete(
    course: Course, done: Mapping[str, Done], prerequisites_met: Mapping[str, object] | None = None
) -> bool:
    """Whether every required module is done, each "any n of" is met, and each prerequisite is (None: do not ask).

    A prerequisite that is not in `prerequisites_met` is no longer offered, and so not asked for.
    """
    if any(module.slug not in done for module in required_modules(course)):
        return False
    if any(_missing(rule, course, done) > 0 for rule in course.any_of):
        return False
    return prerequisites_met is None or all(
        prerequisites_met[slug] for slug in course.prerequisites if slug in prerequisites_met
    )


def required_modules(course: Course) -> list[Module]:
    """The modules that must each be done. One that stands in an "any n of" is asked for by that rule alone."""
    optional = {slug for rule in course.any_of for slug in rule.modules}
    return [module for module in course.modules if module.required and module.slug not in optional]


def remaining(course: Course, done: Mapping[str, Done]) -> list[Module]:
    """The modules still to do, in the course's order; of an unmet "any n of", every one that could meet it."""
    wanted = {module.slug for module in required_modules(course)}
    for rule in course.any_of:
        if _missing(rule, course, done) > 0:
            wanted.update(rule.modules)
    return [module for module in course.modules if module.slug in wanted and module.slug not in done]


def why_not(
    course: Course,
    progress: ProgressRow | None,
    prerequisites_met: Mapping[str, datetime | None],
    current: Course | None = None,
) -> list[RuleResult]:
    """Each rule of the course: prerequisites, required modules, "any n of"; what was received for it and when.

    `prerequisites_met` maps the slug of each prerequisite still offered to when it was completed, if it was
    (`queries.prerequisites_met`).
    """
    done = done_modules(course, progress, current)
    results = [
        RuleResult(
            Rule.PREREQUISITE, prerequisites_met[slug] is not None, prerequisite=slug, met_at=prerequisites_met[slug]
        )
        for slug in course.prerequisites
        if slug in prerequisites_met
    ]
    results += [_rule_result(Rule.MODULE, (module,), done, 1) for module in required_modules(course)]
    results += [_rule_result(Rule.ANY_OF, _modules_of(rule, course), done, rule.count) for rule in course.any_of]
    return results


def completing_version(
    started: Course | None,
    current: Course | None,
    progress: ProgressRow | None,
    prerequisites_met: Mapping[str, object] | None = None,
) -> Course | None:
    """The version under which the course is complete: the one served now or the one started; None: under neither."""
    for course in (current, started):
        if course is not None and is_complete(course, done_modules(course, progress, current), prerequisites_met):
            return course
    return None


def covered_by_check(course: Course, done: Mapping[str, Done]) -> list[Module]:
    """The readings that a passed check completes: those not done yet."""
    return [module for module in course.modules if module.kind in COVERED_BY_CHECK and module.slug not in done]


def assurance_of(course: Course, done: Mapping[str, Done]) -> Assurance:
    """How a completion is known: *recorded* when the course's check was passed, else no better than its parts."""
    check = course.check
    if check is not None and check.slug in done and done[check.slug].assurance is Assurance.RECORDED:
        return Assurance.RECORDED
    counted = [entry.assurance for module in course.modules if (entry := done.get(module.slug)) is not None]
    return min(counted, default=Assurance.SELF_DECLARED)


def _earliest(slugs: Iterable[str], kept: Mapping[str, dict[str, Any]]) -> Done | None:
    entries = [_done(slug, kept[slug]) for slug in slugs if slug in kept]
    return min(entries, key=lambda entry: entry.at, default=None)


def _by_parts(module: Module, current: Course, kept: Mapping[str, dict[str, Any]]) -> Done | None:
    """A module of an older version, done as the newer modules it became: complete with the last of them."""
    parts = [part for part in current.modules if not set(module.slugs).isdisjoint(part.was)]
    entries = [_earliest(part.slugs, kept) for part in parts]
    if not entries or None in entries:
        return None
    return max((entry for entry in entries if entry is not None), key=lambda entry: entry.at)


def _done(slug: str, entry: Mapping[str, Any]) -> Done:
    return Done(
        slug=slug,
        at=clock.from_ms(entry["at"]),
        means=Means(entry["means"]),
        seq=entry["seq"],
        score=entry["score"],
        assurance=Assurance(entry["assurance"]),
    )


def _modules_of(rule: AnyOf, course: Course) -> tuple[Module, ...]:
    return tuple(module for module in course.modules if module.slug in rule.modules)


def _missing(rule: AnyOf, course: Course, done: Mapping[str, Done]) -> int:
    # A rule may ask for no more than the course holds: a dropped module must not make it impossible.
    candidates = _modules_of(rule, course)
    return min(rule.count, len(candidates)) - sum(module.slug in done for module in candidates)


def _rule_result(rule: Rule, modules: tuple[Module, ...], done: Mapping[str, Done], count: int) -> RuleResult:
    received = {module.slug: done[module.slug] for module in modules if module.slug in done}
    wanted = min(count, len(modules))
    return RuleResult(rule, len(received) >= wanted, modules, received, wanted)
