"""A quarter as the record and the postings tell it, read in chunks: tens of megabytes for half a million people."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from learnhub import clock
from learnhub import db as database
from learnhub.db import db
from learnhub.people.models import Department, Learner, Person, Posting
from learnhub.record.ledger import milliseconds
from learnhub.record.models import Statement, Voided
from learnhub.record.words import Assurance, Verb
from learnhub.reports.participation_quarters import QUARTERS_BACK, Quarter
from learnhub.reports.participation_words import (
    PART_OF_VERB,
    Minutes,
    PartKind,
    Place,
    Profile,
    State,
    StudyTime,
    joined_in,
    kind_of_part,
    study_time,
)
from learnhub.reports.sealing import SMALLEST

STATEMENTS_AT_ONCE = 50_000
PEOPLE_AT_ONCE = 10_000
NEVER = 2**62


@dataclass(slots=True)
class Staff:
    """Who was in service on the quarter's last day. `place_of`: a learner's place in `posts`, -1 for none."""

    place_of: "array[int]"
    posts: "array[int]"  # places in `distinct`
    distinct: list[Place]
    above: dict[int, int | None]  # of each unit the one above it
    root_of: dict[int, int]  # of each unit the topmost department
    aliases: dict[int, int]

    def place(self, learner_id: int) -> int:
        """Where somebody stands; -1 when they were not in service."""
        learner_id = self.aliases.get(learner_id, learner_id)
        return self.place_of[learner_id] if learner_id < len(self.place_of) else -1


@dataclass(slots=True)
class Part:
    """For one kind, by place: when somebody first took part at all, and how often in the quarter."""

    first: "array[int]"
    times: "array[int]"


@dataclass(slots=True)
class Facts:
    """Everything the figures of a quarter are made of."""

    staff: Staff
    parts: dict[PartKind, Part]
    means: dict[int, set[int | None]] = field(default_factory=lambda: defaultdict(set))  # place → of study
    minutes: Counter[Minutes] = field(default_factory=Counter)
    learners: dict[Minutes, set[int]] = field(default_factory=lambda: defaultdict(set))  # ten of them at most


def facts_of(quarter: Quarter) -> Facts:
    """Read the staff on the quarter's last day, then every statement that matters."""
    staff = _staff(quarter)
    count = len(staff.posts)
    blank = {kind: Part(array("q", [NEVER]) * count, array("H", bytes(2 * count))) for kind in PartKind}
    facts = Facts(staff, blank)
    start, stop = (clock.to_ms(instant) for instant in quarter.span)
    witnessed: set[int] = set()
    for row in _statements(start, stop):
        _note(facts, row, start, witnessed)
    return facts


def profiles(facts: Facts, kind: PartKind, quarter: Quarter) -> dict[int, Counter[Profile]]:
    """For each topmost department how many people there are of each profile."""
    start = clock.to_ms(quarter.span[0])
    staff, part = facts.staff, facts.parts[kind]
    found: dict[int, Counter[tuple[Any, ...]]] = defaultdict(Counter)
    roots = [staff.root_of[place.unit_id] for place in staff.distinct]
    for place, post in enumerate(staff.posts):
        first = part.first[place]
        if part.times[place]:
            state = State.AGAIN if first < start else State.FIRST
            time = study_time(facts.means[place]) if kind is PartKind.STUDY else None
        else:
            state, time = State.BEFORE if first < start else State.NEVER, None
        found[roots[post]][state, post, time] += 1
    return {
        root_id: Counter({_profile(staff.distinct[post], state, time): n for (state, post, time), n in counted.items()})
        for root_id, counted in found.items()
    }


def places(facts: Facts) -> dict[int, Counter[Place]]:
    """For each topmost department how many people there are of each place."""
    staff = facts.staff
    found: dict[int, Counter[Place]] = defaultdict(Counter)
    for post, count in Counter(staff.posts).items():
        place = staff.distinct[post]
        found[staff.root_of[place.unit_id]][place] += count
    return found


def _profile(place: Place, state: State, time: StudyTime | None) -> Profile:
    return Profile(state, place.unit_id, place.grade, place.office, place.joined, place.joined_apart, time)


def times_taken(facts: Facts, kind: PartKind) -> dict[int, list[int]]:
    """For each topmost department how often each of those who took part did, the most active first."""
    staff, part = facts.staff, facts.parts[kind]
    found: dict[int, list[int]] = defaultdict(list)
    for place, times in enumerate(part.times):
        if times:
            found[staff.root_of[staff.distinct[staff.posts[place]].unit_id]].append(times)
    return {root_id: sorted(times, reverse=True) for root_id, times in found.items()}


