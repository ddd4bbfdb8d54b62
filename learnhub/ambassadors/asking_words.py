"""What people read of requests: kinds, states, preferences, why somebody says no."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from learnhub.ambassadors.words import Kind, Preference, RequestState

KIND_WORDS: dict[str, LazyString] = {
    Kind.SESSION: _l("One support session"),
    Kind.MENTORING: _l("Mentoring: several meetings towards a goal"),
    Kind.REVERSE: _l("Reverse mentoring, for senior leaders: a more junior colleague shows you how it is done"),
}
PREFERENCE_WORDS: dict[str, LazyString] = {
    Preference.ANY: _l("It does not matter"),
    Preference.SAME: _l("Of my own department"),
    Preference.ANOTHER: _l("Of another department"),
}
# state → words for the asker, kind of tag
STATE_WORDS: dict[str, tuple[LazyString, str]] = {
    RequestState.WAITING: (_l("Looking for somebody"), "warn"),
    RequestState.OFFERED: (_l("Somebody is asked"), ""),
    RequestState.ACCEPTED: (_l("Somebody will help"), "good"),
    RequestState.MET: (_l("Helped"), "good"),
    RequestState.WITHDRAWN: (_l("Withdrawn"), ""),
    RequestState.CLOSED: (_l("Closed"), ""),
}
BEGUN = _l("Mentoring has begun")
# Why an ambassador says no; the code is what leads count. `other` wants words.
DECLINE_WORDS: dict[str, LazyString] = {
    "no-time": _l("I have no time in the next days"),
    "not-mine": _l("It is not what I can help with"),
    "too-close": _l("We work too closely together"),
    "too-far": _l("The place or the days do not work out"),
    "other": _l("Something else"),
}
OTHER = "other"


def request_state_words(state: str, kind: str) -> tuple[LazyString, str]:
    """Where a request stands, and the kind of tag for it."""
    if state == RequestState.MET and kind != Kind.SESSION:
        return BEGUN, "good"
    return STATE_WORDS[state]


def decline_words(kept: str) -> str:
    """Why somebody said no, as it is kept: a code, and what they wrote after a colon."""
    code, _, text = kept.partition(": ")
    return f"{DECLINE_WORDS.get(code, code)}{': ' if text else ''}{text}"
