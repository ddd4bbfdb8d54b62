"""What a column of a file is: its name, its type, and what it means. Names are promises: they are never reused."""

from dataclasses import dataclass
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


class Kind(StrEnum):
    """How a column is written, the same in every format and on both databases."""

    TEXT = "text"  # what people typed: guarded where the format needs it
    CODE = "code"  # a word of a fixed list of ours
    INTEGER = "integer"
    PERCENT = "percent"  # kept in thousandths, written with one decimal: 85.5
    INSTANT = "instant"  # kept in milliseconds, written after RFC 3339 in UTC
    ID = "id"  # a UUID


KIND_WORDS: dict[Kind, LazyString] = {
    Kind.TEXT: _l("text"),
    Kind.CODE: _l("code"),
    Kind.INTEGER: _l("whole number"),
    Kind.PERCENT: _l("per cent, one decimal"),
    Kind.INSTANT: _l("date and time, RFC 3339 in UTC"),
    Kind.ID: _l("UUID"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a dataset."""

    name: str
    kind: Kind
    meaning: LazyString
