"""What a quiz says beside a question: how to answer it, what is wrong with an answer and how to put it right."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from learnhub.catalogue.structures import QuestionKind
from learnhub.learning.answers import LONGEST_ANSWER, MOST_SHOWN, Fault, Problem
from learnhub.learning.drawing import Asked
from learnhub.web.i18n import gettext as _
from learnhub.web.i18n import ngettext

HINTS: dict[QuestionKind, LazyString] = {
    QuestionKind.CHOICE: _l("Choose one answer."),
    QuestionKind.ALL: _l("Choose all that apply."),
    QuestionKind.TRUE_FALSE: _l("Choose one answer."),
    QuestionKind.TYPED: _l("Capital letters, accents, spaces and punctuation do not matter."),
    QuestionKind.NUMBER: _l("Write it in figures. A unit may follow, as in “20 minutes”."),
    QuestionKind.MATCH: _l("Choose what belongs to each line."),
    QuestionKind.ORDER: _l("Give each line its number: 1 for the first. Use each number once."),
}

MISSING: dict[QuestionKind, LazyString] = {
    QuestionKind.CHOICE: _l("choose an answer"),
    QuestionKind.ALL: _l("choose at least one answer"),
    QuestionKind.TRUE_FALSE: _l("choose an answer"),
    QuestionKind.TYPED: _l("type an answer"),
    QuestionKind.NUMBER: _l("type a number"),
    QuestionKind.MATCH: _l("choose what belongs to each line"),
    QuestionKind.ORDER: _l("give each line its number"),
}


def problem_words(asked: Asked, problem: Problem, length: int) -> str:
    """What is wrong with an answer and what to do. `length` is that of a typed one, in characters."""
    words: str = _("Question %(place)d: %(what)s", place=asked.place, what=_what(asked, problem, length))
    return words


def _what(asked: Asked, problem: Problem, length: int) -> str:
    match problem.fault:
        case Fault.MISSING | Fault.INCOMPLETE:
            return str(MISSING[asked.kind])
        case Fault.TOO_LONG if length >= MOST_SHOWN:  # the rest was not read
            return _("use at most %(most)d characters", most=LONGEST_ANSWER)
        case Fault.TOO_LONG:
            return _("use at most %(most)d characters; there are %(length)d", most=LONGEST_ANSWER, length=length)
        case Fault.NOT_ONE_NUMBER:
            return _("write one number, in figures, such as 72")
        case Fault.PLACES:
            words: str = _(
                "%(twice)s is there more than once and %(never)s is missing; use each number from 1 to %(last)d once",
                twice=_list(problem.twice),
                never=_list(problem.never),
                last=len(asked.choices),
            )
            return words


def _list(places: tuple[int, ...]) -> str:
    return _(" and ").join(str(place) for place in places)


def strange_words() -> str:
    """The answers are to other questions than these."""
    words: str = _(
        "What was sent does not belong to the questions on this page, so nothing was marked. "
        "Look through the answers below and hand them in again."
    )
    return words


def left_words(left: int | None) -> str:
    """How many attempts there are; nothing to say when there is no limit."""
    if left is None:
        return ""
    return ngettext("You have %(num)d attempt left.", "You have %(num)d attempts left.", left)
