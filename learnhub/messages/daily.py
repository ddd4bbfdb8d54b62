"""Jobs that go through everybody once a day: where to go on after a stop, and whether there is anything left today."""

from datetime import date

from sqlalchemy import case, select
from sqlalchemy.dialects import postgresql, sqlite

from learnhub.db import db
from learnhub.messages.models import DailyRun


def reached_on(name: str, day: date) -> int | None:
    """The number after which a run goes on (0: at the beginning); None when it has finished that day."""
    run = db.session.execute(
        select(DailyRun.reached, DailyRun.is_finished).where(DailyRun.name == name, DailyRun.on == day)
    ).one_or_none()
    if run is None:
        return 0
    return None if run.is_finished else run.reached


def note_reached(name: str, day: date, reached: int, *, finished: bool = False) -> None:
    """Note how far a run has come, in the transaction that did it. Of two at once, the one further on counts."""
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    row = insert(DailyRun).values(name=name, on=day, reached=reached, is_finished=finished)
    new, is_today = row.excluded, DailyRun.on == row.excluded.on
    further = case((is_today & (DailyRun.reached > new.reached), DailyRun.reached), else_=new.reached)
    db.session.execute(
        row.on_conflict_do_update(
            index_elements=["name"],
            set_={
                "on": new.on,
                "reached": further,
                "is_finished": (is_today & DailyRun.is_finished) | new.is_finished,
            },
        )
    )
