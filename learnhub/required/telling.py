"""Telling people that something is newly required of them, that its date has moved, or what is different for them.

Saving an assignment, or another date, only notes that everybody is to be told (a row of `daily_run`, in the same
transaction); the job goes through them some hundred at a time and notes how far it has come. Who comes into an audience
later is found by when they came. Keys say once per assignment and person, so nothing is written twice, whatever is
restarted. Of suggestions nobody is told.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from flask import Flask
from flask_babel import lazy_gettext
from sqlalchemy import select, union

from learnhub import clock
from learnhub import db as database
from learnhub.db import db
from learnhub.messages.daily import Run, begin_run, is_quiet_now, note_reached, reached_on, unfinished_runs
from learnhub.messages.kinds import MessageKind, add_message_kind
from learnhub.messages.models import Notice
from learnhub.messages.notices import NewNotice, write_notices
from learnhub.messages.pace import Pace
from learnhub.people.models import Posting
from learnhub.required import reading
from learnhub.required.active import Active, plain
from learnhub.required.deadlines import NOTICE, Rule, State, due_for
from learnhub.required.facts import Covered
from learnhub.required.late import came
from learnhub.required.models import Assignment, Kind
from learnhub.required.queries import assignments_in_force, covered_among, covered_in_chunks
from learnhub.required.reading import Scope
from learnhub.required.sentences import Words, case_sentence, page_of
from learnhub.web.i18n import speaking

KIND = "asked"
CHUNK = 500  # people looked at at once, and written about in a transaction at most
NEWCOMERS = "newcomers"
LATELY = timedelta(days=NOTICE)  # who came so long ago at most is told; all others have had reminders
MINE = "/required/mine"


def init_app(app: Flask) -> None:
    """Say what these notices are, for the page on which people choose."""
    add_message_kind(
        app,
        MessageKind(
            KIND,
            lazy_gettext("What is newly required of you"),
            lazy_gettext("When something is required of you, when its date moves, and when you are given more time."),
            may_refuse=True,
            order=8,
        ),
    )


def note_asked(row: Assignment) -> None:
    """Everybody whom a new assignment is for is to be told, from the day on which it begins."""
    if row.kind == Kind.REQUIRED:
        begin_run(f"{KIND}:{row.id}:new", clock.today())


def note_moved(row: Assignment, was: str) -> None:
    """Everybody whose date is another one is to be told. `was`: the former day (ISO 8601), or days and a "d"."""
    assert row.changed_at is not None
    begin_run(f"{KIND}:{row.id}:moved:{clock.to_ms(row.changed_at)}:{was}", clock.today())


def asked_key(one: Active, person_id: int) -> str:
    """What keeps somebody from being told twice that an assignment is for them."""
    return f"{KIND}:{one.id}:new:{person_id}"


def moved_key(one: Active, person_id: int) -> str:
    """The same, of the last time its date moved."""
    return f"{KIND}:{one.id}:moved:{clock.to_ms(one.moved_at) if one.moved_at else 0}:{person_id}"


def tell_people() -> int:
    """Write what people are to be told; how many notices. Call it outside any transaction, not in the quiet hours."""
    if is_quiet_now():
        return 0
    today = clock.today()
    asked = {one.id: one for one in assignments_in_force() if one.is_required}
    written = 0
    for run in sorted(unfinished_runs(f"{KIND}:"), key=lambda run: ":moved:" in run.name):  # what is new comes first
        written += _tell_all(run, asked, today)
    return written + _tell_newcomers(asked.values(), today)


def told_on(one: Active, people: Collection[Covered]) -> dict[int, date]:
    """When these people were last told of an assignment's date, those who were. One statement."""
    keys = {asked_key(one, person.person_id): person.person_id for person in people}
    if one.moved_at is not None:
        keys |= {moved_key(one, person.person_id): person.person_id for person in people}
    found: dict[int, date] = {}
    for key, at in _written(keys):
        day = clock.day_of(at)
        found[keys[key]] = max(day, found.get(keys[key], day))
    return found


def tell_of_case(row: Assignment, person_id: int) -> None:
    """Tell one person what is different for them now, or that nothing is any more; in the caller's transaction."""
    today, one = clock.today(), plain([row])[0]
    for person in covered_among(one, [person_id]):
        deadline = due_for(one.rule, person, today)
        thing = Words(one, today).thing(person.language)
        if thing is None or deadline.state not in (State.EXEMPT, State.OPEN, State.OVERDUE, State.COMING):
            return
        with speaking(person.language):
            text = case_sentence(thing.title, deadline, person.exception)
        key = f"{KIND}:{one.id}:case:{clock.to_ms(clock.now())}:{person_id}"
        write_notices([NewNotice(person_id, KIND, key, text, MINE, person.language)])


