"""Writing the record: what one statement brings with it, what counts once, what is refused."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from learnhub import clock
from learnhub import db as database
from learnhub.catalogue.structures import AnyOf, Course
from learnhub.db import db
from learnhub.people.actions import post_person, record_departure
from learnhub.people.models import Posting
from learnhub.record import actions
from learnhub.record.actions import Appended, Conflict, Entry, WrongTime
from learnhub.record.interning import course_key, module_key
from learnhub.record.models import CompletionMonth, Progress, StaffGroup, Standing, Statement, Voided
from learnhub.record.progress import ProgressRow
from learnhub.record.progress_queries import progress_by_course, progress_of
from learnhub.record.queries import hours_of
from learnhub.record.words import Assurance, Barrier, Means, ObjectKind, Verb
from tests import people
from tests.factories import at, make_course, make_person, make_posting, quiz, reading, task, withdraw_course
from tests.record.conftest import Press

pytestmark = pytest.mark.usefixtures("app")

NOON = at("2026-11-03 12:00")


def progress(learner: int, course: Course) -> ProgressRow:
    row = progress_of(learner, course.id)
    assert row is not None
    return row


def said(learner: int) -> list[str]:
    """What a learner's record says, oldest first."""
    rows = db.session.execute(
        select(Statement).where(Statement.learner_id == learner).order_by(Statement.seq)
    ).scalars()
    return [Verb(row.verb).name.lower() + (" the course" if row.is_course_completion else "") for row in rows]


def statements() -> int:
    return db.session.execute(select(func.count()).select_from(Statement)).scalar_one()


def standing(code: str, course: Course) -> tuple[int, int]:
    db.session.expire_all()
    row = db.session.get(Standing, (people.department(code).id, course.id))
    return (0, 0) if row is None else (row.in_progress, row.complete)


def months(course: Course) -> dict[tuple[int, int], int]:
    rows = db.session.execute(select(CompletionMonth.__table__).where(CompletionMonth.course_id == course.id))
    return {(row.month, row.department_id): row.completions for row in rows if row.completions}


# What follows from a statement


def test_a_module_done_begins_the_course_and_is_progress_at_once(learner: int, press: Press) -> None:
    course = make_course(reading("a"), reading("b"))
    seq = press(course, "a")
    row = progress(learner, course)
    assert row.modules["a"]["seq"] == seq
    assert row.modules["a"]["assurance"] == Assurance.SELF_DECLARED
    assert row.started_version_id == course.version_id
    assert not row.is_complete
    assert standing("PEN-OPS-HEX", course) == (1, 0)
    assert actions.verify() == []


def test_the_last_module_completes_the_course(learner: int, press: Press) -> None:
    course = make_course(reading("a"), reading("b"))
    press(course, "a", at=NOON)
    press(course, "b", at=NOON)
    row = progress(learner, course)
    assert row.completed_at == NOON
    assert row.completed_version_id == course.version_id
    assert said(learner) == ["completed", "completed", "completed the course"]
    assert standing("PEN-OPS-HEX", course) == (0, 1)
    assert months(course) == {(2026 * 12 + 10, people.department("PEN-OPS-HEX").id): 1}
    assert actions.verify() == []


def test_two_tabs_finishing_the_same_module_count_once(press: Press) -> None:
    course = make_course(reading("a"), reading("b"))
    assert press(course, "a") is not None
    assert press(course, "a") is None
    assert statements() == 1


def test_a_course_starts_once(learner: int) -> None:
    course = make_course()
    with database.write():
        assert actions.record_start(learner, course) is not None
        assert actions.record_start(learner, course) is None
    assert said(learner) == ["started"]


def test_passing_the_check_first_completes_the_readings_but_not_the_task(
    learner: int, press: Press, hand_in: Press
) -> None:
    course = make_course(reading("a"), reading("b"), task("t"), quiz("q"))
    hand_in(course, "q", 800)
    assert {slug: Means(entry["means"]) for slug, entry in progress(learner, course).modules.items()} == {
        "q": Means.QUIZ,
        "a": Means.CHECK,
        "b": Means.CHECK,
    }
    assert not progress(learner, course).is_complete
    press(course, "t", Means.ALTERNATIVE)
    assert progress(learner, course).is_complete
    assert actions.verify() == []


