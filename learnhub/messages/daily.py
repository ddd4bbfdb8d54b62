"""Jobs that go through everybody, once a day or when asked to: where to go on after a stop, and whether it is done."""

from dataclasses import dataclass
from datetime import date

from flask import current_app
from sqlalchemy import case, select
from sqlalchemy.dialects import postgresql, sqlite

from learnhub import clock
from learnhub.config import Settings
from learnhub.db import db
from learnhub.messages.hours import is_quiet
from learnhub.messages.models import DailyRun


@dataclass(frozen=True, slots=True)
class Run:
    """A run through everybody that somebody asked for on a day, and how far it has come."""

    name: str
    on: date
    reached: int


def is_quiet_now() -> bool:
    """Whether these are the quiet hours of the settings."""
    settings: Settings = current_app.extensions["learnhub.settings"]
    return is_quiet(clock.now().astimezone(clock.zone()), settings.quiet_hours)


def begin_run(name: str, day: date) -> None:
    """Ask for a run through everybody, in the caller's transaction; a job does it. The name is for this one alone."""
    note_reached(name, day, 0)


def unfinished_runs(prefix: str) -> list[Run]:
    """The runs that were asked for under such a name and have not come to their end, by name."""
    found = select(DailyRun.name, DailyRun.on, DailyRun.reached).where(
        DailyRun.name.startswith(prefix, autoescape=True), ~DailyRun.is_finished
    )
    return [Run(*row) for row in db.session.execute(found.order_by(DailyRun.name))]


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
