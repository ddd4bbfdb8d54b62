"""Statements of hot pages, sent to the driver as they are written, and parts of them that rooms lend each other."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CursorResult

from learnhub.db import reading_connection


class PlainSql:
    """A statement of a hot page, sent to the driver as it is: a fraction of what building it anew each time costs.

    Written with `:name` for parameters; no colon stands in it otherwise.
    """

    def __init__(self, sqlite: str, postgresql: str | None = None) -> None:
        self._by_dialect = {
            "sqlite": sqlite,
            "postgresql": re.sub(r":([a-z_]+)", r"%(\1)s", postgresql or sqlite),
        }

    def run(self, **parameters: object) -> CursorResult[Any]:
        """Run it in the current transaction, or on the request's own reader when there is none.

        Values go to the driver untyped: instants as milliseconds.
        """
        connection = reading_connection()
        return connection.exec_driver_sql(self._by_dialect[connection.dialect.name], parameters)


@dataclass(frozen=True, slots=True)
class Part:
    """One value that a room lets others read along with theirs, as each database says it: a SELECT without brackets.

    Rows are a JSON list of lists, which `rows_of` reads.
    """

    sqlite: str
    postgresql: str

    @classmethod
    def of(
        cls, text: str, sqlite: Mapping[str, str] | None = None, postgresql: Mapping[str, str] | None = None
    ) -> "Part":
        """A text with the words in it that each database has its own for: `{all}` and `{each}` make JSON lists of rows
        and of columns."""
        return cls(
            text.format(all="json_group_array", each="json_array", **(sqlite or {})),
            text.format(all="json_agg", each="json_build_array", **(postgresql or {})),
        )


def together(*parts: Part | str) -> PlainSql:
    """One statement that reads every part, in one row. A text is a part that both databases say alike."""
    whole = [Part(part, part) if isinstance(part, str) else part for part in parts]
    return PlainSql(
        "SELECT " + ", ".join(f"({part.sqlite})" for part in whole),
        "SELECT " + ", ".join(f"({part.postgresql})" for part in whole),
    )


def rows_of(value: Any) -> Sequence[Any]:
    """The rows of a part. SQLite gives JSON as text; PostgreSQL's driver has read it already, and gives nothing for no
    rows."""
    found: Sequence[Any] = json.loads(value) if isinstance(value, str) else value or ()
    return found
