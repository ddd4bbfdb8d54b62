"""The list of participants that a hackathon site gives out: which column is what, each row or its fault. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from learnhub.events.fields import is_call
from learnhub.events.hackathon_structures import Part
from learnhub.web import sheets

MOST_ROWS = 1_000
LONGEST_NAME, LONGEST_TEAM, LONGEST_PROJECT = 200, 100, 200


class FileProblem(StrEnum):
    """Why nothing of a file can be read."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    NOT_TEXT = "not-text"
    NO_EMAIL = "no-email"
    NO_ROWS = "no-rows"
    TOO_MANY_ROWS = "too-many-rows"


class CannotRead(ValueError):
    """A file of which nothing can be read. `headings` are those that it has."""

    def __init__(self, why: FileProblem, headings: Sequence[str] = ()) -> None:
        super().__init__(why.value)
        self.why, self.headings = why, tuple(heading[:60] for heading in headings[:20])


class RowFault(StrEnum):
    """What is wrong with a row, as far as the file alone tells."""

    BROKEN = "broken"
    NO_EMAIL = "no-email"
    NOT_AN_EMAIL = "not-an-email"
    HIDDEN = "hidden"
    TEAM_TOO_LONG = "team-too-long"
    PROJECT_TOO_LONG = "project-too-long"
    PROJECT_WITHOUT_TEAM = "project-without-team"
    NOT_HOURS = "not-hours"
    TOO_LONG = "too-long"


