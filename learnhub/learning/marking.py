"""Marking, on the server, from plain data. Pure.

The rules, in writing:

- A question is right or wrong; there are no parts of a point. Choice, true or false: the right option. Choose all that
  apply: exactly the right options, none missing and none too many. Matching: every pair. Ordering: the whole order.
- Typed: one of the wordings that count, when both are folded. Folding ignores capitals, accents, spaces and punctuation
  (so also curly or straight quotes); between two digits they count as one space, so that "1.5" is not "15".
- Number: at most the tolerance away from the answer, both ends included.
- The score is the share of right answers in thousandths, cut and never rounded up. It passes when it reaches the pass
  mark: `score >= pass_mark * 10`, so that 70 per cent of ten questions is seven of them.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from learnhub.catalogue.structures import Question, QuestionKind, Quiz

# What was answered, in the course's own ids. Choice: an option's id. All: several. Typed, number: the text as typed.
# Matching: left side's id → the id of the option whose right side was chosen. Ordering: item's id → place as typed.
Given = str | list[str] | dict[str, str]


@dataclass(frozen=True, slots=True)
class Marks:
    """How an attempt was marked: `right` by question id; `score` in thousandths."""

    right: Mapping[str, bool]
    score: int
    passed: bool

    @property
    def count(self) -> int:
        """How many answers are right."""
        return sum(self.right.values())


def mark(questions: Sequence[Question], given: Mapping[str, Given], quiz: Quiz) -> Marks:
    """Mark an attempt; a question without an answer is wrong."""
    right = {question.id: is_right(question, given.get(question.id, "")) for question in questions}
    score = sum(right.values()) * 1000 // len(right) if right else 0
    return Marks(right, score, is_pass(score, quiz))


def is_pass(score: int, quiz: Quiz) -> bool:
    """Whether a score (thousandths) reaches the pass mark (per cent)."""
    return score >= quiz.pass_mark * 10


def is_right(question: Question, given: Given) -> bool:
    """Whether an answer is right, by the rules above."""
    match question.kind:
        case QuestionKind.CHOICE | QuestionKind.TRUE_FALSE:
            return any(option.right and option.id == given for option in question.options)
        case QuestionKind.ALL:
            return isinstance(given, list) and set(given) == {option.id for option in question.options if option.right}
        case QuestionKind.TYPED:
            return isinstance(given, str) and _is_wording(question.answers, given)
        case QuestionKind.NUMBER:
            return isinstance(given, str) and _is_near(question, number_in(given))
        case QuestionKind.MATCH:
            return isinstance(given, dict) and _is_matched(question, given)
        case QuestionKind.ORDER:
            places = {option.id: str(place) for place, option in enumerate(question.options, start=1)}
            return given == places


def _is_wording(answers: Sequence[str], given: str) -> bool:
    said = folded(given)
    return bool(said) and any(said == folded(answer) for answer in answers)


def _is_near(question: Question, number: float | None) -> bool:
    if number is None or question.number is None:
        return False
    grain = 1e-9 * max(1.0, abs(question.number))  # 0.1 + 0.2 is 0.3 to everyone who does not write programs
    return abs(number - question.number) <= question.tolerance + grain


def _is_matched(question: Question, given: Mapping[str, str]) -> bool:
    sides = {option.id: option.pair for option in question.options}
    return all(sides.get(given.get(option.id, "")) == option.pair for option in question.options)


def folded(text: str) -> str:
    """A text without what does not matter in a typed answer. Signs such as + stay: "C++" is not "C"."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    marked = "".join(" " if unicodedata.category(character)[0] in "PZC" else character for character in plain)
    kept = re.sub(r"(?<=\d) +(?=\d)", "\0", marked).replace(" ", "").replace("\0", " ")
    return kept or "".join(plain.split())  # an answer that is nothing but punctuation is compared as it is


# A number as people write it: 72 · 1,000 · 1 000,5 · 1'000 · 1.000.000 · 0,5 · .5
_NUMBER = re.compile(r"\d+(?:[ ,.'’]\d+)*|(?<![\d\w])[.,]\d+")
_MINUS = re.compile(r"(?:^|[\s(£$€])(?:-|minus|minws)\s*[£$€]?\s*$", re.IGNORECASE)
_TIMES = re.compile(r"\s?(k|thousand|million|mil|miliwn|billion|bn)\b", re.IGNORECASE)
_FACTORS = {"k": 1e3, "thousand": 1e3, "mil": 1e3, "million": 1e6, "miliwn": 1e6, "billion": 1e9, "bn": 1e9}
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:([ ,.'’])\d{3})(?:\1\d{3})*")


def number_in(text: str) -> float | None:
    """The one number that a text gives: "72", "72 hours", "£1,000", "1 000,5", "−3", "45 %", "1.2 million".

    A unit or a sign before or after it does not matter. A comma before exactly three digits groups thousands ("1,000"
    is a thousand), any other single comma is a decimal one ("1,5" is one and a half); a single point is always decimal.
    None when there is no number, or more than one ("3 or 4"): the page then asks for one, instead of marking it wrong.
    """
    plain = re.sub(r"\s", " ", unicodedata.normalize("NFKC", text)).replace("−", "-").replace("–", "-")
    found = list(_NUMBER.finditer(plain))
    if len(found) != 1:
        return None
    number = _value_of(found[0].group())
    if number is None:
        return None
    times = _TIMES.match(plain, found[0].end())
    factor = _FACTORS[times.group(1).lower()] if times else 1.0
    return (-number if _MINUS.search(plain[: found[0].start()]) else number) * factor


def _value_of(digits: str) -> float | None:
    """What a number's digits and separators say; None when they say nothing clear ("1,00,0", "12:30")."""
    whole, mark_, fraction = digits, "", ""
    separators = [character for character in digits if not character.isdigit()]
    last = separators[-1] if separators else ""
    if last in (".", ",") and separators.count(last) == 1 and not _is_thousands(digits, last, separators):
        whole, mark_, fraction = digits.rpartition(last)
    if mark_ in whole and mark_:
        return None
    if any(not character.isdigit() for character in whole) and not _GROUPED.fullmatch(whole):
        return None
    plain = "".join(character for character in whole if character.isdigit())
    return float(f"{plain or 0}.{fraction or 0}")


def _is_thousands(digits: str, last: str, separators: list[str]) -> bool:
    """Whether the last mark groups thousands: only a comma can, alone in the number, before exactly three digits."""
    return last == "," and len(separators) == 1 and _GROUPED.fullmatch(digits) is not None
