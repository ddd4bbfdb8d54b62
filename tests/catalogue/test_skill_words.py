"""One word of a search and the skills it means, over the standard as it is published."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from learnhub.catalogue.search import stem
from learnhub.catalogue.skill_words import TOOLS, SkillWords

STANDARD = Path(__file__).parents[2] / "courses" / "skills.yaml"


def texts() -> dict[str, tuple[list[str], list[str]]]:
    areas: list[dict[str, Any]] = yaml.safe_load(STANDARD.read_text())["areas"]
    return {
        skill["code"]: ([skill["title"], skill["cy"]["title"]], list(skill["levels"].values()))
        for area in areas
        for skill in area["skills"]
    }


@pytest.fixture(scope="module")
def words() -> SkillWords:
    return SkillWords(texts(), stem)


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Excel", "spreadsheets"),
        ("pivot", "spreadsheets"),
        ("SPREADSHEET", "spreadsheets"),
        ("taenlenni", "spreadsheets"),
        ("Sgam", "recognising-scams"),
        ("phishing", "recognising-scams"),
        ("Teams", "calls-and-meetings"),
        ("hygyrchedd", "accessibility"),
        ("Copilot", "ai-at-work"),
    ],
)
def test_everyday_words_find_their_skill(words: SkillWords, word: str, code: str) -> None:
    assert code in words.of(word)


@pytest.mark.parametrize("word", ["", "?", "Rajesh", "Workington", "a"])
def test_other_words_mean_no_skill(words: SkillWords, word: str) -> None:
    assert words.of(word) == ()


def test_every_tool_belongs_to_a_skill_of_the_standard() -> None:
    assert set(TOOLS) <= set(texts())
