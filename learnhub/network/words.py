"""What leads read of figures: hours, bands, answers."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from learnhub.ambassadors.words import Answer
from learnhub.web.i18n import gettext as _
from learnhub.web.i18n import ngettext

MOST_OFFICES = 100
HOURS_A_DAY = 24
ANSWER_WORDS: dict[str | None, LazyString] = {
    Answer.ACCEPTED: _l("agreed"),
    Answer.DECLINED: _l("said no"),
    Answer.PASSED: _l("did not answer in time"),
    Answer.TAKEN_BACK: _l("was taken back"),
    None: _l("has not answered yet"),
}


def hours_in_words(hours: float) -> str:
    """ "5 hours", "3 days": what people say of a wait."""
    if hours < 1:
        return _("less than an hour")
    if hours < 2 * HOURS_A_DAY:
        return ngettext("%(num)d hour", "%(num)d hours", round(hours))
    return ngettext("%(num)d day", "%(num)d days", round(hours / HOURS_A_DAY))


def band_words(low: int, high: int | None) -> str:
    """How much of what they offer this month some ambassadors have used."""
    if high == 0:
        return _("Nothing yet")
    if high is None:
        return _("All of it, or more")
    return _("%(low)d to %(high)d%%", low=low, high=high)
