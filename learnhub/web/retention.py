"""How long things are kept. Each room says so for its own tables; `flask jobs run` removes what has outlived its time.

The privacy page makes these promises to people; a test holds the two together.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import ColumnElement, delete, inspect, select

from learnhub import clock
from learnhub.db import Base, db, write

CHUNK = 500  # rows a transaction: no lock is held for long


@dataclass(frozen=True, slots=True)
class Retention:
    """Rows of a table go when `since` (an instant of the row) is older than `kept`; rows without that instant stay."""

    table: type[Base]
    since: Any
    kept: timedelta
    only: ColumnElement[bool] | None = None


def add_retention(app: Flask, rules: Iterable[Retention]) -> None:
    """Say how long rows of a room's tables are kept."""
    app.extensions.setdefault("learnhub.retention", []).extend(rules)


def remove_outlived(app: Flask) -> dict[str, int]:
    """Remove every row that has outlived its time, in small transactions; how many went, by table."""
    removed: dict[str, int] = {}
    for rule in app.extensions.get("learnhub.retention", []):
        name = rule.table.__tablename__
        while gone := _remove_chunk(rule):
            removed[name] = removed.get(name, 0) + gone
    return removed


def _remove_chunk(rule: Retention) -> int:
    key = inspect(rule.table).primary_key[0]
    outlived = select(key).where(rule.since < clock.now() - rule.kept).limit(CHUNK)
    if rule.only is not None:
        outlived = outlived.where(rule.only)
    with write():
        result = db.session.execute(delete(rule.table).where(key.in_(outlived)))
        return int(getattr(result, "rowcount", 0))
