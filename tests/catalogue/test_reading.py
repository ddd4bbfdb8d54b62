"""What becomes of a course's files: pages, questions, steps, pictures, facts and terms."""

from pathlib import Path

import pytest

from learnhub.catalogue.structures import Course, Kind, QuestionKind, from_json, to_json
from tests.catalogue import courses
from tests.catalogue.courses import CHECK, COURSE, MODULE, SVG

QUESTIONS = """\
## Which of these do you report? {#several outcome="know" read="open-it"}

- [x] A text that
      asks for money
    > Yes.
- [ ] A text from your mother
    > No.
- [x] A call that asks for a code
    > Yes,
    > and at once.

> Both ask for something.

## A breach is secret. {#secret outcome="know" read="open-it"}

- [ ] True
- [x] False

> It is reported.

## What is it called? {#typed outcome="know" read="open-it"}

- [=] two-step verification
- [=] 2SV

> Either.

## Within how many hours? {#number outcome="know" read="open-it" kind="number"}

- [=] 1,200.5 ± 2

> The law says so.

## Who does what? {#match outcome="know" read="open-it" kind="match"}

A short list:

- one

Now match.

- The desk :: faults
- HR :: contracts
- You :: passwords

> Each has a job.

## In which order? {#order outcome="know" read="open-it"}

1. Look
2. Think
3. Write

> As you would.
"""


@pytest.fixture
def course(tmp_path: Path) -> Course:
    text = """
It is [Phishing](term:phishing) again: [phish](term:phishing).

- within [fact:breach-hours]
- [fact:report-number]. Then wait.

![A letter with a red stamp](media/a.svg)

See [the check](check-it) and [the whole course](../letters).

| | Before | After |
|---|--:|---|
| Letters | 5 | 4 |
"""
    files = {
        "01-open-it.md": MODULE + text,
        "02-check-it.md": CHECK + "\n" + QUESTIONS,
        "03-try-it.md": courses.TASK,
        "04-what-now.md": courses.SCENARIO,
        "media/a.svg": SVG,
    }
    courses.write(tmp_path, files)
    draft = courses.read(tmp_path)
    assert draft.report.errors == []
    assert draft.course is not None
    return draft.course


def test_a_term_is_explained_after_the_block_where_it_first_stands(course: Course) -> None:
    html = course.modules[0].html
    assert '<p>It is <dfn>Phishing</dfn> again: phish.</p>\n<details class="term">' in html
    assert "<summary>What “phishing” means</summary>" in html
    assert html.count("<details") == 1


def test_a_fact_prints_its_value_and_its_source_at_the_foot(course: Course) -> None:
    html = course.modules[0].html
    assert "<li>within 72 hours</li>" in html
    assert "<li>7726. Then wait.</li>" in html
    foot = html.partition("<h2>Facts on this page</h2>")[2]
    assert "UK GDPR, article 33</a>, United Kingdom. Checked on 20 November 2026." in foot
    assert foot.count("<li>") == 2


def test_a_picture_has_its_size_and_in_light_mode_is_a_link_that_says_its_weight(course: Course) -> None:
    module = course.modules[0]
    address = f"/courses/letters/media/a.svg?v={course.media['a.svg'][:8]}"
    for part in (
        f'src="{address}"',
        'width="320"',
        'height="200"',
        'loading="lazy"',
        'alt="A letter with a red stamp"',
    ):
        assert part in module.html
    assert "<img" not in module.light_html
    assert f'<a href="{address}">Picture: A letter with a red stamp (1 kB)</a>' in module.light_html
    assert module.light_html.count("<details") == 1


def test_links_lead_to_addresses(course: Course) -> None:
    assert '<a href="/courses/letters/check-it">the check</a>' in course.modules[0].html
    assert '<a href="/courses/letters">the whole course</a>' in course.modules[0].html


def test_a_table_can_be_read_at_320_pixels(course: Course) -> None:
    html = course.modules[0].html
    assert html.count("<table") == html.count('<table class="stack">') == 1
    assert '<caption class="seen">What she sees</caption>' in html  # the heading above it
    assert '<th scope="row">Letters</th>' in html
    assert 'data-is="Before">5</td>' in html
    assert '<th class="n" scope="col">Before</th>' in html


