"""What an e-mail address may look like here. Pure."""

import re

_ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+"
)


def is_address(text: str) -> bool:
    """Whether this is one plain address (ASCII, no name, no comment), which no header can be smuggled in with."""
    return len(text) <= 254 and _ADDRESS.fullmatch(text) is not None


def is_one_line(text: str) -> bool:
    """Whether a text may stand in a header: no control character, since a line break would begin another header."""
    return bool(text) and all(character.isprintable() for character in text)
