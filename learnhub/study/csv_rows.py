"""Reading a CSV file from another learning system: which column is what, each row or its fault. Pure.

Days first or months first, as the file has them; how bytes become lines and cells is in `web.sheets`.
"""

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from learnhub.study import durations
from learnhub.study.durations import NoMinutes
from learnhub.study.kinds import kind_in, kind_named
from learnhub.study.row_days import day_first, day_of
from learnhub.study.typed import (
    LONGEST_PROVIDER,
    LONGEST_TITLE,
    has_hidden,
    one_line,
    web_address_or_nothing,
)
from learnhub.web import sheets

MOST_ROWS = 2_000


class FileProblem(StrEnum):
    """Why nothing of a file can be read."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    NOT_TEXT = "not-text"
    NO_TITLE = "no-title"
    NO_MINUTES = "no-minutes"
    NO_DAY = "no-day"
    TOO_MANY_ROWS = "too-many-rows"
    NO_ROWS = "no-rows"


class CannotRead(ValueError):
    """A file of which nothing can be read. `headings` are those that it has."""

    def __init__(self, why: FileProblem, headings: Sequence[str] = ()) -> None:
        super().__init__(why.value)
        self.why, self.headings = why, tuple(heading[:60] for heading in headings[:20])


class RowFault(StrEnum):
    """What is wrong with a row."""

    BROKEN = "broken"
    NO_TITLE = "no-title"
    TITLE_TOO_LONG = "title-too-long"
    HIDDEN = "hidden"
    NO_MINUTES = "no-minutes"
    NOT_A_TIME = "not-a-time"
    TOO_SHORT = "too-short"
    TOO_LONG = "too-long"
    NO_DAY = "no-day"
    NOT_A_DAY = "not-a-day"
    FUTURE = "future"
    BEFORE_JOINING = "before-joining"
    DAY_FULL = "day-full"


@dataclass(frozen=True, slots=True)
class Row:
    """A row by the line it begins on. With a fault its other fields hold as much as could be read."""

    line: int
    title: str = ""
    minutes: int = 0
    day: date | None = None
    provider: str = ""
    link: str = ""
    kind: str | None = None
    fault: RowFault | None = None

    @property
    def key(self) -> str:
        """Tells one piece of study from another, whatever file it comes in."""
        return content_key(self.day, self.minutes, self.title)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was understood of a file: its columns (ours → its heading) and its rows."""

    columns: dict[str, str]
    rows: tuple[Row, ...]


def content_key(day: date | None, minutes: int, title: str) -> str:
    """A key by day, minutes and title; spaces, case and the way of writing accents apart."""
    plain = one_line(unicodedata.normalize("NFKC", title)).casefold()
    return hashlib.sha256(f"{day}\x00{minutes}\x00{plain}".encode()).hexdigest()[:40]


# Ours → what it is called elsewhere, best first. "duration" may be minutes or a text that says its unit.
_CALLED: dict[str, str] = {
    "title": "title|course title|course name|activity title|activity name|item title|learning item|learning title|name|"
    "course|activity|what|description|teitl",
    "minutes": "minutes|mins|duration minutes|duration mins|duration in minutes|time minutes|time spent minutes|"
    "duration|length|time spent|time taken|munudau",
    "hours": "hours|hrs|duration hours|duration hrs|time hours|cpd hours|learning hours|total hours|oriau",
    "day": "date|day|completion date|completed date|date completed|completed on|completed|date of completion|"
    "completed at|end date|finished|activity date|timestamp|start date|dyddiad",
    "provider": "provider|provider name|supplier|vendor|source|organisation|organization|platform|darparwr",
    "link": "link|url|web address|address|website|dolen",
    "kind": "kind|type|course type|activity type|item type|learning type|format|category|delivery|math",
}
_NEEDED = (("title", FileProblem.NO_TITLE), ("minutes", FileProblem.NO_MINUTES), ("day", FileProblem.NO_DAY))


def read_sheet(content: bytes, *, today: date, joined_on: date) -> Sheet:
    """The rows of a file, each with its fault if it has one. Raises CannotRead."""
    if len(content) > sheets.LARGEST:
        raise CannotRead(FileProblem.TOO_LARGE)
    try:
        lines = list(sheets.lines_of(sheets.text_of(content)))
    except sheets.NotText:
        raise CannotRead(FileProblem.NOT_TEXT) from None
    if not lines:
        raise CannotRead(FileProblem.EMPTY)
    headings = lines[0][1] or []
    places = columns_of(headings)
    for name, problem in _NEEDED:
        if name not in places and not (name == "minutes" and "hours" in places):
            raise CannotRead(problem, headings)
    if len(lines) < 2:
        raise CannotRead(FileProblem.NO_ROWS)
    if len(lines) > MOST_ROWS + 1:
        raise CannotRead(FileProblem.TOO_MANY_ROWS)
    # More cells than headings: a comma in a text without its quotation marks, so that nothing stands where it should.
    filled = [(line, cells if cells and not any(cells[len(headings) :]) else None) for line, cells in lines[1:]]
    days_first = day_first(sheets.cell(cells, places, "day") for _line, cells in filled if cells is not None)
    rows = tuple(_row(line, cells, places, days_first, today, joined_on) for line, cells in filled)
    return Sheet({name: one_line(headings[place])[:60] for name, place in places.items()}, rows)


def columns_of(headings: Sequence[str]) -> dict[str, int]:
    """Which column is which of ours. Of two that fit, the one whose heading says it better."""
    return sheets.columns_of(headings, _CALLED)


def _row(
    line: int, cells: Sequence[str] | None, places: dict[str, int], days_first: bool, today: date, joined_on: date
) -> Row:
    if cells is None:
        return Row(line, fault=RowFault.BROKEN)
    title = one_line(sheets.cell(cells, places, "title"))
    minutes, wrong_minutes = _minutes(cells, places)
    day = day_of(sheets.cell(cells, places, "day"), days_first=days_first)
    kind = kind_named(sheets.cell(cells, places, "kind")) or kind_in(title)
    fault = (
        _wrong_title(title) or wrong_minutes or _wrong_day(day, sheets.cell(cells, places, "day"), today, joined_on)
    )  # fmt: skip
    provider = one_line(sheets.cell(cells, places, "provider"))
    return Row(
        line,
        title[:LONGEST_TITLE],
        minutes,
        day,
        "" if has_hidden(provider) else provider[:LONGEST_PROVIDER],
        web_address_or_nothing(sheets.cell(cells, places, "link")),
        kind.value if kind else None,
        fault,
    )


def _minutes(cells: Sequence[str], places: dict[str, int]) -> tuple[int, RowFault | None]:
    """From the column of minutes, else from that of hours."""
    for name in ("minutes", "hours"):
        if said := sheets.cell(cells, places, name):
            try:
                return durations.minutes_of(said, bare_is_hours=name == "hours"), None
            except NoMinutes as error:
                return 0, RowFault.NO_MINUTES if error.why == "missing" else RowFault(error.why.value)
    return 0, RowFault.NO_MINUTES


def _wrong_title(title: str) -> RowFault | None:
    if not title:
        return RowFault.NO_TITLE
    if len(title) > LONGEST_TITLE:
        return RowFault.TITLE_TOO_LONG
    return RowFault.HIDDEN if has_hidden(title) else None


def _wrong_day(day: date | None, said: str, today: date, joined_on: date) -> RowFault | None:
    if day is None:
        return RowFault.NOT_A_DAY if said else RowFault.NO_DAY
    if day > today:
        return RowFault.FUTURE
    return RowFault.BEFORE_JOINING if day < joined_on else None
