"""People near an ambassador: whom they mentor and whom they helped lately.

A first name is enough for these, else in the ambassador's own department, when only one is called so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches

from sqlalchemy import Date, func, literal, or_, select, union_all

from learnhub import clock
from learnhub.ambassadors.models import Ambassador, Mentorship
from learnhub.ambassadors.words import MentorshipState
from learnhub.db import db
from learnhub.mentoring.models import SessionPerson, SupportSession
from learnhub.people.models import Person, Posting

LATELY = timedelta(days=180)
MOST = 40
SHOWN = 8  # as boxes to tick
MOST_NAMES = 30  # of a list, looked for in the department
ALIKE = 0.8  # of 1: how alike a name must be to be asked about


@dataclass(frozen=True, slots=True)
class Near:
    """Somebody mentored or helped lately."""

    id: int
    name: str
    email: str
    joined_on: date


def near_people(me_id: int) -> list[Near]:
    """Whom this person mentors, then whom they helped, the latest first. One statement."""
    today = clock.today()
    mentored = (
        select(Mentorship.person_id, literal(today + timedelta(days=1), Date).label("latest"))
        .join(Ambassador, Ambassador.id == Mentorship.ambassador_id)
        .where(Ambassador.person_id == me_id, Mentorship.state == MentorshipState.OPEN)
    )
    helped = (
        select(SessionPerson.person_id, func.max(SupportSession.on_day).label("latest"))
        .join(SupportSession, SupportSession.id == SessionPerson.session_id)
        .join(Ambassador, Ambassador.id == SupportSession.ambassador_id)
        .where(
            Ambassador.person_id == me_id, SupportSession.voided_at.is_(None), SupportSession.on_day >= today - LATELY
        )
        .group_by(SessionPerson.person_id)
    )
    both = union_all(mentored, helped).subquery()
    people = (
        select(Person.id, Person.name, Person.email, Person.joined_on)
        .join(both, both.c.person_id == Person.id)
        .where(Person.id != me_id, or_(Person.left_on.is_(None), Person.left_on > today))
        .group_by(Person.id)
        .order_by(func.max(both.c.latest).desc(), Person.name, Person.id)
        .limit(MOST)
    )
    return [Near(*row) for row in db.session.execute(people)]


def called(typed: str, names: Iterable[str]) -> list[int]:
    """Which of these names a typed one may mean: it is their first part, or one whole word of them. Pure."""
    wanted = typed.casefold().split()
    found = []
    for place, name in enumerate(names):
        words = name.casefold().split()
        if wanted and (words[: len(wanted)] == wanted or (len(wanted) == 1 and wanted[0] in words)):
            found.append(place)
    return found


def likest(typed: str, names: Sequence[str]) -> tuple[str, ...]:
    """The names that differ from a typed one by a slip. Pure."""
    by_folded = {name.casefold(): name for name in names}
    return tuple(by_folded[one] for one in get_close_matches(typed.casefold(), list(by_folded), 2, ALIKE))


def people_called(typed: Sequence[str], me_id: int) -> tuple[dict[str, list[Person]], dict[str, tuple[str, ...]]]:
    """Whom these names mean among the near, else in the own department; for the others, whom they nearly mean.

    At most three statements.
    """
    near = near_people(me_id)
    names = [one.name for one in near]
    meant = {name: [near[place].id for place in called(name, names)] for name in typed}
    others = [name for name, ids in meant.items() if not ids][:MOST_NAMES]
    colleagues = _colleagues(others, me_id) if others else []
    for name in others:
        meant[name] = [colleagues[place].id for place in called(name, [one.name for one in colleagues])]
    ids = {id_ for some in meant.values() for id_ in some}
    rows = db.session.execute(select(Person).where(Person.id.in_(ids))).scalars() if ids else ()
    people = {person.id: person for person in rows}
    found = {name: [people[id_] for id_ in some] for name, some in meant.items() if some}
    return found, {name: likest(name, names) for name in typed if name not in found}


def _colleagues(names: Sequence[str], me_id: int) -> list[Near]:
    """Those of the person's own department whose names begin so."""
    mine = select(Posting.department_id).where(Posting.person_id == me_id, Posting.is_current).scalar_subquery()
    begins = [func.lower(Person.name).startswith(f"{name.lower()} ", autoescape=True) for name in names]
    rows = (
        select(Person.id, Person.name, Person.email, Person.joined_on)
        .join(Posting, Posting.person_id == Person.id)
        .where(Posting.is_current, Posting.department_id == mine, Person.id != me_id, or_(*begins))
        .where(or_(Person.left_on.is_(None), Person.left_on > clock.today()))
        .order_by(Person.id)
        .limit(MOST)
    )
    return [Near(*row) for row in db.session.execute(rows)]
