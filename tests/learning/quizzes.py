"""Filling in a quiz in a test as a person does: by the words on the page, since its names and values say nothing."""

from dataclasses import replace

from learnhub.catalogue.structures import Course, Module, Option, Question, QuestionKind
from tests.factories import choice, make_course, quiz, reading
from tests.html import Element
from tests.page import Opened, Page

Fields = dict[str, object]


def every_kind() -> tuple[Question, ...]:
    """One question of each kind."""
    base = choice("x")
    true_false = (Option("t", "True", feedback_html="<p>It is not.</p>"), Option("f", "False", True))
    return (
        choice("one", right="b", title_html="Which one?", read="open-it"),
        replace(
            base,
            id="ask-all",
            kind=QuestionKind.ALL,
            title_html="Which of them?",
            options=tuple(Option(f"o{i}", f"Thing {i}", i in (1, 3), f"<p>Feedback {i}</p>") for i in (1, 2, 3)),
        ),
        replace(base, id="ask-so", kind=QuestionKind.TRUE_FALSE, title_html="Is it so?", options=true_false),
        replace(
            base,
            id="ask-word",
            kind=QuestionKind.TYPED,
            title_html="Which word?",
            options=(),
            answers=("Restart", "Reboot"),
        ),
        replace(
            base,
            id="ask-number",
            kind=QuestionKind.NUMBER,
            title_html="How many?",
            options=(),
            number=1000.0,
            tolerance=10.0,
        ),
        replace(
            base,
            id="ask-match",
            kind=QuestionKind.MATCH,
            title_html="What belongs together?",
            options=tuple(Option(f"m{i}", f"Left {i}", pair=f"Side {i}") for i in (1, 2, 3)),
        ),
        replace(
            base,
            id="ask-order",
            kind=QuestionKind.ORDER,
            title_html="In which order?",
            options=tuple(Option(f"s{i}", f"Step {i}") for i in (1, 2, 3)),
        ),
    )


RIGHT = {
    "Which one?": "Option b of one",
    "Which of them?": ["Thing 1", "Thing 3"],
    "Is it so?": "False",
    "Which word?": "re-start",
    "How many?": "1,000",
    "What belongs together?": {"Left 1": "Side 1", "Left 2": "Side 2", "Left 3": "Side 3"},
    "In which order?": {"Step 1": "1", "Step 2": "2", "Step 3": "3"},
}


def course_with(*questions: Question, module: Module | None = None, **of_quiz: object) -> Course:
    """A course of one reading and a quiz, or of a reading and the module given."""
    return make_course(reading(), module or quiz("check-it", *questions, **of_quiz), slug="letters")


def group_of(opened: Opened, title: str) -> Element:
    """A question's fieldset."""
    found = [group for group in opened.html.all("fieldset") if group.find("legend").text.endswith(f". {title}")]
    assert len(found) == 1, f"{len(found)} questions are called {title!r}"
    return found[0]


def filled_in(opened: Opened, answers: dict[str, object]) -> Fields:
    """The fields that answer questions by their titles: words of a label, a list of them, a text, or {line: choice}."""
    fields: Fields = {}
    for title, answer in answers.items():
        group = group_of(opened, title)
        if isinstance(answer, dict):
            for label, chosen in answer.items():
                fields |= select(group, label, chosen)
        elif group.all("input", type="radio") or group.all("input", type="checkbox"):
            words = answer if isinstance(answer, list) else [answer]
            controls = [control(group, word) for word in words]
            fields[controls[0].get("name")] = [each.get("value") for each in controls]
        else:
            fields[group.find("input").get("name")] = answer
    return fields


def control(group: Element, label: str) -> Element:
    """The control that a label names."""
    labels = [each for each in group.all("label") if each.text == label]
    assert len(labels) == 1, f"{label!r} is not one label of {[each.text for each in group.all('label')]}"
    return group.find("input", "select", id=labels[0].get("for"))


def select(group: Element, label: str, words: str) -> Fields:
    field = control(group, label)
    option = next(each for each in field.all("option") if each.text == words)
    return {field.get("name"): option.get("value", option.text)}


def letters(opened: Opened, wrong: int = 0) -> dict[str, object]:
    """Answers to the factories' choice questions (right: a), the first `wrong` of the page answered with b."""
    titles = [group.find("legend").text for group in opened.html.all("fieldset")]
    names = [title.split()[-1] for title in titles]
    return {f"Question {name}": f"Option {'b' if at < wrong else 'a'} of {name}" for at, name in enumerate(names)}


def hand_in(page: Page, wrong: int = 0, address: str = "/courses/letters/check-it") -> Opened:
    """Open the factories' quiz, answer it and hand it in."""
    opened = page.get(address)
    return page.submit("Hand in", **filled_in(opened, letters(opened, wrong)))