def test_the_readings_by_check_took_no_minutes_and_a_second_pass_takes_none(learner: int, hand_in: Press) -> None:
    course = make_course(reading("a", minutes=7), quiz("q", minutes=8))
    hand_in(course, "q", 800)
    hand_in(course, "q", 900)
    assert hours_of(learner) == {Assurance.RECORDED: 8, Assurance.WITNESSED: 0, Assurance.SELF_DECLARED: 0}


def test_a_failed_check_counts_a_try_and_completes_nothing(learner: int, hand_in: Press) -> None:
    course = make_course(reading("a"), quiz("q"))
    hand_in(course, "q", 300)
    hand_in(course, "q", 500)
    row = progress(learner, course)
    assert row.checks == {"q": {"tries": 2, "best": 500}}
    assert row.modules == {}
    assert actions.verify() == []


def test_an_earlier_quiz_that_is_not_the_courses_check_completes_no_reading(learner: int, hand_in: Press) -> None:
    course = make_course(reading("a"), quiz("first-quiz"), quiz("last-quiz"))
    hand_in(course, "first-quiz", 1000)
    assert progress(learner, course).modules.keys() == {"first-quiz"}


def test_a_barrier_is_kept_and_completes_nothing(learner: int) -> None:
    course = make_course(task("t"))
    with database.write():
        actions.record_barrier(learner, course, course.modules[0], Barrier.BLOCKED)
    assert db.session.execute(select(Statement.barrier)).scalar_one() == Barrier.BLOCKED
    assert not progress(learner, course).is_complete


def test_a_course_waits_for_its_prerequisite_and_is_completed_with_it(learner: int, press: Press) -> None:
    first = make_course(reading("a"), slug="first")
    second = make_course(reading("b"), slug="second", prerequisites=("first",))
    third = make_course(reading("c"), slug="third", prerequisites=("second",))
    press(third, "c")
    press(second, "b")
    assert not progress(learner, second).is_complete
    press(first, "a")
    assert [row.is_complete for row in progress_by_course(learner).values()] == [True, True, True]
    assert progress(learner, third).course_id == third.id
    assert actions.verify() == []


def test_a_withdrawn_prerequisite_is_asked_of_nobody(learner: int, press: Press) -> None:
    first = make_course(reading("a"), slug="first")
    second = make_course(reading("b"), slug="second", prerequisites=("first",))
    withdraw_course(first)
    press(second, "b")
    assert progress(learner, second).is_complete


def test_any_n_of_completes_with_n(learner: int, press: Press) -> None:
    course = make_course(reading("a"), reading("b"), reading("c"), any_of=(AnyOf(2, ("a", "b", "c")),))
    press(course, "a")
    assert not progress(learner, course).is_complete
    press(course, "c")
    assert progress(learner, course).is_complete


# How a completion is known


def test_a_completion_by_marks_alone_is_what_you_told_us(press: Press) -> None:
    course = make_course(reading("a"))
    press(course, "a")
    known = select(Statement.assurance).where(Statement.is_course_completion)
    assert db.session.execute(known).scalar_one() == Assurance.SELF_DECLARED


def test_a_completion_with_its_check_passed_is_recorded(press: Press, hand_in: Press) -> None:
    course = make_course(reading("a"), quiz("q"))
    press(course, "a")
    hand_in(course, "q", 700)
    known = select(Statement.assurance).where(Statement.is_course_completion)
    assert db.session.execute(known).scalar_one() == Assurance.RECORDED


# A course that changes


def test_who_started_the_older_version_may_finish_it(learner: int, press: Press) -> None:
    old = make_course(reading("a"), reading("b"), slug="letters")
    press(old, "a")
    new = make_course(reading("a"), reading("b"), reading("c"), slug="letters", version="2.0")
    press(new, "b")
    assert progress(learner, new).completed_version_id == old.version_id


def test_who_starts_the_new_version_has_to_do_what_is_new(learner: int, press: Press) -> None:
    make_course(reading("a"), slug="letters")
    new = make_course(reading("a"), reading("b"), slug="letters", version="2.0")
    press(new, "a")
    assert not progress(learner, new).is_complete


def test_a_renamed_module_is_not_done_twice(learner: int, press: Press) -> None:
    old = make_course(reading("a"), reading("b"), slug="letters")
    press(old, "a")
    new = make_course(reading("open", was=("a",)), reading("b"), slug="letters", version="2.0")
    assert press(new, "open") is None
    press(new, "b")
    assert progress(learner, new).completed_version_id == new.version_id
    assert actions.verify() == []


