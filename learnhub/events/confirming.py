"""Confirming a whole hall: in transactions of some people each, so that nobody else waits for the record meanwhile.

Stopped half way, it is pressed again: who is confirmed already counts once.
"""

from collections.abc import Sequence

from learnhub import db as database
from learnhub.events.attendance import add_people, confirm_attendance
from learnhub.events.signing_up import Joining
from learnhub.people.models import Person

AT_ONCE = 10  # people a transaction: each is some statements and all that follows from them


def confirm_everyone(event_id: int, sign_up_ids: Sequence[int], by: Joining) -> int:
    """Confirm that these people came; how many that are new. Call it outside any transaction."""
    confirmed = 0
    for first in range(0, len(sign_up_ids), AT_ONCE):
        with database.write():
            confirmed += confirm_attendance(event_id, sign_up_ids[first : first + AT_ONCE], by)
    return confirmed


def add_everyone(event_id: int, people: Sequence[Person], by: Joining) -> int:
    """Put people on the list who came without having signed up, and confirm them; how many."""
    with database.write():
        added = add_people(event_id, people)
    return confirm_everyone(event_id, added, by)
