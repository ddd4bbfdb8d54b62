"""Numbers of rows as addresses carry them. A number that no row can have names nothing: 404, or the first page."""

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