def test_who_waited_for_a_dropped_module_is_complete_when_it_is_settled(learner: int, press: Press) -> None:
    old = make_course(reading("a"), reading("b"), slug="letters")
    press(old, "a")
    new = make_course(reading("a"), slug="letters", version="2.0")
    with database.write():
        pass  # a new day begins
    assert actions.settle(new.id) == 1
    assert actions.settle(new.id) == 0
    assert progress(learner, new).completed_version_id == new.version_id
    assert actions.verify() == []


def test_a_completion_stands_when_a_later_version_asks_for_more(learner: int, press: Press) -> None:
    old = make_course(reading("a"), slug="letters")
    press(old, "a")
    new = make_course(reading("a"), reading("b"), slug="letters", version="2.0")
    press(new, "b")
    assert progress(learner, new).completed_version_id == old.version_id
    assert said(learner).count("completed the course") == 1


# Time


def test_what_is_claimed_may_not_lie_in_the_future_nor_before_joining(learner: int, press: Press) -> None:
    course = make_course(reading("a"))
    for wrong in (clock.now() + timedelta(minutes=6), at("1989-12-31 23:00"), at("2020-01-05 12:00")):
        with pytest.raises(WrongTime):
            press(course, "a", at=wrong)
    assert press(course, "a", at=at("2020-01-06 09:00")) is not None


def test_a_clock_that_is_a_little_fast_is_believed(press: Press) -> None:
    assert press(make_course(reading("a")), "a", at=clock.now() + timedelta(minutes=4)) is not None


def test_a_statement_carries_the_posting_of_the_day_it_happened(learner: int, press: Press) -> None:
    person = people.person("learner")
    revenue = people.department("REV-CUS").id
    with database.write():
        db.session.execute(
            update(Posting).where(Posting.person_id == person.id).values(until_on=date(2025, 1, 1), is_current=False)
        )
        make_posting(person, "REV-CUS", from_on=date(2025, 1, 1), grade="HEO", profession="Policy")
    course = make_course(reading("a"), reading("b"))
    press(course, "a", at=at("2024-12-31 23:59"))
    press(course, "b", at=at("2025-01-01 00:01"))
    rows = db.session.execute(
        select(Statement.department_id, StaffGroup.grade)
        .join(StaffGroup, StaffGroup.id == Statement.staff_group_id)
        .order_by(Statement.seq)
    ).all()
    assert [tuple(row) for row in rows] == [
        (people.department("PEN-OPS-HEX").id, "AO"),
        (revenue, "HEO"),
        (revenue, "HEO"),
    ]
    assert standing("REV-CUS", course) == (0, 1)
    assert months(course) == {(2025 * 12, revenue): 1}
    assert actions.verify() == []


def test_a_late_receipt_completes_the_course_on_the_day_of_its_last_part(learner: int, press: Press) -> None:
    course = make_course(reading("a"), reading("b"))
    press(course, "a", at=at("2026-11-03 12:00"))
    press(course, "b", at=at("2026-10-01 12:00"))
    assert progress(learner, course).completed_at == at("2026-11-03 12:00")
    assert progress(learner, course).started_at == at("2026-10-01 12:00")
    assert actions.verify() == []


def test_somebody_without_a_posting_has_a_record_but_is_in_no_departments_count() -> None:
    person = make_person(department=None)
    course = make_course(reading("a"))
    with database.write():
        actions.mark_module_done(person.learner_id, course, course.modules[0], Means.MARKED)
    assert db.session.execute(select(func.count()).select_from(Standing)).scalar_one() == 0
    assert list(months(course).values()) == [1]
    assert actions.verify() == []


# Own ids


def receipt(learner: int, course: Course, **changes: object) -> Entry:
    entry = Entry(
        learner,
        Verb.COMPLETED,
        ObjectKind.MODULE,
        module_key(course.id, "a"),
        course.id,
        at=NOON,
        means=Means.MARKED,
        assurance=Assurance.SELF_DECLARED,
        version_id=course.version_id,
        id=UUID(int=7),
    )
    return replace(entry, **changes)


def test_the_same_receipt_counts_once(learner: int) -> None:
    course = make_course(reading("a"), reading("b"))
    with database.write():
        first = actions.append(receipt(learner, course))
    with database.write():
        assert actions.append(receipt(learner, course)) == first
    assert statements() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"at": NOON + timedelta(milliseconds=1)},
        {"verb": Verb.PASSED},
        {"key": "1/b"},
        {"score": 500},
        {"assurance": Assurance.WITNESSED},
        {"version_id": None},
        {"language": "cy"},
    ],
)
def test_the_same_id_with_other_content_is_a_conflict(learner: int, changes: dict[str, object]) -> None:
    course = make_course(reading("a"), reading("b"))
    with database.write():
        actions.append(receipt(learner, course))
    with pytest.raises(Conflict) as caught, database.write():
        actions.append(receipt(learner, course, **changes))
    assert str(caught.value) == ""


