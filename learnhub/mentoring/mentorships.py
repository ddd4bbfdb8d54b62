"""What the two write into a mentorship: goals, steps, notes, the end they plan. Each flushes; none commits.

A form sent twice counts once, by its key. What comes after the end raises Over, and the page gives back what was typed.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import abort
from sqlalchemy import delete, func, select, update

from learnhub import clock
from learnhub.db import db
from learnhub.mentoring.holding import Holding, change, hold, hold_live
from learnhub.mentoring.mentorship_rules import MOST_GOALS, MOST_OPEN_STEPS
from learnhub.mentoring.mentorship_telling import moment, path_of, tell
from learnhub.mentoring.models import MentorshipGoal, MentorshipNote, MentorshipStep
from learnhub.people.faults import Refused
from learnhub.people.models import Person
from learnhub.web.i18n import gettext as _
from learnhub.web.i18n import show_date


def set_goal(mentorship_id: int, by_person_id: int, text: str, skill: str = "", form_key: str | None = None) -> int:
    """Set a goal for both to see; its number. Raises Refused when there are too many, Over."""
    held = hold_live(mentorship_id, by_person_id)
    if (known := _sent(MentorshipGoal, held, form_key)) is not None:
        return known
    standing = (MentorshipGoal.mentorship_id == held.id, MentorshipGoal.dropped_at.is_(None))
    if _count(*standing) >= MOST_GOALS:
        raise Refused(_("There are %(num)d goals already: drop one first.", num=MOST_GOALS), "text")
    return _add(MentorshipGoal(mentorship_id=held.id, text=text, skill=skill, set_at=clock.now(), form_key=form_key))


def reach_goal(mentorship_id: int, by_person_id: int, goal_id: int) -> bool:
    """Mark a goal as reached; False when it was already. Raises Over."""
    return _mark(MentorshipGoal, hold_live(mentorship_id, by_person_id), goal_id, "reached_at")


def reopen_goal(mentorship_id: int, by_person_id: int, goal_id: int) -> bool:
    """A goal is not reached after all. Raises Over."""
    return _mark(MentorshipGoal, hold_live(mentorship_id, by_person_id), goal_id, "reached_at", undo=True)


def drop_goal(mentorship_id: int, by_person_id: int, goal_id: int) -> bool:
    """Let go of a goal; False when it was let go of already. Raises Over."""
    return _mark(MentorshipGoal, hold_live(mentorship_id, by_person_id), goal_id, "dropped_at")


def add_step(
    mentorship_id: int,
    by_person_id: int,
    text: str,
    *,
    is_mine: bool,
    due_on: date | None = None,
    form_key: str | None = None,
) -> int:
    """Note what one of the two does next; its number. Raises Refused when there are too many, Over."""
    held = hold_live(mentorship_id, by_person_id)
    if (known := _sent(MentorshipStep, held, form_key)) is not None:
        return known
    if _count(MentorshipStep.mentorship_id == held.id, MentorshipStep.done_at.is_(None)) >= MOST_OPEN_STEPS:
        raise Refused(_("There are %(num)d steps to do already: do one first.", num=MOST_OPEN_STEPS), "text")
    who = by_person_id if is_mine else held.other_id
    return _add(
        MentorshipStep(
            mentorship_id=held.id, by_person_id=who, text=text, due_on=due_on, set_at=clock.now(), form_key=form_key
        )
    )


def do_step(mentorship_id: int, by_person_id: int, step_id: int) -> bool:
    """Mark a step as done; False when it was already, perhaps by the other. Raises Over."""
    return _mark(MentorshipStep, hold_live(mentorship_id, by_person_id), step_id, "done_at")


def undo_step(mentorship_id: int, by_person_id: int, step_id: int) -> bool:
    """A step is not done after all. Raises Over."""
    return _mark(MentorshipStep, hold_live(mentorship_id, by_person_id), step_id, "done_at", undo=True)


def remove_step(mentorship_id: int, by_person_id: int, step_id: int) -> bool:
    """Take a step off the list; False when it is gone already. Raises Over."""
    held = hold_live(mentorship_id, by_person_id)
    gone = delete(MentorshipStep).where(MentorshipStep.id == step_id, MentorshipStep.mentorship_id == held.id)
    return bool(getattr(db.session.execute(gone), "rowcount", 0))


def write_note(
    mentorship_id: int, by_person_id: int, text: str, *, is_private: bool, form_key: str | None = None
) -> int:
    """Write a note, for both or for oneself alone; its number. The other is told of one for both. Raises Over."""
    held = hold_live(mentorship_id, by_person_id)
    if (known := _sent(MentorshipNote, held, form_key)) is not None:
        return known
    note_id = _add(
        MentorshipNote(
            mentorship_id=held.id,
            by_person_id=by_person_id,
            is_private=is_private,
            text=text,
            written_at=clock.now(),
            form_key=form_key,
        )
    )
    if not is_private:
        name = name_of(by_person_id)
        _tell_other(held, f"note:{note_id}", lambda: _("%(name)s wrote a note for you both.", name=name))
    return note_id


def erase_note(mentorship_id: int, by_person_id: int, note_id: int) -> bool:
    """Erase a note of one's own, also after the end; False when it is gone already."""
    held = hold(mentorship_id, by_person_id)
    mine = (MentorshipNote.mentorship_id == held.id, MentorshipNote.by_person_id == by_person_id)
    gone = delete(MentorshipNote).where(MentorshipNote.id == note_id, *mine)
    return bool(getattr(db.session.execute(gone), "rowcount", 0))


