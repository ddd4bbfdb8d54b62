"""What no template may contain, read from its source; what a finished page must be is checked by `tests/hygiene.py`."""

import re
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, TEMPLATES, templates

EXPRESSION = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.S)
SAFE = re.compile(r"([\w.]+|\([^()]*\))\s*\|\s*safe\b")
NOT_NAMES = {"if", "else", "or", "and", "not", "light"}
LETTERS = re.compile(r"[^\W\d_]{2,}")
TAG = re.compile(r"<[^<>]*>", re.S)
SHOWN_ATTRIBUTE = re.compile(r"\b(?:aria-label|alt|title|placeholder)=\"([^\"]*)\"")

# Said the same in every language: our own name, and codes that people type as they stand.
SAME_IN_EVERY_LANGUAGE = {"LearnHub", "doctype", "html", "CSV", "A4", "Cymraeg", "English"}


def name_of(path: Path) -> str:
    return str(path.relative_to(TEMPLATES))


@pytest.fixture(params=templates(), ids=name_of)
def template(request: pytest.FixtureRequest) -> tuple[str, str]:
    """A template's name and its text."""
    path: Path = request.param
    return name_of(path), path.read_text(encoding="utf-8")


def test_only_cleaned_html_is_declared_safe(template: tuple[str, str]) -> None:
    """Fields of catalogue structures that end in html went through markup.py; anything else is escaped."""
    _, text = template
    names = {name for found in SAFE.findall(text) for name in re.findall(r"[\w.]+", found)} - NOT_NAMES
    assert {name for name in names if not re.search(r"(^|[._])html$", name)} == set()
    assert len(re.findall(r"\|\s*safe\b", text)) == len(SAFE.findall(text))
    assert "Markup(" not in text
    assert "autoescape" not in text


def test_no_style_or_script_in_attributes(template: tuple[str, str]) -> None:
    _, text = template
    plain = EXPRESSION.sub("", text)
    assert re.findall(r"<[a-z][^<>]*\s(?:style|on[a-z]+)\s*=", plain) == []
    assert re.findall(r"<(?:script|iframe|object|embed|style)\b", plain) == []


def test_nothing_comes_from_elsewhere(template: tuple[str, str]) -> None:
    _, text = template
    assert re.findall(r"(?:src|srcset|poster)\s*=\s*\"(?:https?:)?//", text) == []


def test_a_page_is_built_on_the_layout(template: tuple[str, str]) -> None:
    name, text = template
    if name.startswith(("layouts/", "components/")) or "/_" in name or name.startswith("errors/"):
        return
    assert re.match(
        r"(\{#.*?#\}\s*)?\{%-?\s*extends \"(?:layouts/|" + re.escape(name.split("/")[0]) + r"/)", text, re.S
    )


def test_every_word_for_people_goes_through_gettext(template: tuple[str, str]) -> None:
    """A heuristic: what is left when expressions and tags are taken away holds no word."""
    _, text = template
    attributes = " ".join(EXPRESSION.sub(" ", shown) for shown in SHOWN_ATTRIBUTE.findall(text))
    visible = TAG.sub(" ", EXPRESSION.sub(" ", re.sub(r"\{#.*?#\}", " ", text, flags=re.S)))
    visible = re.sub(r"&[a-z]+;", " ", visible)
    words = {word for word in LETTERS.findall(visible) if word not in SAME_IN_EVERY_LANGUAGE}
    assert words == set()
    assert set(LETTERS.findall(attributes)) <= SAME_IN_EVERY_LANGUAGE


def test_a_template_stands_where_the_room_that_renders_it_stands() -> None:
    rooms = {path.name for path in (ROOT / "learnhub").iterdir() if path.is_dir()}
    known = rooms | {"layouts", "components", "errors"}
    names = [name_of(path) for path in templates() if "/" in name_of(path)]
    assert [name for name in names if name.split("/")[0] not in known] == []


def test_a_percent_sign_in_a_text_is_not_taken_for_a_placeholder(template: tuple[str, str]) -> None:
    """Every text goes through `%` formatting: a sign that stands for itself is written twice."""
    _, text = template
    texts = [one or other for one, other in re.findall(r"_\((?:\"([^\"]*)\"|'([^']*)')", text)]
    assert [one for one in texts if re.search(r"%(?!%|\(\w+\)[sd])", one.replace("%%", ""))] == []
