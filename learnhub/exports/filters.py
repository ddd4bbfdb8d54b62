"""What a file is asked to hold: numbers for the database, and the words they were asked in, for the proof."""

from dataclasses import dataclass
from datetime import date, timedelta

from learnhub import clock


@dataclass(frozen=True, slots=True)
class Filters:
    """`department_ids` None is everywhere, people without a department included. Days include both ends.

    `since` and `until` bound the record's `seq`: after the one, up to the other.
    """

    department_ids: frozenset[int] | None = None
    course_id: int | None = None
    from_on: date | None = None
    to_on: date | None = None
    since: int = 0
    until: int = 0
    department: str | None = None
    course: str | None = None
    assignment_id: int | None = None  # of required learning

    @property
    def from_ms(self) -> int | None:
        """The first millisecond asked for."""
        return None if self.from_on is None else clock.to_ms(clock.start_of(self.from_on))

    @property
    def before_ms(self) -> int | None:
        """The first millisecond no longer asked for."""
        return None if self.to_on is None else clock.to_ms(clock.start_of(self.to_on + timedelta(days=1)))

    def words(self) -> dict[str, str | int]:
        """What was asked, as the address and the proof say it; what was not asked is left out."""
        asked: dict[str, str | int | None] = {
            "department": self.department,
            "course": self.course,
            "assignment": self.assignment_id,
            "from": self.from_on.isoformat() if self.from_on else None,
            "to": self.to_on.isoformat() if self.to_on else None,
            "since": self.since or None,
        }
        return {name: value for name, value in asked.items() if value is not None}
