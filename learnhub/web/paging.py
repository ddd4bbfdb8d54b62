"""Lists page by key, 25 a page: the next page begins after the last row shown, whatever was added meanwhile."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
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
