"""The rules of marking, as truth tables."""

from dataclasses import replace

import pytest

from learnhub.catalogue.structures import Option, QuestionKind, Quiz
from learnhub.learning.marking import folded, is_right, mark, number_in
from tests.factories import choice

CHOICE = choice("c", right="b")
ALL = replace(choice("a"), kind=QuestionKind.ALL, options=tuple(Option(i, i, right=i in "ac") for i in "abcd"))
TYPED = replace(choice("t"), kind=QuestionKind.TYPED, options=(), answers=("Two-step verification", "2FA"))
NUMBER = replace(choice("n"), kind=QuestionKind.NUMBER, options=(), number=72.0, tolerance=2.0)
PAIRS = {"a": "One", "b": "Two", "c": "One"}
MATCH = replace(choice("m"), kind=QuestionKind.MATCH, options=tuple(Option(i, i, pair=p) for i, p in PAIRS.items()))
ORDER = replace(choice("o"), kind=QuestionKind.ORDER, options=tuple(Option(i, i) for i in "abc"))


@pytest.mark.parametrize(
    ("question", "given", "right"),
    [
        (CHOICE, "b", True),
        (CHOICE, "a", False),
        (CHOICE, "", False),
        (CHOICE, ["b"], False),  # not the shape that a choice has
        (ALL, ["a", "c"], True),
        (ALL, ["c", "a"], True),
        (ALL, ["a"], False),  # one missing: no part of a point
        (ALL, ["a", "b", "c"], False),  # one too many
        (ALL, [], False),
        (TYPED, "two step VERIFICATION", True),
        (TYPED, "“2FA”", True),
        (TYPED, "two-factor", False),
        (TYPED, "", False),
        (TYPED, "!", False),
        (NUMBER, "72", True),
        (NUMBER, "70", True),  # both ends of the tolerance count
        (NUMBER, "74 hours", True),
        (NUMBER, "74.01", False),
        (NUMBER, "seventy-two", False),
        (MATCH, {"a": "a", "b": "b", "c": "a"}, True),
        (MATCH, {"a": "c", "b": "b", "c": "c"}, True),  # two lefts with one right side: either name of it
        (MATCH, {"a": "b", "b": "b", "c": "a"}, False),
        (MATCH, {"a": "a", "b": "b"}, False),
        (ORDER, {"a": "1", "b": "2", "c": "3"}, True),
        (ORDER, {"a": "2", "b": "1", "c": "3"}, False),
        (ORDER, {"a": "1", "b": "2"}, False),
    ],
)
def test_an_answer_is_right_or_wrong(question, given, right):
    assert is_right(question, given) is right


@pytest.mark.parametrize(
    ("answer", "typed", "same"),
    [
        ("Restart", "  re-start ", True),  # case, spaces, punctuation
        ("dŵr", "DWR", True),  # accents
        ("it’s", "it's", True),  # curly quotes
        ("it’s", "its", True),
        ("café", "cafe\u0301", True),  # the accent as a character of its own
        ("two\u00a0step", "two step", True),  # a space that does not break
        ("ﬁle", "file", True),  # a ligature from a PDF
        ("straße", "STRASSE", True),
        ("2027-06-03-office", "2027 06 03 Office", True),
        ("1.5", "15", False),  # between digits a mark counts
        ("C++", "C", False),  # signs are not punctuation
        ("deploy", "deployed", False),
    ],
)
def test_a_typed_answer_is_folded(answer, typed, same):
    assert (folded(answer) == folded(typed)) is same


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("72", 72),
        (" 72 hours", 72),
        ("about 72", 72),
        ("1,000", 1000),  # a comma before three digits groups them
        ("1,000.5", 1000.5),
        ("12,345,678", 12_345_678),
        ("1 000", 1000),
        ("1\u202f000", 1000),
        ("1'000", 1000),
        ("1.000.000", 1_000_000),
        ("1.000,5", 1000.5),
        ("1 000,5", 1000.5),
        ("0,5", 0.5),  # any other comma is a decimal one
        ("1,5", 1.5),
        ("0,125", 0.125),
        ("1.000", 1),  # one point is always decimal
        (".5", 0.5),
        ("£223,000", 223_000),
        ("−3", -3),
        ("-£5", -5),
        ("£-5", -5),
        ("minus 4", -4),
        ("45 %", 45),
        ("1.2 million", 1_200_000),
        ("223k", 223_000),
        ("７２", 72),  # from an East Asian keyboard
        ("20 months.", 20),
        ("3 or 4", None),  # more than one: ask, do not guess
        ("3-4", None),
        ("1/2", None),
        ("1,00,0", None),
        ("10:30", None),
        ("1e3", None),
        ("seventy-two", None),
        ("", None),
        ("9" * 200, float("9" * 200)),
    ],
)
def test_a_number_is_read_as_people_write_it(typed, number):
    assert number_in(typed) == number


def test_a_number_without_tolerance_is_not_missed_by_the_computers_own_rounding():
    third = replace(NUMBER, number=0.3, tolerance=0.0)
    assert is_right(third, "0.3")
    assert is_right(replace(third, number=0.1 + 0.2), "0,30")
    assert not is_right(third, "0.31")


@pytest.mark.parametrize(
    ("right", "of", "score", "passed"),
    [
        (7, 10, 700, True),  # exactly the mark
        (6, 10, 600, False),
        (5, 7, 714, True),
        (2, 3, 666, False),  # cut, never rounded up
        (0, 7, 0, False),
        (7, 7, 1000, True),
    ],
)
def test_the_score_is_the_share_of_right_answers(right, of, score, passed):
    questions = [choice(f"q{n}") for n in range(of)]
    given = {question.id: "a" if n < right else "b" for n, question in enumerate(questions)}
    marks = mark(questions, given, Quiz(tuple(questions), of, 70))
    assert (marks.score, marks.passed, marks.count) == (score, passed, right)


def test_a_question_that_was_not_answered_is_wrong():
    assert mark([CHOICE], {}, Quiz((CHOICE,), 1, 70)).score == 0
