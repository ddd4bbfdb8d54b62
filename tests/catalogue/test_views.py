"""The pages of the catalogue, the courses' files, and the commands."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from learnhub import clock
from learnhub.catalogue.publishing import publish
from learnhub.catalogue.shelf import shelf
from tests.catalogue import courses
from tests.catalogue.courses import CHECK, MODULE, SCENARIO, TASK
from tests.page import Page


@pytest.fixture
def root(app: Flask) -> Path:
    folder: Path = app.extensions["learnhub.settings"].courses
    files = {
        "01-open-it.md": MODULE + "\n![A box](media/a.svg)\n",
        "02-check-it.md": CHECK,
        "03-try-it.md": TASK,
        "04-what-now.md": SCENARIO,
        "media/a.svg": courses.SVG,
    }
    courses.write(folder, files)
    publish("letters", folder)
    return folder


@pytest.mark.usefixtures("root")
def test_an_author_sees_every_course_and_its_state(page: Page) -> None:
    page.sign_in("author")
    with page.statements() as counted:
        opened = page.get("/catalogue")
    assert "Letters" in opened.text
    assert "Served" in opened.text
    assert len(counted) <= 5, str(counted)
    course = page.get("/catalogue/letters")
    assert "1 version is kept" in course.text
    page.get("/catalogue/none", 404)


@pytest.mark.usefixtures("root")
def test_a_course_whose_review_is_due_says_so(page: Page) -> None:
    with clock.at(datetime(2037, 1, 1, tzinfo=UTC)):
        assert "Review date passed" in page.sign_in("author").get("/catalogue").text
    assert "Review date passed" not in page.sign_in("author").get("/catalogue").text


@pytest.mark.parametrize("role", ["learner", "hr", "ambassador", "lead", "outsider"])
@pytest.mark.usefixtures("root")
def test_others_do_not(page: Page, role: str) -> None:
    page.sign_in(role)
    for path in ("/catalogue", "/catalogue/letters", "/catalogue/letters/preview/open-it"):
        page.get(path, 403)


def test_an_author_sees_a_module_before_it_is_published(page: Page, root: Path) -> None:
    courses.write(root, {"01-open-it.md": MODULE + "\nNot published yet. [gone](gone)\n"})
    page.sign_in("author")
    opened = page.get("/catalogue/letters/preview/open-it")
    assert "Not published yet." in opened.text
    assert "Line 13: “gone” leads nowhere" in opened.text
    assert "Right: Reads it" in page.get("/catalogue/letters/preview/check-it").text
    assert "Do it on paper." in page.get("/catalogue/letters/preview/try-it").text
    assert "Ring the press officer" in page.get("/catalogue/letters/preview/what-now").text
    for path in ("letters/preview/none", "none/preview/open-it", "../preview/open-it", "letters/preview/..%2fcourse"):
        page.get(f"/catalogue/{path}", 404)


def test_a_picture_may_be_kept_for_ever(page: Page, root: Path) -> None:
    course = shelf().course("letters")
    assert course is not None
    mark = course.media["a.svg"][:8]
    address = f"/courses/letters/media/a.svg?v={mark}"
    assert address in course.modules[0].html
    page.get(address, 302)
    page.sign_in("learner")
    opened = page.get(address)
    assert opened.headers["Content-Type"].startswith("image/svg+xml")
    assert opened.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert "sandbox" in opened.headers["Content-Security-Policy"]
    for path in (
        "letters/media/b.svg?v=00000000",
        "letters/media/b.svg",
        "letters/media/a.svg?v=ffffffff",
        "letters/media/a.svg?v=%25%25%25%25%25%25%25%25",
        "letters/media/..%2fcourse.md",
        "none/media/a.svg",
    ):
        page.get(f"/courses/{path}", 404)
    courses.write(root, {"media/a.svg": courses.SVG.replace("9", "8")})
    publish("letters", root)
    assert page.get(address).body == courses.SVG.encode()  # what an earlier version shows


def run(app: Flask, *arguments: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["courses", *arguments])
    return result.exit_code, result.output


def test_a_course_with_a_translation_is_one_course(app: Flask, root: Path) -> None:
    courses.write(root, {"cy/course.md": "---\ntitle: Llythyrau\n---\nTestun.\n"})
    code, output = run(app, "check", str(root / "letters"))
    assert code == 0
    assert "cy/course.md" not in output


def test_check_reports_and_fails(app: Flask, root: Path) -> None:
    assert run(app, "check") == (0, "")
    courses.write(root, {"01-open-it.md": MODULE + "\n[gone](gone)\n"})
    code, output = run(app, "check")
    assert code == 1
    assert "letters/01-open-it.md:13: “gone” leads nowhere. " in output
    code, output = run(app, "check", str(root / "letters" / "01-open-it.md"), "--format", "json")
    assert code == 1
    found = json.loads(output)
    assert [(fault["line"], fault["severity"], fault["message"]) for fault in found] == [
        (13, "error", "“gone” leads nowhere")
    ]
    assert run(app, "check", str(root / "none"))[0] == 1


def test_warnings_do_not_fail(app: Flask, root: Path) -> None:
    (root / "letters" / "review.md").unlink()
    code, output = run(app, "check")
    assert code == 0
    assert "course.md:1: warning: There is no review.md" in output
    assert run(app, "check", "--errors-only") == (0, "")


def test_publish_list_show_withdraw_words(app: Flask, root: Path) -> None:
    courses.write(root, slug="other")
    assert run(app, "publish") == (0, "letters: unchanged\nother: published\n")
    assert run(app, "publish", "none")[0] == 1
    assert run(app, "publish", "../letters")[0] == 1
    assert "served" in run(app, "list")[1]
    assert "open-it" in run(app, "show", "letters")[1]
    assert run(app, "show", "none")[0] == 1
    assert run(app, "withdraw", "other") == (0, "other: withdrawn\n")
    assert run(app, "withdraw", "other")[0] == 1
    assert "letters/open-it" in run(app, "words")[1]
    courses.write(root, {"01-open-it.md": MODULE + "\n[gone](gone)\n"})
    code, output = run(app, "publish", "letters")
    assert code == 1
    assert "letters: 1 errors, its last version stays served" in output


def test_without_a_course_the_service_is_not_ready(page: Page) -> None:
    assert "no course is published" in page.get("/readyz", 503).text
