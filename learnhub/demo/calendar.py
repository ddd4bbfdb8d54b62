"""The working days that the demo's activity falls on: some weeks up to yesterday. Pure but for the zone's midnight."""

from bisect import bisect_left, bisect_right
from datetime import date, timedelta

from learnhub import clock

_FRIDAY = 4


class Window:
    """So many weeks of working days before `today`, the last of them yesterday or before."""

    def __init__(self, today: date, weeks: int) -> None:
        self.today = today
        first = today - timedelta(weeks=weeks)
        days = (first + timedelta(days=number) for number in range((today - first).days))
        self.days = [day.toordinal() for day in days if day.weekday() <= _FRIDAY]
        self._midnights: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self.days)

    def between(self, first: int, last: int) -> tuple[int, int]:
        """The places of the first working day from `first` on and of the last up to `last` (ordinals)."""
        return bisect_left(self.days, first), bisect_right(self.days, last) - 1

    def weekend_after(self, day: int) -> int | None:
        """The Saturday after a Friday that has gone by; None for other days."""
        is_friday = date.fromordinal(day).weekday() == _FRIDAY
        return day + 1 if is_friday and day + 1 < self.today.toordinal() else None

    def midnight(self, day: int) -> int:
        """The first millisecond of a day in the service's zone."""
        if day not in self._midnights:
            self._midnights[day] = clock.to_ms(clock.start_of(date.fromordinal(day)))
        return self._midnights[day]
