"""What the pages of witnessing say: what an entry is called, and why somebody cannot be asked."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from learnhub.phrases import joined
from learnhub.record.kinds import named
from learnhub.record.shelves import titles_of
from learnhub.record.witness_rules import Refusal
from learnhub.record.words import ObjectKind

REFUSALS: dict[Refusal, LazyString] = {
    Refusal.NOT_A_WITNESS: _(
        "This colleague cannot confirm it: ask your line manager, or somebody who is a digital ambassador"
    ),
    Refusal.ONESELF: _("You cannot confirm your own entry: enter a colleague’s address"),
    Refusal.LEFT: _("This colleague has left the service: ask somebody else"),
    Refusal.NOTHING_TO_SEE: _("A colleague cannot have seen this, so there is nothing to confirm."),
    Refusal.KNOWN_ALREADY: _("This is confirmed or recorded already: nobody needs to be asked."),
    Refusal.TAKEN_BACK: _("This entry has been taken back, so there is nothing to confirm."),
    Refusal.ASKED_ALREADY: _("A colleague has been asked to confirm this already"),
    Refusal.TOO_MANY: _("You have asked for 20 confirmations that nobody has answered yet: wait for some of them"),
}


def thing_of(kind: ObjectKind, key: str, course_id: int | None, language: str) -> str:
    """What an entry is about, in words."""
    if course_id is None:
        return named(kind, [key], language)[key].title
    course, module = titles_of(course_id, kind, key, language)
    return joined(" – ", (module, course)) if module else course
