"""Reminders: on which days, of what, to whom; each once; and the weekly word to line managers."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from learnhub import clock
from learnhub import db as database
from learnhub.catalogue.structures import Course
from learnhub.db import db
from learnhub.messages.digest_letter import digest_letter
from learnhub.messages.models import DailyRun, Notice
from learnhub.people.models import Person
from learnhub.required import reminders, sentences
from learnhub.required.deadlines import Deadline, Reason, Rule, State, Why
from learnhub.required.reminders import write_reminders
from learnhub.required.steps import is_first_day_of_week, may_be_due, round_of, step_due, step_of
from learnhub.required.team_digest import write_team_digests
from learnhub.web.i18n import speaking
from tests import factories, people
from tests.factories import committed
from tests.required.conftest import Take, assign, make_case

WEEK, PART, WEEKEND = "1111100", "1011000", "0000011"
DUE = date(2026, 12, 15)  # a Tuesday


def day(number: int) -> date:
    return DUE + timedelta(days=number)


# today, in days after the date → working days, absences (first and last, in days after the date), the step.
STEPS = [
    # one is not written to before there is a step
    (-40, WEEK, (), None),
    (-32, WEEK, (), None),
    # 30 days before is a Sunday: the Monday after it
    (-30, WEEK, (), None),
    (-29, WEEK, (), -30),
    # and it stays that one until the next, for a service that stood still; its key keeps it from being written again
    (-28, WEEK, (), -30),
    (-8, WEEK, (), -30),
    (-7, WEEK, (), -7),
    (-6, WEEK, (), -7),
    (-2, WEEK, (), None),  # a Sunday
    (-1, WEEK, (), -1),
    (0, WEEK, (), -1),
    (1, WEEK, (), -1),
    (6, WEEK, (), -1),
    (7, WEEK, (), 7),
    (8, WEEK, (), 7),
    (14, WEEK, (), 14),
    (70, WEEK, (), 70),
    (76, WEEK, (), 70),
    (371, WEEK, (), 371),
    # away on the day: the next day they work
    (-7, WEEK, ((-7, -7),), None),
    (-6, WEEK, ((-7, -7),), -7),
    # away past the next step: only the later one, the earlier is left out
    (-7, WEEK, ((-8, -2),), None),
    (-1, WEEK, ((-8, -2),), -1),
    # away from before the first step until after the date: one reminder on the return
    (-29, WEEK, ((-35, 9),), None),
    (9, WEEK, ((-35, 9),), None),
    (10, WEEK, ((-35, 9),), 7),
    # part-time: Monday, Wednesday, Thursday; the date is a Tuesday
    (-7, PART, (), None),
    (-6, PART, (), -7),
    (-1, PART, (), -1),
    (0, PART, (), None),
    (7, PART, (), None),
    (8, PART, (), 7),
    # weekends only
    (-30, WEEKEND, (), -30),
    (-7, WEEKEND, (), None),
    (-3, WEEKEND, (), -7),
    # no working day is known: Monday to Friday
    (-7, "0000000", (), -7),
    (-30, "0000000", (), None),
]
MONDAY = date(2026, 12, 14)
# due on a Monday: today, working days, absences → the step. The day before comes on the last day on which they work.
MONDAYS = [
    (date(2026, 12, 7), WEEK, (), -7),
    (date(2026, 12, 10), WEEK, (), -7),
    (date(2026, 12, 11), WEEK, (), -1),  # Friday
    (date(2026, 12, 12), WEEK, (), None),
    (date(2026, 12, 13), WEEK, (), None),
    (
        date(2026, 12, 14),
        WEEK,
        (),
        -1,
    ),  # should nothing have run on Friday; its key keeps it from coming twice
    # away on Friday: Thursday; away for the week before: on the day itself, for want of another
    (date(2026, 12, 10), WEEK, ((date(2026, 12, 11), date(2026, 12, 11)),), -1),
    (date(2026, 12, 14), WEEK, ((date(2026, 12, 4), date(2026, 12, 13)),), -1),
    # Monday, Wednesday, Thursday: Thursday
    (date(2026, 12, 9), PART, (), -7),
    (date(2026, 12, 10), PART, (), -1),
    # Mondays only: a week before, and then it is the last one
    (date(2026, 11, 30), "1000000", (), -30),
    (date(2026, 12, 7), "1000000", (), -1),
    # every day of the week: Sunday
    (date(2026, 12, 12), "1111111", (), -7),
    (date(2026, 12, 13), "1111111", (), -1),
]


@pytest.mark.parametrize(("today", "working_days", "away", "step"), MONDAYS)
def test_the_last_word_before_a_monday_comes_before_the_weekend(
    today: date, working_days: str, away: tuple[tuple[date, date], ...], step: int | None
) -> None:
    assert step_due(MONDAY, today, working_days, away) == step


# told of the date on a day, today (both in days after the date) → the step
TOLD = [
    (-40, -29, -30),
    (-29, -28, None),  # told after the day of the first step: it would say the same again
    (-29, -7, -7),
    (-7, -7, None),
    (-5, -4, None),
    (-5, -1, -1),
    (-1, 0, None),
    (3, 7, 7),
]


@pytest.mark.parametrize(("told", "today", "step"), TOLD)
def test_who_was_just_told_of_the_date_is_not_reminded_of_it_too(told: int, today: int, step: int | None) -> None:
    assert step_due(DUE, day(today), "1111111", (), day(told)) == step


@pytest.mark.parametrize(("today", "working_days", "away", "step"), STEPS)
def test_on_which_days(today: int, working_days: str, away: tuple[tuple[int, int], ...], step: int | None) -> None:
    absences = [(day(first), day(last)) for first, last in away]
    assert step_due(DUE, day(today), working_days, absences) == step


def test_never_two_steps_on_a_day_and_none_twice_over_a_whole_year() -> None:
    for working_days in (WEEK, PART, WEEKEND, "0010000"):
        seen: list[int] = []
        for number in range(-60, 300):
            step = step_due(DUE, day(number), working_days, [(day(20), day(40))])
            if step is not None and step not in seen:
                seen.append(step)
        assert seen == sorted(seen)
        assert seen[:2] == ([-30, -1] if working_days == "0010000" else [-30, -7])


@pytest.mark.parametrize(
    ("state", "due_on", "step"),
    [
        (State.OPEN, DUE, -7),
        (State.OVERDUE, day(-20), 7),
        (State.COMPLETE, DUE, None),
        (State.EXEMPT, None, None),
        (State.SUGGESTED, None, None),
        (State.DISMISSED, None, None),
        (State.COMING, DUE, None),
        (State.LEFT, None, None),
    ],
)
def test_only_who_still_has_to_is_reminded(state: State, due_on: date | None, step: int | None) -> None:
    assert step_of(Deadline(state, due_on, date(2026, 1, 5), None), day(-7), WEEK, ()) == step


@pytest.mark.parametrize(
    ("why", "key"),
    [
        ((), "2026-01-05"),
        ((Reason(Why.AWAY, DUE, 3),), "2026-01-05"),  # it moved by itself: the same round
        ((Reason(Why.NOT_WORKING, DUE),), "2026-01-05"),
        ((Reason(Why.EXTENDED, date(2027, 2, 1)),), "2026-01-05~2027-02-01"),
        ((Reason(Why.MOVED, date(2026, 5, 1)), Reason(Why.AWAY, DUE, 3)), "2026-01-05~2026-05-01"),
        ((Reason(Why.RETAKE, date(2026, 6, 1)),), "2026-01-05~2026-06-01"),
        ((Reason(Why.MISSED, date(2025, 1, 5)),), "2026-01-05"),
    ],
)
def test_a_date_given_anew_begins_a_new_round(why: tuple[Reason, ...], key: str) -> None:
    assert round_of(Deadline(State.OPEN, DUE, date(2026, 1, 5), None, why)) == key


@pytest.mark.parametrize(
    ("rule", "today", "may"),
    [
        (Rule(date(2026, 1, 5), DUE), day(-31), False),
        (Rule(date(2026, 1, 5), DUE), day(-30), True),
        (Rule(date(2026, 1, 5), DUE), day(500), True),
        (Rule(date(2026, 12, 10), DUE), day(-6), False),  # it has not begun
        (Rule(date(2026, 1, 5), is_suggested=True), day(0), False),
    ],
)
def test_nobody_is_looked_at_in_vain(rule: Rule, today: date, may: bool) -> None:
    assert may_be_due(rule, today) == may


@pytest.mark.parametrize(
    ("today", "working_days", "away", "first"),
    [
        (date(2026, 11, 23), WEEK, (), True),  # Monday
        (date(2026, 11, 24), WEEK, (), False),
        (date(2026, 11, 24), WEEK, ((date(2026, 11, 20), date(2026, 11, 23)),), True),
        (date(2026, 11, 23), "0011100", (), False),
        (date(2026, 11, 25), "0011100", (), True),
        (date(2026, 11, 27), WEEK, ((date(2026, 11, 1), date(2026, 11, 30)),), False),
    ],
)
def test_the_first_day_of_a_managers_week(
    today: date, working_days: str, away: tuple[tuple[date, date], ...], first: bool
) -> None:
    assert is_first_day_of_week(today, working_days, away) == first


def noon(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 12, tzinfo=UTC)


def run(on: date, hour: int = 12) -> int:
    with clock.at(noon(on).replace(hour=hour)):
        return write_reminders()


def told(role: str) -> list[str]:
    db.session.rollback()
    rows = db.session.execute(
        select(Notice.text).where(Notice.person_id == people.person(role).id, Notice.kind == "required")
    )
    return list(rows.scalars())


@pytest.fixture
def course(app: Flask) -> Course:
    return factories.make_course(factories.reading(), title="Letters")


def test_each_step_is_written_once_however_often_it_runs(app: Flask, course: Course) -> None:
    assign(course, due_on=DUE)
    days = [number for number in range(-40, 20) if run(day(number))]
    assert days == [-29, -7, -1, 7, 14]
    assert [run(day(number)) for number in range(-40, 20)] == [0] * 60
    said = told("learner")
    assert {words.partition("\n")[2] for words in said} == {"Asked by Hana Reid, Department for Pensions. 5 minutes."}
    assert [words.partition("\n")[0] for words in said] == [
        "“Letters” is due in 29 days, on 15 December 2026.",
        "“Letters” is due in 7 days, on 15 December 2026.",
        "“Letters” is due tomorrow, 15 December 2026.",
        "“Letters” was due on 15 December 2026 and can still be done.",
        "“Letters” was due on 15 December 2026 and can still be done.",
    ]


def test_a_reminder_leads_to_the_course_and_is_for_the_mail(app: Flask, course: Course) -> None:
    assign(course, due_on=DUE)
    run(day(-7))
    notice = db.session.execute(select(Notice).where(Notice.person_id == people.person("learner").id)).scalar_one()
    assert notice.address == f"/courses/{course.slug}"
    assert notice.mail_settled_at is None
    assert notice.key.endswith(f":{people.person('learner').id}:-7")


def test_it_is_not_written_in_the_quiet_hours(app: Flask, course: Course) -> None:
    assign(course, due_on=DUE)
    assert run(day(-7), hour=6) == 0
    assert run(day(-7), hour=7) > 0


def test_completing_stops_them(app: Flask, course: Course, take: Take) -> None:
    assign(course, due_on=DUE)
    assert run(day(-7)) > 0
    take(people.person("learner"), course)
    run(day(7))
    assert len(told("learner")) == 1


def test_an_exemption_stops_them_and_an_extension_begins_them_anew(app: Flask, course: Course) -> None:
    row = assign(course, due_on=DUE)
    make_case(row, people.person("learner"), "exempt")
    run(day(-7))
    assert told("learner") == []
    extended = assign(course, due_on=DUE)
    run(day(-7) + timedelta(days=1))
    assert len(told("learner")) == 1
    make_case(extended, people.person("learner"), "extended", day(30))
    assert run(day(23)) > 0
    assert "is due in 7 days" in told("learner")[-1]


def test_suggestions_withdrawn_courses_and_far_dates_remind_nobody(app: Flask, course: Course) -> None:
    assign(course, kind="suggested")
    assign(course, due_on=day(200))
    gone = factories.make_course(factories.reading(), title="Gone")
    assign(gone, due_on=DUE)
    factories.withdraw_course(gone)
    assert run(day(-7)) == 0


def test_each_is_spoken_to_in_their_own_language(app: Flask, course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    spoken: list[str] = []

    class Spoken:
        def __init__(self, language: str) -> None:
            self.inside = speaking(language)
            spoken.append(language)

        def __enter__(self) -> None:
            self.inside.__enter__()

        def __exit__(self, *error: object) -> None:
            self.inside.__exit__(*error)

    monkeypatch.setattr(sentences, "speaking", Spoken)
    welsh = people.person("welsh")
    assign(course, due_on=DUE, departments=[], scope=None)
    run(day(-7))
    assert sorted(spoken) == ["cy", "en"]  # each once, however many people
    row = db.session.execute(select(Notice).where(Notice.person_id == welsh.id)).scalar_one()
    assert row.language == "cy"


def test_a_run_that_was_stopped_goes_on_where_it_was(
    app: Flask, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    assign(course, due_on=DUE, departments=[], scope=None)
    for number in range(12):
        factories.make_person(f"Person {number}")
    monkeypatch.setattr(reminders, "CHUNK", 5)
    inside, calls = reminders.write_notices, 0

    def stop(rows: list[object]) -> int:
        nonlocal calls
        calls += 1
        written = inside(rows)
        if calls == 2:
            raise RuntimeError("as if the machine had stopped here")
        return written

    monkeypatch.setattr(reminders, "write_notices", stop)
    with pytest.raises(RuntimeError):
        run(day(-7))
    db.session.rollback()
    first = set(db.session.execute(select(Notice.person_id)).scalars())
    kept = db.session.execute(select(DailyRun)).scalar_one()
    assert len(first) == 5
    assert (kept.reached, kept.is_finished) == (max(first), False)
    monkeypatch.setattr(reminders, "write_notices", inside)
    everybody = len(db.session.execute(select(Person.id)).all())
    assert run(day(-7)) == everybody - 5
    assert run(day(-7)) == 0


@pytest.fixture
def team(app: Flask, course: Course) -> list[Person]:
    """The HR officer leads three people, one of whom has done what is overdue."""
    members = [factories.make_person(name, department="PEN") for name in ("Zoë Ames", "Ann Bell", "Cy Done")]
    with committed():
        for member in members:
            db.session.get_one(Person, member.id).line_manager_id = people.person("hr").id
    assign(course, due_on=date(2026, 11, 10))
    return members


def word(on: date) -> int:
    with clock.at(noon(on)):
        return write_team_digests()


def test_a_manager_is_told_on_monday_who_is_overdue_by_name_and_no_more(
    app: Flask, course: Course, team: list[Person], take: Take
) -> None:
    take(team[2], course)
    monday = date(2026, 11, 30)
    assert [word(monday + timedelta(days=number)) for number in range(8)] == [1, 0, 0, 0, 0, 0, 0, 1]
    rows = db.session.execute(select(Notice).where(Notice.kind == "team").order_by(Notice.id)).scalars().all()
    assert {row.person_id for row in rows} == {people.person("hr").id}
    assert rows[0].text == "2 of 3 people in your team have something overdue.\nAnn Bell; Zoë Ames."
    assert rows[0].address == "/team"


def test_the_subject_of_the_weekly_word_names_nobody(app: Flask, course: Course, team: list[Person]) -> None:
    word(date(2026, 11, 30))
    row = db.session.execute(select(Notice).where(Notice.kind == "team")).scalar_one()
    manager = people.person("hr")
    letter = digest_letter(manager.id, manager.name, "en", [row])
    assert letter.subject == "3 of 3 people in your team have something overdue"
    assert "Ann Bell; Cy Done; Zoë Ames." in letter.text
    assert "Ann Bell" in letter.html


def test_a_manager_who_is_away_on_monday_is_told_on_the_first_day_back(
    app: Flask, course: Course, team: list[Person]
) -> None:
    factories.make_absence(people.person("hr"), date(2026, 11, 27), date(2026, 11, 30))
    assert [word(date(2026, 11, 30) + timedelta(days=number)) for number in range(3)] == [0, 1, 0]


def test_nobody_overdue_is_no_message(app: Flask, course: Course, team: list[Person], take: Take) -> None:
    for member in team:
        take(member, course)
    assert word(date(2026, 11, 30)) == 0


def test_two_machines_write_each_once(app: Flask, course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other machine does everything between this one's looking and its writing."""
    assign(course, due_on=DUE)
    inside, nested = reminders.write_notices, False

    def after_the_other(rows: list[object]) -> int:
        nonlocal nested
        if not nested:
            nested = True
            database.rollback()
            assert run(day(-7)) > 0
            database.begin_write()
        return inside(rows)

    monkeypatch.setattr(reminders, "write_notices", after_the_other)
    assert run(day(-7)) == 0
    assert len(told("learner")) == 1
