"""What roles and account events are called for people to read."""

from dataclasses import dataclass
from datetime import date

from flask_babel import LazyString, gettext
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
        "password-link-sent": gettext("Link to choose a password sent"),
        "signed-out": gettext("Signed out everywhere"),
    }
    return words[what]


def _day(text: object) -> str:
    return show_date(date.fromisoformat(text)) if isinstance(text, str) else ""
