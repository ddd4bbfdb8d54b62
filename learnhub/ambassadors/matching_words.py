"""Why somebody was asked, in words: "Two skills in common", "Same office", "Free on Thursdays"."""

from collections.abc import Iterable
from typing import Any

from babel.dates import get_day_names
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l

from learnhub.ambassadors.matching import Reason, ReasonCode
from learnhub.ambassadors.showing import language_names
from learnhub.catalogue.suggesting import skill_names
from learnhub.phrases import joined
from learnhub.web.i18n import gettext as _
from learnhub.web.i18n import ngettext

_PLAIN = {
    ReasonCode.CHOSEN: _l("Chosen by name in the directory"),
    ReasonCode.MET: _l("You have met before"),
    ReasonCode.OFFICE: _l("The same office: %(name)s"),
    ReasonCode.REGION: _l("The same region: %(name)s"),
    ReasonCode.DEPARTMENT: _l("The same department, as asked for"),
    ReasonCode.ANOTHER: _l("Another department, as asked for"),
    ReasonCode.ADVISER: _l("Adviser of a central team, for every department"),
    ReasonCode.TIME: _l("Has time this month"),
}


def reasons_in_words(kept: Iterable[list[Any]]) -> list[str]:
    """A sentence a reason, of those that a table kept; one of a later version is left out."""
    return [words for reason in kept if reason and (words := _words_of_kept(reason))]


def _words_of_kept(kept: list[Any]) -> str:
    try:
        return words_of(Reason.from_json(kept))
    except ValueError:
        return ""


def words_of(reason: Reason) -> str:
    """One reason."""
    if reason.code is ReasonCode.SKILLS:
        names = joined(", ", skill_names(reason.values))
        return ngettext(
            "One skill in common: %(names)s", "%(num)d skills in common: %(names)s", len(reason.values), names=names
        )
    if reason.code is ReasonCode.DAYS:
        return _("Free on %(days)s", days=", ".join(_day_names(reason.values)))
    if reason.code is ReasonCode.LANGUAGE:
        return _("Speaks %(language)s", language=language_names(reason.values)[0])
    return str(_PLAIN[reason.code]) % {"name": reason.values[0] if reason.values else ""}


def _day_names(days: Iterable[int]) -> list[str]:
    names = get_day_names("wide", context="stand-alone", locale=get_locale())
    return [names[day] for day in days]
