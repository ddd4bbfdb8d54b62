"""`flask demo load` and `flask demo welcome` as they are typed."""

import stat
from dataclasses import replace
from pathlib import Path

from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import func, select

from learnhub.db import db
from learnhub.demo.cast import CAST
from learnhub.demo.password import demo_password, password_file
from learnhub.people.hashing import is_right
from learnhub.people.models import Person
from tests.demo.conftest import Load
from tests.factories import make_department, make_person, write_course

SMALL = ("--people", "40", "--statements", "150")


def run(app: Flask, *arguments: str) -> tuple[int, str]:
    found = FlaskCliRunner(app).invoke(args=["demo", *arguments])
    return found.exit_code, found.output


def count_people() -> int:
    return db.session.scalar(select(func.count()).select_from(Person)) or 0


def not_a_demo(app: Flask) -> None:
    app.extensions["learnhub.settings"] = replace(app.extensions["learnhub.settings"], demo=False)


def test_load_says_what_it_made_and_a_second_time_does_nothing(empty_app: Flask, load: Load) -> None:
    code, said = run(empty_app, "load", *SMALL)
    assert code == 0
    assert "Loaded 40 people" in said
    assert "150 statements about 4 courses" in said
    assert "Checked (a sample)" in said
    code, said = run(empty_app, "load", "--people", "50", "--statements", "150")
    assert (code, count_people()) == (0, 40)
    assert "nothing to do" in said


def test_if_empty_leaves_a_service_with_people_alone(empty_app: Flask, load: Load) -> None:
    make_person(department=make_department())
    code, said = run(empty_app, "load", "--if-empty")
    assert (code, count_people()) == (0, 1)
    assert "nothing to do" in said


def test_outside_a_demo_it_refuses_a_service_with_people(empty_app: Flask, load: Load) -> None:
    not_a_demo(empty_app)
    make_person(department=make_department())
    code, said = run(empty_app, "load", "--yes", *SMALL)
    assert (code, count_people()) == (1, 1)
    assert "not a demo" in said


def test_outside_a_demo_it_wants_a_yes(empty_app: Flask, load: Load) -> None:
    not_a_demo(empty_app)
    assert run(empty_app, "load", *SMALL)[0] == 1
    assert count_people() == 0
    assert run(empty_app, "load", "--yes", *SMALL)[0] == 0
    assert count_people() == 40


def test_without_a_course_there_is_nothing_to_learn(empty_app: Flask) -> None:
    code, said = run(empty_app, "load", *SMALL)
    assert code == 1
    assert "nothing to learn" in said


def test_the_courses_of_the_folder_are_published_first(empty_app: Flask) -> None:
    folder = empty_app.extensions["learnhub.settings"].courses
    write_course(folder, "letters")
    code, said = run(empty_app, "load", "--people", "120", "--statements", "100")
    assert code == 0, said
    assert "about 1 course" in said


def test_the_password_is_made_once_readable_by_its_owner_alone_and_right(empty_app: Flask, load: Load) -> None:
    run(empty_app, "load", *SMALL)
    settings = empty_app.extensions["learnhub.settings"]
    kept = password_file(settings)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    password = demo_password(settings)
    assert len(set(password.split())) == 4
    hashes = set(
        db.session.execute(select(Person.password_hash).where(Person.email.in_([m.email for m in CAST]))).scalars()
    )
    assert len(hashes) == 1
    assert is_right(hashes.pop(), password)


def test_a_password_of_the_environment_is_used_and_not_kept(empty_app: Flask, tmp_path: Path) -> None:
    settings = replace(
        empty_app.extensions["learnhub.settings"],
        demo_password="given by hand",
        mail_folder=tmp_path / "elsewhere" / "mail",
    )
    assert demo_password(settings) == "given by hand"
    assert not password_file(settings).exists()


def test_welcome_names_the_address_the_sign_ins_and_the_password(empty_app: Flask, load: Load) -> None:
    run(empty_app, "load", *SMALL)
    code, said = run(empty_app, "welcome")
    assert code == 0
    settings = empty_app.extensions["learnhub.settings"]
    assert settings.base_url in said
    assert all(member.email in said for member in CAST)
    assert demo_password(settings) in said


def test_welcome_does_not_print_a_password_that_is_not_the_casts(empty_app: Flask, load: Load) -> None:
    run(empty_app, "load", *SMALL)
    settings = replace(empty_app.extensions["learnhub.settings"], demo_password="another one")
    empty_app.extensions["learnhub.settings"] = settings
    said = run(empty_app, "welcome")[1]
    assert "another one" not in said
    assert "loaded with" in said


def test_welcome_without_a_demo_says_how_to_load_one(empty_app: Flask) -> None:
    code, said = run(empty_app, "welcome")
    assert code == 1
    assert "flask demo load" in said