def test_questions_are_of_the_kind_they_look_like(course: Course) -> None:
    quiz = course.modules[1].quiz
    assert quiz is not None
    kinds = {question.id: question.kind for question in quiz.questions}
    assert kinds == {
        "first": QuestionKind.CHOICE,
        "next": QuestionKind.CHOICE,
        "several": QuestionKind.ALL,
        "secret": QuestionKind.TRUE_FALSE,
        "typed": QuestionKind.TYPED,
        "number": QuestionKind.NUMBER,
        "match": QuestionKind.MATCH,
        "order": QuestionKind.ORDER,
    }
    by_id = {question.id: question for question in quiz.questions}
    assert [(o.html, o.right, o.feedback_html) for o in by_id["several"].options] == [
        ("A text that asks for money", True, "<p>Yes.</p>"),
        ("A text from your mother", False, "<p>No.</p>"),
        ("A call that asks for a code", True, "<p>Yes,\nand at once.</p>"),
    ]
    assert by_id["typed"].answers == ("two-step verification", "2SV")
    assert by_id["typed"].options == ()
    assert (by_id["number"].number, by_id["number"].tolerance) == (1200.5, 2.0)
    assert ("HR", "contracts") in [(o.html, o.pair) for o in by_id["match"].options]
    assert "<li>one</li>" in by_id["match"].body_html
    assert [o.html for o in by_id["order"].options] == ["Look", "Think", "Write"]


def test_an_options_name_does_not_give_its_place_away(course: Course) -> None:
    quiz = course.modules[1].quiz
    assert quiz is not None
    names = [option.id for question in quiz.questions for option in question.options]
    assert len(names) == len(set(names))
    assert all(len(name) == 6 for name in names)


def test_a_quiz_weighs_as_much_as_its_longest_draw(course: Course) -> None:
    check = course.modules[1]
    assert check.words < 60  # one question is drawn, however large the pool


def test_a_task_keeps_its_alternative_apart(course: Course) -> None:
    task = course.modules[2]
    assert task.html.strip() == "<p>Do it.</p>"
    assert task.alternative_html.strip() == "<p>Do it on paper.</p>"
    assert task.outcomes == ("know",)


def test_a_scenario_is_steps_and_decisions(course: Course) -> None:
    scenario = course.modules[3]
    assert scenario.kind is Kind.SCENARIO
    assert scenario.html.strip() == "<p>A photo goes round.</p>"
    assert [(step.id, [d.to for d in step.decisions]) for step in scenario.steps] == [
        ("start", ["reply", "end"]),
        ("reply", ["start"]),
        ("end", []),
    ]
    assert "Ring the press officer" not in scenario.steps[0].html


def test_a_handout_says_when_its_facts_were_checked(course: Course) -> None:
    assert "Report within 72 hours." in course.handout_html
    assert "Facts checked on 20 November 2026." in course.handout_html
    assert "Facts on this page" in course.session_html


def test_a_course_survives_being_stored(course: Course) -> None:
    assert from_json(to_json(course)) == course


WELSH = CHECK.replace("What does she do first?", "Beth mae hi'n ei wneud yn gyntaf?").replace("Reads it", "Ei ddarllen")


def test_a_welsh_course_falls_back_to_english_module_by_module(tmp_path: Path) -> None:
    front = "---\ntitle: Llythyrau\nsummary: Crynodeb.\noutcomes: {know: dweud pam}\n---\nAm y cwrs.\n"
    courses.write(tmp_path, {"cy/course.md": front, "cy/02-check-it.md": WELSH})
    draft = courses.read(tmp_path)
    assert draft.report.errors == []
    welsh = draft.translations["cy"]
    assert (welsh.title, welsh.language, welsh.level) == (
        "Llythyrau",
        "cy",
        draft.course.level if draft.course else None,
    )
    assert [module.language for module in welsh.modules] == ["en", "cy"]
    english = draft.course.modules[1].quiz if draft.course else None
    translated = welsh.modules[1].quiz
    assert english is not None
    assert translated is not None
    assert [o.id for q in translated.questions for o in q.options] == [
        o.id for q in english.questions for o in q.options
    ]
    assert translated.questions[0].options[0].html == "Ei ddarllen"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- [x] Ei ddarllen", "- [ ] Ei ddarllen"),  # no right answer
        ("{#next", "{#arall"),  # another question
        ("- [ ] Files it", "- [ ] Aros\n    > Na.\n- [ ] Files it"),  # one option more
        ("kind: quiz", "kind: reading"),  # not even a quiz
    ],
)
def test_a_translation_that_asks_something_else_is_a_fault(tmp_path: Path, before: str, after: str) -> None:
    assert before in WELSH
    courses.write(tmp_path, {"cy/course.md": COURSE, "cy/02-check-it.md": WELSH.replace(before, after)})
    assert [fault for fault in courses.read(tmp_path).report.errors if fault.file.endswith("cy/02-check-it.md")]
