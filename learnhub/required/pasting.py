"""A pasted list of people: e-mail addresses or staff numbers, one a line; each line that will not do is named."""

import re
from dataclasses import dataclass

from sqlalchemy import or_, select

from learnhub.db import db
from learnhub.people.models import Person, Posting
from learnhub.people.reach import within
from learnhub.web.i18n import gettext as _
from learnhub.web.i18n import show_number

MOST_LINES = 500
LONGEST = 254  # characters of a line that can be somebody
SAID = 20  # lines that are named; more would bury the first
_IN_BRACKETS = re.compile(r".*<([^<>]+)>[\s,;]*")  # as a mail program copies it: Lena Marsh <lena@…>


@dataclass(frozen=True, slots=True)
class Pasted:
    """Whom a list names, and what is wrong with it line by line. `doubled` are lines that repeat an earlier one."""

    people: frozenset[int]
    faults: tuple[str, ...]
    doubled: tuple[int, ...]
    written: tuple[str, ...] = ()  # each entry as it was written, cleaned


def people_pasted(text: str, department_ids: frozenset[int] | None) -> Pasted:
    """The people of a list who work in these departments. One statement.

    Somebody elsewhere is not told from nobody: a list must not be a way to learn who works where.
    """
    lines = [(number, one) for number, line in enumerate(text.splitlines(), start=1) for one in _entries(line)]
    if not lines:
        return Pasted(frozenset(), (_("Paste at least one e-mail address or staff number"),), ())
    if len(lines) > MOST_LINES:
        fault = _(
            "This list has %(num)s lines; at most %(most)s go in one, and only the first %(most)s are left below. "
            "For more people, choose departments and grades",
            num=show_number(len(lines)),
            most=show_number(MOST_LINES),
        )
        return Pasted(frozenset(), (fault,), ())
    known = _known({line.lower() for _number, line in lines if len(line) <= LONGEST}, department_ids)
    people: set[int] = set()
    doubled: list[int] = []
    unknown: list[tuple[int, str]] = []
    for number, line in lines:
        person_id = known.get(line.lower())
        if person_id is None:
            unknown.append((number, line))
        elif person_id in people:
            doubled.append(number)
        else:
            people.add(person_id)
    written = tuple(line for _number, line in lines)
    return Pasted(frozenset(people), tuple(_faults(unknown)), tuple(doubled), written)


def shortened(text: str) -> str:
    """What of a pasted list a form shows again: a page must stay light, whatever was pasted."""
    lines = [line[: 2 * LONGEST] for line in text.splitlines()[:MOST_LINES]]
    return "\n".join(lines) if len(lines) < len(text.splitlines()) or len(text) > MOST_LINES * LONGEST else text


def _faults(unknown: list[tuple[int, str]]) -> list[str]:
    faults = [
        _("Line %(number)d: nobody in your departments has “%(line)s”. Put it right or take it out",
          number=number, line=line[:80])
        for number, line in unknown[:SAID]
    ]  # fmt: skip
    more = len(unknown) - SAID
    return [*faults, _("And %(num)d more lines like these", num=more)] if more > 0 else faults


def _entries(line: str) -> list[str]:
    """What a line names: one address, or several between commas or semicolons."""
    line = line.replace("\x00", "").strip()
    found = _IN_BRACKETS.fullmatch(line) if len(line) < 2 * LONGEST else None
    parts = [found[1]] if found else re.split("[,;]", line)
    return [part.strip() for part in parts if part.strip()]


def _known(wanted: set[str], department_ids: frozenset[int] | None) -> dict[str, int]:
    """Who has one of these addresses or numbers, by both; in lower case."""
    if not wanted:
        return {}
    rows = db.session.execute(
        select(Person.id, Person.email, Person.staff_number)
        .join(Posting, Posting.person_id == Person.id)
        .where(
            Posting.is_current,
            within(Posting.department_id + 0, department_ids),
            or_(Person.email.in_(wanted), Person.staff_number.in_(wanted | {one.upper() for one in wanted})),
        )
    )
    found: dict[str, int] = {}
    for row in rows:
        found[row.email] = row.id
        if row.staff_number:
            found[row.staff_number.lower()] = row.id
    return found
