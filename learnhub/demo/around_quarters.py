"""The two quarters before a demo's weeks, which are closed: who came to events and who studied by themselves, in every
department, so that there are figures of participation to look at.

In bulk, each row as the actions write it: one press after the other would take longer than all the rest of the demo.
"""

import random
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select, update

from learnhub import clock
from learnhub import db as database
from learnhub.db import db
from learnhub.demo.around_events import announce, announced_on, evening_of, working_day
from learnhub.demo.around_people import Somebody, by_department, people_on
from learnhub.demo.around_words import PAST, STUDIED
from learnhub.events.models import SignUp
from learnhub.events.structures import SignUpState
from learnhub.record.bulk import LoadRow, load
from learnhub.record.models import Statement
from learnhub.record.words import Assurance, ObjectKind, Verb
from learnhub.reports.participation_quarters import Quarter, last_closed
from learnhub.study.actions import noon_of
from learnhub.study.kinds import StudyTime
from learnhub.study.models import StudyEntry
from learnhub.study.words import MEANS

QUARTERS = 2
CAME, AGAIN, NEW = 0.45, 0.5, 0.42  # of all in the first quarter; then of those, and of the others
BUSY = 10  # one in so many does everything there is
EVENT_DAYS = (20, 45, 70)  # of the quarter

Taking = dict[int, int]  # person → how often


def load_quarters(cast: Mapping[str, Somebody], rng: random.Random) -> None:
    """Events and study of the last closed quarters; before anything that follows from the record is worked out."""
    last = last_closed(clock.today()).number
    came: Taking = {}
    studied: Taking = {}
    for number in range(last - QUARTERS + 1, last + 1):
        quarter = Quarter(number)
        people = people_on(quarter.last)
        came = _hold_events(quarter, people, came, cast, rng)
        studied = _log(quarter, people, studied, rng)


def _taking_part(people: Iterable[Somebody], before: Taking, rng: random.Random) -> Taking:
    """Who takes part and how often, the same share of each department: always the same people, and some new ones."""
    found: Taking = {}
    for members in by_department(people):
        old = [one.person_id for one in members if one.person_id in before]
        new = [one.person_id for one in members if one.person_id not in before]
        chosen = rng.sample(old, round(len(old) * AGAIN)) + rng.sample(new, round(len(new) * (NEW if old else CAME)))
        found |= {id_: 1 if place % BUSY else len(EVENT_DAYS) for place, id_ in enumerate(chosen)}
    return found


def _hold_events(
    quarter: Quarter, people: Sequence[Somebody], before: Taking, cast: Mapping[str, Somebody], rng: random.Random
) -> Taking:
    organiser = cast["outsider"]
    coming = _taking_part([one for one in people if one.person_id != organiser.person_id], before, rng)
    rows: dict[UUID, LoadRow] = {}
    sign_ups: dict[UUID, SignUp] = {}
    been = set(before)
    for place, (happening, after) in enumerate(zip(PAST, EVENT_DAYS, strict=True)):
        day = working_day(quarter.first + timedelta(days=after))
        with clock.at(announced_on(day)):
            event = announce(happening, organiser, day)
            queued_at = clock.now()
        for one in people:
            times = coming.get(one.person_id, 0)
            if one.joined_on > day or not (times > 1 or (times and one.person_id % len(PAST) == place)):
                continue
            id_ = clock.uuid7()
            rows[id_] = LoadRow(
                one.learner_id, Verb.ATTENDED, ObjectKind.EVENT, event.key, None, clock.to_ms(event.starts_at),
                clock.to_ms(evening_of(day)), Assurance.WITNESSED, minutes=event.minutes,
                department_id=one.department_id, grade=one.grade, profession=one.profession,
                by_learner_id=organiser.learner_id, id=id_,
            )  # fmt: skip
            sign_ups[id_] = SignUp(
                event_id=event.id, person_id=one.person_id, learner_id=one.learner_id, state=SignUpState.GOING.value,
                is_newcomer=one.person_id not in been, queued_at=queued_at, access_needs="",
                confirmed_at=evening_of(day),
            )  # fmt: skip
            been.add(one.person_id)
    seqs = _loaded(rows)
    with database.write():
        for id_, row in sign_ups.items():
            row.statement_seq = seqs[id_]
        db.session.add_all(sign_ups.values())
    return before | coming


def _log(quarter: Quarter, people: Sequence[Somebody], before: Taking, rng: random.Random) -> Taking:
    students = _taking_part(people, before, rng)
    entries = []
    for one in people:
        for said in rng.sample(STUDIED, students.get(one.person_id, 0)):
            day = max(_some_day(quarter, rng), one.joined_on)
            entry = StudyEntry(
                learner_id=one.learner_id, title=said.title, minutes=said.minutes, on_day=day, time=said.time,
                kind=said.kind, provider=said.provider, source="form", logged_at=noon_of(day),
            )  # fmt: skip
            entries.append((entry, one))
    with database.write():
        db.session.add_all(entry for entry, _ in entries)
        db.session.flush()  # a statement names its entry by its number
        rows = {clock.uuid7(): (entry.id, _stated(entry, one)) for entry, one in entries}
    seqs = _loaded({id_: row._replace(id=id_) for id_, (_, row) in rows.items()})
    with database.write():
        db.session.execute(
            update(StudyEntry), [{"id": entry_id, "statement_seq": seqs[id_]} for id_, (entry_id, _) in rows.items()]
        )
    return before | students


def _stated(entry: StudyEntry, one: Somebody) -> LoadRow:
    noon = clock.to_ms(noon_of(entry.on_day))
    return LoadRow(
        entry.learner_id, Verb.STUDIED, ObjectKind.STUDY, str(entry.id), None, noon, noon, Assurance.SELF_DECLARED,
        means=MEANS[StudyTime(entry.time)] if entry.time else None, minutes=entry.minutes,
        department_id=one.department_id, grade=one.grade, profession=one.profession,
    )  # fmt: skip


def _some_day(quarter: Quarter, rng: random.Random) -> date:
    return quarter.first + timedelta(days=rng.randrange((quarter.after - quarter.first).days))


def _loaded(rows: Mapping[UUID, LoadRow]) -> dict[UUID, int]:
    """Write statements in the order of time; where each stands in the record."""
    load(sorted(rows.values(), key=lambda row: row.at), finish=False)
    found = db.session.execute(select(Statement.id, Statement.seq).where(Statement.id.in_(list(rows))))
    seqs = {row.id: row.seq for row in found}
    database.end_reading()
    return seqs
