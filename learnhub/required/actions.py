"""Writes of this room, in the caller's transaction. Every change of a rule touches the stamp: processes read anew."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, delete, insert, select

from learnhub import clock
from learnhub.catalogue.structures import Course
from learnhub.db import db, touch
from learnhub.people.faults import Refused
from learnhub.people.models import Posting
from learnhub.record import actions as record
from learnhub.record.entries import Appended
from learnhub.record.interning import slug_of
from learnhub.record.progress_queries import progress_of
from learnhub.record.shelves import current_version
from learnhub.record.words import Verb
from learnhub.required.active import actives
from learnhub.required.models import STAMP, AssignedPerson, Assignment, AssignmentCase, CaseKind, Kind
from learnhub.required.queries import dues_of
from learnhub.required.telling import note_asked, note_moved, tell_of_case
from learnhub.web.i18n import gettext as _

Within = frozenset[int] | None  # departments over which the officer decides; None is everywhere


@dataclass(frozen=True, slots=True)
class Asked:
    """What an officer asks for: the columns of an assignment, and the people of a list."""

    kind: Kind
    course_id: int | None
    pathway: str | None
    starts_on: date
    due_on: date | None
    within_days: int | None
    recurs: str | None
    early_counts: bool
    reason: str
    scope_id: int | None
    departments: tuple[int, ...] = ()
    grades: tuple[str, ...] = ()
    professions: tuple[str, ...] = ()
    is_list: bool = False
    people: frozenset[int] = field(default_factory=frozenset)

    def row(self) -> Assignment:
        """As a row, not written anywhere yet."""
        return Assignment(
            kind=self.kind.value,
            course_id=self.course_id,
            pathway=self.pathway,
            is_list=self.is_list,
            departments=list(self.departments),
            grades=list(self.grades),
            professions=list(self.professions),
            starts_on=self.starts_on,
            due_on=self.due_on,
            within_days=self.within_days,
            recurs=self.recurs,
            early_counts=self.early_counts,
            reason=self.reason,
            scope_id=self.scope_id,
        )

    def is_same(self, other: Assignment) -> bool:
        """Whether an assignment asks the same of the same people by the same time; the lists apart."""
        mine = self.row()
        names = ("kind", "course_id", "pathway", "is_list", "starts_on", "due_on", "within_days", "recurs", "scope_id")
        sets = ("departments", "grades", "professions")
        return all(getattr(mine, name) == getattr(other, name) for name in names) and all(
            set(getattr(mine, name)) == set(getattr(other, name)) for name in sets
        )


def make_assignment(asked: Asked, by_person_id: int, within: Within) -> tuple[Assignment, bool]:
    """Make an assignment; it, and whether it is new: the same again (pressed twice, by two officers) is made once.

    Raises Refused beyond the officer's departments.
    """
    touch(STAMP)  # its row is locked: the second of two waits here, and then sees the first
    _check_reach(asked, within)
    for other in db.session.execute(select(Assignment).where(Assignment.withdrawn_at.is_(None))).scalars():
        if asked.is_same(other) and (not asked.is_list or _people_of(other.id) == asked.people):
            return other, False
    row = asked.row()
    row.by_person_id, row.made_at = by_person_id, clock.now()
    db.session.add(row)
    db.session.flush()
    if asked.people:
        db.session.execute(
            insert(AssignedPerson),
            [{"assignment_id": row.id, "person_id": person_id} for person_id in sorted(asked.people)],
        )
    note_asked(row)
    return row, True


def changed(row: Assignment, *, due_on: date | None, within_days: int | None, reason: str) -> Assignment:
    """An assignment as it would be after a change: to be counted, not to be saved."""
    copy = Assignment(**{column.name: getattr(row, column.name) for column in Assignment.__table__.columns})
    if row.kind == Kind.REQUIRED:
        copy.due_on, copy.within_days = due_on, within_days
    copy.reason = reason
    return copy


def change_assignment(assignment: Assignment, *, due_on: date | None, within_days: int | None, reason: str) -> None:
    """Give other days, or another reason. Whom it is for never changes: that is another assignment."""
    was = (assignment.due_on, assignment.within_days)
    assignment.reason = reason
    if assignment.kind == Kind.REQUIRED and was != (due_on, within_days):
        assignment.due_on, assignment.within_days, assignment.changed_at = due_on, within_days, clock.now()
        note_moved(assignment, f"{was[1]}d" if was[0] is None else was[0].isoformat())
    touch(STAMP)


def withdraw_assignment(assignment: Assignment) -> None:
    """Ask it of nobody any more. What people have done stays in their records."""
    assignment.withdrawn_at = assignment.withdrawn_at or clock.now()
    touch(STAMP)


def decide_case(
    assignment: Assignment, person_id: int, kind: CaseKind, until_on: date | None, reason: str, by_person_id: int | None
) -> None:
    """Exempt one person, or give them until a day, and tell them; the latest word counts, the same again is nothing.

    Raises Refused for a day that is over.
    """
    if until_on is not None and until_on < clock.today():
        raise Refused(_("This day is over. Choose one that is not"), "until_on")
    columns = AssignmentCase.kind, AssignmentCase.until_on, AssignmentCase.reason
    was = db.session.execute(select(*columns).where(*_of_theirs(assignment, person_id))).one_or_none()
    if was is not None and tuple(was) == (kind.value, until_on, reason):
        return
    db.session.execute(delete(AssignmentCase).where(*_of_theirs(assignment, person_id)))
    db.session.add(
        AssignmentCase(
            assignment_id=assignment.id,
            person_id=person_id,
            kind=kind.value,
            until_on=until_on,
            reason=reason,
            by_person_id=by_person_id,
            at=clock.now(),
        )
    )
    db.session.flush()
    if assignment.kind == Kind.REQUIRED:
        tell_of_case(assignment, person_id)


def drop_case(assignment: Assignment, person_id: int) -> None:
    """Treat a person like everybody else again, and tell them."""
    dropped = delete(AssignmentCase).where(*_of_theirs(assignment, person_id)).returning(AssignmentCase.id)
    if db.session.execute(dropped).scalars().all() and assignment.kind == Kind.REQUIRED:
        tell_of_case(assignment, person_id)


def _of_theirs(assignment: Assignment, person_id: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return AssignmentCase.assignment_id == assignment.id, AssignmentCase.person_id == person_id


def put_aside(assignment: Assignment, person_id: int) -> None:
    """A learner does not want to be shown a suggestion any more."""
    if assignment.kind == Kind.SUGGESTED:
        decide_case(assignment, person_id, CaseKind.DISMISSED, None, "", person_id)


def follow(appended: Appended) -> None:
    """Follow the record: who passes the check of a completed course again, as a rule asks, has completed it again.

    Costs nothing but for a passed check of a course that a rule asks for again.
    """
    entry = appended.entry
    if entry.verb is not Verb.PASSED or entry.course_id is None:
        return
    if not any(one.rule.recurs or one.rule.again_from for one in actives().of_course(entry.course_id)):
        return
    course = current_version(entry.course_id)
    if course is None or course.check is None or slug_of(entry.kind, entry.key) not in course.check.slugs:
        return
    progress = progress_of(entry.learner_id, course.id)
    if progress is None or progress.completed_seq is None or progress.completed_seq > appended.seq:
        return  # not complete, or by this very passing
    if _may_renew(entry.learner_id, course.id):
        record.renew_completion(entry.learner_id, course, rests_on=appended.seq, language=entry.language, at=entry.at)


def go_through_again(learner_id: int, course: Course) -> bool:
    """Complete a course again that has no check to pass, by one's own word; False when nothing asks for it."""
    if course.check is not None or not _may_renew(learner_id, course.id):
        return False
    return record.renew_completion(learner_id, course, language=course.language) is not None


def _may_renew(learner_id: int, course_id: int) -> bool:
    return any(due.deadline.may_renew for due in dues_of(learner_id, course_id=course_id))


def _people_of(assignment_id: int) -> set[int]:
    return set(
        db.session.execute(
            select(AssignedPerson.person_id).where(AssignedPerson.assignment_id == assignment_id)
        ).scalars()
    )


def _check_reach(asked: Asked, within: Within) -> None:
    if within is None:
        return
    tops = set(asked.departments) | ({asked.scope_id} if asked.scope_id is not None else set())
    if asked.is_list:
        tops |= _departments_of(asked.people)
    if not tops or not tops <= within:
        raise Refused(_("You may assign learning only in your own departments and below."), "audience")


def _departments_of(people: Iterable[int]) -> set[int]:
    rows = db.session.execute(
        select(Posting.department_id).where(Posting.is_current, Posting.person_id.in_(list(people))).distinct()
    )
    return set(rows.scalars())
