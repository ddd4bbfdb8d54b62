"""What the room's codes are called."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from learnhub.questions.words import Again, NoteState, Thing

AGAIN: dict[str, LazyString] = {
    Again.YES: _l("Yes"),
    Again.OTHERWISE: _l("Yes, but differently"),
    Again.NO: _l("No"),
}
# State → (its name, the colour of its tag).
NOTE_STATES: dict[str, tuple[LazyString, str]] = {
    NoteState.REVIEW: (_l("Waits for a second reader"), "warn"),
    NoteState.BACK: (_l("Given back to you to change"), "warn"),
    NoteState.PUBLISHED: (_l("Published"), "good"),
    NoteState.HIDDEN: (_l("Hidden"), "bad"),
}
THINGS: dict[str, LazyString] = {
    Thing.QUESTION: _l("Question"),
    Thing.ANSWER: _l("Answer"),
    Thing.NOTE: _l("Note"),
}
# What an ambassador ticks before a note is published.
CHECKLIST: dict[str, LazyString] = {
    "says": _l("It says what was tried, what came of it and what it cost"),
    "no_advertising": _l("It is no advertising: nobody gains by it, and drawbacks are said too"),
    "nothing_private": _l("It names no customer, and nothing in it is confidential"),
    "fair": _l("It is fair to the people and products it names"),
}
