"""What `flask demo load` leaves in the database."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text

from learnhub import db as database
from learnhub.db import db
from learnhub.demo import load as demo
from learnhub.demo.plan import DoesNotFit
from learnhub.demo.proof import differences, differences_in_sample
from learnhub.people.models import Absence, Department, DepartmentName, Learner, Person, Posting, RoleGrant
from learnhub.record import actions as record
from learnhub.record.models import CompletionMonth, Progress, Standing, Statement
from tests.databases import Databases, make_app
from tests.demo.conftest import Load, load_here, make_courses
from tests.factories import make_department, make_person

PEOPLE = (Department, DepartmentName, Learner, Person, Posting, Absence, RoleGrant)
RECORD = (Statement, Progress, Standing, CompletionMonth)


def test_exactly_as_many_people_and_statements_as_were_asked_for(load: Load) -> None:
    loaded = load(people=120, statements=700)
    assert (loaded.people, loaded.statements) == (120, 700)
    assert db.session.scalar(select(func.count()).select_from(Person)) == 120
    assert db.session.scalar(select(func.count()).select_from(Statement)) == 700


def test_the_caches_are_what_the_statements_amount_to(load: Load) -> None:
    load()
    assert list(differences()) == []
    assert list(differences_in_sample()) == []
    assert record.rebuild() == 0


def test_a_proof_finds_what_is_wrong(load: Load) -> None:
    load()
    with database.write():
        db.session.execute(text("UPDATE progress SET checks = '{}'"))
        db.session.execute(text("UPDATE standing SET complete = complete + 1"))
    assert any("progress" in found for found in differences_in_sample())
    assert any("standing" in found for found in differences())


def test_a_large_load_takes_the_other_road_to_the_same_end(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    """Indexes are dropped and made again; triggers stay."""
    before = definitions()
    monkeypatch.setattr(demo, "LARGE", 100)
    load(people=200, statements=1_500)
    assert list(differences()) == []
    assert definitions() == before
    assert db.session.scalar(text("SELECT count(*) FROM learner")) == 200


def definitions() -> list[str]:
    """Every table, index, constraint and trigger, as the database says it."""
    if db.engine.dialect.name == "sqlite":
        query = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_stat%' ORDER BY sql"
    else:
        query = (
            "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' "
            "UNION ALL SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE connamespace = 'public'::regnamespace "
            "UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1"
        )
    found = [row[0] for row in db.session.execute(text(query))]
    db.session.rollback()
    return found


def test_the_same_seed_makes_the_same_rows(all_databases: Databases, tmp_path: Path) -> None:
    first, again, other = (made_in(all_databases, tmp_path, seed) for seed in (1, 1, 2))
    assert first == again
    assert first["person"] != other["person"]
    assert first["statement"] != other["statement"]


def made_in(all_databases: Databases, folder: Path, seed: int) -> dict[str, str]:
    """A digest of each table of a database of its own."""
    url = all_databases.fresh(folder, with_cast=False)
    with make_app(url, folder).app_context():
        make_courses()
        load_here(seed=seed)
        found = {table.__tablename__: digest(table) for table in (*PEOPLE, *RECORD)}
        db.session.remove()
        db.engine.dispose()
    all_databases.drop(url)
    return found


def digest(table: Any) -> str:
    columns = [column for column in table.__table__.columns if column.name != "password_hash"]  # salted
    rows = sorted(repr(tuple(row)) for row in db.session.execute(select(*columns)))
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def test_a_failure_on_the_way_leaves_nobody(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(demo, "write_activity", stop)
    with pytest.raises(RuntimeError):
        load()
    assert demo.is_empty()


def test_too_much_for_so_few_is_refused_and_nothing_is_written(load: Load) -> None:
    with pytest.raises(DoesNotFit, match="at most about"):
        load(people=20, statements=5_000)
    assert demo.is_empty()


def test_people_who_are_there_already_stay_as_they_are(load: Load) -> None:
    person_id = make_person(email="somebody@department.example", department=make_department()).id
    load()
    assert db.session.get_one(Person, person_id).email == "somebody@department.example"
    assert list(differences()) == []
