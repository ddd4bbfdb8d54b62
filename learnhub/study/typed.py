"""What somebody typed, or a file brought, as text that can be kept: clean lines, links to the web alone. Pure."""

import re
from urllib.parse import urlsplit

from learnhub.web import sheets

LONGEST_TITLE = 200
LONGEST_PROVIDER = 100
LONGEST_LINK = 500
LONGEST_REFLECTION = 2_000

_DOMAIN = re.compile(r"[\w-]+(\.[\w-]+)+(/|$)")


class NoLink(ValueError):
    """A text that is no address of a page on the web."""


def one_line(text: str) -> str:
    """A text with every run of spaces and line breaks as one space."""
    return " ".join(text.split())


def has_hidden(text: str) -> bool:
    """Whether a text holds what cannot be seen and can deceive: control characters, turning marks, half characters.

    A space of any kind and a line break can be seen.
    """
    return sheets.has_hidden(text)


def web_address(text: str) -> str:
    """An address of a page on the web, https:// put before one typed without; "" for none. Raises NoLink."""
    address = text.strip()
    if not address:
        return ""
    if _DOMAIN.match(address):
        address = f"https://{address}"
    if len(address) > LONGEST_LINK or has_hidden(address) or any(c.isspace() or c in '<>"\\^`{|}' for c in address):
        raise NoLink
    try:
        parts = urlsplit(address)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        raise NoLink from None
    if not usable or "@" in parts.netloc:  # a password in it, or one that reads like another's address
        raise NoLink
    return address


def web_address_or_nothing(text: str) -> str:
    """The same; "" for what is none."""
    try:
        return web_address(text)
    except NoLink:
        return ""
