"""Reading a quiz's form: into the course's ids, looked over, and back into its fields."""

from dataclasses import replace

import pytest
from werkzeug.datastructures import MultiDict

from learnhub.catalogue.structures import Option, QuestionKind, Quiz
from learnhub.learning.answers import Fault, Problem, filled, problem_of, read
from learnhub.learning.drawing import draw
from tests.factories import choice

CHOICE = choice("c", right="b")
ALL = replace(choice("a"), kind=QuestionKind.ALL)
TYPED = replace(choice("t"), kind=QuestionKind.TYPED, options=(), answers=("Restart",))
NUMBER = replace(choice("n"), kind=QuestionKind.NUMBER, options=(), number=72.0)
MATCH = replace(choice("m"), kind=QuestionKind.MATCH, options=tuple(Option(i, i, pair=f"Side {i}") for i in "abc"))
ORDER = replace(choice("o"), kind=QuestionKind.ORDER, options=tuple(Option(i, i) for i in "abcd"))


def drawn(question):
    return draw(Quiz((question,), 1, 70), b"seed")


def form_of(question, given):
    """The form that a browser sends of an answer in the course's ids."""
    it = drawn(question)
    asked = it.asked[0]
    stands = filled(it, asked, given)
    pairs = [(asked.name, value) for value in stands.chosen] + list(stands.selected.items())
    return MultiDict(pairs + ([(asked.name, stands.text)] if stands.text else []))


@pytest.mark.parametrize(
    ("question", "given"),
    [
        (CHOICE, "b"),
        (CHOICE, ""),
        (ALL, ["a", "c"]),
        (ALL, []),
        (TYPED, "Re-start it"),
        (NUMBER, "1,000 hours"),
        (MATCH, {"a": "c", "b": "b", "c": "a"}),
        (MATCH, {"b": "b"}),
        (ORDER, {"a": "2", "b": "2", "c": "1", "d": "4"}),
        (ORDER, {}),
    ],
)
def test_what_was_answered_comes_back_as_it_was(question, given):
    sent = read(drawn(question), form_of(question, given))
    answer = sent.given[question.id]
    assert (sorted(answer) if isinstance(answer, list) else answer) == given
    assert not sent.strange


@pytest.mark.parametrize(
    ("question", "form"),
    [
        (CHOICE, {"something": "else"}),  # a question that is not asked
        (CHOICE, {"c": "b"}),  # the course's own ids are no names of ours
        (CHOICE, {drawn(CHOICE).asked[0].name: "b"}),  # nor values
        (CHOICE, {drawn(CHOICE).asked[0].name: [c.value for c in drawn(CHOICE).asked[0].choices]}),  # two of one
        (ALL, {drawn(ALL).asked[0].name: ["zzzzzzzz"]}),
        (MATCH, {drawn(MATCH).asked[0].choices[0].value: drawn(MATCH).asked[0].choices[1].value}),  # a left for a right
        (ORDER, {drawn(ORDER).asked[0].choices[0].value: "5"}),
        (ORDER, {drawn(ORDER).asked[0].choices[0].value: "-1"}),
        (CHOICE, {draw(Quiz((CHOICE,), 1, 70), b"another seed").asked[0].name: ""}),  # somebody else's form
    ],
)
def test_an_answer_to_what_was_not_asked_is_strange(question, form):
    assert read(drawn(question), MultiDict(form)).strange


def test_the_forms_own_fields_are_not_strange():
    own = MultiDict({"csrf_token": "x", "version": "1", "number": "1", "action": "save"})
    assert not read(drawn(CHOICE), own).strange


@pytest.mark.parametrize(
    ("question", "given", "problem"),
    [
        (CHOICE, "", Fault.MISSING),
        (CHOICE, "a", None),
        (ALL, [], Fault.MISSING),
        (TYPED, "", Fault.MISSING),
        (TYPED, "x" * 201, Fault.TOO_LONG),
        (TYPED, "x" * 200, None),
        (NUMBER, "many", Fault.NOT_ONE_NUMBER),
        (NUMBER, "3 or 4", Fault.NOT_ONE_NUMBER),
        (NUMBER, "72 hours", None),
        (MATCH, {"a": "a", "c": "c"}, Problem(Fault.INCOMPLETE, choice=1)),
        (MATCH, {"a": "a", "b": "a", "c": "a"}, None),  # the same right side for all is an answer, if not a right one
        (ORDER, {}, Fault.MISSING),
    ],
)
def test_what_cannot_be_marked_is_told(question, given, problem):
    it = drawn(question)
    found = problem_of(it, it.asked[0], given)
    assert (found.fault if isinstance(problem, Fault) and found else found) == problem


def test_a_tie_in_an_ordering_names_the_number_that_is_there_twice_and_the_one_that_is_missing():
    it = drawn(ORDER)
    found = problem_of(it, it.asked[0], {"a": "1", "b": "3", "c": "3", "d": "4"})
    assert found is not None
    assert (found.fault, found.twice, found.never) == (Fault.PLACES, (3,), (2,))
    first = it.ids[it.asked[0].choices[found.choice].value]
    assert first in {"b", "c"}, "the summary leads to one of the two"


def test_what_is_saved_for_later_may_be_unfinished_but_not_endless():
    it = drawn(ORDER)
    assert problem_of(it, it.asked[0], {"a": "1", "b": "1"}, saving=True) is None
    long = drawn(TYPED)
    assert problem_of(long, long.asked[0], "x" * 201, saving=True) == Problem(Fault.TOO_LONG)


def test_a_nul_never_reaches_the_database():
    name = drawn(TYPED).asked[0].name
    assert read(drawn(TYPED), MultiDict({name: " Re\x00start "})).given == {"t": "Restart"}


def test_a_megabyte_is_too_long_and_not_shown_again():
    it = drawn(TYPED)
    sent = read(it, MultiDict({it.asked[0].name: "x" * 1_000_000}))
    assert len(sent.given["t"]) == 10_000
    assert problem_of(it, it.asked[0], sent.given["t"], saving=True) == Problem(Fault.TOO_LONG)


@pytest.mark.parametrize("given", ["b", ["a", "b"], {"a": "1"}, {"a": "z"}, "gone", None])
def test_an_answer_of_another_shape_from_an_older_version_is_shown_as_far_as_it_fits(given):
    for question in (CHOICE, ALL, TYPED, NUMBER, MATCH, ORDER):
        it = drawn(question)
        stands = filled(it, it.asked[0], given)
        assert stands.chosen <= {c.value for c in it.asked[0].choices}
