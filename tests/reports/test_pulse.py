"""The pulse: asked once a year, kept by nobody, shown to HR of ten answers or more. Stories and proofs."""

import random
from itertools import combinations

import pytest
from flask import Flask
from sqlalchemy import delete, event, insert, select

from learnhub import clock
from learnhub import db as database
from learnhub.db import db
from learnhub.people.models import Department
from learnhub.permissions import Role
from learnhub.pulse.actions import answer_pulse, settle_pulse
from learnhub.pulse.models import PulseAsked, PulseTally
from learnhub.pulse.queries import is_due
from learnhub.pulse.words import Changing, Knowing, is_asked_on, last_closed_year
from learnhub.reports.pulse_results import EVERYWHERE, Result, Tally, results_of
from learnhub.web.access import make_visitor
from learnhub.web.held import HeldForm
from tests.factories import at, make_grant, make_person
from tests.page import Page
from tests.people import person

OPEN = at("2026-11-10 10:00")
OVER = at("2026-12-02 10:00")
ANSWER = {"anonymous_changing": "1", "anonymous_knowing": "2"}


# Day → whether anybody is asked, the last year whose results are told.
DAYS = [
    ("2026-10-31", False, 2025),
    ("2026-11-01", True, 2025),
    ("2026-11-30", True, 2025),
    ("2026-12-01", False, 2026),
]


@pytest.mark.parametrize(("day", "asked", "closed"), DAYS)
def test_it_is_asked_in_november_and_told_when_november_is_over(day: str, asked: bool, closed: int) -> None:
    today = at(day + " 12:00").date()
    assert (is_asked_on(today), last_closed_year(today)) == (asked, closed)


def given() -> dict[tuple[int, int], int]:
    """The answers given, by the two of them."""
    rows = db.session.execute(select(PulseTally.changing, PulseTally.knowing, PulseTally.answers))
    return {(row.changing, row.knowing): row.answers for row in rows if row.answers}


def test_a_learner_answers_and_is_not_asked_again(app: Flask, page: Page) -> None:
    with clock.at(OPEN):
        opened = page.sign_in("learner").get("/pulse")
        assert "without your name, your team or the time" in opened.text
        opened = page.post("/pulse", ANSWER, 303)
        assert given() == {(1, 2): 1}
        assert "You have been asked this year" in page.get("/pulse").text
        page.post("/pulse", ANSWER, 303)
        assert given() == {(1, 2): 1}
    with clock.at(at("2027-11-02 10:00")):
        assert page.sign_in("learner").get("/pulse").html.all("form", action="/pulse") != []


def test_whoever_does_not_want_to_says_so_once(app: Flask, page: Page) -> None:
    with clock.at(OPEN):
        page.sign_in("learner").post("/pulse", {"action": "decline"}, 303)
        assert "You have been asked this year" in page.get("/pulse").text
    assert given() == {}


def test_what_was_chosen_is_kept_when_the_other_question_is_empty(app: Flask, page: Page) -> None:
    with clock.at(OPEN):
        opened = page.sign_in("learner").post("/pulse", {"anonymous_changing": "1"}, 422)
    assert opened.problems == ["Choose an answer to the second question"]
    assert opened.html.find("input", name="anonymous_changing", value="1").has("checked")
    assert given() == {}


def test_outside_november_nothing_is_asked_and_nothing_is_counted(app: Flask, page: Page) -> None:
    with clock.at(OVER):
        assert "Nothing is asked just now" in page.sign_in("learner").get("/pulse").text
        page.post("/pulse", ANSWER, 303)
    assert given() == {}
    with database.write(), clock.at(OVER):
        assert not settle_pulse(person("learner").id)


def test_whether_to_invite_costs_one_statement_and_none_outside_november(app: Flask) -> None:
    learner = person("learner")
    visitor = make_visitor(
        grants=(), session_id=1, token="t", person_id=learner.id, learner_id=learner.learner_id, name="", email="",
        language="en", department_id=None, department="",
    )  # fmt: skip
    sent: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: sent.append(args[2]))
    db.session.rollback()
    with clock.at(OVER):
        assert not is_due(visitor)
    assert sent == []
    with clock.at(OPEN):
        assert is_due(visitor)
    assert len(sent) == 1


# That it is anonymous.


def test_no_table_of_the_pulse_joins_an_answer_to_a_person_or_a_time(app: Flask) -> None:
    """Neither a key nor an instant nor a number given in order: a row of answers is of a whole department and year."""
    assert [column.name for column in PulseTally.__table__.columns] == [
        "year", "department_id", "changing", "knowing", "answers",
    ]  # fmt: skip
    assert [column.name for column in PulseAsked.__table__.columns] == ["person_id", "year"]
    for table in (PulseTally, PulseAsked):
        assert not table.__table__.autoincrement_column
        assert table.__table__.dialect_options["sqlite"]["with_rowid"] is False


def test_an_answer_is_kept_by_the_topmost_department_alone(app: Flask) -> None:
    learner = person("learner")  # in Hexham, below Pension Operations
    hexham = db.session.execute(select(Department.id).where(Department.code == "PEN-OPS-HEX")).scalar_one()
    pensions = db.session.execute(select(Department.id).where(Department.code == "PEN")).scalar_one()
    with clock.at(OPEN), database.write():
        assert answer_pulse(learner.id, hexham, Changing.MUCH, Knowing.NO)
        assert answer_pulse(person("outsider").id, None, Changing.NOT, Knowing.YES)
    found = {row.department_id for row in db.session.execute(select(PulseTally.department_id))}
    assert found == {pensions, 0}


