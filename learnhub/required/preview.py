"""What an assignment would come to, before it is saved: how many, how many are done, what may be a slip."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from learnhub import clock
from learnhub.catalogue.shelf import shelf
from learnhub.db import db
from learnhub.people.reach import Reach
from learnhub.required.actions import Asked
from learnhub.required.active import Active, plain
from learnhub.required.audience import Audience
from learnhub.required.deadlines import frame_of
from learnhub.required.figures import Figures, figures_of
from learnhub.required.forms import LIST, ON_A_DAY, SOME, AssignmentForm
from learnhub.required.late import later_than_everybody
from learnhub.required.models import Assignment, Kind
from learnhub.web.i18n import gettext as _
from learnhub.web.i18n import show_date

SATURDAY = 5
SOON = 14  # days: less is hardly fair


@dataclass(frozen=True, slots=True)
class Preview:
    """What the second step shows. `later`: how many would have a later date of their own, and why is written down."""

    asked: Asked
    one: Active
    figures: Figures
    later: int
    due_on: date | None
    warnings: tuple[str, ...]


def asked_in(form: AssignmentForm, scope_id: int | None, tops: tuple[int, ...]) -> Asked:
    """What a form that is in order asks for. `tops`: the officer's own departments, for "everybody"."""
    slug = (form.thing.data or "").partition(":")[2]
    is_course = (form.thing.data or "").startswith("course:")
    course = shelf().course(slug) if is_course else None
    is_list = form.audience.data == LIST
    departments = tuple(sorted(unit.id for unit in form.units)) if form.audience.data == SOME else tops
    is_suggested = form.is_suggested
    on_a_day = form.when.data == ON_A_DAY
    assert form.starts_on.data is not None
    return Asked(
        kind=Kind(form.kind.data),
        course_id=course.id if course else None,
        pathway=None if is_course else slug,
        starts_on=form.starts_on.data,
        due_on=form.due_on.data if on_a_day and not is_suggested else None,
        within_days=None if on_a_day or is_suggested else form.within_days.data,
        recurs=(form.recurs.data or "").strip().upper() or None if not is_suggested else None,
        early_counts=bool(form.early_counts.data),
        reason=form.reason.data or "",
        scope_id=scope_id,
        departments=() if is_list else departments,
        grades=() if is_list else tuple(sorted(form.grades.data or ())),
        professions=() if is_list else tuple(sorted(form.professions.data or ())),
        is_list=is_list,
        people=form.pasted.people if is_list and form.pasted else frozenset(),
    )


def preview_of(asked: Asked, reach: Reach, doubled: tuple[int, ...] = ()) -> Preview:
    """Count it, as if it were in force."""
    row = asked.row()
    row.id, row.made_at = 0, clock.now()
    one = plain([row])[0]
    if asked.is_list:
        one = _of_people(one, asked.people)
    figures = figures_of(one, reach.ids)
    due_on = None if one.rule.is_suggested else frame_of(one.rule, max(clock.today(), one.rule.starts_on)).due
    later = 0 if one.rule.is_suggested else later_than_everybody(one, reach.ids)
    return Preview(asked, one, figures, later, due_on, tuple(_warnings(asked, figures, due_on, doubled)))


def _of_people(one: Active, people: frozenset[int]) -> Active:
    audience = Audience(None, list_of=0, people=people)
    return Active(
        one.id, one.kind, one.course_id, one.pathway, one.rule, audience, one.recurs, one.reason, one.scope_id,
        one.by, one.made_at,
    )  # fmt: skip


def _warnings(asked: Asked, figures: Figures, due_on: date | None, doubled: tuple[int, ...]) -> list[str]:
    found = []
    today = clock.today()
    if not figures.covered:
        found.append(_("Nobody works there now with these grades and professions: it would be asked of nobody."))
    if due_on is not None and due_on < today:
        found.append(_("%(day)s is over: whoever has not done it would be overdue at once.", day=show_date(due_on)))
    elif due_on is not None and (due_on - today).days < SOON:
        found.append(_("%(day)s is less than two weeks away.", day=show_date(due_on)))
    elif due_on is not None and (due_on - asked.starts_on).days < SOON:
        found.append(_("%(day)s is less than two weeks after the day from which it is asked.", day=show_date(due_on)))
    if due_on is not None and due_on.weekday() >= SATURDAY:
        found.append(_("%(day)s is on a weekend: for most people it is the Monday after.", day=show_date(due_on)))
    same = select(Assignment.id).where(
        Assignment.withdrawn_at.is_(None),
        Assignment.course_id == asked.course_id if asked.course_id else Assignment.pathway == asked.pathway,
    )
    if db.session.execute(same.limit(1)).first() is not None:
        found.append(_("This is assigned already, to these people or others. One completion counts for both."))
    if doubled:
        lines = ", ".join(str(number) for number in doubled[:10])
        found.append(_("Lines %(lines)s repeat somebody: each person counts once.", lines=lines))
    return found
