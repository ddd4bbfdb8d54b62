"""`flask courses` with pathways among the courses, and `flask pathways settle`."""

from pathlib import Path

import pytest
from flask import Flask

from learnhub import db as database
from learnhub.catalogue.definitions import served
from learnhub.catalogue.shelf import shelf
from learnhub.record import actions as record
from learnhub.record.words import Means
from tests import factories, people
from tests.pathways.world import completions, make_pathway, short_course, take

TEXT = """\
title: Start
summary: Where to begin.
audience: everyone
steps:
  - course: letters
  - course: files
cy:
  title: Dechrau
  summary: Ble i ddechrau.
"""


@pytest.fixture
def root(app: Flask) -> Path:
    folder: Path = app.extensions["learnhub.settings"].courses
    for slug in ("letters", "files"):
        factories.write_course(folder, slug)
    write(folder, TEXT)
    return folder


def write(root: Path, text: str) -> None:
    (root / "pathways").mkdir(exist_ok=True)
    (root / "pathways" / "start.yaml").write_text(text)


def run(app: Flask, *words: str, fails: bool = False) -> str:
    result = app.test_cli_runner().invoke(args=list(words))
    assert (result.exit_code != 0) is fails, result.output
    return str(result.output)


def test_publish_without_arguments_publishes_pathways_too(app: Flask, root: Path) -> None:
    assert "pathways/start: published" in run(app, "courses", "publish")
    assert "pathways/start: unchanged" in run(app, "courses", "publish", "pathways/start")
    assert "letters" not in run(app, "courses", "publish", "pathways/start")
    assert [pathway.slug for pathway in served("pathway")] == ["start"]
    assert "pathways/start" in run(app, "courses", "list")


def test_check_names_file_and_line(app: Flask, root: Path) -> None:
    run(app, "courses", "check", str(root))
    write(root, TEXT.replace("course: files", "course: flies"))
    for path in (root, root / "pathways", root / "pathways" / "start.yaml"):
        said = run(app, "courses", "check", str(path), fails=True)
        assert f"{root}/pathways/start.yaml:6: “flies” is not known in “course”. Did you mean “files”?" in said
    assert "flies" not in run(app, "courses", "check", str(root / "letters"))


def test_a_faulty_pathway_is_not_served(app: Flask, root: Path) -> None:
    write(root, TEXT.replace("everyone", "elves"))
    said = run(app, "courses", "publish", fails=True)
    assert "start.yaml:3:" in said
    assert "pathways/start: 1 errors, not served" in said
    assert served("pathway") == ()


def test_withdraw_and_names_nobody_knows(app: Flask, root: Path) -> None:
    run(app, "courses", "publish")
    assert "withdrawn" in run(app, "courses", "withdraw", "pathways/start")
    assert served("pathway") == ()
    run(app, "courses", "withdraw", "pathways/start", fails=True)
    run(app, "courses", "publish", "pathways/nowhere", fails=True)
    run(app, "courses", "publish", "../pathways/start", fails=True)
    assert "pathways/start: published" in run(app, "courses", "publish", "pathways/start")


def test_publishing_a_version_that_asks_for_less_completes_who_has_it(app: Flask, root: Path) -> None:
    run(app, "courses", "publish")
    letters = shelf().course("letters")
    assert letters is not None
    learner = people.person("learner").learner_id
    for module in letters.modules:
        with database.write():
            record.mark_module_done(learner, letters, module, Means.MARKED)
    write(root, TEXT.replace("  - course: files\n", ""))
    assert "pathways/start: complete for 1 people" in run(app, "courses", "publish", "pathways/start")
    assert len(completions(learner)) == 1


def test_settle_all_or_those_named(app: Flask) -> None:
    learner = people.person("learner").learner_id
    take(learner, short_course("a"))
    make_pathway("a")
    make_pathway("a", slug="other")
    assert run(app, "pathways", "settle", "other") == "other: 1 completed\n"
    assert run(app, "pathways", "settle") == "other: 0 completed\nstart: 1 completed\n"
    assert "no pathway called nowhere" in run(app, "pathways", "settle", "nowhere", fails=True)
