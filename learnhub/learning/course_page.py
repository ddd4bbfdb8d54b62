"""A course's own page for one learner: how it stands, its contents as a task list, and the one thing to do next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from learnhub.catalogue.shelf import shelf
from learnhub.catalogue.structures import Course, Module
from learnhub.learning import contents, places
from learnhub.learning.contents import Line, Status
from learnhub.learning.words import KINDS, MEANS, STATUSES
from learnhub.phrases import joined
from learnhub.record.completion import Done, done_modules, remaining, required_modules
from learnhub.record.queries import ProgressRow
from learnhub.record.shelves import prerequisites_of
from learnhub.record.words import Means
from learnhub.web.i18n import gettext as _
from learnhub.web.i18n import language, ngettext, show_minutes


@dataclass(frozen=True, slots=True)
class CoursePage:
    """What the page says about a learner. `waits_for` are (title, address) of prerequisites that are not complete."""

    status: Status
    completed_at: datetime | None
    minutes_left: int
    done: int
    total: int
    following: Module | None
    check: Module | None
    tasks: list[dict[str, object]]
    rules: list[str]
    waits_for: list[tuple[str, str]]
    has_changed: bool

    @property
    def is_complete(self) -> bool:
        return self.status is Status.DONE


def status_of(course: Course, progress: ProgressRow | None) -> Status:
    """How a course stands for a learner, as the catalogue and its own page say it."""
    if progress is None:
        return Status.NOT_STARTED
    if progress.is_complete:
        return Status.DONE
    return Status.IN_PROGRESS if remaining(course, done_modules(course, progress)) else Status.WAITING


def page_of(course: Course, everything: Mapping[int, ProgressRow]) -> CoursePage:
    """A course's page from the learner's progress in all courses (prerequisites are among them)."""
    progress = everything.get(course.id)
    done = done_modules(course, progress)
    left = remaining(course, done)
    tried = progress.checks if progress else {}
    is_complete = progress is not None and progress.is_complete
    return CoursePage(
        status=status_of(course, progress),
        completed_at=progress.completed_at if progress else None,
        minutes_left=contents.minutes_of(left),
        done=len(done),
        total=len(course.modules),
        following=contents.next_module(course, done),
        check=None if is_complete else contents.check_first(course, done),
        tasks=[_task(course, line, done) for line in contents.lines(course, done, tried)],
        rules=[_rule_words(course, rule.count, rule.modules) for rule in course.any_of],
        waits_for=[] if is_complete else _waits_for(course, everything),
        has_changed=is_complete and bool(left),
    )


def _task(course: Course, line: Line, done: Mapping[str, Done]) -> dict[str, object]:
    """An item of the task list as the component takes it."""
    module = line.module
    notes = [str(KINDS[module.kind]), show_minutes(module.minutes)]
    if module not in required_modules(course):
        notes.append(_("optional") if not _in_a_rule(course, module) else _("one to choose from"))
    entry = done.get(module.slug)
    if entry is not None and entry.means is Means.CHECK:
        notes.append(str(MEANS[entry.means]))
    text, kind = STATUSES[line.status]
    address = places.module_address(course, module)
    return {
        "text": module.title,
        "address": address,
        "note": " · ".join(notes),
        "status": text,
        "kind": kind,
    }


def _in_a_rule(course: Course, module: Module) -> bool:
    return any(module.slug in rule.modules for rule in course.any_of)


def _rule_words(course: Course, count: int, slugs: tuple[str, ...]) -> str:
    titles = joined("; ", (module.title for module in course.modules if module.slug in slugs))
    return str(
        ngettext(
            "Do at least %(num)d of these: %(titles)s", "Do at least %(num)d of these: %(titles)s", count, titles=titles
        )
    )


def _waits_for(course: Course, everything: Mapping[int, ProgressRow]) -> list[tuple[str, str]]:
    """The prerequisites still to complete; one that was withdrawn is asked of nobody."""
    before = [shelf().by_id(course_id, language()) for course_id in prerequisites_of(course).values()]
    return [
        (other.title, places.course_address(other))
        for other in before
        if other is not None and not (other.id in everything and everything[other.id].is_complete)
    ]