@dataclass(frozen=True, slots=True)
class Row:
    """A row by the line it begins on. `minutes` None: not said. With a fault the rest is as much as could be read."""

    line: int
    email: str = ""
    name: str = ""
    team: str = ""
    part: str | None = None
    minutes: int | None = None
    project: str = ""
    link: str = ""
    skills: tuple[str, ...] = ()
    fault: RowFault | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was understood of a file: its columns (ours → its heading) and its rows."""

    columns: dict[str, str]
    rows: tuple[Row, ...]


# Ours → what it is called elsewhere, best first.
_CALLED: dict[str, str] = {
    "email": "email|e mail|email address|e mail address|work email|work e mail|work email address|mail|attendee email|"
    "participant email|participant e mail|user email|ebost",
    "first": "first name|firstname|given name|forename|participant first name",
    "last": "last name|lastname|surname|family name|participant last name",
    "name": "name|full name|participant name|participant|attendee name|attendee|display name|enw",
    "team": "team|team name|teams|group|group name|tim|enw r tim",
    "role": "role|roles|role in team|team role|specialty|speciality|primary role|occupation|job title|rol",
    "hours": "hours|hrs|hours taken part|hours attended|time in hours|duration hours|oriau",
    "minutes": "minutes|mins|minutes attended|duration minutes|munudau",
    "project": "project|project title|project name|submission title|submission|prosiect",
    "link": "project link|project url|submission url|submission link|try it out links|try it out|demo link|link|url",
    "skills": "skills|skill|skills used|sgiliau",
}
# What a part is called elsewhere: the first of these that stands in the text.
_PARTS: tuple[tuple[str, Part], ...] = (
    (r"develop|engineer|program|coder|hacker|frontend|backend|datblyg", Part.DEVELOPER),
    (r"design|\bu[xi]\b|dylun", Part.DESIGNER),
    (r"research|ymchwil", Part.RESEARCHER),
    (r"\bdata\b|analy|dadansodd", Part.ANALYST),
    (r"test|\bqa\b", Part.TESTER),
    (r"facilit|mentor|coach|scrum|manager|hwylus", Part.FACILITATOR),
    (r"writ|content|comms|communicat", Part.WRITER),
    (r"present|pitch|speaker", Part.PRESENTER),
    (r"expert|policy|subject|domain|casework|operations", Part.EXPERT),
    (r"\bidea\b|founder|owner|proposer", Part.IDEA),
)
_EMAIL = re.compile(r"[^\s@<>,;\"']+@[^\s@<>,;\"'.]+(\.[^\s@<>,;\"'.]+)+")


def read_sheet(content: bytes, *, skills: Mapping[str, str], longest: int) -> Sheet:
    """The rows of a file, each with its fault if it has one. Raises CannotRead.

    `skills`: the standard, code → title; `longest`: the most minutes that anybody can have taken part.
    """
    if len(content) > sheets.LARGEST:
        raise CannotRead(FileProblem.TOO_LARGE)
    try:
        text = sheets.text_of(content)
    except sheets.NotText:
        raise CannotRead(FileProblem.NOT_TEXT) from None
    lines = list(sheets.lines_of(text))
    if not lines:
        raise CannotRead(FileProblem.EMPTY)
    headings = lines[0][1] or []
    places = sheets.columns_of(headings, _CALLED)
    if "email" not in places:
        raise CannotRead(FileProblem.NO_EMAIL, headings)
    if len(lines) < 2:
        raise CannotRead(FileProblem.NO_ROWS)
    if len(lines) > MOST_ROWS + 1:
        raise CannotRead(FileProblem.TOO_MANY_ROWS)
    known = {title.casefold(): code for code, title in skills.items()} | {code: code for code in skills}
    # More cells than headings: a comma in a text without its quotation marks, so that nothing stands where it should.
    rows = tuple(
        _row(line, cells if cells and not any(cells[len(headings) :]) else None, places, known, longest)
        for line, cells in lines[1:]
    )
    return Sheet({name: " ".join(headings[place].split())[:60] for name, place in places.items()}, rows)


def part_named(text: str) -> Part | None:
    """The part that a role elsewhere is; "something else" for one that we have no word for, None for none."""
    plain = text.casefold().strip()
    if not plain:
        return None
    return next((part for pattern, part in _PARTS if re.search(pattern, plain)), Part.OTHER)


def _row(
    line: int, cells: Sequence[str] | None, places: Mapping[str, int], known: Mapping[str, str], longest: int
) -> Row:
    if cells is None:
        return Row(line, fault=RowFault.BROKEN)
    said = {name: sheets.cell(cells, places, name) for name in _CALLED}
    name = said["name"] or f"{said['first']} {said['last']}".strip()
    minutes, wrong_hours = _minutes(said["hours"], said["minutes"], longest)
    email = said["email"].removeprefix("mailto:").lower()
    fault = (
        RowFault.HIDDEN
        if any(sheets.has_hidden(text) for text in said.values())
        else RowFault.NO_EMAIL
        if not email
        else RowFault.NOT_AN_EMAIL
        if not _EMAIL.fullmatch(email) or len(email) > 254
        else RowFault.TEAM_TOO_LONG
        if len(said["team"]) > LONGEST_TEAM
        else RowFault.PROJECT_TOO_LONG
        if len(said["project"]) > LONGEST_PROJECT
        else RowFault.PROJECT_WITHOUT_TEAM
        if said["project"] and not said["team"]
        else wrong_hours
    )
    part = part_named(said["role"])
    named = dict.fromkeys(one.strip().casefold() for one in re.split(r"[,;|/]", said["skills"]))
    return Row(
        line,
        email[:254],
        name[:LONGEST_NAME],
        said["team"][:LONGEST_TEAM],
        part.value if part else None,
        minutes,
        said["project"][:LONGEST_PROJECT],
        said["link"] if len(said["link"]) <= 500 and is_call(said["link"]) else "",
        tuple(known[one] for one in named if one in known)[:8],
        fault,
    )


def _minutes(hours: str, minutes: str, longest: int) -> tuple[int | None, RowFault | None]:
    """From the column of hours ("6", "6.5", "6,5", "6:30"), else from that of minutes."""
    text, factor = (hours, 60) if hours else (minutes, 1)
    if not text:
        return None, None
    clocked = re.fullmatch(r"(\d{1,3}):([0-5]\d)(?::[0-5]\d)?", text)
    try:
        plain = Decimal(int(clocked[1]) * 60 + int(clocked[2])) if clocked else Decimal(_number(text)) * factor
    except InvalidOperation:
        return None, RowFault.NOT_HOURS
    found = round(plain)
    if found < 1:
        return None, RowFault.NOT_HOURS
    return (found, None) if found <= longest else (None, RowFault.TOO_LONG)


def _number(text: str) -> str:
    """A number of at most some digits as Decimal reads it; anything else as what it does not."""
    bare = re.sub(r"\s*(hours?|hrs?|h|minutes?|mins?|m)\.?$", "", text.casefold())
    return bare.replace(",", ".") if re.fullmatch(r"[0-9]{1,6}([.,][0-9]{1,4})?", bare) else "none of it"
