"""What people read about a credential: why it is revoked, how it is known."""

from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from learnhub.record.words import Assurance


class Why(StrEnum):
    """Why a credential was revoked; the words are what the database holds."""

    CHOICE = "choice"
    HOLDER = "holder"
    AWARD = "award"


WHY: dict[Why, LazyString] = {
    Why.CHOICE: _("The person it was issued to has chosen that it should say something else, and has another one."),
    Why.HOLDER: _("The person it was issued to has taken it away. That says nothing about what they learned."),
    Why.AWARD: _("The badge was taken back, because what it rested on was recorded by mistake or no longer holds."),
}

KNOWN: dict[Assurance, LazyString] = {
    Assurance.RECORDED: _(
        "Recorded by LearnHub: the service saw it happen. Of a course that is its check, handed in and passed; reading"
        " and practical tasks are on their word."
    ),
    Assurance.WITNESSED: _("Confirmed by a colleague: an ambassador, organiser or manager said that it is so."),
    Assurance.SELF_DECLARED: _("Told to LearnHub by the holder: nobody else confirmed it."),
}
