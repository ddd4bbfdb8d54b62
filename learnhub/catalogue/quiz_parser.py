"""A quiz's Markdown as questions: headings, task lists, quotes. Reads and reports; nothing is rendered here."""

import re
from dataclasses import dataclass, field

from learnhub.catalogue.fields import suggestion
from learnhub.catalogue.reader import SourceFile
from learnhub.catalogue.sections import Section
from learnhub.catalogue.structures import QuestionKind

_ITEM = re.compile(r"^(?:[-*+]|(?P<number>\d{1,3})[.)])[ \t]+(?:\[(?P<box>[ xX=])\](?:[ \t]+|$))?(?P<text>.*)$")
_NUMBER = re.compile(r"^[+-]?\d[\d, ]*(?:\.\d+)?$")
_TRUE, _FALSE = frozenset({"true", "cywir", "gwir"}), frozenset({"false", "anghywir", "gau"})
_EVERYTHING = re.compile(r"^(?:all|none|both) of (?:the above|these|them)\W*$|^pob un o'r uchod\W*$", re.I)
ATTRIBUTES = frozenset({"outcome", "read", "kind"})


@dataclass(slots=True)
class DraftOption:
    """An item of a question's list as it stands in the file."""

    line: int
    box: str  # " ", "x", "=" or "" when there is none
    text: str
    is_numbered: bool
    feedback: list[str] = field(default_factory=list)
    feedback_line: int = 0


@dataclass(slots=True)
class DraftQuestion:
    """A question as it stands in the file."""

    section: Section
    kind: QuestionKind = QuestionKind.CHOICE
    body: str = ""
    options: list[DraftOption] = field(default_factory=list)
    explanation: str = ""
    explanation_line: int = 0
    answers: tuple[str, ...] = ()
    number: float | None = None
    tolerance: float = 0.0


def parse_question(source: SourceFile, section: Section) -> DraftQuestion:
    """A question from its section. Whatever is wrong with it is reported with its line."""
    question = DraftQuestion(section)
    _check_heading(source, section)
    _read_parts(source, question)
    question.kind = _kind_of(source, question)
    _CHECKS[question.kind](source, question)
    if not question.explanation:
        source.error(
            section.line, "This question has no explanation", "End it with a quote after the list: “> Because …”."
        )
    return question


def _check_heading(source: SourceFile, section: Section) -> None:
    if not section.id:
        source.error(section.line, "This question has no id", 'End its heading with {#id outcome="…" read="…"}.')
    for name in section.attributes:
        if name not in ATTRIBUTES:
            source.error(section.line, f"“{name}” is not known on a question", suggestion(name, ATTRIBUTES))
    for name in ("outcome", "read"):
        if not section.attributes.get(name):
            source.error(
                section.line, f"This question has no {name}", f'Add {name}="…" inside the braces of its heading.'
            )


def _read_parts(source: SourceFile, question: DraftQuestion) -> None:
    """Body, then the list with feedback under its items, then the explanation."""
    body: list[str] = []
    explanation: list[str] = []
    part = "body"
    for offset, line in enumerate(question.section.text.split("\n")):
        number = question.section.text_line + offset
        item = _ITEM.match(line)
        if (
            part != "explanation"
            and item
            and (part == "list" or item["box"] or item["number"] or _begins_list(question, line))
        ):
            part = "list"
            question.options.append(
                DraftOption(number, (item["box"] or "").lower(), item["text"].strip(), bool(item["number"]))
            )
        elif part == "body":
            body.append(line)
        elif not line.strip():
            if part == "explanation":
                explanation.append("")
        elif line.startswith(">"):
            part = "explanation"
            question.explanation_line = question.explanation_line or number
            explanation.append(re.sub(r"^> ?", "", line))
        elif part == "list" and line[:1] in " \t":
            _continue_option(question.options[-1], line.strip(), number)
        elif part == "explanation" and explanation[-1]:
            explanation.append(line)
        elif part == "list" and question.section.text.split("\n")[offset - 1].strip():
            _continue_option(question.options[-1], line.strip(), number)
        else:
            source.error(
                number,
                f"“{line.strip()[:40]}” stands where nothing is expected",
                "Put it above the list, or into the quote.",
            )
    question.body = "\n".join(body).strip("\n")
    question.explanation = "\n".join(explanation).strip("\n")


def _begins_list(question: DraftQuestion, line: str) -> bool:
    """Whether a plain item begins the options: those of a matching question have no boxes."""
    return question.section.attributes.get("kind") == "match" and "::" in line


def _continue_option(option: DraftOption, text: str, line: int) -> None:
    if text.startswith(">"):
        option.feedback_line = option.feedback_line or line
        option.feedback.append(re.sub(r"^> ?", "", text))
    elif option.feedback:
        option.feedback.append(text)
    else:
        option.text = f"{option.text} {text}".strip()


