"""What the pages of pathways say of courses and groups."""

from collections.abc import Mapping

from learnhub.catalogue.shelf import shelf
from learnhub.learning.course_page import status_of
from learnhub.learning.places import course_address, module_address
from learnhub.learning.words import LEVELS, STATUSES
from learnhub.pathways.queries import Step
from learnhub.pathways.rules import GroupStanding
from learnhub.phrases import joined
from learnhub.record.queries import ProgressRow
from learnhub.web.i18n import gettext as _
from learnhub.web.i18n import language, ngettext, show_minutes


def blocks_of(
    groups: tuple[GroupStanding, ...], progress: Mapping[int, ProgressRow]
) -> list[tuple[str, str, list[dict[str, object]]]]:
    """The courses of a pathway as task lists, each with what it asks for: courses in a row share one, a choice has its
    own."""
    blocks: list[tuple[str, str, list[dict[str, object]]]] = []
    joins = False
    for found in groups:
        items = [item for slug in found.group.courses if (item := _item(slug, found, progress)) is not None]
        if found.group.is_choice:
            blocks.append((asks(found), found.group.why, items))
        elif joins:
            blocks[-1][2].extend(items)
        elif items:
            blocks.append(("", "", items))
        joins = bool(blocks) and not found.group.is_choice
    return blocks


def asks(found: GroupStanding) -> str:
    """What a choice asks for: "Any 2 of these 3: close to your work"."""
    of = len(found.done) + len(found.open)
    text = ngettext("Any %(num)d of these %(of)d", "Any %(num)d of these %(of)d", found.needed, of=of)
    return joined(": ", [text, found.group.title]) if found.group.title else text


def _item(slug: str, found: GroupStanding, progress: Mapping[int, ProgressRow]) -> dict[str, object] | None:
    """A course as the component takes it; None when it was withdrawn and is not done: it is asked of nobody."""
    course = shelf().ever(slug, language())
    if course is None or slug not in (*found.done, *found.open):
        return None
    status = status_of(course, progress.get(course.id))
    text, kind = STATUSES[status]
    notes = [show_minutes(course.minutes), str(LEVELS[course.level])]
    note = " · ".join(notes)
    if not found.group.is_choice and found.group.why:
        note = joined("", [found.group.why, f" ({note})"])
    served = shelf().course(slug) is not None
    return {
        "text": course.title,
        "address": course_address(course) if served else "",
        "note": note,
        "status": text,
        "kind": kind,
    }


def step_address(step: Step) -> str:
    """Where the next step is: a module, or the course that waits for another."""
    return module_address(step.course, step.module) if step.module else course_address(step.course)


def step_words(step: Step) -> str:
    """The next step as a button says it."""
    if step.module is None:
        return _("Continue: %(title)s", title=step.course.title)
    return _("Continue: %(title)s", title=step.module.title)
