"""Documents that fail when they fall behind."""

import re
from collections.abc import Iterator

import click
import pytest
from flask import Flask

from tests.architecture.source import ROOT, modules

DOCS = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\((?!https?:|mailto:|#)([^)#\s]+)")
NOT_OURS = {"routes", "run", "shell", "db"}  # Flask's and Flask-Migrate's own


def all_text() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in DOCS)


def settings_in_code() -> set[str]:
    config = next(module for module in modules() if module.name == "learnhub.config")
    return set(re.findall(r"\"(LEARNHUB_[A-Z_]+)\"", config.text))


def test_every_setting_has_a_heading() -> None:
    headings = set(re.findall(r"^## (LEARNHUB_[A-Z_]+)$", (ROOT / "docs/settings.md").read_text(), re.M))
    assert headings == settings_in_code()


def test_documents_name_no_setting_that_does_not_exist() -> None:
    tests_only = {"LEARNHUB_TEST_DATABASE", "LEARNHUB_TEST_DATABASE_URL"}
    assert set(re.findall(r"\bLEARNHUB_[A-Z_]+\b", all_text())) <= settings_in_code() | tests_only


def commands(group: click.Group, prefix: str = "flask") -> Iterator[tuple[str, click.Command]]:
    """Every command below a group, with the words one types."""
    for name, command in group.commands.items():
        if prefix == "flask" and name in NOT_OURS:
            continue
        if isinstance(command, click.Group):
            yield from commands(command, f"{prefix} {name}")
        else:
            yield f"{prefix} {name}", command


def test_every_command_is_documented(app: Flask) -> None:
    text = all_text()
    # "flask courses publish" may stand alone or be named after its group: "`publish`" in a line about flask courses.
    missing = [words for words, _ in commands(app.cli) if words not in text]
    assert missing == []


def test_every_command_says_what_it_does(app: Flask) -> None:
    assert [words for words, command in commands(app.cli) if not (command.help or "").strip()] == []


def test_every_make_target_is_documented() -> None:
    targets = set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(), re.M)) - {"help"}
    text = all_text()
    assert {target for target in targets if f"make {target}" not in text} == set()


@pytest.mark.parametrize("path", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(path: object) -> None:
    from pathlib import Path

    assert isinstance(path, Path)
    text = re.sub(r"^(    |\t).*$|`[^`]*`", "", path.read_text(encoding="utf-8"), flags=re.M)  # code is not a link
    missing = [link for link in LINK.findall(text) if not (path.parent / link.partition("#")[0]).exists()]
    assert missing == []


def test_every_dependency_is_explained() -> None:
    text = (ROOT / "docs/dependencies.md").read_text().lower()
    lines = (ROOT / "requirements.txt").read_text() + (ROOT / "requirements-dev.txt").read_text()
    names = re.findall(r"^([A-Za-z][\w-]*)", lines, re.M)
    assert [name for name in names if name.lower() not in text and not name.startswith("types-")] == []


def test_every_dependency_is_pinned() -> None:
    lines = [
        line
        for name in ("requirements.txt", "requirements-dev.txt")
        for line in (ROOT / name).read_text().splitlines()
        if line and not line.startswith(("#", "-r"))
    ]
    assert [line for line in lines if not re.fullmatch(r"[\w\[\]-]+==[\w.]+", line)] == []