def _kind_of(source: SourceFile, question: DraftQuestion) -> QuestionKind:
    given = question.section.attributes.get("kind", "")
    if given:
        try:
            return QuestionKind(given)
        except ValueError:
            kinds = [kind.value for kind in QuestionKind]
            source.error(question.section.line, f"There is no kind “{given[:40]}”", f"Use one of: {', '.join(kinds)}.")
    boxes = [option.box for option in question.options]
    if boxes and all(box == "=" for box in boxes):
        return QuestionKind.TYPED
    if question.options and all(option.is_numbered for option in question.options):
        return QuestionKind.ORDER
    if boxes.count("x") > 1:
        return QuestionKind.ALL
    if {option.text.strip(". ").lower() for option in question.options} in [{t, f} for t in _TRUE for f in _FALSE]:
        return QuestionKind.TRUE_FALSE
    return QuestionKind.CHOICE


def _check_choice(source: SourceFile, question: DraftQuestion) -> None:
    line, right = question.section.line, sum(option.box == "x" for option in question.options)
    for option in question.options:
        if option.box not in {" ", "x"} or option.is_numbered:
            source.error(option.line, "This option has no box", "Begin it with “- [ ]”, or “- [x]” if it is right.")
        if _EVERYTHING.match(option.text):
            source.error(
                option.line, f"“{option.text}” is not an option", "Ask “choose all that apply”: mark several with [x]."
            )
        if not option.feedback and question.kind is not QuestionKind.TRUE_FALSE:
            source.warn(
                option.line, "This option has no feedback", "Say why under it, in a quote indented by four spaces."
            )
    _check_texts(source, question, 2)
    if right == 0:
        source.error(line, "This question has no right answer", "Mark the right option with [x].")
    elif right > 1 and question.kind is not QuestionKind.ALL:
        source.error(line, f"This question has {right} right answers", 'Mark one, or write kind="all" on the heading.')


def _check_texts(source: SourceFile, question: DraftQuestion, fewest: int) -> None:
    if len(question.options) < fewest:
        found = len(question.options)
        source.error(
            question.section.line,
            f"This question has {found} of at least {fewest} items in its list",
            "Add the others.",
        )
    if len(question.options) > 12:
        source.error(question.options[12].line, "A question has at most 12 items in its list", "Ask less at once.")
    texts: set[str] = set()
    for option in question.options:
        text = option.text.lower()
        if not text:
            source.error(option.line, "This item has no text", "Write it, or take the line out.")
        elif text in texts:
            source.error(option.line, f"“{option.text[:40]}” stands here twice", "Keep one of them.")
        texts.add(text)


def _check_typed(source: SourceFile, question: DraftQuestion) -> None:
    _check_boxes(source, question)
    question.answers = tuple(option.text for option in question.options if option.text)
    if not question.answers:
        source.error(
            question.section.line,
            "This question has no right answer",
            "Write each wording that counts: “- [=] 72 hours”.",
        )


def _check_boxes(source: SourceFile, question: DraftQuestion) -> None:
    for option in question.options:
        if option.box != "=":
            source.error(option.line, "An answer to be typed begins with “- [=]”", "Write “- [=] the answer”.")


def _check_number(source: SourceFile, question: DraftQuestion) -> None:
    _check_boxes(source, question)
    if len(question.options) != 1:
        source.error(
            question.section.line, "A number question has exactly one answer", "Write one line like “- [=] 72 ± 2”."
        )
        return
    value, _, tolerance = question.options[0].text.replace("+/-", "±").partition("±")
    number, margin = _number(value), _number(tolerance) if tolerance else 0.0
    if number is None or margin is None or margin < 0:
        source.error(
            question.options[0].line,
            f"“{question.options[0].text[:40]}” is not a number",
            "Write “- [=] 72” or “- [=] 72 ± 2”.",
        )
        return
    question.number, question.tolerance = number, margin


def _number(text: str) -> float | None:
    text = text.strip()
    if len(text) > 20 or not _NUMBER.match(text):
        return None
    return float(text.replace(",", "").replace(" ", ""))


def _check_match(source: SourceFile, question: DraftQuestion) -> None:
    for option in question.options:
        left, _, right = option.text.partition("::")
        if not left.strip() or not right.strip() or "::" in right:
            source.error(option.line, "This is not a pair", "Write “- Left :: Right”.")
    _check_texts(source, question, 3)


def _check_order(source: SourceFile, question: DraftQuestion) -> None:
    for option in question.options:
        if not option.is_numbered:
            source.error(
                option.line, "Items to be ordered are numbered", "Write “1. First”, “2. Second”, in the right order."
            )
    _check_texts(source, question, 3)


_CHECKS = {
    QuestionKind.CHOICE: _check_choice,
    QuestionKind.ALL: _check_choice,
    QuestionKind.TRUE_FALSE: _check_choice,
    QuestionKind.TYPED: _check_typed,
    QuestionKind.NUMBER: _check_number,
    QuestionKind.MATCH: _check_match,
    QuestionKind.ORDER: _check_order,
}
