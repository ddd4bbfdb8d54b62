"""What people read of the network's words: states, languages, places, days, tiers, the welcome checklist."""

from babel.dates import get_day_names
from flask_babel import LazyString, get_locale
from flask_babel import lazy_gettext as _l

from learnhub.ambassadors.states import Step
from learnhub.ambassadors.tiers import Tier
from learnhub.ambassadors.words import Place, State
from learnhub.catalogue.structures import Level

STATE_WORDS: dict[str, LazyString] = {
    State.NOMINATED: _l("Nominated"),
    State.APPLIED: _l("Applied"),
    State.PROVISIONAL: _l("Helps provisionally"),
    State.ACTIVE: _l("Digital ambassador"),
    State.PAUSED: _l("Paused"),
    State.LAPSED: _l("Lapsed"),
    State.STOPPED: _l("Stopped"),
    State.DECLINED: _l("Not taken up"),
}
STEP_WORDS: dict[str, LazyString] = {
    Step.OWN_YES: _l("your own yes"),
    Step.MANAGER: _l("your line manager's agreement"),
    Step.COURSE: _l("the course “Being a digital ambassador”"),
    Step.LEAD: _l("the network lead's approval"),
}
# Codes as ISO 639 has them: what colleagues say they can explain things in.
LANGUAGE_WORDS: dict[str, LazyString] = {
    "en": _l("English"),
    "cy": _l("Welsh"),
    "bsl": _l("British Sign Language"),
    "gd": _l("Scottish Gaelic"),
    "ga": _l("Irish"),
    "ar": _l("Arabic"),
    "bn": _l("Bengali"),
    "fr": _l("French"),
    "gu": _l("Gujarati"),
    "pl": _l("Polish"),
    "pt": _l("Portuguese"),
    "pa": _l("Punjabi"),
    "ro": _l("Romanian"),
    "so": _l("Somali"),
    "es": _l("Spanish"),
    "ur": _l("Urdu"),
}
PLACE_WORDS: dict[str, LazyString] = {
    Place.EITHER: _l("Remotely or in person"),
    Place.REMOTE: _l("Remotely"),
    Place.IN_PERSON: _l("In person"),
}
LEVEL_WORDS: dict[str, LazyString] = {
    Level.AWARENESS: _l("Awareness"),
    Level.WORKING: _l("Working"),
    Level.PRACTITIONER: _l("Practitioner"),
    Level.EXPERT: _l("Expert"),
}
TIER_WORDS: dict[str, LazyString] = {
    Tier.BEGINNING: _l("Beginning"),
    Tier.STEADY: _l("Steady"),
    Tier.SEASONED: _l("Seasoned"),
}
# The welcome checklist: the key that is kept → what to do.
CHECKLIST: dict[str, LazyString] = {
    "offer": _l("Say what you can help with, where and when"),
    "buddy": _l("Meet your buddy for half an hour"),
    "limits": _l("Know what you do not do: no passwords, no other people's records, no IT repairs"),
    "board": _l("Read the noticeboard and note the next meeting"),
    "first": _l("Help one colleague and log the session"),
}


def day_names(pattern: str = "1111111") -> list[str]:
    """The names of the days that a week such as "1010000" has."""
    names = get_day_names("wide", context="stand-alone", locale=get_locale())
    return [names[number] for number, free in enumerate(pattern) if free == "1"]


def short_days(pattern: str) -> str:
    """A week such as "1010000" as "Mon, Wed"."""
    names = get_day_names("abbreviated", context="stand-alone", locale=get_locale())
    return ", ".join(names[number] for number, free in enumerate(pattern) if free == "1")


def language_names(codes: tuple[str, ...]) -> list[str]:
    """Languages as people call them; one that is no longer offered by its code."""
    return [str(LANGUAGE_WORDS.get(code, code)) for code in codes]
