"""What a pathway is, as plain frozen data: groups of courses in an order, for an audience."""

from dataclasses import dataclass

KIND = "pathway"  # the name of these definitions in the catalogue
MOST_COURSES = 20


@dataclass(frozen=True, slots=True)
class Group:
    """A step of a pathway: `needed` of these courses (by slug). One course alone is a group of itself."""

    courses: tuple[str, ...]
    needed: int = 1
    title: str = ""
    why: str = ""

    @property
    def is_choice(self) -> bool:
        return self.needed < len(self.courses)


@dataclass(frozen=True, slots=True)
class Pathway:
    """One version of a pathway, in one language. `audience` is a code of `catalogue.structures.AUDIENCES`."""

    slug: str
    title: str
    summary: str
    audience: str
    groups: tuple[Group, ...]
    why: str = ""

    @property
    def courses(self) -> tuple[str, ...]:
        """The slugs of all its courses, in order."""
        return tuple(slug for group in self.groups for slug in group.courses)
