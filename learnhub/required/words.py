"""What the room's codes and rules are called: states, periods, whom, by when, and why a date is what it is."""

from collections.abc import Sequence
from datetime import date

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from learnhub.required.active import Active
from learnhub.required.deadlines import Deadline, Reason, State, Why
from learnhub.required.models import CaseKind, Kind
from learnhub.web.i18n import gettext, ngettext, show_date

KIND_WORDS: dict[Kind, LazyString] = {
    Kind.REQUIRED: _("Required: with a date, and reminders"),
    Kind.SUGGESTED: _("Suggested: no date, nobody is reminded"),
}
CASE_WORDS: dict[CaseKind, LazyString] = {
    CaseKind.EXTENDED: _("More time, until a day"),
    CaseKind.EXEMPT: _("Not asked of them (until a day, or for good when you leave it empty)"),
}
PERIODS: dict[str, LazyString] = {
    "": _("Once"),
    "P6M": _("Every six months"),
    "P1Y": _("Every year"),
    "P2Y": _("Every two years"),
    "P3Y": _("Every three years"),
}
# State → (its name, the colour of its tag).
STATES: dict[State, tuple[LazyString, str]] = {
    State.OVERDUE: (_("Overdue"), "bad"),
    State.OPEN: (_("To do"), "warn"),
    State.COMING: (_("Not yet asked"), ""),
    State.SUGGESTED: (_("Suggested"), ""),
    State.COMPLETE: (_("Done"), "good"),
    State.EXEMPT: (_("Exempt"), ""),
    State.DISMISSED: (_("Put aside"), ""),
    State.LEFT: (_("Left"), ""),
}
SHORT: dict[Why, LazyString] = {
    Why.JOINED: _("joined later"),
    Why.MOVED: _("moved here later"),
    Why.AWAY: _("was away before the date"),
    Why.NOT_WORKING: _("the date itself is no working day of theirs"),
    Why.EXTENDED: _("was given more time"),
    Why.EXEMPT: _("exempt"),
    Why.EXEMPT_BEFORE: _("was exempt"),
    Why.RETAKE: _("the course changed"),
    Why.MISSED: _("not done last time"),
    Why.EARLY: _("done early"),
}


def why_sentences(deadline: Deadline) -> list[str]:
    """Why a person's date is what it is, in sentences to them."""
    return [sentence for reason in deadline.why if (sentence := _sentence(reason, deadline.due_on))]


def _sentence(reason: Reason, due_on: date | None) -> str:
    day, due = show_date(reason.day), show_date(due_on)
    words: dict[Why, str] = {
        Why.JOINED: gettext("You joined on %(day)s, so your time began then.", day=day),
        Why.MOVED: gettext("You moved here on %(day)s, so your time began then.", day=day),
        Why.AWAY: ngettext(
            "You were away for %(num)d working day before the date, so you have until %(due)s.",
            "You were away for %(num)d working days before the date, so you have until %(due)s.",
            reason.days,
            due=due,
        ),
        Why.NOT_WORKING: gettext("%(day)s is not a working day of yours, so you have until %(due)s.", day=day, due=due),
        Why.EXTENDED: gettext("You were given until %(day)s: %(words)s", day=day, words=reason.words),
        Why.EXEMPT: gettext("This is not asked of you: %(words)s", words=reason.words)
        if reason.day is None
        else gettext("This is not asked of you until %(day)s: %(words)s", day=day, words=reason.words),
        Why.EXEMPT_BEFORE: gettext("It was not asked of you until %(day)s, so your time began then.", day=day),
        Why.RETAKE: gettext("The course changed so much on %(day)s that it is to be taken again.", day=day),
        Why.MISSED: gettext("This is for the period that began on %(day)s.", day=day),
        Why.EARLY: gettext("You did it early: it counts for the period that begins on %(day)s.", day=day),
    }
    return str(words[reason.why])


def due_words(due_on: date | None, within_days: int | None, recurs: str | None) -> str:
    """By when a rule asks for it: "by 31 March 2026, then every year"."""
    if due_on is None and within_days is None:
        return gettext("no date")
    by = (
        gettext("by %(day)s", day=show_date(due_on))
        if due_on is not None
        else ngettext("within %(num)d day of joining", "within %(num)d days of joining", within_days or 0)
    )
    if not recurs:
        return str(by)
    again = PERIODS.get(recurs)
    often = str(again).lower() if again is not None else gettext("every %(period)s", period=recurs)
    return gettext("%(by)s, %(often)s", by=by, often=often)


def audience_words(one: Active, departments: Sequence[str], listed: int = 0) -> str:
    """Whom an assignment is for: "Pension Operations and below; EO, HEO"."""
    if one.audience.list_of is not None:
        return ngettext("A list of %(num)d person", "A list of %(num)d people", listed)
    where = ", ".join(departments) if departments else gettext("everybody")
    if departments:
        where = gettext("%(where)s, with everything below", where=where)
    parts = [where, ", ".join(sorted(one.audience.grades)), ", ".join(sorted(one.audience.professions))]
    return "; ".join(part for part in parts if part)
