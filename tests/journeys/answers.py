"""Filling in a check as a person would: questions and options are found by the words on the page, since the names and
values of the form mean nothing."""

import re
from collections.abc import Collection, Mapping
from html import unescape

from playwright.sync_api import Locator, Page

from learnhub.catalogue.structures import Question, QuestionKind

Key = Mapping[str, Question]


def plain(html: str) -> str:
    """The words of a piece of HTML, spaces collapsed."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def words(locator: Locator) -> list[str]:
    """The words of each element found."""
    return [" ".join(text.split()) for text in locator.all_inner_texts()]


def question_called(legend: str, key: Key) -> Question:
    """The question under a heading such as "3. Where does Gwen start?"."""
    return key[re.sub(r"^\d+\. ", "", legend)]


def fill_in(page: Page, key: Key, *, rightly: bool = True, but: Collection[int] = ()) -> None:
    """Answer every question, those numbered in `but` apart (from 1)."""
    groups = page.locator("main fieldset")
    for place, legend in enumerate(words(groups.locator("legend"))):
        if place + 1 not in but:
            answer(groups.nth(place), question_called(legend, key), rightly=rightly)


def answer(group: Locator, question: Question, *, rightly: bool) -> None:
    """Answer one question, rightly or not."""
    if question.kind in {QuestionKind.MATCH, QuestionKind.ORDER}:
        wanted = sides(question, rightly=rightly)
        for place, left in enumerate(words(group.locator("label"))):
            group.locator("select").nth(place).select_option(label=wanted[left])
    elif question.kind in {QuestionKind.TYPED, QuestionKind.NUMBER}:
        group.locator("input").fill(typed(question, rightly=rightly))
    else:
        chosen = ticks(question, rightly=rightly)
        for place, option in enumerate(words(group.locator("label"))):
            if option in chosen:
                group.locator("input").nth(place).check()


def ticks(question: Question, *, rightly: bool) -> set[str]:
    """The options to choose: all that are right, or one that is not."""
    chosen = [plain(option.html) for option in question.options if option.right is rightly]
    return set(chosen if rightly else chosen[:1])


def typed(question: Question, *, rightly: bool) -> str:
    """What to type."""
    if not rightly:
        return "99"
    return f"{question.number:g}" if question.kind is QuestionKind.NUMBER else question.answers[0]


def sides(question: Question, *, rightly: bool) -> dict[str, str]:
    """What to choose beside each line; when not rightly, everything moved by one."""
    lefts = [plain(option.html) for option in question.options]
    if question.kind is QuestionKind.ORDER:
        rights = [str(place) for place in range(1, len(lefts) + 1)]
    else:
        rights = [plain(option.pair) for option in question.options]
    return dict(zip(lefts, rights if rightly else rights[1:] + rights[:1], strict=True))


def everything_typed(page: Page) -> list[str]:
    """What stands in the form, control by control."""
    controls = "main form input:not([type=hidden]), main form select, main form textarea"
    state = "all => all.map(e => e.name + '=' + (e.matches('[type=radio], [type=checkbox]') ? e.checked : e.value))"
    return [str(line) for line in page.locator(controls).evaluate_all(state)]
