"""A module's page: what is the same for everybody, put together once per published version and kept in memory.

The page is the hottest of the service. Text, breadcrumbs and the links at its foot follow from the version alone, so
each process renders them once; what is left for a request is one line about the learner and one form.
"""

from dataclasses import dataclass

from flask import render_template
from markupsafe import Markup

from learnhub.catalogue.structures import Course, Module, Step
from learnhub.learning import contents, places, words
from learnhub.phrases import joined
from learnhub.record.completion import Done, done_modules, remaining
from learnhub.record.queries import ProgressRow
from learnhub.web.i18n import gettext as _
from learnhub.web.i18n import language, ngettext, show_date, show_minutes
from learnhub.web.light import is_light

MOST_KEPT = 2_000  # pieces; about 20 kB each at most


@dataclass(frozen=True, slots=True)
class Parts:
    """The pieces of a module's page that every learner gets alike; `foot_done` for who has done the module."""

    title: str
    crumbs: Markup
    top: Markup
    text: Markup
    foot: Markup
    foot_done: Markup
    place: str


@dataclass(frozen=True, slots=True)
class Learner:
    """Where the learner stands, as the page says it. `following` is the next module not done, None when all are."""

    done: Done | None
    done_words: str
    left: str
    following: Module | None
    following_address: str


_kept: dict[tuple[object, ...], Parts] = {}


def parts_of(course: Course, module: Module, step: Step | None = None, back: str | None = None) -> Parts:
    """The common pieces, from memory or rendered now. `back` is the step of a scenario that one came from."""
    light = is_light()
    shown = (module.slug, step.id if step else "", back)
    key = (course.content_hash, course.slug, course.language, *shown, light, language())
    found = _kept.get(key) if course.content_hash else None
    if found is None:
        found = _render(course, module, step, back, light)
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[key] = found
    return found


def _render(course: Course, module: Module, step: Step | None, back: str | None, light: bool) -> Parts:
    before, after = contents.neighbours(course, module)
    context = {
        "course": course,
        "module": module,
        "kind": words.KINDS[module.kind],
        "text_html": module.light_html if light else module.html,
        "step_html": step and ((light and step.light_html) or step.html),
        "light": light,
        "step": step,
        "back": contents.step_of(module, back) if back else None,
        "before": before,
        "after": after,
        "media_hash": course.media,
    }
    crumbs, top, text, foot, foot_done = (
        Markup(render_template(f"learning/_module_{part}.html", is_done=is_done, **context).strip())  # noqa: S704  # our own templates, escaped
        for part, is_done in (("crumbs", None), ("top", None), ("text", None), ("foot", False), ("foot", True))
    )
    place = _("Module %(number)d of %(total)d", number=contents.place_of(course, module), total=len(course.modules))
    return Parts(joined(" – ", (module.title, course.title)), crumbs, top, text, foot, foot_done, place)


def learner_in(course: Course, module: Module, progress: ProgressRow | None) -> Learner:
    """Where a learner stands in a course, seen from one of its modules."""
    done = done_modules(course, progress)
    here = done.get(module.slug)
    following = contents.next_module(course, done, module)
    left = remaining(course, done)
    return Learner(
        done=here,
        done_words=_done_words(here) if here else "",
        left=_left_words(left),
        following=following if following is not module else None,
        following_address=places.module_address(course, following) if following else places.course_address(course),
    )


def _done_words(done: Done) -> str:
    return str(_("You did this on %(day)s: %(how)s.", day=show_date(done.at), how=words.MEANS[done.means]))


def _left_words(left: list[Module]) -> str:
    if not left:
        return str(_("nothing left that the course requires"))
    minutes = show_minutes(contents.minutes_of(left))
    modules = ngettext("%(num)d module", "%(num)d modules", len(left))
    return str(_("%(minutes)s left in the course (%(modules)s)", minutes=minutes, modules=modules))
