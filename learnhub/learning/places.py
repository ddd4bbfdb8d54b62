"""Where things of a course stand: from the words of an address to the course and module, and back to an address."""

from typing import Any
from urllib.parse import urlencode

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from learnhub.catalogue.structures import Course, Module
from learnhub.learning.contents import next_module
from learnhub.learning.queries import course_open_to_or_404
from learnhub.record.completion import done_modules
from learnhub.record.progress_queries import progress_of
from learnhub.record.queries import ProgressRow
from learnhub.web.access import visitor


def course_here(slug: str) -> Course:
    """The course that an address names, if it is open to this visitor; else 404."""
    return course_open_to_or_404(slug, visitor().learner_id)


def course_address(course: Course) -> str:
    """The address of a course's contents."""
    return url_for("learning.show_course", course=course.slug)


def module_address(course: Course, module: Module) -> str:
    """The address of a module under its present name."""
    return url_for("learning.show_module", course=course.slug, module=module.slug)


def moved(course: Course, module: Module | None = None) -> ResponseReturnValue | None:
    """The way to the present name (301, with what the address asked for) when this one is an earlier one."""
    named: dict[str, Any] = request.view_args or {}
    here: dict[str, Any] = {**named, "course": course.slug, **({"module": module.slug} if module else {})}
    if here == named or request.endpoint is None:
        return None
    asked = urlencode(list(request.args.items(multi=True)))  # never into url_for: its own words may be among the names
    address = url_for(request.endpoint, **here)
    return redirect(f"{address}?{asked}" if asked else address, 301)


def address_after(course: Course, module: Module, progress: ProgressRow | None) -> str:
    """Where to go on after a module: the next one not done, or the course's page when it is complete or all are.

    It follows from what is done alone, so a second press, or a second tab, goes on to the same place.
    """
    if progress is not None and progress.completed_at is not None:
        return course_address(course)
    done = done_modules(course, progress) if progress else {}
    following = next_module(course, done, module)
    return module_address(course, following) if following else course_address(course)


def go_on(learner_id: int, course: Course, module: Module) -> ResponseReturnValue:
    """Redirect to where one goes on after a module."""
    return redirect(address_after(course, module, progress_of(learner_id, course.id)), 303)
