"""Who was there, as an ambassador types or pastes it: a name or an address a line, told apart line by line.

`lines_of` is pure; `people_listed` finds the people. Nobody is guessed: a name that several have is named as a fault. A
first name is enough where it means one person alone of those near the ambassador (`near_people`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import or_, select

from learnhub import clock
from learnhub.db import db
from learnhub.mentoring.near_people import people_called
from learnhub.mentoring.session_rules import MOST_NAMED
from learnhub.people.models import Person, Posting
from learnhub.people.queries import department_names

LONGEST_LINE = 254
_MORE = re.compile(
    r"(?:\+|and |a )?\s*(\d{1,3})(?: (?:more|others?|arall|people|colleagues))?(?: without a name)?", re.IGNORECASE
)


class Wrong(StrEnum):
    """What is wrong with a line."""

    NOT_AN_ADDRESS = "not-an-address"
    NO_ADDRESS = "no-address"
    NO_NAME = "no-name"
    SEVERAL = "several"
    AGAIN = "again"
    ONESELF = "oneself"
    LEFT = "left"
    NOT_YET = "not-yet"


@dataclass(frozen=True, slots=True)
class Line:
    """A line as typed: an address, else a name; or `more` people without a name."""

    number: int
    text: str
    address: str = ""
    name: str = ""
    more: int = 0


@dataclass(frozen=True, slots=True)
class LineFault:
    """A line that is wrong. `first`: the line that says the same; `where`: departments of those with the name;
    `likest`: whom it nearly means, of the people near."""

    number: int
    text: str
    why: Wrong
    first: int = 0
    where: tuple[str, ...] = ()
    likest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """Whom the lines name, how many more they count without a name, and what is wrong."""

    people: tuple[Person, ...] = ()
    unnamed: int = 0
    faults: tuple[LineFault, ...] = ()
    lines: int = 0


def lines_of(text: str) -> list[Line]:
    """The lines of a typed or pasted list. A list of a mail program ("A <a@x>; B <b@x>") is a line for each."""
    found = []
    for number, row in enumerate(text.splitlines(), 1):
        for piece in _pieces(row):
            if plain := " ".join(piece.split()).strip(" ,;•*-–"):
                found.append(_line(number, plain))
    return found


def _pieces(row: str) -> list[str]:
    cells = row.split("\t")
    with_address = [cell for cell in cells if "@" in cell]
    row = with_address[0] if len(cells) > 1 and with_address else " ".join(cells)
    if ";" in row:
        return row.split(";")
    parts = row.split(",")
    return parts if len(parts) > 1 and all("@" in part for part in parts) else [row]


def _line(number: int, text: str) -> Line:
    text = text[:LONGEST_LINE]
    if more := _MORE.fullmatch(text):
        return Line(number, text, more=int(more[1]))
    if "@" in text:
        inside = text.partition("<")[2].partition(">")[0] if "<" in text else text
        return Line(number, text, address=inside.strip().removeprefix("mailto:").strip().lower())
    return Line(number, text, name=text)


def is_address(text: str) -> bool:
    """Whether a text can be an e-mail address at all."""
    name, _at, host = text.partition("@")
    return bool(name) and "." in host and " " not in text and "@" not in host


def spellings(name: str) -> list[str]:
    """How a typed name may stand in the list of staff: as typed, with capitals, the surname behind ("Marsh, Lena")."""
    last, comma, first = name.partition(",")
    turned = f"{first.strip()} {last.strip()}" if comma and first.strip() else name
    return list(dict.fromkeys([turned, turned.title(), name]))


def people_listed(text: str, *, on_day: date, me_id: int, language: str = "en") -> Listed:
    """Whom a list names, who were in service on that day. Six statements at most."""
    lines = lines_of(text)
    named = [line for line in lines if not line.more][: MOST_NAMED + 1]
    by_address, by_name = _candidates(named)
    unfound = list(dict.fromkeys(line.name for line in named if line.name and not by_name.get(line.name)))
    near, likest = people_called(unfound, me_id) if unfound else ({}, {})
    by_name |= near
    seen: dict[int, int] = {}
    people: list[Person] = []
    faults: list[LineFault] = []
    for line in named:
        found = by_address.get(line.address, []) if line.address else by_name.get(line.name, [])
        if line.name and len(found) > 1:
            here = [person for person in found if not _has_left(person, on_day)]
            found = here or found[:1]
        wrong = _wrong(line, found, on_day, me_id, seen)
        if wrong is None:
            seen[found[0].id] = line.number
            people.append(found[0])
        else:
            first = seen.get(found[0].id, 0) if found else 0
            where = _departments(found, language) if wrong is Wrong.SEVERAL else ()
            faults.append(LineFault(line.number, line.text, wrong, first, where, likest.get(line.name, ())))
    return Listed(tuple(people), sum(line.more for line in lines), tuple(faults), len(named))


def _wrong(line: Line, found: Sequence[Person], on_day: date, me_id: int, seen: dict[int, int]) -> Wrong | None:
    if line.address and not is_address(line.address):
        return Wrong.NOT_AN_ADDRESS
    if not found:
        return Wrong.NO_ADDRESS if line.address else Wrong.NO_NAME
    person = found[0]
    checks = (
        (Wrong.SEVERAL, len(found) > 1),
        (Wrong.AGAIN, person.id in seen),
        (Wrong.ONESELF, person.id == me_id),
        (Wrong.LEFT, _has_left(person, on_day)),
        (Wrong.NOT_YET, person.joined_on > on_day),
    )
    return next((why for why, is_so in checks if is_so), None)


def _has_left(person: Person, on_day: date) -> bool:
    return person.left_on is not None and person.left_on <= max(on_day, clock.today())


def _candidates(lines: Sequence[Line]) -> tuple[dict[str, list[Person]], dict[str, list[Person]]]:
    """The people whom addresses and names mean, found by their indexes in one statement."""
    addresses = {line.address for line in lines if line.address}
    wanted = {line.name: spellings(line.name) for line in lines if line.name}
    names = {spelling for some in wanted.values() for spelling in some}
    if not addresses and not names:
        return {}, {}
    asked = or_(Person.email.in_(sorted(addresses)), Person.name.in_(sorted(names)))
    found = list(db.session.execute(select(Person).where(asked).order_by(Person.id)).scalars())
    by_name = {name: [one for one in found if one.name in some] for name, some in wanted.items()}
    return {one.email: [one] for one in found}, by_name


def _departments(people: Sequence[Person], language: str) -> tuple[str, ...]:
    """Where namesakes work, so that one knows whose address to look for."""
    ids = select(Posting.department_id).where(Posting.is_current, Posting.person_id.in_([one.id for one in people]))
    names = department_names(clock.today(), language)
    return tuple(sorted({names[id_] for id_ in db.session.execute(ids).scalars() if id_ in names}))[:5]