def _tell_all(run: Run, asked: Mapping[int, Active], today: date) -> int:
    """Tell everybody whom a run is for, from where it was stopped."""
    _kind, number, what, *rest = run.name.split(":")
    one = asked.get(int(number))
    former = None if one is None or what == "new" else _former(one, int(rest[0]), rest[1])
    if one is not None and what == "new" and one.rule.starts_on > today:
        return 0  # on that day
    written, pace, words = 0, Pace(CHUNK), Words(one, today) if one is not None else None
    if one is not None and words is not None and words.thing("en") is None:
        return 0  # should it come back, they are told then
    if one is not None and words is not None and (what == "new" or former is not None):
        for people in covered_in_chunks(one, CHUNK, open_only=True, after=run.reached):
            for part, is_last in pace.parts(list(_rows(one, people, words, today, former))):
                with pace.write(len(part)):
                    written += write_notices(part)
                    if is_last:
                        note_reached(run.name, run.on, people[-1].person_id)
    with database.write():
        note_reached(run.name, run.on, 0, finished=True)
    return written


def _former(one: Active, changed_ms: int, was: str) -> Rule | None:
    """The rule as it was; None when it has changed again, has not begun, or cannot have had another date."""
    if one.moved_at is None or clock.to_ms(one.moved_at) != changed_ms or one.rule.starts_on > clock.today():
        return None
    if was.endswith("d"):
        return replace(one.rule, due_on=None, within_days=int(was[:-1]))
    return replace(one.rule, due_on=date.fromisoformat(was), within_days=None)


def _rows(
    one: Active, people: Collection[Covered], words: Words, today: date, former: Rule | None
) -> Iterator[NewNotice]:
    """What to tell these people: that it is asked, or with a former rule, that their date is another one."""
    heard_since = _heard_since(one, people) if former is not None else set()
    for person in people:
        deadline = due_for(one.rule, person, today)
        thing = words.thing(person.language)
        if thing is None or deadline.due_on is None or deadline.state not in (State.OPEN, State.OVERDUE):
            continue
        is_over = deadline.state is State.OVERDUE
        if former is None:
            text = words.asked(thing, person.language, deadline.due_on, is_over)
            key = asked_key(one, person.person_id)
        else:
            if person.person_id in heard_since or due_for(former, person, today).due_on == deadline.due_on:
                continue
            text = words.moved(thing, person.language, deadline.due_on, is_over)
            key = moved_key(one, person.person_id)
        yield NewNotice(person.person_id, KIND, key, text, page_of(thing), person.language)


def _heard_since(one: Active, people: Iterable[Covered]) -> set[int]:
    """Who was told that it is asked of them after its date had moved: they know the present one."""
    keys = {asked_key(one, person.person_id): person.person_id for person in people}
    moved_at = one.moved_at
    return {keys[key] for key, at in _written(keys) if moved_at is not None and at >= moved_at}


def _tell_newcomers(asked: Iterable[Active], today: date) -> int:
    """Tell who came into an audience lately; once a day, assignment by assignment."""
    reached = reached_on(NEWCOMERS, today)
    if reached is None:
        return 0
    written, pace = 0, Pace(CHUNK)
    for one in sorted(asked, key=lambda one: one.id):
        words = Words(one, today)
        if one.id <= reached or one.rule.starts_on > today or words.thing("en") is None:
            continue
        numbers = _came_lately(one, today)
        for begin in range(0, len(numbers), CHUNK):
            people = [
                person
                for person in covered_among(one, numbers[begin : begin + CHUNK], open_only=True)
                if max(person.joined_on, person.posted_on or date.min) >= today - LATELY
            ]
            for part, _is_last in pace.parts(list(_rows(one, people, words, today, None))):
                if not part:
                    continue
                with pace.write(len(part)):
                    written += write_notices(part)
        with database.write():
            note_reached(NEWCOMERS, today, one.id)
    with database.write():
        note_reached(NEWCOMERS, today, 0, finished=True)
    return written


def _came_lately(one: Active, today: date) -> list[int]:
    """The numbers of those in the audience who joined the service or moved there lately, in order."""
    moved, joined = came(one.audience, today - LATELY - timedelta(days=1))
    some = joined if one.audience.list_of is not None else union(moved, joined)
    found = reading.people_among(Scope(one.audience), some, Posting.person_id, today=today)
    numbers = sorted(set(db.session.execute(found).scalars()))
    database.end_reading()
    return numbers


def _written(keys: Collection[str]) -> list[tuple[str, datetime]]:
    """Those of the keys that there is a notice of, and since when."""
    found = select(Notice.key, Notice.written_at).where(Notice.key.in_(tuple(keys)))
    return [(row.key, row.written_at) for row in db.session.execute(found)]