def test_the_same_id_from_somebody_else_is_a_conflict_that_reveals_nothing(learner: int) -> None:
    course = make_course(reading("a"), reading("b"))
    with database.write():
        actions.append(receipt(learner, course))
    with pytest.raises(Conflict) as caught, database.write():
        actions.append(receipt(people.person("outsider").learner_id, course))
    assert caught.value.args == ()


def test_an_id_without_a_time_is_a_mistake_of_the_caller(learner: int) -> None:
    course = make_course(reading("a"))
    with pytest.raises(ValueError, match="when it happened"), database.write():
        actions.append(receipt(learner, course, at=None))


def test_a_check_result_with_an_id_counts_once(learner: int) -> None:
    course = make_course(reading("a"), quiz("q"))
    check = course.modules[1]
    with database.write():
        first = actions.record_check_result(learner, course, check, 700, True, at=NOON, id=UUID(int=8))
        assert actions.record_check_result(learner, course, check, 700, True, at=NOON, id=UUID(int=8)) == first
        with pytest.raises(Conflict):
            actions.record_check_result(learner, course, check, 900, True, at=NOON, id=UUID(int=8))
    assert statements() == 3


def test_nobody_has_a_record_without_being_a_learner() -> None:
    course = make_course(reading("a"))
    with pytest.raises(LookupError), database.write():
        actions.mark_module_done(999_999, course, course.modules[0], Means.MARKED)


# Taking back and confirming


def test_a_mistake_is_taken_back_and_progress_with_it(learner: int, press: Press) -> None:
    course = make_course(reading("a"), reading("b"))
    seq = press(course, "a")
    press(course, "b")
    assert seq is not None
    with database.write():
        actions.void(seq, learner)
    row = progress(learner, course)
    assert row.modules.keys() == {"b"}
    assert not row.is_complete  # the completion rested on it
    assert standing("PEN-OPS-HEX", course) == (1, 0)
    assert months(course) == {}
    assert actions.verify() == []
    press(course, "a")
    assert progress(learner, course).is_complete
    assert months(course).popitem()[1] == 1
    assert actions.verify() == []


def test_taking_back_the_only_statement_leaves_no_progress(learner: int, press: Press) -> None:
    course = make_course(reading("a"), reading("b"))
    seq = press(course, "a")
    assert seq is not None
    with database.write():
        actions.void(seq, learner)
    assert progress_of(learner, course.id) is None
    assert standing("PEN-OPS-HEX", course) == (0, 0)
    assert actions.verify() == []


def test_taking_back_twice_is_once(learner: int, press: Press) -> None:
    seq = press(make_course(reading("a")), "a")
    assert seq is not None
    with database.write():
        assert actions.void(seq, learner) == actions.void(seq, learner)


def test_a_voiding_cannot_be_voided_and_what_is_not_there_neither(learner: int, press: Press) -> None:
    seq = press(make_course(reading("a"), reading("b")), "a")
    assert seq is not None
    with database.write():
        voiding = actions.void(seq, learner)
        with pytest.raises(ValueError, match="cannot be voided"):
            actions.void(voiding, learner)
        with pytest.raises(LookupError):
            actions.void(999_999, learner)


def test_a_module_done_twice_over_keeps_the_completion_when_one_is_taken_back(
    learner: int, press: Press, hand_in: Press
) -> None:
    course = make_course(reading("a"), quiz("q"))
    press(course, "a")
    first = hand_in(course, "q", 700)
    hand_in(course, "q", 900)
    assert first is not None
    with database.write():
        actions.void(first, learner)
    assert progress(learner, course).is_complete
    assert progress(learner, course).checks["q"] == {"tries": 1, "best": 900}
    assert actions.verify() == []


def test_an_imported_completion_rests_on_nothing_and_stays(learner: int, press: Press) -> None:
    course = make_course(reading("a"), reading("b"))
    seq = press(course, "a")
    with database.write():
        actions.append(Entry(learner, Verb.COMPLETED, ObjectKind.COURSE, course_key(course.id), course.id, at=NOON))
        assert seq is not None
        actions.void(seq, learner)
    assert progress(learner, course).is_complete
    assert actions.verify() == []


