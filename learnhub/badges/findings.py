"""What was found about a credential, line by line; and what every look at one needs. Pure but for the words."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from learnhub.web.i18n import gettext as _


class Outcome(Enum):
    """What came of one look."""

    GOOD = "good"
    BAD = "bad"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was looked at, and what was found, in words."""

    outcome: Outcome
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that was looked at, in order."""

    lines: tuple[Line, ...]

    @property
    def is_refused(self) -> bool:
        return any(line.outcome is Outcome.BAD for line in self.lines)

    @property
    def is_proven(self) -> bool:
        """Everything could be looked at, and all of it is as it should be."""
        return all(line.outcome is Outcome.GOOD for line in self.lines)


class RefusedError(Exception):
    """Something is wrong, and nothing after it is worth looking at."""


def issuer_of(document: Any) -> str:
    """The issuer's address; empty when the document names none."""
    issuer = document.get("issuer")
    found = issuer.get("id") if isinstance(issuer, dict) else issuer
    return found if isinstance(found, str) else ""


def instant_of(value: object) -> datetime:
    """A date in a document. Raises RefusedError."""
    try:
        found = datetime.fromisoformat(str(value))
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise RefusedError(_("A date in it is no date.")) from None


def is_text(value: object) -> bool:
    """Whether it is a string with something in it."""
    return isinstance(value, str) and bool(value)
