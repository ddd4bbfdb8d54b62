"""Whether somebody is to be asked, and what the closed years came to."""

from collections import defaultdict

from learnhub import clock
from learnhub.db import db
from learnhub.plain_sql import PlainSql
from learnhub.pulse.models import PulseTally
from learnhub.pulse.words import Changing, Knowing, is_asked_on
from learnhub.web.access import Visitor

_ASKED = PlainSql("SELECT 1 FROM pulse_asked WHERE person_id = :person_id AND year = :year")


def is_due(visitor: Visitor) -> bool:
    """Whether to invite somebody. One statement in the month of the pulse, none in the others."""
    today = clock.today()
    if not is_asked_on(today):
        return False
    return _ASKED.run(person_id=visitor.person_id, year=today.year).first() is None


def tallies(years: tuple[int, ...]) -> dict[int, dict[int, dict[tuple[Changing, Knowing], int]]]:
    """Answers by year and topmost department: by the two answers together, so never to be shown as they are."""
    found: dict[int, dict[int, dict[tuple[Changing, Knowing], int]]] = {year: defaultdict(dict) for year in years}
    for row in db.session.execute(
        db.select(
            PulseTally.year, PulseTally.department_id, PulseTally.changing, PulseTally.knowing, PulseTally.answers
        ).where(PulseTally.year.in_(years), PulseTally.answers > 0)
    ):
        found[row.year][row.department_id][Changing(row.changing), Knowing(row.knowing)] = row.answers
    return found
