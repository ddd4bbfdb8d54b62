"""Which questions an attempt asks: the same for the same seed, telling nothing, every outcome asked for."""

from collections import Counter
from dataclasses import replace

from learnhub.catalogue.structures import Option, Question, QuestionKind, Quiz
from learnhub.learning.drawing import Draw, draw, right_sides, seed_of
from tests.factories import choice

SECRET = "a secret of the service"
OUTCOMES = ("spot", "report", "protect")
POOL = Quiz(tuple(choice(f"q{n}", outcome=OUTCOMES[n % 3], options="abcd") for n in range(12)), draw=6, pass_mark=70)


def seed(number: int = 1, learner: int = 7, version: int = 3, secret: str = SECRET) -> bytes:
    return seed_of(secret, learner_id=learner, course_id=1, module="check", version_id=version, number=number)


def names(drawn: Draw) -> list[str]:
    return [question.id for question in drawn.questions]


def match() -> Question:
    pairs = {"a": "One", "b": "Two", "c": "One", "d": "Three"}
    return replace(
        choice("m"), kind=QuestionKind.MATCH, options=tuple(Option(i, f"Left {i}", pair=p) for i, p in pairs.items())
    )


def test_an_attempt_is_the_same_page_each_time_it_is_opened():
    assert draw(POOL, seed()) == draw(POOL, seed())


def test_this_draw_never_changes_under_a_saved_attempt():
    """Pinned: a change of Python, or of this module, must not reshuffle what somebody has half filled in."""
    assert names(draw(POOL, seed())) == ["q10", "q2", "q4", "q7", "q9", "q11"]
    assert [c.html[7] for c in draw(POOL, seed()).asked[0].choices] == ["a", "d", "b", "c"]


def test_another_attempt_person_or_version_gets_another_draw():
    drawn = [draw(POOL, each) for each in (seed(), seed(number=2), seed(learner=8), seed(version=4))]
    assert len({tuple(names(each)) for each in drawn}) == 4
    assert not set(drawn[0].ids) & set(drawn[1].ids), "a form of one attempt must not fit another"


def test_without_the_secret_the_draw_cannot_be_foretold():
    assert draw(POOL, seed()).asked != draw(POOL, seed(secret="another secret")).asked


def test_each_outcome_is_asked_for():
    for number in range(1, 40):
        drawn = draw(replace(POOL, draw=3), seed(number))
        assert {question.outcome for question in drawn.questions} == set(OUTCOMES)
        assert len(drawn.questions) == 3


def test_every_question_of_the_pool_comes_up():
    seen = Counter(name for number in range(200) for name in names(draw(POOL, seed(number))))
    assert len(seen) == 12
    assert min(seen.values()) > 60, "six of twelve, two hundred times: about a hundred each"


def test_a_right_option_stands_in_each_place_as_often():
    """Its place gives nothing away."""
    at = Counter(
        [choice.html for choice in asked.choices].index(f"Option a of {question.id}")
        for number in range(150)
        for question, asked in zip(draw(POOL, seed(number)).questions, draw(POOL, seed(number)).asked, strict=True)
    )
    assert sorted(at) == [0, 1, 2, 3]
    assert all(180 < times < 270 for times in at.values()), at  # 900 options, 225 each


def test_what_the_browser_gets_holds_no_id_and_no_key():
    for question, asked in zip(draw(POOL, seed()).questions, draw(POOL, seed()).asked, strict=True):
        assert asked.name != question.id
        assert not {choice.value for choice in asked.choices} & {option.id for option in question.options}
        assert not hasattr(asked, "explanation_html")
        assert {field for c in asked.choices for field in type(c).__slots__} == {"value", "html"}


def test_true_stands_before_false_whichever_is_right():
    for right in "ab":
        options = (Option("a", "False", right == "a"), Option("b", "True", right == "b"))
        quiz = Quiz((replace(choice("t"), kind=QuestionKind.TRUE_FALSE, options=options),), 1, 70)
        assert [c.html for c in draw(quiz, seed()).asked[0].choices] == ["True", "False"]


def test_the_right_sides_of_a_matching_are_each_there_once_and_mixed():
    assert [side.pair for side in right_sides(match())] == ["One", "Two", "Three"]
    orders = {tuple(s.html for s in draw(Quiz((match(),), 1, 70), seed(n)).asked[0].sides) for n in range(30)}
    assert len(orders) == 6


def test_a_saved_attempt_asks_what_it_asked_also_under_another_secret():
    drawn = draw(POOL, seed(secret="another secret"), pinned=["q3", "q1", "gone"])
    assert names(drawn) == ["q3", "q1"]


def test_a_pool_smaller_than_the_draw_is_asked_whole():
    assert len(draw(replace(POOL, draw=99), seed()).questions) == 12
