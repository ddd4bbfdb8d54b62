"""Which versions of a course the record holds somebody to. Reads the catalogue's shelf, which is in memory."""

from learnhub.catalogue.shelf import shelf
from learnhub.catalogue.structures import Course
from learnhub.record.interning import slug_of


def current_version(course_id: int) -> Course | None:
    """The version of a course served now; of a withdrawn one the last."""
    return shelf().by_id(course_id)


def version_or_none(version_id: int | None) -> Course | None:
    """A version somebody started or finished; None when it was never known here (an import)."""
    if version_id is None:
        return None
    try:
        return shelf().version(version_id)
    except KeyError:
        return None


def prerequisites_of(course: Course) -> dict[str, int]:
    """The id of each prerequisite that is still offered. One that was withdrawn is asked of nobody."""
    found: dict[str, int] = {}
    for slug in course.prerequisites:
        for offered in shelf().courses:
            if slug == offered.slug or slug in offered.was:
                found[slug] = offered.id
    return found


def courses_that_wait_for(course: Course) -> list[Course]:
    """The courses served now that have this one as a prerequisite."""
    names = {course.slug, *course.was}
    return [offered for offered in shelf().courses if names.intersection(offered.prerequisites)]


def titles_of(course_id: int | None, kind: int, key: str, language: str = "en") -> tuple[str, str]:
    """What a statement's course and module are called now; a module that is no more by its slug. Withdrawn ones too."""
    if course_id is None:
        return "", ""
    slug = slug_of(kind, key)
    course = shelf().by_id(course_id, language)
    module = course.module(slug) if course is not None and slug else None
    return title_of(course_id, language), module.title if module is not None else slug.replace("-", " ")


def title_of(course_id: int, language: str = "en") -> str:
    """What a course is called, also after it was withdrawn; by its number if it was never here (a broken import)."""
    return shelf().title_of(course_id, language) or f"#{course_id}"
