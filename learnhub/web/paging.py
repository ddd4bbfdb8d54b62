"""Lists page by key, 25 a page: the next page begins after the last row shown, whatever was added meanwhile."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

T = TypeVar("T")

PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows and the key after which the next page begins (None on the last page)."""

    rows: Sequence[T]
    next_key: str | None


def page_of(rows: Sequence[T], key: Callable[[T], str], size: int = PAGE_SIZE) -> Page[T]:
    """A page of rows fetched with `LIMIT size + 1`; the extra row only tells that there is more."""
    shown = rows[:size]
    return Page(shown, key(shown[-1]) if len(rows) > size else None)


def key_of_day(day: date, number: int) -> str:
    """The key of a row in a list by days, as its next page's address has it."""
    return f"{day.isoformat()}-{number}"


def day_and_number(key: str | None) -> tuple[date, int] | None:
    """Where such a list goes on: a day and a number. What is no key begins at the beginning."""
    day, _, number = (key or "").rpartition("-")
    if not (number.isascii() and number.isdigit()) or len(number) > 18:
        return None
    try:
        return date.fromisoformat(day), int(number)
    except ValueError:
        return None
