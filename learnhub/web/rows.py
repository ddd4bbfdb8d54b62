"""Numbers of rows, and places in a list, as addresses carry them. A number that no row can have names nothing: 404, or
the first page."""

from flask import Flask
from werkzeug.routing import IntegerConverter

LARGEST = 2**31 - 1  # what a key of the smaller kind holds; a database refuses to look for more


class RowConverter(IntegerConverter):
    """`<int:…>` in a route: past the largest key there is no such page."""

    regex = r"\d{1,10}"

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **{"max": LARGEST, **kwargs})  # type: ignore[arg-type]  # whatever the base takes


def init_app(app: Flask) -> None:
    """Bound the numbers of every route. Before any route is added."""
    app.url_map.converters["int"] = RowConverter


def row_number(text: str | None) -> int | None:
    """The number of a row in the query of an address; None when it is none."""
    if not text or len(text) > 10 or not (text.isascii() and text.isdigit()):
        return None
    return number if (number := int(text)) <= LARGEST else None


def row_place(text: str | None) -> tuple[int, int] | None:
    """Where a list goes on: what it is sorted by, such as milliseconds, and a row's number, with a dot between them.
    None when it is no place: the list begins at its beginning."""
    first, _dot, number = (text or "").partition(".")
    row = row_number(number)
    if row is None or not (first.isascii() and first.isdigit()) or len(first) > 13:
        return None
    return int(first), row
