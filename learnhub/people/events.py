"""What was done to accounts: one row each, by whom. A kind or a detail that the table does not name is refused."""

from learnhub import clock
from learnhub.db import db
from learnhub.people.models import AccountEvent

# What → the details it must have. Codes and numbers only: no name, no e-mail address, no password.
EVENTS: dict[str, frozenset[str]] = {
    "added": frozenset({"department"}),
    "posted": frozenset({"department", "from_on"}),
    "left": frozenset({"on"}),
    "role-granted": frozenset({"role", "department"}),
    "role-revoked": frozenset({"role", "department"}),
    "password-set": frozenset({"by"}),
    "password-link-sent": frozenset(),
    "signed-out": frozenset({"sessions"}),
}


def note_event(person_id: int | None, what: str, by_person_id: int | None = None, **detail: object) -> None:
    """Write down what was done to an account, in the caller's transaction."""
    if EVENTS[what] != frozenset(detail):
        raise ValueError(f"{what} needs {sorted(EVENTS[what])}, not {sorted(detail)}")
    db.session.add(
        AccountEvent(at=clock.now(), person_id=person_id, by_person_id=by_person_id, what=what, detail=detail)
    )
