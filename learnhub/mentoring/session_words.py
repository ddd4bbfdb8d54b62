"""What sessions' codes are called on pages, and what is said when something cannot have been so."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from learnhub.ambassadors.words import State
from learnhub.mentoring.kinds import How, SessionKind
from learnhub.mentoring.people_lists import LineFault, Wrong
from learnhub.mentoring.session_rules import Fault
from learnhub.study.durations import Unclear
from learnhub.study.words import HOW_LONG
from learnhub.web.i18n import ngettext

KINDS: dict[str, LazyString] = {
    SessionKind.SUPPORT: _("One colleague"),
    SessionKind.CLINIC: _("Clinic"),
    SessionKind.GROUP: _("Group session of a course"),
    SessionKind.VISIT: _("Visit to an office"),
    SessionKind.WALK_UP: _("Somebody walked up"),
}
NAMES: dict[str, LazyString] = {  # a session as the thing it is
    SessionKind.SUPPORT: _("Support session"),
    SessionKind.CLINIC: _("Clinic"),
    SessionKind.GROUP: _("Group session"),
    SessionKind.VISIT: _("Visit to an office"),
    SessionKind.WALK_UP: _("Walk-up help"),
}
HOWS: dict[str, LazyString] = {
    How.IN_PERSON: _("In person"),
    How.CALL: _("By call"),
    How.SCREEN_SHARE: _("By a shared screen"),
    How.CHAT: _("By chat"),
}
FAULTS: dict[Fault, LazyString] = {
    Fault.TOO_SHORT: _("Enter at least one minute"),
    Fault.TOO_LONG: _("Enter at most 10 hours: log what took several days as one session a day"),
    Fault.FUTURE: _("This day has not come yet: log a session when it has been held"),
    Fault.STARTS_LATER: _("This time has not come yet: log a session when it has begun"),
    Fault.TOO_OLD: _("This is more than 90 days ago: only sessions of the last 90 days can be logged"),
    Fault.OVERLAPS: _("You logged another session at this time: check the time and the minutes, or correct the other"),
    Fault.DAY_FULL: _("With this you would have helped more than 24 hours on that day: check the day and the minutes"),
    Fault.NOBODY: _("Enter who was there, or how many more without a name"),
    Fault.TOO_MANY: _("Name at most 100 people: count the others without a name"),
    Fault.NO_OFFICE: _("Enter the office you visited, such as Hexham"),
    Fault.NO_COURSE: _("Choose the course whose session plan you used"),
    Fault.AFTER_STOP: _("You had stopped helping by then: log sessions of the days before"),
    Fault.NOT_TODAY: _("A code is only for a session of today: leave the day as it is, or show no code"),
}
FIELD_OF_FAULT: dict[Fault, str] = {
    Fault.TOO_SHORT: "minutes",
    Fault.TOO_LONG: "minutes",
    Fault.FUTURE: "on_day",
    Fault.STARTS_LATER: "starts",
    Fault.TOO_OLD: "on_day",
    Fault.OVERLAPS: "starts",
    Fault.DAY_FULL: "minutes",
    Fault.NOBODY: "people",
    Fault.TOO_MANY: "people",
    Fault.NO_OFFICE: "office",
    Fault.NO_COURSE: "course",
    Fault.NOT_TODAY: "with_code",
    Fault.AFTER_STOP: "on_day",
}
UNCLEAR: dict[Unclear, LazyString] = {
    Unclear.MISSING: HOW_LONG,
    Unclear.NOT_A_TIME: HOW_LONG,
    Unclear.TOO_SHORT: FAULTS[Fault.TOO_SHORT],
    Unclear.TOO_LONG: FAULTS[Fault.TOO_LONG],
}
WHY_NOT: dict[str, LazyString] = {
    "": _("You are not a digital ambassador, so you cannot log sessions. Whoever helped you can log theirs."),
    State.APPLIED: _("You are on the way to becoming an ambassador. You can log sessions once you may help."),
    State.PAUSED: _("You have paused helping. End the pause first; then you can log sessions, earlier ones too."),
    State.LAPSED: _("Your place in the network has lapsed. Renew it first; then you can log sessions."),
    State.STOPPED: _("You are no longer an ambassador, so you cannot log sessions. Those you logged stay as they are."),
    State.DECLINED: _("You are not an ambassador at present, so you cannot log sessions."),
}


LINES: dict[Wrong, LazyString] = {
    Wrong.NOT_AN_ADDRESS: _("Line %(num)d: “%(text)s” is not an e-mail address."),
    Wrong.NO_ADDRESS: _("Line %(num)d: nobody here has the address “%(text)s”."),
    Wrong.NO_NAME: _("Line %(num)d: nobody here is called “%(text)s”. Enter their whole name or their address."),
    Wrong.SEVERAL: _("Line %(num)d: several people are called “%(text)s” (%(where)s). Enter the e-mail address."),
    Wrong.AGAIN: _("Line %(num)d: “%(text)s” is in line %(first)d already."),
    Wrong.ONESELF: _("Line %(num)d: “%(text)s” is you. Name those you helped."),
    Wrong.LEFT: _("Line %(num)d: “%(text)s” has left the service. Count them without a name."),
    Wrong.NOT_YET: _("Line %(num)d: “%(text)s” had not joined the service yet on that day."),
}


NEARLY = _("Line %(num)d: nobody here is called “%(text)s”. Did you mean %(likest)s?")


def line_fault(fault: LineFault) -> str:
    """What is wrong with a line of the list, and what to do."""
    where = ", ".join(fault.where)
    said = {"num": fault.number, "text": fault.text[:60], "first": fault.first, "where": where}
    if fault.why is Wrong.NO_NAME and fault.likest:
        return str(NEARLY) % (said | {"likest": ", ".join(fault.likest)})
    return str(LINES[fault.why]) % said


def how_many(named: int, unnamed: int) -> str:
    """How many people a session helped."""
    return ngettext("%(num)d person", "%(num)d people", named + unnamed)
