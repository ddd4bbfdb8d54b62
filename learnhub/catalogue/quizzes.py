"""A quiz: its questions rendered, its pool and its draw checked, the heaviest page it can make weighed."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass

from learnhub.catalogue import weights
from learnhub.catalogue.fields import Fields, suggestion
from learnhub.catalogue.quiz_parser import DraftOption, DraftQuestion, parse_question
from learnhub.catalogue.reader import SourceFile
from learnhub.catalogue.rendering import NO_TEXT, Renderer, Text
from learnhub.catalogue.sections import Section, cut, refuse_same_ids
from learnhub.catalogue.structures import Option, Question, QuestionKind, Quiz

MOST_DRAWN = 30
POOL = 2  # times the draw
# What the form adds to each question and option on the wire, measured on our template: names, values, labels.
QUESTION_BYTES = 40
OPTION_BYTES = 14


@dataclass(frozen=True, slots=True)
class BuiltQuiz:
    """A quiz with what stands before it and what its largest page holds."""

    quiz: Quiz
    intro: Text
    words: int
    bytes: int


def build_quiz(
    source: SourceFile, renderer: Renderer, fields: Fields, outcomes: Collection[str], reads: Collection[str]
) -> BuiltQuiz:
    """The quiz in a file's body. Whatever is wrong is reported with its line."""
    intro_text, sections = cut(source)
    refuse_same_ids(source, sections)
    draw = fields.number("draw", 1, MOST_DRAWN)
    pass_mark = fields.number("pass_mark", 1, 100)
    attempts = fields.number("attempts", 1, 100, default=0, needed=False) or None
    intro = renderer.page(intro_text, source.body_line) if intro_text.strip() else NO_TEXT
    questions, words = [], []
    for section in sections:
        _check_targets(source, section, outcomes, reads)
        question, count = _render(renderer, parse_question(source, section))
        questions.append(question)
        words.append(count)
    if len(questions) < POOL * draw:
        message = f"The pool holds {len(questions)} questions and {draw} are drawn"
        fields.wrong(
            "draw", message, f"Write at least {POOL * draw} questions, or draw at most {len(questions) // POOL}."
        )
    _warn_of_long_right_answers(source, questions)
    quiz = Quiz(tuple(questions), draw, pass_mark, attempts)
    longest = sum(sorted(words, reverse=True)[:draw])
    return BuiltQuiz(quiz, intro, intro.words + longest, heaviest_page(intro.html, quiz))


def _check_targets(source: SourceFile, section: Section, outcomes: Collection[str], reads: Collection[str]) -> None:
    outcome, read = section.attributes.get("outcome"), section.attributes.get("read")
    if outcome and outcome not in outcomes:
        source.error(section.line, f"course.md has no outcome “{outcome[:60]}”", suggestion(outcome, outcomes))
    if read and read not in reads:
        source.error(section.line, f"This course has no module “{read[:60]}” to read again", suggestion(read, reads))


def _render(renderer: Renderer, draft: DraftQuestion) -> tuple[Question, int]:
    section = draft.section
    renderer.facts = {}
    title = renderer.line(section.title, section.line)
    body = renderer.part(draft.body, section.text_line) if draft.body else NO_TEXT
    options, words = _render_options(renderer, draft)
    explanation = renderer.part(draft.explanation, draft.explanation_line or section.line)
    facts = renderer.facts_html().replace("<h2>", "<p><strong>").replace("</h2>", "</strong></p>")
    question = Question(
        id=section.id,
        kind=draft.kind,
        title_html=title.html,
        body_html=body.html,
        options=options,
        outcome=section.attributes.get("outcome", ""),
        read=section.attributes.get("read", ""),
        explanation_html=explanation.html + facts,
        answers=draft.answers,
        number=draft.number,
        tolerance=draft.tolerance,
    )
    return question, title.words + body.words + words


def _render_options(renderer: Renderer, draft: DraftQuestion) -> tuple[tuple[Option, ...], int]:
    """Options and their words. In typed and number questions the list is the answer, so there are none."""
    if draft.kind in {QuestionKind.TYPED, QuestionKind.NUMBER}:
        return (), 0
    options, words = [], 0
    for item in draft.options:
        text, pair = item.text, ""
        if draft.kind is QuestionKind.MATCH:
            left, _, right = item.text.partition("::")
            text, pair = left.strip(), right.strip()
        rendered = renderer.line(text, item.line)
        words += rendered.words + len(pair.split())
        options.append(Option(_option_id(draft, item), rendered.html, item.box == "x", _feedback(renderer, item), pair))
    return tuple(options), words


def _option_id(draft: DraftQuestion, item: DraftOption) -> str:
    """A name that follows from the text and not from the place: the place would give the right order away."""
    return hashlib.sha256(f"{draft.section.id}\n{item.text}".encode()).hexdigest()[:6]


def _feedback(renderer: Renderer, item: DraftOption) -> str:
    if not item.feedback:
        return ""
    return renderer.part("\n".join(item.feedback), item.feedback_line).html


def heaviest_page(intro: str, quiz: Quiz) -> int:
    """Bytes on the wire of the largest page a draw can make: asked, or marked with feedback."""

    def asked(question: Question) -> str:
        return (
            question.title_html + question.body_html + "".join(option.html + option.pair for option in question.options)
        )

    def marked(question: Question) -> str:
        return (
            asked(question) + question.explanation_html + "".join(option.feedback_html for option in question.options)
        )

    worst = 0
    for show in (asked, marked):
        drawn = sorted(quiz.questions, key=lambda question: len(show(question)), reverse=True)[: quiz.draw]
        forms = sum(QUESTION_BYTES + OPTION_BYTES * len(question.options) for question in drawn)
        worst = max(worst, weights.compressed(intro + "".join(show(question) for question in drawn)) + forms)
    return worst


def _warn_of_long_right_answers(source: SourceFile, questions: list[Question]) -> None:
    """Nobody should pass by choosing the longest option."""
    asked = [question for question in questions if question.kind is QuestionKind.CHOICE and len(question.options) > 2]
    longest = [
        question
        for question in asked
        if (right := max((len(o.html) for o in question.options if o.right), default=0))
        > 1.15 * max((len(o.html) for o in question.options if not o.right), default=0)
        and right
    ]
    if len(asked) >= 4 and len(longest) > len(asked) / 2:
        message = f"In {len(longest)} of {len(asked)} questions the right option is clearly the longest"
        source.warn(source.body_line, message, "Make wrong options as long and as exact as the right one.")
