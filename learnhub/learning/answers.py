"""What a quiz's form sent: read into the course's own ids, looked over, and put back on the page. Pure.

A form may only hold what its attempt asks for. Anything else (a question not in the attempt, another person's form, a
value that none of its options has) is `strange`: then nothing of it is marked.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from learnhub.catalogue.structures import QuestionKind
from learnhub.learning.drawing import Asked, Draw
from learnhub.learning.marking import Given, number_in

LONGEST_ANSWER, MOST_SHOWN = 200, 10_000  # characters of a typed answer; of one that is too long
OWN_FIELDS = frozenset({"csrf_token", "version", "number", "action"})


class Form(Protocol):
    """A form as werkzeug gives it."""

    def getlist(self, key: str) -> list[str]: ...
    def __iter__(self) -> Iterator[str]: ...


class Fault(StrEnum):
    """What keeps an answer from being marked."""

    MISSING = "missing"
    TOO_LONG = "too-long"
    NOT_ONE_NUMBER = "not-one-number"
    INCOMPLETE = "incomplete"  # matching, ordering: begun, not all of it
    PLACES = "places"  # ordering: a place twice, so another one not at all


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault and where it is: `choice` is the index of its field; `twice` and `never` are places (ordering)."""

    fault: Fault
    choice: int = 0
    twice: tuple[int, ...] = ()
    never: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Sent:
    """A form, read. `given` has every question of the draw, by id, in the order asked."""

    given: dict[str, Given]
    strange: bool


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in a question's fields: the values chosen, the text typed, or each select's value by its name."""

    chosen: frozenset[str] = frozenset()
    text: str = ""
    selected: Mapping[str, str] = field(default_factory=dict)


def read(draw: Draw, form: Form) -> Sent:
    """What was answered, in the ids of the course."""
    known = draw.fields | OWN_FIELDS
    strange = any(name not in known for name in form)
    given: dict[str, Given] = {}
    for question, asked in zip(draw.questions, draw.asked, strict=True):
        answer, fits = _READERS.get(asked.kind, _read_text)(draw, asked, form)
        given[question.id] = answer
        strange = strange or not fits
    return Sent(given, strange)


def _read_one(draw: Draw, asked: Asked, form: Form) -> tuple[Given, bool]:
    values = [value for value in form.getlist(asked.name) if value]
    fits = len(values) <= 1 and _are_among(values, asked)
    return (draw.ids[values[0]] if values and fits else ""), fits


def _read_several(draw: Draw, asked: Asked, form: Form) -> tuple[Given, bool]:
    values = [value for value in form.getlist(asked.name) if value]
    fits = _are_among(values, asked)
    return [draw.ids[choice.value] for choice in asked.choices if choice.value in values], fits


def _read_pairs(draw: Draw, asked: Asked, form: Form) -> tuple[Given, bool]:
    sides = {side.value for side in asked.sides}
    given: dict[str, str] = {}
    fits = True
    for choice in asked.choices:
        value = _first(form, choice.value)
        if value in sides:
            given[draw.ids[choice.value]] = draw.ids[value]
        fits = fits and (not value or value in sides)
    return given, fits


def _read_places(draw: Draw, asked: Asked, form: Form) -> tuple[Given, bool]:
    places = {str(place) for place in range(1, len(asked.choices) + 1)}
    given: dict[str, str] = {}
    fits = True
    for choice in asked.choices:
        value = _first(form, choice.value)
        if value in places:
            given[draw.ids[choice.value]] = value
        fits = fits and (not value or value in places)
    return given, fits


def _read_text(_draw: Draw, asked: Asked, form: Form) -> tuple[Given, bool]:
    return _first(form, asked.name)[:MOST_SHOWN], True  # too long still, and shown again on a page


def _first(form: Form, name: str) -> str:
    """A field's value, without the NUL that a database refuses."""
    values = form.getlist(name)
    return values[0].replace("\x00", "").strip() if values else ""


def _are_among(values: list[str], asked: Asked) -> bool:
    return {choice.value for choice in asked.choices}.issuperset(values)


_READERS = {
    QuestionKind.CHOICE: _read_one,
    QuestionKind.TRUE_FALSE: _read_one,
    QuestionKind.ALL: _read_several,
    QuestionKind.MATCH: _read_pairs,
    QuestionKind.ORDER: _read_places,
}


def problem_of(draw: Draw, asked: Asked, given: Given, *, saving: bool = False) -> Problem | None:
    """What is wrong with an answer, or None. What is being saved for later may be unfinished, not endless."""
    if isinstance(given, str) and len(given) > LONGEST_ANSWER:
        return Problem(Fault.TOO_LONG)
    if saving:
        return None
    if not given:
        return Problem(Fault.MISSING)
    if asked.kind is QuestionKind.NUMBER and number_in(str(given)) is None:
        return Problem(Fault.NOT_ONE_NUMBER)
    if isinstance(given, dict):
        return _problem_of_lines([given.get(draw.ids[choice.value], "") for choice in asked.choices], asked.kind)
    return None


def _problem_of_lines(answers: list[str], kind: QuestionKind) -> Problem | None:
    """What is wrong with a matching or an ordering, line by line: an empty one, or (ordering) a place given twice."""
    if "" in answers:
        return Problem(Fault.INCOMPLETE, choice=answers.index(""))
    if kind is not QuestionKind.ORDER:
        return None
    places = [int(answer) for answer in answers]
    twice = tuple(sorted(place for place, times in Counter(places).items() if times > 1))
    never = tuple(place for place in range(1, len(places) + 1) if place not in places)
    return Problem(Fault.PLACES, choice=places.index(twice[0]), twice=twice, never=never) if twice else None


def filled(draw: Draw, asked: Asked, given: Given | None) -> Filled:
    """An answer as it stands in the fields of this draw; options that this version no longer has are left out."""
    if not given:
        return Filled()
    if isinstance(given, dict):
        return Filled(selected=_selected(draw, asked, given))
    if asked.kind in (QuestionKind.TYPED, QuestionKind.NUMBER):
        return Filled(text=given if isinstance(given, str) else "")
    ids = {given} if isinstance(given, str) else set(given)
    return Filled(chosen=frozenset(choice.value for choice in asked.choices if draw.ids[choice.value] in ids))


def _selected(draw: Draw, asked: Asked, given: dict[str, str]) -> dict[str, str]:
    side_of = {draw.ids[side.value]: side.value for side in asked.sides}
    selected = {}
    for choice in asked.choices:
        answer = given.get(draw.ids[choice.value], "")
        selected[choice.value] = side_of.get(answer, "") if asked.kind is QuestionKind.MATCH else answer
    return selected
