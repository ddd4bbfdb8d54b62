"""Why is this not complete? The rules of a course held against what was received, as sentences and what to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from learnhub.catalogue.shelf import shelf
from learnhub.catalogue.structures import Course, Kind, Module
from learnhub.learning import places
from learnhub.learning.quiz_queries import attempts_at
from learnhub.learning.words import MEANS
from learnhub.phrases import joined
from learnhub.record.completion import Done, Rule, RuleResult, why_not
from learnhub.record.queries import ProgressRow
from learnhub.record.shelves import prerequisites_of, version_or_none
from learnhub.web.i18n import gettext as _
from learnhub.web.i18n import language, ngettext, show_date, show_day_and_time


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule: what it asks, whether it is met, what was received, what to do, and where (none when it is met)."""

    asks: str
    met: bool
    received: list[str]
    to_do: str
    address: str


@dataclass(frozen=True, slots=True)
class Why:
    """Every rule of the course as it is served, and whether completing the version one began would do as well."""

    reasons: list[Reason]
    completed_at: datetime | None
    begun_at: datetime | None
    began_older: str

    @property
    def unmet(self) -> int:
        return sum(not reason.met for reason in self.reasons)


def reasons_for(course: Course, everything: Mapping[int, ProgressRow]) -> Why:
    """The page's contents, from the learner's progress in all courses (prerequisites are among them)."""
    progress = everything.get(course.id)
    met = {slug: _completed_at(everything.get(course_id)) for slug, course_id in prerequisites_of(course).items()}
    results = [
        result
        for result in why_not(course, progress, met)
        if result.rule is not Rule.PREREQUISITE or result.prerequisite in met  # a withdrawn one is asked of nobody
    ]
    begun = version_or_none(progress.started_version_id) if progress else None
    older = begun.version if begun is not None and begun.version_id != course.version_id else ""
    reasons = [_reason(course, result, progress) for result in results]
    return Why(
        reasons=sorted(reasons, key=lambda reason: reason.met),  # what is still to do comes first
        completed_at=_completed_at(progress),
        begun_at=progress.started_at if progress else None,
        began_older=older,
    )


def _completed_at(progress: ProgressRow | None) -> datetime | None:
    return progress.completed_at if progress else None


def _reason(course: Course, result: RuleResult, progress: ProgressRow | None) -> Reason:
    if result.rule is Rule.PREREQUISITE:
        return _prerequisite(result)
    if result.rule is Rule.ANY_OF:
        return _any_of(course, result)
    return _module(course, result, progress)


def _prerequisite(result: RuleResult) -> Reason:
    before = shelf().course(result.prerequisite, language())
    title = before.title if before else result.prerequisite
    return Reason(
        asks=_("Complete the course “%(title)s” as well", title=title),
        met=result.met,
        received=[_("Completed on %(day)s", day=show_date(result.met_at))] if result.met_at else [],
        to_do="" if result.met else _("Go to “%(title)s”", title=title),
        address=places.course_address(before) if before and not result.met else "",
    )


def _any_of(course: Course, result: RuleResult) -> Reason:
    titles = joined("; ", (module.title for module in result.modules))
    open_one = next((module for module in result.modules if module.slug not in result.done), None)
    return Reason(
        asks=ngettext(
            "Do at least %(num)d of these: %(titles)s",
            "Do at least %(num)d of these: %(titles)s",
            result.count,
            titles=titles,
        ),
        met=result.met,
        received=[
            joined(": ", (module.title, _received(result.done[module.slug])))
            for module in result.modules
            if module.slug in result.done
        ],
        to_do=_("Go to “%(title)s”", title=open_one.title) if open_one and not result.met else "",
        address=places.module_address(course, open_one) if open_one and not result.met else "",
    )


def _module(course: Course, result: RuleResult, progress: ProgressRow | None) -> Reason:
    (module,) = result.modules
    entry = result.done.get(module.slug)
    return Reason(
        asks=_asks(module),
        met=result.met,
        received=[_received(entry)] if entry else _tries(module, progress),
        to_do="" if result.met else _("Go to “%(title)s”", title=module.title),
        address="" if result.met else places.module_address(course, module),
    )


def _asks(module: Module) -> str:
    if module.kind is Kind.QUIZ and module.quiz is not None:
        return _("Pass “%(title)s” with %(mark)d%% or more", title=module.title, mark=module.quiz.pass_mark)
    if module.kind is Kind.TASK:
        return _("Do “%(title)s”, or its alternative", title=module.title)
    if module.kind is Kind.WORKSHOP:
        return _("Attend “%(title)s”", title=module.title)
    return _("Mark “%(title)s” as done", title=module.title)


def _received(entry: Done) -> str:
    return _("%(when)s: %(how)s", when=show_day_and_time(entry.at), how=MEANS[entry.means])


def _tries(module: Module, progress: ProgressRow | None) -> list[str]:
    """What a quiz not passed yet has received."""
    kept = [progress.checks[slug] for slug in module.slugs if slug in progress.checks] if progress else []
    tries = sum(entry["tries"] for entry in kept)
    if not tries:
        return []
    best = max(entry["best"] for entry in kept) // 10
    said = ngettext("Handed in once; %(best)d%%", "Handed in %(num)d times; best %(best)d%%", tries, best=best)
    last = attempts_at(progress.learner_id, progress.course_id, module.slugs).last if progress else None
    if last is None or last.handed_in_at is None:  # the answers are kept for two years, the record for longer
        return [said]
    return [said, _("Last on %(when)s", when=show_day_and_time(last.handed_in_at))]
