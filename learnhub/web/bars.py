"""Codes kept in one text column between bars ("|spreadsheets|email|"), so that a database finds one of them."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement


def barred(codes: Iterable[str]) -> str:
    """Codes as a column holds them, each once, in their order; an empty text for none. Codes hold no bar."""
    kept = list(dict.fromkeys(code.replace("|", "") for code in codes if code))
    return f"|{'|'.join(kept)}|" if kept else ""


def unbarred(text: str) -> tuple[str, ...]:
    """The codes of a column."""
    return tuple(code for code in text.split("|") if code)


def holds(column: Any, code: str) -> ColumnElement[bool]:
    """Whether a column has this code among its codes."""
    found: ColumnElement[bool] = column.contains(f"|{code}|", autoescape=True)
    return found