def test_a_confirmation_raises_what_we_know_and_its_voiding_lowers_it_again(learner: int, press: Press) -> None:
    course = make_course(task("t", minutes=20), reading("b"))
    seq = press(course, "t", Means.TASK)
    assert seq is not None
    with database.write():
        confirmation = actions.witness(seq, people.person("ambassador").learner_id)
    assert progress(learner, course).modules["t"]["assurance"] == Assurance.WITNESSED
    assert hours_of(learner)[Assurance.WITNESSED] == 20
    assert actions.verify() == []
    with database.write():
        actions.void(confirmation, learner)
    assert progress(learner, course).modules["t"]["assurance"] == Assurance.SELF_DECLARED
    assert hours_of(learner)[Assurance.WITNESSED] == 0
    assert actions.verify() == []


def test_a_confirmation_lowers_nothing(learner: int, hand_in: Press) -> None:
    course = make_course(quiz("q"), reading("b"))
    seq = hand_in(course, "q", 700)
    assert seq is not None
    with database.write():
        actions.witness(seq, people.person("ambassador").learner_id)
    assert progress(learner, course).modules["q"]["assurance"] == Assurance.RECORDED


def test_voided_says_what_the_voiding_says(learner: int, press: Press) -> None:
    seq = press(make_course(reading("a")), "a")
    assert seq is not None
    with database.write():
        by_seq = actions.void(seq, learner)
    assert db.session.get_one(Voided, seq).by_seq == by_seq


# Moving


def test_history_stays_where_it_happened_and_standing_goes_with_the_person(learner: int, press: Press) -> None:
    done, begun = make_course(reading("a")), make_course(reading("a"), reading("b"))
    press(done, "a", at=NOON)
    press(begun, "a")
    with database.write():
        post_person(people.person("learner").id, people.department("REV").id, clock.today(), grade="EO")
    assert standing("PEN-OPS-HEX", done) == standing("PEN-OPS-HEX", begun) == (0, 0)
    assert (standing("REV", done), standing("REV", begun)) == ((0, 1), (1, 0))
    assert months(done) == {(2026 * 12 + 10, people.department("PEN-OPS-HEX").id): 1}
    assert actions.verify() == []


def test_who_has_left_is_in_no_departments_count(learner: int, press: Press) -> None:
    course = make_course(reading("a"))
    press(course, "a")
    with database.write():
        record_departure(people.person("learner").id, clock.today())
    assert standing("PEN-OPS-HEX", course) == (0, 0)
    assert db.session.execute(select(Progress.department_id)).scalar_one() is None
    assert actions.verify() == []


# Followers


@pytest.fixture
def heard() -> Iterator[list[str]]:
    """Two followers that write down what they hear; the first answers a course with a statement of its own."""
    news: list[str] = []

    def first(appended: Appended) -> None:
        news.append(f"first: {appended.entry.verb.name}")
        if appended.entry.is_course_completion:
            assert appended.entry.course_id is not None
            key = course_key(appended.entry.course_id)
            actions.append(Entry(appended.entry.learner_id, Verb.HINDERED, ObjectKind.COURSE, key, None))

    def second(appended: Appended) -> None:
        news.append(f"second: {appended.entry.verb.name}")

    actions.FOLLOWERS.extend([first, second])
    yield news
    del actions.FOLLOWERS[-2:]


def test_what_a_follower_appends_is_told_after_everybody_heard_of_the_first(heard: list[str], press: Press) -> None:
    press(make_course(reading("a")), "a")
    verbs = ["COMPLETED", "COMPLETED", "HINDERED"]
    assert heard == [f"{who}: {verb}" for verb in verbs for who in ("first", "second")]


# Nothing half done


def test_what_is_rolled_back_leaves_nothing(learner: int, press: Press) -> None:
    course = make_course(reading("a"), reading("b"))
    with pytest.raises(ZeroDivisionError), database.write():
        assert actions.mark_module_done(learner, course, course.modules[0], Means.MARKED) / 0
    assert statements() == 0
    assert press(course, "a") is not None  # the numbers given to its objects were forgotten too
    assert actions.verify() == []


def test_a_void_is_not_appended(learner: int) -> None:
    with pytest.raises(ValueError, match="void"), database.write():
        actions.append(Entry(learner, Verb.VOIDED, ObjectKind.COURSE, "1", 1))
