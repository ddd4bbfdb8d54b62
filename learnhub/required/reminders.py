"""Reminders of what is required, written as notices: each step once, by its key, whatever is restarted.

Once a day everybody whom an assignment is for is gone through, some hundred at a time: read and decided without any
lock, then written in one short transaction together with how far it has come.
"""

from collections.abc import Iterator
from datetime import date

from flask import Flask
from flask_babel import lazy_gettext

from learnhub import clock
from learnhub import db as database
from learnhub.messages.daily import is_quiet_now, note_reached, reached_on
from learnhub.messages.kinds import MessageKind, add_message_kind
from learnhub.messages.notices import NewNotice, write_notices
from learnhub.messages.pace import Pace
from learnhub.required.active import Active
from learnhub.required.deadlines import Deadline, due_for
from learnhub.required.facts import Covered
from learnhub.required.queries import assignments_in_force, covered_in_chunks
from learnhub.required.sentences import Words, page_of
from learnhub.required.steps import may_be_due, round_of, step_of
from learnhub.required.telling import told_on

KIND = "required"
CHUNK = 500  # people looked at at once, and written about in a transaction at most


def init_app(app: Flask) -> None:
    """Say what these notices are, for the page on which people choose."""
    add_message_kind(
        app,
        MessageKind(
            KIND,
            lazy_gettext("Reminders of required learning"),
            lazy_gettext("30, 7 and 1 days before your own date, and weekly after it until you have done it."),
            may_refuse=True,
            order=10,
        ),
    )


def write_reminders() -> int:
    """Write today's reminders, assignment by assignment; how many. Call it outside any transaction.

    Not in the quiet hours, so that what they say is as fresh as the mail that carries them.
    """
    if is_quiet_now():
        return 0
    today = clock.today()
    due = [one for one in assignments_in_force() if one.is_required and may_be_due(one.rule, today)]
    return sum(_remind_of(one, today) for one in due)


def _remind_of(one: Active, today: date) -> int:
    run = f"reminders:{one.id}"
    reached = reached_on(run, today)
    words = Words(one, today)
    if reached is None or words.thing("en") is None:
        return 0
    written, pace = 0, Pace(CHUNK)
    for people in covered_in_chunks(one, CHUNK, open_only=True, after=reached):
        reached = people[-1].person_id
        for part, is_last in pace.parts(list(_reminders(one, people, words, today))):
            with pace.write(len(part)):
                written += write_notices(part)
                if is_last:
                    note_reached(run, today, reached)
    with database.write():
        note_reached(run, today, reached, finished=True)
    return written


def _reminders(one: Active, people: list[Covered], words: Words, today: date) -> Iterator[NewNotice]:
    told = told_on(one, people)
    for person in people:
        deadline = due_for(one.rule, person, today)
        step = step_of(deadline, today, person.working_days, person.absences, told.get(person.person_id))
        if step is None or deadline.due_on is None:
            continue
        thing = words.thing(person.language)
        if thing is None:
            continue
        yield NewNotice(
            person.person_id,
            KIND,
            reminder_key(one, deadline, person.person_id, step),
            words.reminder(thing, person.language, deadline.due_on),
            page_of(thing),
            person.language,
        )


def reminder_key(one: Active, deadline: Deadline, person_id: int, step: int) -> str:
    """What keeps a reminder from being written twice. A date that was moved is reminded of anew."""
    moved = f"+{clock.to_ms(one.moved_at)}" if one.moved_at else ""
    return f"reminder:{one.id}:{round_of(deadline)}{moved}:{person_id}:{step}"
