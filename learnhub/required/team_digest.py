"""Once a week a line manager is told who in their team is overdue: their names, and nothing else about them.

The names stand on the second line, which no subject of a mail shows.

On Monday, or the first day of the week on which the manager works. One notice a week, by its key.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from flask import Flask
from flask_babel import lazy_gettext
from sqlalchemy import select

from learnhub import clock
from learnhub import db as database
from learnhub.db import db
from learnhub.messages.daily import is_quiet_now, note_reached, reached_on
from learnhub.messages.kinds import MessageKind, add_message_kind
from learnhub.messages.notices import NewNotice, write_notices
from learnhub.people.models import Absence, Person, Posting
from learnhub.required import reading
from learnhub.required.active import Active
from learnhub.required.audience import Post
from learnhub.required.deadlines import State, due_for
from learnhub.required.models import AssignedPerson
from learnhub.required.queries import assignments_in_force, covered_among
from learnhub.required.steps import is_first_day_of_week
from learnhub.required.things import thing_of
from learnhub.web.i18n import ngettext, speaking

KIND = "team"
RUN = "team-digest"
CHUNK = 200  # managers a transaction
MOST_NAMES = 20


def init_app(app: Flask) -> None:
    """Say what these notices are, for the page on which people choose."""
    add_message_kind(
        app,
        MessageKind(
            KIND,
            lazy_gettext("Your team"),
            lazy_gettext("For line managers: once a week, who is overdue with required learning."),
            may_refuse=False,
            order=20,
        ),
    )


def write_team_digests() -> int:
    """Write what is due to managers today; how many. Call it outside any transaction. Not in the quiet hours."""
    today = clock.today()
    reached = None if is_quiet_now() else reached_on(RUN, today)
    asked = [one for one in assignments_in_force() if one.is_required and _is_asked(one, today)]
    if reached is None or not asked:
        return 0
    written = 0
    while numbers := _managers_after(reached):
        reached = numbers[-1]
        due = _due_today(numbers, today)
        team = {row.person_id: row for row in _team_of(due, today)} if due else {}
        sizes = Counter(row.line_manager_id for row in team.values())
        names = _overdue(asked, team, today) if team else {}
        rows = [_notice(number, due[number], names[number], sizes[number], today) for number in sorted(names)]
        with database.write():
            written += write_notices(rows)
            note_reached(RUN, today, reached)
    with database.write():
        note_reached(RUN, today, reached, finished=True)
    return written


def _is_asked(one: Active, today: date) -> bool:
    thing = thing_of(one)
    return one.rule.starts_on <= today and thing is not None and thing.is_served


def _managers_after(number: int) -> Sequence[int]:
    """The numbers of the next line managers."""
    managers = select(Person.line_manager_id).where(Person.line_manager_id > number).distinct()
    found = db.session.execute(managers.order_by(Person.line_manager_id).limit(CHUNK)).scalars()
    return [each for each in found if each is not None]


def _due_today(numbers: Sequence[int], today: date) -> dict[int, str]:
    """Those of the managers whose day of the week this is, with their language."""
    away: dict[int, list[tuple[date, date]]] = {}
    absences = select(Absence.person_id, Absence.from_on, Absence.until_on).where(Absence.person_id.in_(numbers))
    for person_id, first, last in db.session.execute(absences):
        away.setdefault(person_id, []).append((first, last))
    people = select(Person.id, Person.language, Person.working_days).where(
        Person.id.in_(numbers), reading.in_service(today)
    )
    return {
        row.id: row.language
        for row in db.session.execute(people)
        if is_first_day_of_week(today, row.working_days, away.get(row.id, ()))
    }


def _overdue(asked: Sequence[Active], team: Mapping[int, Any], today: date) -> dict[int, list[str]]:
    """The names of those who are overdue with anything, by their manager's number."""
    found: dict[int, dict[int, str]] = {}
    for one in asked:
        among = _listed(one, team) if one.audience.list_of is not None else _held(one, team.values())
        for person in covered_among(one, among, open_only=True) if among else ():
            if due_for(one.rule, person, today).state is State.OVERDUE:
                manager_id = team[person.person_id].line_manager_id
                found.setdefault(manager_id, {})[person.person_id] = person.name
    return {manager_id: sorted(names.values(), key=str.casefold) for manager_id, names in found.items()}


def _team_of(managers: Collection[int], today: date) -> Sequence[Any]:
    """Those whom these people manage and who are in service, with their present postings."""
    posts = (getattr(Posting, name) for name in Post._fields)
    return db.session.execute(
        select(Posting.person_id, Person.line_manager_id, *posts)
        .join(Person, Person.id == Posting.person_id)
        .where(Person.line_manager_id.in_(tuple(managers)), reading.CURRENT, reading.in_service(today))
    ).all()


def _held(one: Active, team: Iterable[Any]) -> list[int]:
    """Those of a team whom an assignment is for by where and as what they work."""
    return [row.person_id for row in team if one.audience.holds(Post(*row[2:]))]


def _listed(one: Active, team: Collection[int]) -> list[int]:
    """Those of a team who stand on the list of an assignment."""
    listed = select(AssignedPerson.person_id).where(
        AssignedPerson.assignment_id == one.audience.list_of, AssignedPerson.person_id.in_(tuple(team))
    )
    return list(db.session.execute(listed).scalars())


def _notice(manager_id: int, language: str, names: Sequence[str], size: int, today: date) -> NewNotice:
    year, week, _weekday = today.isocalendar()
    with speaking(language):
        text = team_words(names, size)
    return NewNotice(manager_id, KIND, f"team:{manager_id}:{year}-{week:02}", text, "/team", language)


def team_words(names: Sequence[str], size: int) -> str:
    """How many of a team are overdue, and on a line of its own who, in the language that is being spoken."""
    shown = "; ".join(names[:MOST_NAMES]) + ("; …" if len(names) > MOST_NAMES else "")
    first = ngettext(
        "%(num)d of %(all)d people in your team has something overdue.",
        "%(num)d of %(all)d people in your team have something overdue.",
        len(names),
        all=size,
    )
    return f"{first}\n{shown}."
