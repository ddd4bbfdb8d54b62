"""Reminders of what is required, written as notices: each step once, by its key, whatever is restarted.

Once a day everybody whom an assignment is for is gone through, some hundred at a time: read and decided without any
lock, then written in one short transaction together with how far it has come.
"""

from collections.abc import Iterator
from datetime import date

from flask import Flask, current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from learnhub import clock
from learnhub import db as database
from learnhub.config import Settings
from learnhub.messages.daily import note_reached, reached_on
from learnhub.messages.hours import is_quiet
from learnhub.messages.kinds import MessageKind, add_message_kind
from learnhub.messages.notices import NewNotice, write_notices
from learnhub.required.active import Active
from learnhub.required.deadlines import Deadline, due_for
from learnhub.required.facts import Covered
from learnhub.required.queries import assignments_in_force, covered_in_chunks
from learnhub.required.steps import may_be_due, round_of, step_of
from learnhub.required.things import Thing, thing_of
from learnhub.web.i18n import show_date, speaking

KIND = "required"
CHUNK = 500  # people a transaction


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


def is_quiet_now() -> bool:
    """Whether these are the quiet hours of the settings."""
    settings: Settings = current_app.extensions["learnhub.settings"]
    return is_quiet(clock.now().astimezone(clock.zone()), settings.quiet_hours)


def _remind_of(one: Active, today: date) -> int:
    run = f"reminders:{one.id}"
    reached = reached_on(run, today)
    words = Words(one, today)
    if reached is None or words.thing("en") is None:
        return 0
    written = 0
    for people in covered_in_chunks(one, CHUNK, open_only=True, after=reached):
        reached = people[-1].person_id
        rows = list(_reminders(one, people, words, today))
        with database.write():
            written += write_notices(rows)
            note_reached(run, today, reached)
    with database.write():
        note_reached(run, today, reached, finished=True)
    return written


def _reminders(one: Active, people: list[Covered], words: "Words", today: date) -> Iterator[NewNotice]:
    for person in people:
        deadline = due_for(one.rule, person, today)
        step = step_of(deadline, today, person.working_days, person.absences)
        if step is None or deadline.due_on is None:
            continue
        thing = words.thing(person.language)
        if thing is None:
            continue
        yield NewNotice(
            person.person_id,
            KIND,
            reminder_key(one.id, deadline, person.person_id, step),
            words.sentence(thing, person.language, deadline.due_on),
            page_of(thing),
            person.language,
        )


def reminder_key(assignment_id: int, deadline: Deadline, person_id: int, step: int) -> str:
    """What keeps a reminder from being written twice."""
    return f"reminder:{assignment_id}:{round_of(deadline)}:{person_id}:{step}"


class Words:
    """What reminders of one assignment say today. Many people share a date and a language: each is worked out once."""

    def __init__(self, one: Active, today: date) -> None:
        self.one = one
        self.today = today
        self._things: dict[str, Thing | None] = {}
        self._sentences: dict[tuple[str, date], str] = {}

    def thing(self, language: str) -> Thing | None:
        """What is asked for; None when nobody can take it any more."""
        if language not in self._things:
            thing = thing_of(self.one, language)
            self._things[language] = thing if thing is not None and thing.is_served else None
        return self._things[language]

    def sentence(self, thing: Thing, language: str, due_on: date) -> str:
        """The reminder itself, in a person's language."""
        if (language, due_on) not in self._sentences:
            with speaking(language):
                self._sentences[language, due_on] = reminder_sentence(thing.title, due_on, self.today)
        return self._sentences[language, due_on]


def page_of(thing: Thing) -> str:
    """Where to begin or go on. Jobs know no request to make an address in."""
    endpoint, name = ("pathways.show_pathway", "slug") if thing.is_pathway else ("learning.show_course", "course")
    return current_app.url_map.bind("").build(endpoint, {name: thing.slug})


def reminder_sentence(title: str, due_on: date, today: date) -> str:
    """What is due and when, in the language that is being spoken."""
    days, day = (due_on - today).days, show_date(due_on)
    if days < 0:
        return str(_("“%(title)s” was due on %(day)s and can still be done.", title=title, day=day))
    if days == 0:
        return str(_("“%(title)s” is due today, %(day)s.", title=title, day=day))
    if days == 1:
        return str(_("“%(title)s” is due tomorrow, %(day)s.", title=title, day=day))
    return str(_("“%(title)s” is due in %(num)d days, on %(day)s.", title=title, num=days, day=day))
