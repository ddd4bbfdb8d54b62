"""Which passwords we take: long rather than odd (NCSC: three random words). Pure."""

from enum import StrEnum

SHORTEST = 12
LONGEST = 200


class PasswordFault(StrEnum):
    """What is wrong with a password."""

    SHORT = "short"
    LONG = "long"
    YOURS = "yours"  # made of one's own name or address
    PLAIN = "plain"  # a keyboard row, one character repeated, a known favourite


_FAVOURITES = (
    "password",
    "passw0rd",
    "letmein",
    "welcome",
    "qwertyuiop",
    "iloveyou",
    "learnhub",
    "administrator",
    "changeme",
)
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiopasdfghjklzxcvbnm")
_FEWEST_CHARACTERS = 5
_FEWEST_LEFT = 6


def fault_of(password: str, *, name: str = "", email: str = "") -> PasswordFault | None:
    """What is wrong with a password for the person with this name and address; None when nothing is."""
    if len(password) < SHORTEST:
        return PasswordFault.SHORT
    if len(password) > LONGEST:
        return PasswordFault.LONG
    plain = password.casefold()
    own = [part for part in [*name.casefold().split(), email.casefold(), *email.casefold().split("@")] if len(part) > 2]
    if _left_without(plain, own) < _FEWEST_LEFT:
        return PasswordFault.YOURS
    if len(set(plain)) < _FEWEST_CHARACTERS or _left_without(plain, [*_FAVOURITES, *own]) < _FEWEST_LEFT:
        return PasswordFault.PLAIN
    if any(plain in row or plain in row[::-1] for row in _ROWS):
        return PasswordFault.PLAIN
    return None


def _left_without(text: str, parts: list[str]) -> int:
    """How many letters and digits are left of a text when these parts, and digits at its end, are taken out."""
    for part in sorted(parts, key=len, reverse=True):
        text = text.replace(part, "")
    return sum(character.isalnum() for character in text.rstrip("0123456789!?.*"))