def _note(facts: Facts, row: Any, start: int, witnessed: set[int]) -> None:
    """Take one statement in; later ones have been seen before it, so a confirmation is known by now."""
    if row.verb == Verb.WITNESSED:
        witnessed.add(row.about_seq)
        return
    place = facts.staff.place(row.learner_id)
    if place < 0:
        return
    kind = kind_of_part(row.verb, row.means) if row.verb != Verb.COMPLETED or row.is_course_completion else None
    if kind is not None:
        part = facts.parts[kind]
        part.first[place] = min(part.first[place], row.at_ms)
        if row.at_ms >= start:
            part.times[place] = min(part.times[place] + 1, 65_535)
            if kind is PartKind.STUDY:
                facts.means[place].add(row.means)
    if row.minutes and row.at_ms >= start:
        _note_minutes(facts, row, place, row.seq in witnessed)


def _note_minutes(facts: Facts, row: Any, place: int, is_witnessed: bool) -> None:
    kind = PartKind.COURSES if row.course_id is not None else kind_of_part(row.verb, row.means)
    if kind is None:
        return
    raised = max(row.assurance, Assurance.WITNESSED) if is_witnessed else row.assurance
    root_id = facts.staff.root_of[facts.staff.distinct[facts.staff.posts[place]][0]]
    which = Minutes(root_id, kind, Assurance(raised))
    facts.minutes[which] += row.minutes
    if len(facts.learners[which]) < SMALLEST:
        facts.learners[which].add(place)


def _statements(start: int, stop: int) -> Iterator[Any]:
    """What may matter up to the quarter's end, the latest first; what was taken back is left out."""
    at = milliseconds(Statement.at)
    took_part = or_(
        and_(Statement.verb == Verb.COMPLETED.value, Statement.is_course_completion),
        Statement.verb.in_([verb.value for verb in PART_OF_VERB if verb is not Verb.COMPLETED]),
    )
    matters: ColumnElement[bool] = or_(
        Statement.verb == Verb.WITNESSED.value,
        and_(at < stop, or_(took_part, and_(at >= start, Statement.minutes > 0))),
    )
    columns = (
        Statement.seq, Statement.learner_id, Statement.verb, Statement.is_course_completion, at.label("at_ms"),
        Statement.course_id, Statement.means, Statement.minutes, Statement.assurance, Statement.about_seq,
    )  # fmt: skip
    high = db.session.execute(select(func.max(Statement.seq))).scalar_one() or 0
    while high > 0:
        low = high - STATEMENTS_AT_ONCE
        yield from db.session.execute(
            select(*columns)
            .outerjoin(Voided, Voided.seq == Statement.seq)
            .where(Statement.seq > low, Statement.seq <= high, matters, Voided.seq.is_(None))
            .order_by(Statement.seq.desc())
        ).all()
        database.end_reading()  # nothing is held open over a long job
        high = low


def _staff(quarter: Quarter) -> Staff:
    day = quarter.last
    highest = db.session.execute(select(func.max(Learner.id))).scalar_one() or 0
    above = {row.id: row.parent_id for row in db.session.execute(select(Department.id, Department.parent_id))}
    staff = Staff(array("i", [-1]) * (highest + 1), array("i"), [], above, _roots(above), {})
    merged = select(Learner.id, Learner.merged_into_id).where(Learner.merged_into_id.is_not(None))
    staff.aliases = {row.id: row.merged_into_id for row in db.session.execute(merged)}
    places: dict[Place, int] = {}
    oldest = Quarter(quarter.number - QUARTERS_BACK).year
    after = 0
    while rows := _posted(day, after):
        for row in rows:
            if row.department_id is None:
                continue
            joined, apart = (joined_in(row.joined_on.year, year) for year in (quarter.year, oldest))
            post = Place(row.department_id, row.grade or "", row.office or "", joined, apart)
            if post not in places:
                places[post] = len(staff.distinct)
                staff.distinct.append(post)
            if staff.place_of[row.learner_id] < 0:
                staff.place_of[row.learner_id] = len(staff.posts)
                staff.posts.append(places[post])
        after = rows[-1].id
    database.end_reading()
    return staff


def _posted(day: Any, after: int) -> Sequence[Any]:
    """Some people in service on a day, in order, with where they were posted."""
    some = (
        select(Person.id)
        .where(Person.id > after, Person.joined_on <= day, or_(Person.left_on.is_(None), Person.left_on > day))
        .order_by(Person.id)
        .limit(PEOPLE_AT_ONCE)
        .subquery("some")
    )
    return db.session.execute(
        select(Person.id, Person.learner_id, Person.joined_on, Posting.department_id, Posting.grade, Posting.office)
        .join(some, some.c.id == Person.id)
        .outerjoin(
            Posting,
            (Posting.person_id == Person.id)
            & (Posting.from_on <= day)
            & or_(Posting.until_on.is_(None), Posting.until_on > day),
        )
        .order_by(Person.id, Posting.from_on.desc())
    ).all()


def _roots(above: dict[int, int | None]) -> dict[int, int]:
    roots: dict[int, int] = {}
    for unit_id in above:
        top = unit_id
        while (parent := above[top]) is not None:
            top = parent
        roots[unit_id] = top
    return roots
