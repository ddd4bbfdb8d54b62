"""What an assignment asks for, as people know it: a course or a pathway by its title."""

from dataclasses import dataclass

from learnhub.catalogue.definitions import known, served
from learnhub.catalogue.shelf import shelf
from learnhub.required.active import Active
from learnhub.web.layout import fixed_address

PATHWAY = "pathway"


@dataclass(frozen=True, slots=True)
class Thing:
    """A course or a pathway. `is_served`: whether one can begin it; what was withdrawn is asked of nobody."""

    title: str
    slug: str
    is_pathway: bool
    is_served: bool
    has_check: bool = True  # without one, a course is done again by one's own word
    minutes: int = 0  # of a course; of a pathway it depends on which courses one takes

    @property
    def key(self) -> str:
        """How forms name it."""
        return f"{'pathway' if self.is_pathway else 'course'}:{self.slug}"

    @property
    def address(self) -> str:
        """Where to begin or go on; of a withdrawn one nothing."""
        if not self.is_served:
            return ""
        shelf_of = "pathways.list_pathways" if self.is_pathway else "learning.list_courses"
        return f"{fixed_address(shelf_of)}/{self.slug}"


def thing_of(one: Active, language: str = "en") -> Thing | None:
    """What an assignment asks for; None when nobody knows it any more."""
    if one.course_id is not None:
        return course_thing(one.course_id, language)
    return pathway_thing(one.pathway or "", language)


def course_thing(course_id: int, language: str = "en") -> Thing | None:
    course = shelf().by_id(course_id, language)
    return (
        None
        if course is None
        else Thing(
            course.title, course.slug, False, shelf().is_served(course_id), course.check is not None, course.minutes
        )
    )


def pathway_thing(slug: str, language: str = "en") -> Thing | None:
    definition = known(PATHWAY).get(slug)
    if definition is None:
        return None
    is_served = any(one.slug == slug for one in served(PATHWAY))
    return Thing(definition.in_language(language).title, slug, True, is_served)


def things_to_ask_for(language: str = "en") -> list[Thing]:
    """Everything that can be assigned: courses, then pathways, each by title."""
    courses = [Thing(course.title, course.slug, False, True) for course in shelf().in_language(language)]
    pathways = [Thing(one.in_language(language).title, one.slug, True, True) for one in served(PATHWAY)]
    return sorted(courses, key=lambda thing: thing.title.casefold()) + sorted(
        pathways, key=lambda thing: thing.title.casefold()
    )
