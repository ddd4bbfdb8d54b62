"""Which questions an attempt asks, in which order, with which names: everything follows from a seed. Pure.

The rules, in writing:

- The seed is a keyed hash of learner, course, module, version and number of the attempt: the same attempt is the same
  page each time it is opened, on every process, without a row; another person's, or the next one, is another.
- Each outcome of the pool is asked for at least once, as far as the draw reaches; the rest is chance.
- What a browser gets (`Asked`) holds no key: options and right sides are shuffled, the names and values of the form are
  made from the seed and mean nothing outside this attempt. "True" stands before "False" whichever of them is right.
- Order comes from sorting by hash, not from `random`: an update of Python must not reshuffle a saved attempt.
"""

import hashlib
import hmac
from base64 import b32encode
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from learnhub.catalogue.structures import Option, Question, QuestionKind, Quiz

T = TypeVar("T")

NAME_BYTES = 5  # eight characters: two names of one page meet once in 10^9 pages


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose or to give a number to, as the browser gets it. `value` is opaque: see the rules above."""

    value: str
    html: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the browser gets it: without its key.

    `place` counts from 1. `choices` are the options; for matching the left sides and for ordering the items, whose
    `value` is then the name of a field. `sides` are the right sides of a matching, as text.
    """

    place: int
    name: str
    kind: QuestionKind
    title_html: str
    body_html: str
    choices: tuple[Choice, ...]
    sides: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Draw:
    """The questions of one attempt, in order, each beside what the browser gets of it."""

    questions: tuple[Question, ...]
    asked: tuple[Asked, ...]
    ids: Mapping[str, str]  # value of a form → id of the option

    @property
    def fields(self) -> frozenset[str]:
        """The name of every field that a form of this attempt may hold."""
        names = {asked.name for asked in self.asked if asked.kind not in _FIELD_PER_CHOICE}
        return frozenset(names | {c.value for a in self.asked if a.kind in _FIELD_PER_CHOICE for c in a.choices})


_FIELD_PER_CHOICE = frozenset({QuestionKind.MATCH, QuestionKind.ORDER})


def seed_of(secret: str, *, learner_id: int, course_id: int, module: str, version_id: int, number: int) -> bytes:
    """The seed of one attempt. Without the secret nobody can work out what the next attempt will ask."""
    message = f"quiz\0{learner_id}\0{course_id}\0{module}\0{version_id}\0{number}"
    return hmac.digest(secret.encode(), message.encode(), "sha256")


def draw(quiz: Quiz, seed: bytes, pinned: Iterable[str] = ()) -> Draw:
    """The questions of the attempt with this seed.

    `pinned` are the ids of the questions that a kept attempt asked, in order: they are asked again, whatever the seed
    says now (the secret may have been changed since).
    """
    questions = _pinned(quiz, pinned) or _chosen(quiz, seed)
    ids: dict[str, str] = {}
    asked = tuple(_asked(question, place, seed, ids) for place, question in enumerate(questions, start=1))
    return Draw(questions, asked, ids)


def _pinned(quiz: Quiz, ids: Iterable[str]) -> tuple[Question, ...]:
    by_id = {question.id: question for question in quiz.questions}
    return tuple(by_id[question_id] for question_id in ids if question_id in by_id)


def _chosen(quiz: Quiz, seed: bytes) -> tuple[Question, ...]:
    """One question for each outcome, then the others, up to the draw; and those in an order of their own."""
    waiting = shuffled(quiz.questions, seed, "draw", key=lambda question: question.id)
    first: dict[str, Question] = {}
    for question in waiting:
        first.setdefault(question.outcome, question)
    kept = {question.id for question in first.values()}
    rest = [question for question in waiting if question.id not in kept]
    drawn = [*first.values(), *rest][: quiz.draw]
    return tuple(shuffled(drawn, seed, "order", key=lambda question: question.id))


def _asked(question: Question, place: int, seed: bytes, ids: dict[str, str]) -> Asked:
    name = opaque(seed, question.id)
    choices, sides = [], []
    for option in _in_order(question, seed):
        choices.append(Choice(_value(seed, question, option, ids), option.html))
    if question.kind is QuestionKind.MATCH:
        for option in shuffled(right_sides(question), seed, f"sides\0{question.id}", key=lambda side: side.id):
            sides.append(Choice(_value(seed, question, option, ids, "side"), option.pair))
    return Asked(place, name, question.kind, question.title_html, question.body_html, tuple(choices), tuple(sides))


def _value(seed: bytes, question: Question, option: Option, ids: dict[str, str], what: str = "option") -> str:
    value = opaque(seed, f"{question.id}\0{what}\0{option.id}")
    ids[value] = option.id
    return value


def _in_order(question: Question, seed: bytes) -> list[Option]:
    if (
        question.kind is QuestionKind.TRUE_FALSE
    ):  # by the words alone ("True" and "Gwir" sort last), so it gives nothing away
        return sorted(question.options, key=lambda option: option.html, reverse=True)
    if question.kind is QuestionKind.MATCH:
        return list(question.options)  # the left sides stay: only the right ones must be mixed
    return shuffled(question.options, seed, f"options\0{question.id}", key=lambda option: option.id)


def right_sides(question: Question) -> list[Option]:
    """The right sides of a matching, each once (two lefts may go with the same one), named by the first that has it."""
    first: dict[str, Option] = {}
    for option in question.options:
        first.setdefault(option.pair, option)
    return list(first.values())


def shuffled(items: Collection[T], seed: bytes, purpose: str, key: Callable[[T], str]) -> list[T]:
    """The items in an order that follows from the seed, the purpose and each item's key, and from nothing else."""
    return sorted(items, key=lambda item: _digest(seed, f"{purpose}\0{key(item)}"))


def opaque(seed: bytes, what: str) -> str:
    """A name that says nothing: the same for the same seed, unlike for any other."""
    return b32encode(_digest(seed, f"name\0{what}")[:NAME_BYTES]).decode().lower()


def _digest(seed: bytes, what: str) -> bytes:
    return hashlib.blake2b(what.encode(), key=seed, digest_size=16).digest()
