"""The roll of courses: every one there ever was, served or withdrawn, since figures about the past name them all."""

from dataclasses import dataclass

from flask import abort
from sqlalchemy import select

from learnhub.catalogue.models import CourseRow
from learnhub.catalogue.shelf import shelf
from learnhub.db import db


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A course by its number, its slug, and its title today; of a withdrawn one the last."""

    id: int
    slug: str
    title: str
    is_served: bool


def course_roll(language: str = "en") -> tuple[Enrolled, ...]:
    """All courses, by title; one statement."""
    books = shelf()
    rows = db.session.execute(select(CourseRow.id, CourseRow.slug).where(CourseRow.version_id.is_not(None)))
    found = [Enrolled(row.id, row.slug, books.title_of(row.id, language), books.is_served(row.id)) for row in rows]
    return tuple(sorted(found, key=lambda course: (course.title.casefold(), course.slug)))


def in_roll_or_404(roll: tuple[Enrolled, ...], slug: str | None) -> Enrolled | None:
    """The course of that slug; None when none was asked for."""
    if not slug:
        return None
    found = next((course for course in roll if course.slug == slug), None)
    return found or abort(404)
