"""The heaviest page that each quiz of `courses/` can make, asked and marked; the page client weighs every page."""

from dataclasses import replace

import pytest

from learnhub.catalogue.publishing import read_drafts
from learnhub.catalogue.structures import Question, Quiz
from learnhub.config import ROOT
from tests.factories import make_course
from tests.html import Element
from tests.learning.quizzes import Fields

COURSES = sorted(path.parent.name for path in (ROOT / "courses").glob("*/course.md"))


def length(question: Question) -> int:
    """What a question brings to its page before the hand-in and after."""
    options = "".join(option.html + option.pair + option.feedback_html for option in question.options)
    return len(question.title_html + question.body_html + question.explanation_html + options)


def any_answer(group: Element) -> Fields:
    """An answer to a question, mostly wrong: then the result has the most to say."""
    lines = group.all("select")
    if lines:
        return {
            line.get("name"): line.all("option")[at].get("value", str(at)) for at, line in enumerate(lines, start=1)
        }
    control = group.all("input")[-1]
    return {control.get("name"): control.get("value") or "12"}


@pytest.mark.parametrize("slug", COURSES)
def test_the_heaviest_draw_is_one_round_trip(page, slug):
    draft = read_drafts(ROOT / "courses", [slug])[0]
    assert draft.course is not None
    check = draft.course.check
    assert check is not None
    heaviest = tuple(sorted(check.quiz.questions, key=length, reverse=True)[: check.quiz.draw])
    only = replace(check, quiz=Quiz(heaviest, len(heaviest), check.quiz.pass_mark))
    make_course(*draft.course.modules[:-1], only, slug=slug, title=draft.course.title)
    page.sign_in("learner").get(f"/courses/{slug}/{check.slug}")
    empty = page.submit("Hand in", 422)
    assert len(empty.problems) == len(heaviest)
    answers = [any_answer(group) for group in empty.html.all("fieldset")]
    result = page.submit("Hand in", **{name: value for answer in answers for name, value in answer.items()})
    assert f"of {len(heaviest)} answers are right" in result.text