def test_each_answer_writes_every_cell_of_its_department(app: Flask) -> None:
    """So that the transaction that wrote a cell last says nothing of the cell that grew."""
    sent: list[str] = []
    with clock.at(OPEN), database.write():
        answer_pulse(person("learner").id, None, Changing.MUCH, Knowing.NO)
        event.listen(db.engine, "after_cursor_execute", lambda *args: sent.append(f"{args[2]} {args[1].rowcount}"))
        answer_pulse(person("hr").id, None, Changing.LITTLE, Knowing.NO)
    updates = [line for line in sent if line.startswith("UPDATE pulse_tally")]
    assert len(updates) == 1
    assert updates[0].endswith(f" {len(Changing) * len(Knowing)}")


def test_an_answer_that_comes_after_the_session_has_ended_is_not_held_for_its_person(app: Flask, page: Page) -> None:
    with clock.at(OPEN):
        page.sign_in("learner").get("/pulse")
        from learnhub.people.models import SignInSession

        with database.write():
            db.session.execute(delete(SignInSession))
        page.post("/pulse", ANSWER, 302)
    held = [row.fields for row in db.session.execute(select(HeldForm.fields))]
    assert all(not name.startswith("anonymous") for fields in held for name, _value in fields)


# What HR sees.


def fill(year: int, code: str, tally: dict[tuple[Changing, Knowing], int]) -> None:
    department = db.session.execute(select(Department.id).where(Department.code == code)).scalar_one()
    with database.write():
        db.session.execute(
            insert(PulseTally),
            [
                {"year": year, "department_id": department, "changing": one.value, "knowing": other.value, "answers": n}
                for (one, other), n in tally.items()
            ],
        )


MANY = {
    (Changing.MUCH, Knowing.YES): 30,
    (Changing.MUCH, Knowing.NO): 30,
    (Changing.NOT, Knowing.YES): 20,
    (Changing.NOT, Knowing.NO): 20,
}


def test_hr_sees_a_closed_year_beside_the_one_before(app: Flask, page: Page) -> None:
    fill(2025, "PEN", MANY)
    fill(2026, "PEN", {**MANY, (Changing.LITTLE, Knowing.YES): 20, (Changing.LITTLE, Knowing.NO): 20})
    fill(2026, "REV", MANY)
    page.sign_in("hr")
    with clock.at(OPEN):  # the year is not over
        assert "2026" not in page.get("/reports/pulse").main.text
    with clock.at(OVER):
        opened = page.get(page.sign_in("hr").get("/reports").link("The pulse: two questions once a year"))
        rows = {row.find("th").text: [cell.text for cell in row.all("td")] for row in opened.main.all("tr")[1:7]}
        assert rows["Yes, a lot"] == ["43% (60)", "60% (60)"]
        assert rows["Yes, a little"] == ["29% (40)", "–"]
        assert rows["All answers"] == ["140", "100"]
        assert "for whole departments only" in page.get("/reports/pulse?department=PEN-OPS").text
    make_grant(person("outsider"), Role.HR)
    with clock.at(OVER):
        assert "240" in page.sign_in("outsider").get("/reports/pulse").main.text


def test_nine_answers_are_not_shown(app: Flask, page: Page) -> None:
    fill(2026, "PEN", {(Changing.MUCH, Knowing.YES): 9})
    with clock.at(OVER):
        assert "Not shown" in page.sign_in("hr").get("/reports/pulse").text


def test_what_one_person_answered_is_put_together_with_others() -> None:
    tally = {(Changing.MUCH, Knowing.YES): 30, (Changing.LITTLE, Knowing.YES): 20, (Changing.NOT, Knowing.YES): 1}
    found = results_of({7: tally})[7]
    assert found.changing is not None
    assert (found.changing.counts, found.changing.others) == ({Changing.MUCH: 30}, 21)
    assert found.knowing is None  # everybody says the same: the total says it


@pytest.mark.parametrize("seed", range(60))
def test_no_result_less_others_is_of_a_few_people(seed: int) -> None:
    """Sums of departments taken from the service, answer by answer."""
    rng = random.Random(seed)
    tallies: dict[int, Tally] = {
        department: {
            (one, other): int(rng.expovariate(1 / rng.choice((1, 4, 15)))) for one in Changing for other in Knowing
        }
        for department in range(1, rng.randrange(2, 6))
    }
    found = results_of(tallies)
    whole = found.pop(EVERYWHERE, None)
    if whole is None:
        return
    for some in range(1, len(found) + 1):
        for departments in combinations(found, some):
            for name in ("changing", "knowing"):
                left = subtracted(whole, [found[department] for department in departments], name)
                assert all(count == 0 or count >= 10 for count in left)


def subtracted(whole: Result, parts: list[Result], name: str) -> list[int]:
    """What is left of each answer of the whole where each of the parts says how many gave it."""
    total = getattr(whole, name)
    left = [whole.answers - sum(part.answers for part in parts)]
    for answer, count in total.counts.items() if total else ():
        shown = [getattr(part, name) for part in parts]
        if all(one is not None and answer in one.counts for one in shown):
            left.append(count - sum(one.counts[answer] for one in shown))
    return left


def test_two_who_press_at_once_are_both_counted_and_one_who_presses_twice_once(app: Flask) -> None:
    with database.write():
        people = [make_person().id for _ in range(12)]
    for who in [*people, people[0]]:
        with clock.at(OPEN), database.write():
            answer_pulse(who, None, Changing.MUCH, Knowing.YES)
    assert given() == {(1, 1): 12}
