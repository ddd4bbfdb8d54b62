"""Publishing keeps every version, serves the last good one, and a faulty course takes nothing down."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from learnhub import db as database
from learnhub.catalogue import publishing, watching
from learnhub.catalogue.models import CourseMedia, CourseRow, CourseVersion
from learnhub.catalogue.publishing import publish, withdraw
from learnhub.catalogue.shelf import shelf
from learnhub.db import Stamp, db
from tests.catalogue import courses
from tests.catalogue.courses import MODULE
from tests.page import Page


@pytest.fixture
def root(app: Flask) -> Path:
    folder: Path = app.extensions["learnhub.settings"].courses
    courses.write(folder)
    return folder


def versions() -> int:
    return db.session.execute(select(func.count()).select_from(CourseVersion)).scalar_one()


def stamp() -> int:
    db.session.rollback()
    return db.session.execute(select(Stamp.value).where(Stamp.name == "catalogue")).scalar_one_or_none() or 0


def test_a_published_course_is_on_the_shelf(root: Path) -> None:
    done = publish("letters", root)
    assert done.changed
    course = shelf().course("letters")
    assert course is not None
    assert (course.title, course.version_id) == ("Letters", done.version_id)
    assert course.content_hash


def test_an_unchanged_course_publishes_nothing(root: Path) -> None:
    first = publish("letters", root)
    before = stamp()
    again = publish("letters", root)
    assert (again.changed, again.version_id) == (False, first.version_id)
    assert (versions(), stamp()) == (1, before)


def test_a_changed_course_is_a_new_version_and_the_old_one_is_kept(root: Path) -> None:
    first = publish("letters", root)
    courses.write(root, {"01-open-it.md": MODULE + "\nMore.\n"})
    second = publish("letters", root)
    assert second.changed
    assert second.version_id != first.version_id
    now = shelf()
    assert "More." in now.version(second.version_id or 0).modules[0].html
    assert "More." not in now.version(first.version_id or 0).modules[0].html
    with pytest.raises(KeyError):
        now.version(999)


def test_going_back_to_an_earlier_text_serves_the_earlier_version(root: Path) -> None:
    first = publish("letters", root)
    courses.write(root, {"01-open-it.md": MODULE + "\nMore.\n"})
    publish("letters", root)
    courses.write(root)
    third = publish("letters", root)
    assert (third.changed, third.version_id, versions()) == (True, first.version_id, 2)


def test_a_changed_fact_is_a_new_version_of_the_courses_that_cite_it(root: Path) -> None:
    publish("letters", root)
    facts = root / "facts.yaml"
    facts.write_text(facts.read_text().replace("72 hours", "48 hours"))
    assert publish("letters", root).changed
    facts.write_text(facts.read_text().replace("12 weeks", "13 weeks"))  # cited by none
    assert not publish("letters", root).changed


def test_a_faulty_course_keeps_its_last_version_and_says_so(root: Path, page: Page) -> None:
    publish("letters", root)
    courses.write(root, {"01-open-it.md": MODULE + "\n[gone](gone)\n"})
    done = publish("letters", root)
    assert [fault.message for fault in done.errors] == ["“gone” leads nowhere"]
    assert not done.changed
    assert shelf().course("letters") is not None
    ready = page.get("/readyz")
    assert '"degraded":["letters"]' in ready.text.replace(" ", "").replace("\n", "")
    page.sign_in("admin")
    assert "“gone” leads nowhere" in page.get("/catalogue/letters").text
    courses.write(root)
    publish("letters", root)
    assert '"degraded":[]' in page.get("/readyz").text.replace(" ", "").replace("\n", "")


def test_a_course_never_published_is_not_served(root: Path) -> None:
    courses.write(root, {"course.md": "---\ntitle: x\n---\n"})
    done = publish("letters", root)
    assert done.version_id is None
    assert shelf().courses == ()
    row = db.session.execute(select(CourseRow)).scalar_one()
    assert row.faults


def test_what_is_no_course_leaves_no_trace(root: Path) -> None:
    for slug in ("none", "../letters", "Letters!"):
        done = publish(slug, root)
        assert done.errors
        assert done.version_id is None
    assert db.session.execute(select(func.count()).select_from(CourseRow)).scalar_one() == 0


def test_a_broken_fact_concerns_only_those_who_cite_it(root: Path) -> None:
    facts = root / "facts.yaml"
    facts.write_text(facts.read_text().replace("  source: A report\n", ""))
    assert publish("letters", root).changed


def test_broken_shared_files_publish_nothing_new(root: Path) -> None:
    publish("letters", root)
    (root / "facts.yaml").write_text("- broken")
    assert publish("letters", root).errors
    assert shelf().course("letters") is not None


def test_a_withdrawn_course_is_no_longer_offered_but_known(root: Path) -> None:
    version_id = publish("letters", root).version_id
    course_id = db.session.execute(select(CourseRow.id)).scalar_one()
    with database.write():
        assert withdraw("letters")
        assert not withdraw("letters")
    now = shelf()
    assert (now.course("letters"), now.courses) == (None, ())
    assert now.title_of(course_id) == "Letters"
    assert now.version(version_id or 0).slug == "letters"
    assert not now.is_served(course_id)
    assert publish("letters", root).changed
    assert shelf().course("letters") is not None


def test_a_renamed_course_stays_the_same_course(root: Path) -> None:
    publish("letters", root)
    course_id = db.session.execute(select(CourseRow.id)).scalar_one()
    renamed = courses.COURSE.replace("licence:", "was: letters\nlicence:")
    (root / "letters").rename(root / "post")
    courses.write(root, {"course.md": renamed}, slug="post")
    publish("post", root)
    now = shelf()
    assert now.by_id(course_id) == now.course("post") == now.course("letters")


def test_media_are_stored_once(root: Path) -> None:
    picture = {"media/a.svg": courses.SVG, "01-open-it.md": MODULE + "\n![A box](media/a.svg)\n"}
    courses.write(root, picture)
    publish("letters", root)
    courses.write(root, {**picture, "02-check-it.md": courses.CHECK + "\n"})
    publish("letters", root)
    assert versions() == 2
    assert db.session.execute(select(func.count()).select_from(CourseMedia)).scalar_one() == 1


def test_a_version_cannot_be_changed(root: Path) -> None:
    publish("letters", root)
    for statement in ("UPDATE course_version SET version = 'x'", "DELETE FROM course_version"):
        with pytest.raises(DBAPIError, match="append-only"), database.write():
            db.session.execute(db.text(statement))


def test_in_development_a_changed_file_publishes_itself(root: Path) -> None:
    before = watching.times_of(root)
    assert watching.publish_changes(root, {}, before) == ["letters"]
    courses.write(root, {"01-open-it.md": MODULE + "\nMore.\n"})
    now = watching.times_of(root)
    assert now != before
    assert watching.publish_changes(root, before, now) == ["letters"]
    assert watching.publish_changes(root, now, now) == []


def test_what_was_withdrawn_does_not_publish_itself(root: Path) -> None:
    publish("letters", root)
    with database.write():
        withdraw("letters")
    courses.write(root, {"01-open-it.md": MODULE + "\nMore.\n"})
    assert publishing.sync_changed(root) == []


def test_what_changed_while_nobody_watched_is_known_without_rendering(root: Path) -> None:
    courses.write(root, slug="other")
    publish("letters", root)
    assert publishing.changed_slugs(root) == ["other"]
    publish("other", root)
    assert publishing.changed_slugs(root) == []
    courses.write(root, {"01-open-it.md": MODULE + "\nMore.\n"})
    assert publishing.changed_slugs(root) == ["letters"]


def test_a_fault_does_not_end_the_watching(app: Flask, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Ended(Exception):
        """Ends the loop of the test; the real one ends with the process."""

    rounds: list[float] = []

    def sleep(seconds: float) -> None:
        rounds.append(seconds)
        if len(rounds) == 3:
            raise Ended

    def fail(_root: Path) -> None:
        if len(rounds) < 2:
            raise OSError("the disk is away")

    monkeypatch.setattr(watching.time, "sleep", sleep)
    real = watching.times_of
    monkeypatch.setattr(watching, "times_of", lambda path: fail(path) or real(path))
    with pytest.raises(Ended):
        watching.watch(app, root)
    assert shelf().course("letters") is not None
