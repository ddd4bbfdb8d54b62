"""Fields that say how to fill them in: a time of day, a whole number, the address of a call."""

import re
from datetime import time
from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext as _
from wtforms import Field, StringField
from wtforms.validators import InputRequired, StopValidation
from wtforms.widgets import TextInput, TimeInput

_TIME = re.compile(r"(\d{1,2})(?:[:.h]?(\d{2}))?(?::\d{2})?\s*(am|pm)?", re.I)
LONGEST_LINK = 500


class Filled(InputRequired):
    """Something other than spaces. What could not be read says so itself."""

    def __call__(self, form: Any, field: Any) -> None:
        super().__call__(form, field)
        if not field.errors and not str(field.data or "").strip():
            raise StopValidation(str(self.message))


def needed(words: Any) -> Filled:
    """Something must be filled in; `words` say what."""
    return Filled(words)


class ClockField(Field):
    """A time of day: "10:00" as browsers send it, or as people type it: 10, 10.30, 2:30pm. Empty is None."""

    widget = TimeInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        self.typed = str(valuelist[0]).strip() if valuelist else ""
        if not self.typed:
            return
        found = _TIME.fullmatch(self.typed)
        hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
        if found and found[3] and 1 <= hour <= 12:
            hour = hour % 12 + (12 if found[3].lower() == "pm" else 0)
        if hour > 23 or minute > 59:
            raise ValueError(_("Enter a time of day such as 09:30"))
        self.data = time(hour, minute)

    def _value(self) -> str:
        if self.data is not None:
            return str(self.data.strftime("%H:%M"))
        return getattr(self, "typed", "")


class WholeField(Field):
    """A whole number between two bounds; empty is None."""

    widget = TextInput()

    def __init__(self, label: Any = None, *, least: int, most: int, **more: Any) -> None:
        super().__init__(label, **more)
        self.least, self.most = least, most

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        self.typed = str(valuelist[0]).strip()[:40] if valuelist else ""
        if not self.typed:
            return
        digits = self.typed.replace(",", "").replace(" ", "")
        number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None
        if number is None or not self.least <= number <= self.most:
            raise ValueError(
                _("Enter a whole number from %(least)s to %(most)s", least=f"{self.least:,}", most=f"{self.most:,}")
            )
        self.data = number

    def _value(self) -> str:
        return str(self.data) if self.data is not None else getattr(self, "typed", "")


class LinkField(StringField):
    """The address of a video call: https, one line, nothing that a browser would run."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = str(valuelist[0]).strip() if valuelist else ""
        if not self.data:
            return
        if len(self.data) > LONGEST_LINK:
            kept, self.data = self.data, self.data[:LONGEST_LINK]
            raise ValueError(_("A link has at most %(num)d characters; this has %(length)d", num=LONGEST_LINK,
                               length=len(kept)))  # fmt: skip
        if not is_call(self.data):
            raise ValueError(_("Enter the whole link, beginning with https://"))


def is_call(address: str) -> bool:
    """Whether an address can be that of a call: https with a host, printable, without a name and password in it."""
    if not address.isprintable() or any(character.isspace() or character in "<>\"'`\\" for character in address):
        return False
    try:
        parts = urlsplit(address)
        return parts.scheme == "https" and bool(parts.hostname) and "." in (parts.hostname or "") and not parts.username
    except ValueError:
        return False
