"""Answering the pulse: added to a tally, with nothing that leads back to a person."""

from sqlalchemy import case, select, text, update

from learnhub import clock
from learnhub.db import db
from learnhub.people.models import Department
from learnhub.pulse.models import PulseTally
from learnhub.pulse.words import Changing, Knowing, is_asked_on

NO_DEPARTMENT = 0
_SETTLE = text(
    "INSERT INTO pulse_asked (person_id, year) VALUES (:person, :year) "
    "ON CONFLICT (person_id) DO UPDATE SET year = excluded.year WHERE pulse_asked.year <> excluded.year"
)
_EMPTY = text(
    "INSERT INTO pulse_tally (year, department_id, changing, knowing, answers) "
    "VALUES (:year, :department, :changing, :knowing, 0) ON CONFLICT DO NOTHING"
)


def settle_pulse(person_id: int) -> bool:
    """Note that somebody need not be asked again this year. False: that was so already, or nothing is asked now."""
    today = clock.today()
    if not is_asked_on(today):
        return False
    settled = db.session.execute(_SETTLE, {"person": person_id, "year": today.year})
    return bool(getattr(settled, "rowcount", 0))


def answer_pulse(person_id: int, department_id: int | None, changing: Changing, knowing: Knowing) -> bool:
    """Count two answers, once a person and year. False: this person was counted, or declined, before.

    Every cell of the department is written anew with each answer, so that neither the order of rows nor the number of
    the transaction that wrote one last says which cell grew.
    """
    if not settle_pulse(person_id):
        return False
    here = {"year": clock.today().year, "department": _topmost(department_id)}
    cells = [(one.value, other.value) for one in Changing for other in Knowing]
    db.session.execute(_EMPTY, [{**here, "changing": one, "knowing": other} for one, other in cells])
    mine = (PulseTally.year == here["year"]) & (PulseTally.department_id == here["department"])
    # In the order of the key: two people of one department wait for each other, and never across.
    in_order = select(PulseTally.changing).where(mine).order_by(PulseTally.changing, PulseTally.knowing)
    db.session.execute(in_order.with_for_update()).all()
    grows = (PulseTally.changing == changing.value) & (PulseTally.knowing == knowing.value)
    db.session.execute(
        update(PulseTally)
        .where(mine)
        .values(answers=PulseTally.answers + case((grows, 1), else_=0))
        .execution_options(synchronize_session=False)
    )
    return True


def _topmost(department_id: int | None) -> int:
    """The department at the top of a person's: no answer is kept by anything smaller."""
    above = {row.id: row.parent_id for row in db.session.execute(select(Department.id, Department.parent_id))}
    top = department_id or NO_DEPARTMENT
    while (parent := above.get(top)) is not None:
        top = parent
    return top
