"""Light mode: the same page and the same record, with pictures as links that say their size.

On when the browser asks to save data, or when the visitor chose it (a cookie). Choosing off wins over the browser.
"""

from flask import Flask, request

LIGHT_COOKIE = "light"


def init_app(app: Flask) -> None:
    """Give templates `light`."""
    app.context_processor(lambda: {"light": is_light()})


def is_light() -> bool:
    """Whether this visitor wants pictures as links."""
    chosen = request.cookies.get(LIGHT_COOKIE)
    if chosen in {"0", "1"}:
        return chosen == "1"
    return request.headers.get("Save-Data", "").lower() == "on"
