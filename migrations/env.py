"""How Alembic reaches our database. Run by `flask db …`; each migration is one transaction on both databases."""

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from learnhub.db import db, write_options


def is_ours(_object: object, name: str | None, kind: str, _reflected: bool, _compare_to: object) -> bool:
    """Leave SQLite's own bookkeeping alone."""
    return not (kind == "table" and name is not None and name.startswith("sqlite_"))


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        compare_type=True,
        include_object=is_ours,
        render_as_batch=False,  # batch mode makes a table anew and drops its triggers: never on `statement`
    )
    with context.begin_transaction():
        context.run_migrations()


with db.engine.connect().execution_options(**write_options()) as connection:
    # SQLite checks foreign keys per statement; a migration that makes a table anew must hold them off itself.
    migrate(connection)
    connection.commit()

current_app.logger.info("migrated")
