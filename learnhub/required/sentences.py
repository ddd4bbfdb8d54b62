"""What notices of an assignment say: reminders, and the news that it is asked, has moved, or is different for somebody.

The first line may stand in the subject of a mail. On the second stands who asked and why, or why it is different for
one person: for the body alone.
"""

from datetime import date

from flask import current_app

from learnhub.people.queries import department_names
from learnhub.required.active import Active
from learnhub.required.deadlines import Deadline, State
from learnhub.required.facts import CaseFact
from learnhub.required.things import Thing, thing_of
from learnhub.web.i18n import gettext as _
from learnhub.web.i18n import show_date, show_minutes, speaking


class Words:
    """What is said of one assignment today. Many people share a date and a language: each is worked out once."""

    def __init__(self, one: Active, today: date) -> None:
        self.one = one
        self.today = today
        self._things: dict[str, Thing | None] = {}
        self._said: dict[tuple[str, str, date, bool], str] = {}
        self._notes: dict[tuple[str, bool], str] = {}

    def thing(self, language: str) -> Thing | None:
        """What is asked for; None when nobody can take it any more."""
        if language not in self._things:
            thing = thing_of(self.one, language)
            self._things[language] = thing if thing is not None and thing.is_served else None
        return self._things[language]

    def reminder(self, thing: Thing, language: str, due_on: date) -> str:
        """What is due and when, in a person's language; who asked."""
        return self._once("reminder", thing, language, due_on, due_on < self.today)

    def asked(self, thing: Thing, language: str, due_on: date, is_over: bool) -> str:
        """That it is required from now on, by when, who asked, why and how long it takes."""
        return self._once("asked", thing, language, due_on, is_over)

    def moved(self, thing: Thing, language: str, due_on: date, is_over: bool) -> str:
        """That the date is another one."""
        return self._once("moved", thing, language, due_on, is_over)

    def _once(self, what: str, thing: Thing, language: str, due_on: date, is_over: bool) -> str:
        key = (what, language, due_on, is_over)
        if key not in self._said:
            with speaking(language):
                note = (language, what == "asked")
                if note not in self._notes:
                    self._notes[note] = _note(self.one, thing, language, self.today, with_reason=note[1])
                first = (
                    reminder_sentence(thing.title, due_on, self.today)
                    if what == "reminder"
                    else news_sentence(what, thing.title, due_on, is_over)
                )
                self._said[key] = f"{first}\n{self._notes[note]}"
        return self._said[key]


def _note(one: Active, thing: Thing, language: str, today: date, *, with_reason: bool) -> str:
    """Who asked, where they may, why, and how long it takes."""
    where = department_names(today, language).get(one.scope_id or 0) or _("for the whole civil service")
    whom = _("%(name)s, %(place)s", name=one.by, place=where) if one.by else where
    said = (
        _("Asked by %(whom)s. Why you: %(reason)s", whom=whom, reason=one.reason)
        if with_reason
        else _("Asked by %(whom)s.", whom=whom)
    )
    return f"{said} {show_minutes(thing.minutes)}." if thing.minutes else str(said)


def page_of(thing: Thing) -> str:
    """Where to begin or go on. Jobs know no request to make an address in."""
    endpoint, name = ("pathways.show_pathway", "slug") if thing.is_pathway else ("learning.show_course", "course")
    return current_app.url_map.bind("").build(endpoint, {name: thing.slug})


def reminder_sentence(title: str, due_on: date, today: date) -> str:
    """What is due and when, in the language that is being spoken."""
    days, day = (due_on - today).days, show_date(due_on)
    if days < 0:
        return _("“%(title)s” was due on %(day)s and can still be done.", title=title, day=day)
    if days == 0:
        return _("“%(title)s” is due today, %(day)s.", title=title, day=day)
    if days == 1:
        return _("“%(title)s” is due tomorrow, %(day)s.", title=title, day=day)
    return _("“%(title)s” is due in %(num)d days, on %(day)s.", title=title, num=days, day=day)


def news_sentence(what: str, title: str, due_on: date, is_over: bool) -> str:
    """That it is required (`asked`) or that its date has changed (`moved`), in the language that is being spoken."""
    day = show_date(due_on)
    if what == "asked" and is_over:
        return _("“%(title)s” is now required of you. It was due on %(day)s.", title=title, day=day)
    if what == "asked":
        return _("“%(title)s” is now required of you, by %(day)s.", title=title, day=day)
    if is_over:
        return _("The date of “%(title)s” has changed: it was due on %(day)s.", title=title, day=day)
    return _("The date of “%(title)s” has changed: you have until %(day)s.", title=title, day=day)


def case_sentence(title: str, deadline: Deadline, case: CaseFact | None) -> str:
    """What is different for one person now, or that nothing is any more; their officer's reason on a second line."""
    due = show_date(deadline.due_on)
    if deadline.state is State.EXEMPT and case is not None:
        first = (
            _("“%(title)s” is not asked of you any more.", title=title)
            if case.until_on is None
            else _("“%(title)s” is not asked of you until %(day)s.", title=title, day=show_date(case.until_on))
        )
    elif case is not None:
        first = _("You have until %(day)s for “%(title)s”.", day=due, title=title)
    else:
        first = _("“%(title)s” is asked of you as of everybody else again: by %(day)s.", title=title, day=due)
    return f"{first}\n{case.reason}".rstrip() if case is not None else str(first)
