"""What a person may ask of their record, from an address. What makes no sense there asks for nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from learnhub import clock
from learnhub.record.words import Assurance, ObjectKind

FIRST_YEAR, LAST_YEAR = 1990, 2200
NAMES = ("year", "course", "kind", "known")


class What(StrEnum):
    """Kinds of line in a record, as a filter names them."""

    COURSES = "courses"
    MODULES = "modules"
    CHECKS = "checks"
    STARTED = "started"
    BARRIERS = "barriers"
    PATHWAYS = "pathways"
    BADGES = "badges"
    STUDY = "study"
    EVENTS = "events"
    SUPPORT = "support"


# Those that ask for one kind of thing, which a room above the record owns.
KIND_ASKED: dict[What, ObjectKind] = {
    What.PATHWAYS: ObjectKind.PATHWAY,
    What.BADGES: ObjectKind.BADGE,
    What.STUDY: ObjectKind.STUDY,
    What.EVENTS: ObjectKind.EVENT,
    What.SUPPORT: ObjectKind.SUPPORT,
}


@dataclass(frozen=True, slots=True)
class Filters:
    """None: not asked for. A year is a calendar year of the service's zone."""

    year: int | None = None
    course_id: int | None = None
    what: What | None = None
    assurance: Assurance | None = None

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "Filters":
        """The filters that an address asks for."""
        year = _number(asked.get("year"))
        what, assurance = asked.get("kind", ""), _number(asked.get("known"))
        return cls(
            year=year if year is not None and FIRST_YEAR <= year <= LAST_YEAR else None,
            course_id=_number(asked.get("course")),
            what=What(what) if what in set(What) else None,
            assurance=Assurance(assurance) if assurance in set(Assurance) else None,
        )

    def misread(self, asked: Mapping[str, str]) -> bool:
        """Whether an address asks for something that makes no sense, and that was therefore left out."""
        return any(asked.get(name, "").strip() for name in NAMES if name not in self.address())

    @property
    def span(self) -> tuple[datetime, datetime] | None:
        """The first instant of the year, and the first after it."""
        if self.year is None:
            return None
        first = clock.today().replace(year=self.year, month=1, day=1)
        return clock.start_of(first), clock.start_of(first.replace(year=self.year + 1))

    def address(self) -> dict[str, Any]:
        """The same as arguments of an address."""
        wanted = {"year": self.year, "course": self.course_id, "kind": self.what, "known": self.assurance}
        return {
            name: value.value if isinstance(value, StrEnum) else int(value)
            for name, value in wanted.items()
            if value is not None
        }


def _number(text: str | None) -> int | None:
    """A number of at most nine digits: what a database's integer holds."""
    return int(text) if text and len(text) < 10 and text.isascii() and text.isdigit() else None
