"""Awarding everyone what their record makes true: for a new badge, after an import, in the demo.

Reads a few hundred learners at a time and writes a few at a time, so that it runs beside the service; what has been
awarded is never awarded again, so it may be stopped and begun anew.
"""

from collections.abc import Callable, Iterator, Sequence

from learnhub import db as database
from learnhub.badges.actions import award_due, due
from learnhub.badges.queries import badges_served, earners
from learnhub.badges.structures import KIND
from learnhub.catalogue.definitions import Definition, served_or_none
from learnhub.catalogue.shelf import shelf
from learnhub.db import db
from learnhub.record.recompute import ranges

WRITTEN_AT_ONCE = 10  # learners: about 100 ms, of the 200 ms a lock may be held

Report = Callable[[int], None]  # told the last learner's number that is done


def award_everyone(slugs: Sequence[str] = (), *, after: int = 0, report: Report | None = None) -> dict[str, int]:
    """Award what is due to everyone (those after number `after`); how many awards of each badge were made.

    All badges served, or those named. Raises LookupError for one that is not served.
    """
    badges = badges_named(slugs)
    made: dict[str, int] = {}
    with db.engine.connect() as connection:
        todo = list(ranges(connection, after))
    for low, high in todo if badges else ():
        for learner_ids in _in_parts(_learners_due(low, high, badges)):
            with database.write():
                # Read again under the lock: what was due may have been awarded or taken back meanwhile.
                for one in (award for learner_id in learner_ids for award in award_due(learner_id, badges)):
                    made[one.slug] = made.get(one.slug, 0) + 1
        if report:
            report(high)
    return made


def badges_named(slugs: Sequence[str]) -> list[Definition]:
    """The badges of these names, or every one served. Raises LookupError, naming what is not served."""
    if not slugs:
        return list(badges_served())
    found = {slug: served_or_none(KIND, slug) for slug in slugs}
    missing = [slug for slug, definition in found.items() if definition is None]
    if missing:
        raise LookupError(missing[0])
    return [definition for definition in found.values() if definition is not None]


def _learners_due(low: int, high: int, badges: Sequence[Definition]) -> list[int]:
    """Who of a range has something coming; the read is over before anything is written."""
    found = [learner_id for learner_id, somebody in earners(low, high, shelf()).items() if due(somebody, badges)]
    database.end_reading()
    return found


def _in_parts(learner_ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(learner_ids), WRITTEN_AT_ONCE):
        yield learner_ids[start : start + WRITTEN_AT_ONCE]
