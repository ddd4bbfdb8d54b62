"""The organiser's list: who comes, who waits, who was there. For an event's organisers alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, case, func, select, tuple_
from sqlalchemy.orm import aliased

from learnhub import clock
from learnhub.db import db
from learnhub.events.models import SignUp
from learnhub.events.structures import SignUpState
from learnhub.people.department_columns import name_column
from learnhub.people.models import Person, Posting
from learnhub.web.paging import PAGE_SIZE, Page, page_of

COMING = (SignUpState.GOING, SignUpState.WALKED_IN)
# An expression and not the column: else PostgreSQL goes through half a million people by name until it has met a page
# of those who come, which took 0.8 s.
BY_NAME = func.coalesce(Person.name, "")
MOST_LINES = 100
MOST_ON_PAPER = 1_000


@dataclass(frozen=True, slots=True)
class Attender:
    """A line of the list."""

    id: int
    person_id: int
    name: str
    email: str
    department: str
    state: str
    is_newcomer: bool
    access_needs: str
    checked_in_at: datetime | None
    confirmed_at: datetime | None
    absent_at: datetime | None
    queued_at: datetime


@dataclass(frozen=True, slots=True)
class Counts:
    """How many come, wait, say that they were there, and are confirmed."""

    coming: int
    waiting: int
    checked_in: int
    confirmed: int


def counts_of(event_id: int) -> Counts:
    """The figures above the list, in one statement."""
    coming = SignUp.state.in_(COMING)
    row = db.session.execute(
        select(
            _sum(coming),
            _sum(SignUp.state == SignUpState.WAITING),
            _sum(SignUp.checked_in_at.is_not(None)),
            _sum(SignUp.confirmed_at.is_not(None)),
        ).where(SignUp.event_id == event_id)
    ).one()
    return Counts(*(int(number or 0) for number in row))


def people_coming(event_id: int, after: int | None, language: str) -> Page[Attender]:
    """Who comes and who came, by name."""
    statement = _lines(language).where(SignUp.event_id == event_id, SignUp.state.in_(COMING))
    if after is not None:
        other, last = aliased(Person), aliased(SignUp)
        name = select(other.name).join(last, last.person_id == other.id).where(last.id == after).scalar_subquery()
        statement = statement.where(tuple_(Person.name, SignUp.id) > tuple_(name, after))
    found = db.session.execute(statement.order_by(BY_NAME, SignUp.id).limit(PAGE_SIZE + 1))
    return page_of([Attender(*row) for row in found], lambda line: str(line.id))


def people_waiting(event_id: int, after: int | None, language: str) -> Page[Attender]:
    """Who waits, in the order of the queue."""
    statement = _lines(language).where(SignUp.event_id == event_id, SignUp.state == SignUpState.WAITING)
    if after is not None:
        last = aliased(SignUp)
        queued = select(last.queued_at).where(last.id == after).scalar_subquery()
        statement = statement.where(tuple_(SignUp.queued_at, SignUp.id) > tuple_(queued, after))
    found = db.session.execute(statement.order_by(SignUp.queued_at, SignUp.id).limit(PAGE_SIZE + 1))
    return page_of([Attender(*row) for row in found], lambda line: str(line.id))


def everybody_coming(event_id: int, language: str) -> Sequence[Attender]:
    """All who come, for the sheet on paper."""
    statement = _lines(language).where(SignUp.event_id == event_id, SignUp.state.in_(COMING))
    found = db.session.execute(statement.order_by(BY_NAME, SignUp.id).limit(MOST_ON_PAPER))
    return [Attender(*row) for row in found]


def checked_in(event_id: int) -> list[int]:
    """The sign-ups of those who say that they were there and are not confirmed yet."""
    found = select(SignUp.id).where(
        SignUp.event_id == event_id, SignUp.checked_in_at.is_not(None), SignUp.confirmed_at.is_(None)
    )
    return list(db.session.execute(found.order_by(SignUp.id)).scalars())


@dataclass(frozen=True, slots=True)
class Pasted:
    """A pasted list: the people it names, and what is wrong with it line by line."""

    people: list[Person]
    faults: list[str]


def people_pasted(text: str) -> Pasted:
    """The people of a pasted list, one address a line (also "Name <address>"). Every faulty line is named."""
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    faults = []
    if len(lines) > MOST_LINES:
        faults.append(_("Add at most %(most)d people at a time; these are %(num)d lines.", most=MOST_LINES,
                        num=len(lines)))  # fmt: skip
        return Pasted([], faults)
    addresses = {number: _address(line) for number, line in lines}
    known = _people_by_address([address for address in addresses.values() if address])
    people: dict[int, Person] = {}
    seen: dict[str, int] = {}
    for number, line in lines:
        address = addresses[number]
        person = known.get(address) if address else None
        if not address:
            faults.append(_("Line %(num)d: “%(text)s” is not an e-mail address.", num=number, text=line[:60]))
        elif address in seen:
            faults.append(_("Line %(num)d: the same address as in line %(first)d.", num=number, first=seen[address]))
        elif person is None:
            faults.append(_("Line %(num)d: nobody here has the address %(text)s.", num=number, text=address[:60]))
        elif _has_left(person):
            faults.append(_("Line %(num)d: %(name)s has left the service.", num=number, name=person.name))
        else:
            people[person.id] = person
        seen.setdefault(address, number)
    return Pasted(list(people.values()), [str(fault) for fault in faults])


def _address(line: str) -> str:
    """The address of a line, or nothing."""
    inside = line.partition("<")[2].partition(">")[0] if "<" in line else line
    address = inside.strip().strip(",;").removeprefix("mailto:").lower()
    name, at, host = address.partition("@")
    is_one = bool(name and at and "." in host) and " " not in address and "@" not in host and len(address) <= 254
    return address if is_one else ""


def _people_by_address(addresses: Sequence[str]) -> dict[str, Person]:
    found = select(Person).where(Person.email.in_(tuple(set(addresses))))
    return {person.email: person for person in db.session.execute(found).scalars()}


def _has_left(person: Person) -> bool:
    return (person.left_on or date.max) <= clock.today()


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _lines(language: str) -> Any:
    department = name_column(Posting.department_id, clock.today(), language, beside=Posting)
    return (
        select(
            SignUp.id,
            SignUp.person_id,
            Person.name,
            Person.email,
            func.coalesce(department, ""),
            SignUp.state,
            SignUp.is_newcomer,
            SignUp.access_needs,
            SignUp.checked_in_at,
            SignUp.confirmed_at,
            SignUp.absent_at,
            SignUp.queued_at,
        )
        .join(Person, Person.id == SignUp.person_id)
        .outerjoin(Posting, (Posting.person_id == Person.id) & Posting.is_current)
    )
