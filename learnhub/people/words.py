"""What roles and account events are called for people to read."""

from dataclasses import dataclass
from datetime import date

from babel.dates import get_day_names
from flask_babel import LazyString, get_locale, gettext
from flask_babel import lazy_gettext as _l

from learnhub.permissions import Role
from learnhub.web.i18n import show_date


@dataclass(frozen=True, slots=True)
class RoleWords:
    """A role's name and what whoever holds it can do."""

    name: LazyString
    may: LazyString


ROLE_WORDS: dict[Role, RoleWords] = {
    Role.AMBASSADOR: RoleWords(_l("Digital ambassador"), _l("Helps colleagues; sees no more than a learner does.")),
    Role.HR: RoleWords(_l("HR officer"), _l("Sees and downloads who has learned what.")),
    Role.LEAD: RoleWords(_l("Network lead"), _l("Leads the ambassador network.")),
    Role.ADMIN: RoleWords(_l("Administrator"), _l("Manages accounts, roles and courses; sees who looked at what.")),
    Role.AUTHOR: RoleWords(_l("Course author"), _l("Sees every course and its faults before it is published.")),
}


def event_words(what: str, detail: dict[str, object]) -> str:
    """An account event as a sentence."""
    where = detail.get("department") or gettext("the whole civil service")
    role = str(ROLE_WORDS[Role(str(detail["role"]))].name) if "role" in detail else ""
    words: dict[str, str] = {
        "added": gettext("Account added"),
        "posted": gettext("Posted to %(where)s from %(day)s", where=where, day=_day(detail.get("from_on"))),
        "left": gettext("Leaves on %(day)s", day=_day(detail.get("on"))),
        "role-granted": gettext("Given the role %(role)s: %(where)s", role=role, where=where),
        "role-revoked": gettext("The role %(role)s taken back: %(where)s", role=role, where=where),
        "password-set": gettext("Password set"),
        "password-link-sent": gettext("Link to choose a password e-mailed"),
        "signed-out": gettext("Signed out everywhere"),
    }
    return words[what]


def working_days_words(pattern: str) -> str:
    """A week such as "1111100" as "Monday to Friday"; three days and more in a row as one stretch."""
    names = get_day_names("wide", context="stand-alone", locale=get_locale())
    runs: list[list[str]] = []
    for number, works in enumerate(pattern):
        if works != "1":
            continue
        if number and pattern[number - 1] == "1":
            runs[-1].append(names[number])
        else:
            runs.append([names[number]])
    shown = [
        gettext("%(first)s to %(last)s", first=run[0], last=run[-1]) if len(run) > 2 else ", ".join(run) for run in runs
    ]
    return ", ".join(shown) or gettext("None")


def absence_words(absences: list[tuple[date, date]]) -> str:
    """Absences as "3 November 2026 to 7 November 2026; 24 December 2026", never why."""
    return "; ".join(
        show_date(first)
        if first == last
        else gettext("%(first)s to %(last)s", first=show_date(first), last=show_date(last))
        for first, last in absences
    )


def _day(text: object) -> str:
    return show_date(date.fromisoformat(text)) if isinstance(text, str) else ""
