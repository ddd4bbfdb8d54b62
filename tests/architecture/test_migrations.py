"""Migrations go up and down on rows that look real, on both databases, and leave the schema that the models describe.

Our triggers are made by migrations alone, so they are looked for after each.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import event, func, insert, select, text
from sqlalchemy.exc import DatabaseError

from learnhub import clock
from learnhub import db as database
from learnhub.badges.models import Revocation
from learnhub.catalogue.models import DefinitionRow, DefinitionVersion
from learnhub.db import db, write_options
from learnhub.record.models import RecordObject, Statement, Voided
from tests import factories, people
from tests.architecture.source import ROOT
from tests.databases import Databases, make_app, wanted

APPEND_ONLY = ("statement", "voided", "course_version", "definition_version", "revocation")
EXPECTED_TRIGGERS = {
    "sqlite": {f"{table}_no_{what}" for table in APPEND_ONLY for what in ("update", "delete")},
    "postgresql": {f"{table}_{what}" for table in APPEND_ONLY for what in ("append_only", "no_truncate")},
}


def revisions() -> list[str]:
    """Every revision, oldest first."""
    scripts = ScriptDirectory(str(ROOT / "migrations"))
    return [script.revision for script in scripts.walk_revisions()][::-1]


@pytest.fixture
def bare_app(all_databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    """LearnHub on a database with nothing in it, not even tables."""
    url = all_databases.bare(tmp_path)
    app = make_app(url, tmp_path)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    all_databases.drop(url)


def triggers() -> set[str]:
    """The triggers that the database has."""
    if db.engine.dialect.name == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    with db.engine.connect() as connection:
        return set(connection.execute(text(query)).scalars())


def populate() -> None:
    """The cast, a course, and lines in each of the append-only tables."""
    people.load_cast()
    course = factories.make_course()
    learner_id = people.person("learner").learner_id
    with database.write():
        thing = RecordObject(kind=1, key=str(course.id), course_id=course.id)
        db.session.add(thing)
        db.session.flush()
        now = clock.now()
        rows = [
            {
                "id": clock.uuid7(),
                "learner_id": learner_id,
                "verb": verb,
                "object_id": thing.id,
                "is_course_completion": verb == 2,
                "at": now,
                "received_at": now,
                "assurance": 3,
                "language": 1,
            }
            for verb in (1, 2, 6)
        ]
        db.session.execute(insert(Statement), rows)
        db.session.add(Voided(seq=2, by_seq=3))
        definition = DefinitionRow(kind="pathway", slug="everyone", faults=[])
        db.session.add(definition)
        db.session.flush()
        db.session.add(
            DefinitionVersion(definition_id=definition.id, content_hash="0" * 64, published_at=now, source="title: It")
        )
        db.session.add(Revocation(list_number=1, place=7, at=now))


def statements() -> int:
    return db.session.execute(select(func.count()).select_from(Statement)).scalar_one()


def differences() -> list[object]:
    """Where the migrated schema and the models disagree."""
    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_object": lambda thing, name, kind, *_: not (kind == "table" and name.startswith("sqlite_")),
            },
        )
        return list(compare_metadata(context, db.metadata))


def test_migrations_make_what_the_models_say(empty_app: Flask) -> None:
    assert differences() == []


def test_there_is_one_head() -> None:
    assert len(ScriptDirectory(str(ROOT / "migrations")).get_heads()) == 1


def test_the_triggers_are_there(empty_app: Flask) -> None:
    assert triggers() == EXPECTED_TRIGGERS[db.engine.dialect.name]


@pytest.mark.parametrize("revision", revisions())
def test_a_migration_goes_down_and_up_again_on_a_populated_database(bare_app: Flask, revision: str) -> None:
    upgrade()
    populate()
    db.session.remove()
    below = ScriptDirectory(str(ROOT / "migrations")).get_revision(revision).down_revision
    downgrade(revision=str(below or "base"))
    if below:
        assert statements() == 3
    else:
        assert triggers() == set()
    upgrade()
    assert triggers() == EXPECTED_TRIGGERS[db.engine.dialect.name]
    assert differences() == []
    if below:
        assert statements() == 3
    else:
        populate()  # what was made anew works


CHANGES = {
    "update": "UPDATE {table} SET {key} = {key}",
    "delete": "DELETE FROM {table}",
    **(
        {"replace": "INSERT OR REPLACE INTO {table} SELECT * FROM {table}"}
        if wanted() == "sqlite"
        else {"truncate": "TRUNCATE {table} CASCADE"}
    ),
}


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("change", CHANGES)
def test_the_database_refuses_to_change_what_was_written(empty_app: Flask, table: str, change: str) -> None:
    populate()
    key = next(iter(db.metadata.tables[table].primary_key)).name
    db.session.remove()
    with db.engine.connect().execution_options(**write_options()) as connection:
        with pytest.raises(DatabaseError, match="append-only"):
            connection.execute(text(CHANGES[change].format(table=table, key=key)))
        connection.rollback()


def test_a_migration_is_one_transaction(bare_app: Flask) -> None:
    """A migration that fails half way leaves nothing behind, on SQLite too."""

    def stop(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.strip().startswith("CREATE TABLE sign_in_session"):
            raise RuntimeError("as if the machine had stopped here")

    event.listen(db.engine, "before_cursor_execute", stop)
    with pytest.raises(SystemExit):
        upgrade()
    event.remove(db.engine, "before_cursor_execute", stop)
    assert triggers() == set()
    with db.engine.connect() as connection:
        inside = db.engine.dialect.has_table(connection, "department")
    assert not inside


def test_no_migration_makes_an_append_only_table_anew() -> None:
    """Batch mode copies a table and drops its triggers; on these tables it is forbidden."""
    for path in (ROOT / "migrations/versions").glob("*.py"):
        source = path.read_text()
        assert [table for table in APPEND_ONLY if f'batch_alter_table("{table}"' in source] == [], path.name
