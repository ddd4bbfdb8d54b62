"""The questions of a quiz as its page shows them: each with what stands in it and what is wrong with that."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from learnhub.learning.answers import Filled, filled, problem_of
from learnhub.learning.drawing import Asked
from learnhub.learning.marking import Given
from learnhub.learning.quiz_sheets import Sheet
from learnhub.learning.quiz_words import HINTS, problem_words


@dataclass(frozen=True, slots=True)
class Field:
    """A question on the page. `id` is that of its first control; the next ones add "-2" and so on."""

    asked: Asked
    filled: Filled
    hint: str
    error: str

    @property
    def id(self) -> str:
        return f"q{self.asked.place}"


@dataclass(frozen=True, slots=True)
class Findings:
    """What must be put right: (id of the control, words) for the summary, at length and by the question's number alone;
    and the words by question."""

    problems: list[tuple[str, str]] = field(default_factory=list)
    short: list[tuple[str, int]] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)


def look_over(sheet: Sheet, given: Mapping[str, Given], *, saving: bool) -> Findings | None:
    """What keeps the answers from being taken; None when nothing does."""
    found = Findings()
    for question, asked in zip(sheet.draw.questions, sheet.draw.asked, strict=True):
        answer = given[question.id]
        problem = problem_of(sheet.draw, asked, answer, saving=saving)
        if problem is not None:
            words = problem_words(asked, problem, len(answer))
            found.errors[question.id] = words
            control = f"q{asked.place}" + (f"-{problem.choice + 1}" if problem.choice else "")
            found.problems.append((control, words))
            found.short.append((control, asked.place))
    return found if found.problems else None


def hint_of(asked: Asked) -> str:
    """How to answer, unless the question says it in the same words."""
    hint = str(HINTS[asked.kind])
    return "" if hint.rstrip(".") in asked.title_html + asked.body_html else hint


def fields_of(sheet: Sheet, given: Mapping[str, Given], found: Findings | None) -> list[Field]:
    """The questions in order, with the answers given so far."""
    errors = found.errors if found else {}
    return [
        Field(
            asked=asked,
            filled=filled(sheet.draw, asked, given.get(question.id)),
            hint=hint_of(asked),
            error=errors.get(question.id, ""),
        )
        for question, asked in zip(sheet.draw.questions, sheet.draw.asked, strict=True)
    ]