def agree_end(mentorship_id: int, by_person_id: int, ends_on: date | None) -> None:
    """Plan the day on which to end, or none; the other is told, and may plan another. Raises Over."""
    held = hold_live(mentorship_id, by_person_id)
    change(held.id, ends_on=ends_on)
    name = name_of(by_person_id)

    def sentence() -> str:
        if ends_on is None:
            return _("%(name)s took the planned end out: your mentorship goes on.", name=name)
        day = show_date(ends_on)
        return _(
            "%(name)s plans to end your mentorship on %(day)s. Another day is yours to plan too.", name=name, day=day
        )

    _tell_other(held, f"plan:{moment()}", sentence)


def name_of(person_id: int) -> str:
    """What somebody is called."""
    return db.session.execute(select(Person.name).where(Person.id == person_id)).scalar_one()


def _tell_other(held: Holding, key: str, sentence: Callable[[], str]) -> None:
    tell([held.other_id], f"mentorship:{held.id}:{key}", lambda _person: sentence(), path_of(held.id))


def _sent(table: Any, held: Holding, form_key: str | None) -> int | None:
    """The row that this form has made already. The mentorship is held, so two presses come one after the other."""
    if not form_key:
        return None
    same = select(table.id).where(table.mentorship_id == held.id, table.form_key == form_key)
    found: int | None = db.session.execute(same).scalar_one_or_none()
    return found


def _count(*conditions: Any) -> int:
    return db.session.execute(select(func.count()).where(*conditions)).scalar_one()


def _add(row: Any) -> int:
    db.session.add(row)
    db.session.flush()
    number: int = row.id
    return number


def _mark(table: Any, held: Holding, row_id: int, name: str, *, undo: bool = False) -> bool:
    """Set or clear an instant of a goal or a step; False when that was so already. What is not there: 404."""
    mine = (table.id == row_id, table.mentorship_id == held.id)
    if db.session.execute(select(table.id).where(*mine)).scalar_one_or_none() is None:
        abort(404)
    column = getattr(table, name)
    changed = (
        update(table)
        .where(*mine, column.is_not(None) if undo else column.is_(None))
        .values({name: None if undo else clock.now()})
        .execution_options(synchronize_session=False)
    )
    return bool(getattr(db.session.execute(changed), "rowcount", 0))
