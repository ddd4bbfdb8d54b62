"""What Leo, who leads the network, sees and does: coverage, demand, who waits, what came of it. Figures by hand."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from learnhub import clock
from learnhub import db as database
from learnhub.ambassadors.deciding import count_applications
from learnhub.ambassadors.models import Ambassador, HelpRequest, Mentorship
from learnhub.ambassadors.words import Kind, MentorshipState, RequestState, State
from learnhub.db import db
from learnhub.mentoring.kinds import SessionKind
from learnhub.mentoring.sessions import Said, log_session
from learnhub.network import coverage, demand, impact, mentorships
from learnhub.people.models import Person, Posting, RoleGrant
from learnhub.people.reach import Reach, reach_of
from learnhub.permissions import Role
from learnhub.questions.actions import Asked, ask_question
from learnhub.questions.moderation import report
from learnhub.questions.words import Thing
from learnhub.record import actions as record
from learnhub.record.entries import Entry
from learnhub.record.words import ObjectKind, Verb
from tests import people
from tests.ambassadors.asking import accept, ask, fresh, make_ambassador
from tests.ambassadors.becoming import complete_course, publish_course
from tests.factories import committed, make_person
from tests.mentoring.pairs import make_mentorship
from tests.page import Page

NOW = datetime(2026, 11, 17, 11, 0, tzinfo=UTC)  # a Tuesday


def everywhere() -> Reach:
    return reach_of(None, None, "en")


def below(code: str) -> Reach:
    return reach_of(frozenset({people.department(code).id}), None, "en")


def test_coverage_counts_ambassadors_where_they_work(app: Flask) -> None:
    make_ambassador("ambassador", skills=("spreadsheets",))
    lines = {line.name: line for line in coverage.by_department(everywhere())}
    revenue, culture = lines["Department for Revenue"], lines["Department for Culture"]
    assert (revenue.ambassadors, culture.ambassadors) == (1, 0)
    assert revenue.per_hundred == pytest.approx(100 / revenue.staff)
    assert sum(line.staff for line in lines.values()) == len(people.CAST)
    skills = {line.code: line.ambassadors for line in coverage.by_skill(everywhere())}
    assert skills.get("spreadsheets", 1) == 1
    assert not any(line.ambassadors for line in coverage.by_department(below("CUL")))


def test_applications_to_decide_on_are_those_a_lead_can_decide(app: Flask, page: Page) -> None:
    course = publish_course()
    manager = people.person("hr")
    page.sign_in("lead")
    assert "Nobody waits" in page.get("/network").text
    ready, waits = make_person("Ready Roe", line_manager_id=None), make_person("Waits Way", line_manager_id=manager.id)
    make_ambassador(ready, state=State.APPLIED)
    make_ambassador(waits, state=State.APPLIED)
    complete_course(course, waits)
    counts = count_applications(None)
    assert (counts.to_decide, counts.on_the_way) == (0, 2)
    assert "None to decide on; 2 wait for the line manager or the course" in page.get("/network").text
    complete_course(course, ready)  # no line manager on file: the lead decides without
    make_ambassador("ambassador", state=State.PROVISIONAL)
    counts = count_applications(None)
    assert (counts.to_decide, counts.on_the_way) == (2, 1)
    assert "2 to decide on; 1 waits for the line manager" in page.get("/network").text


def test_offices_without_an_ambassador_come_first_with_their_visits(app: Flask) -> None:
    amir = make_ambassador("ambassador")
    with database.write():
        said = Said(60, clock.today(), (people.person("learner").id,), kind=SessionKind.VISIT, office="Hexham")
        log_session(amir.id, said)
    lines = coverage.by_office(everywhere())
    assert lines[-1].name == "Leeds"
    assert lines[-1].ambassadors == 1
    assert next(line for line in lines if line.name == "Hexham").visits == 1


def test_demand_counts_what_nobody_took(app: Flask) -> None:
    amir = make_ambassador("ambassador")
    accept(ask(), amir)
    ask("outsider", "Charts?", skills=("charts",))
    lines = {line.code: line for line in demand.by_skill(everywhere())}
    assert (lines["spreadsheets"].asked, lines["spreadsheets"].unmet) == (1, 0)
    assert (lines["charts"].asked, lines["charts"].unmet, lines["charts"].waiting) == (1, 1, 1)
    assert {line.code for line in demand.by_skill(below("CUL"))} == {"charts"}


@pytest.mark.parametrize(
    ("asked", "is_long"),
    [
        (datetime(2026, 11, 16, 9, tzinfo=UTC), False),
        (datetime(2026, 11, 12, 0, 30, tzinfo=UTC), False),  # Thursday: Thursday, Friday and Monday have gone by
        (datetime(2026, 11, 11, 23, 30, tzinfo=UTC), True),
    ],
)
def test_three_working_days_are_too_long(app: Flask, asked: datetime, is_long: bool) -> None:
    with clock.at(asked):
        ask()
    with clock.at(NOW):
        assert demand.count_too_long(everywhere()) == int(is_long)
        assert len(demand.waiting_too_long(everywhere()).rows) == int(is_long)
        assert demand.count_too_long(below("CUL")) == 0


def test_leo_offers_a_request_that_waits_and_closes_another(app: Flask, page: Page) -> None:
    with clock.at(NOW - timedelta(days=10)):
        first, second = ask(), ask("outsider", "Something that nobody here knows", skills=())
    with clock.at(NOW):
        amir = make_ambassador("ambassador")
        page.sign_in("lead")
        page.get("/network")
        assert "2 for more than three working days" in page.now.text
        page.get(page.now.link("Requests that wait too long"))
        page.get(f"/network/waiting/{first.id}")
        assert "Amir Osei" in page.now.text
        page.submit("Offer it", 422)
        assert "Choose somebody" in page.now.text
        page.submit("Offer it", ambassador=str(amir.id))
        assert fresh(first.id).offered_to_id == amir.id
        page.get(f"/network/waiting/{second.id}")
        page.submit("Close the request", 422)
        assert "Say why" in page.now.text
        page.submit("Close the request", reason="Ask the service desk: it is theirs.")
    assert fresh(second.id).state == RequestState.CLOSED
    page.sign_in("outsider")
    page.get(f"/ambassadors/requests/{second.id}")
    assert "Ask the service desk" in page.now.text


def test_leos_page_counts_what_was_reported(app: Flask, page: Page) -> None:
    with database.write():
        question = ask_question(people.person("learner").id, Asked("Why?", "", "", (), "en"))
        for who in ("hr", "welsh"):
            report(Thing.QUESTION, question.id, people.person(who).id, "It names a colleague.")
    assert "1 to look at" in page.sign_in("lead").get("/network").text


def test_another_departments_lead_finds_nothing_there(app: Flask, page: Page) -> None:
    with committed():
        grant = RoleGrant(person_id=people.person("outsider").id, role=Role.LEAD.value,
                          department_id=people.department("CUL").id, granted_at=clock.now())  # fmt: skip
        db.session.add(grant)
    request = ask()
    page.sign_in("outsider")
    page.get(f"/network/waiting/{request.id}", status=404)
    page.get("/network?department=PEN", status=404)
    page.get("/network")
    assert "Department for Culture" in page.now.h1


def test_reverse_mentoring_is_a_number_and_no_more(app: Flask, page: Page) -> None:
    with clock.at(NOW - timedelta(days=10)):
        hidden = ask("lead", "Show me how you do it", kind=Kind.REVERSE)
    with clock.at(NOW):
        assert demand.reverse_count(everywhere()) == 1
        assert demand.count_too_long(everywhere()) == 0
        page.sign_in("lead")
        page.get(f"/network/waiting/{hidden.id}", status=404)


def test_mentorships_without_a_mentor_and_gone_quiet(app: Flask, page: Page) -> None:
    amir = make_ambassador("ambassador")
    long_ago = clock.now() - timedelta(days=31)
    make_mentorship(amir, "learner", state=MentorshipState.HANDOVER)
    make_mentorship(amir, "outsider", last_at=long_ago)
    make_mentorship(amir, "welsh", kind=Kind.REVERSE, last_at=long_ago)
    counted = mentorships.counted(everywhere())
    assert (counted.mentoring, counted.handovers, counted.stalled, counted.reverse) == (2, 1, 1, 1)
    page.sign_in("lead")
    page.get("/network/mentorships")
    assert "Lena Marsh" in page.now.text
    assert "Oona Finch" in page.now.text
    assert "Wyn Prys" not in page.now.text
    assert mentorships.counted(below("CUL")).mentoring == 1


def test_what_came_of_mentorships_is_counted_from_ten_on(app: Flask, page: Page) -> None:
    amir = make_ambassador("ambassador")
    said = [("reached", "reached")] * 4 + [("partly", "partly"), ("not", "not"), ("reached", "not"), ("not", None)]

    def end(by_ambassador: str | None, by_learner: str | None, days: int = 3) -> None:
        at = clock.now() - timedelta(days=days)
        make_mentorship(amir, make_person(), state=MentorshipState.ENDED, ended_at=at, last_at=at,
                        outcome_by_ambassador=by_ambassador, outcome_by_learner=by_learner)  # fmt: skip

    for pair in [*said, (None, None)]:
        end(*pair)
    end("reached", "reached", days=400)
    page.sign_in("lead").get("/network/mentorships")
    assert "Fewer than ten have ended" in page.now.text
    assert "Both say" not in page.now.text
    end(None, "reached")
    seen = mentorships.ended(everywhere())
    assert seen is not None
    assert (seen.all, seen.reached, seen.partly, seen.missed, seen.differ, seen.unanswered) == (10, 4, 1, 1, 1, 3)
    assert mentorships.ended(below("CUL")) is None
    page.get("/network/mentorships")
    assert "Both say: reached" in page.now.text
    with committed():
        cul = people.department("CUL").id
        ours = select(Person.id).join(Mentorship, Mentorship.person_id == Person.id).order_by(Mentorship.id).limit(1)
        db.session.execute(update(Posting).where(Posting.person_id == ours.scalar_subquery()).values(department_id=cul))
    end("not", "not")
    assert mentorships.ended(everywhere()) is not None
    assert mentorships.ended(below("PEN")) is None  # ten of eleven would tell of the eleventh


def test_the_first_answer_is_said_from_ten_on(app: Flask) -> None:
    with committed():
        for hours in range(1, 11):
            asker = make_person()
            db.session.add(
                HelpRequest(person_id=asker.id, text="Help", state=RequestState.MET, asked_at=NOW - timedelta(days=3),
                            first_answered_at=NOW - timedelta(days=3) + timedelta(hours=hours))
            )  # fmt: skip
    with clock.at(NOW):
        answers = demand.first_answers(everywhere())
        assert (answers.asked, answers.answered, answers.median, answers.most) == (10, 10, 6.0, 10.0)


def test_before_and_after_are_counted_by_hand(app: Flask) -> None:
    amir = make_ambassador("ambassador")
    day = clock.today() - timedelta(days=120)
    helped = [make_person() for _ in range(12)]
    with clock.at(clock.start_of(day) + timedelta(hours=12)):
        for one in helped:
            with database.write():
                log_session(amir.id, Said(10, day, (one.id,)))
    with database.write():
        for place, one in enumerate(helped):
            at = clock.start_of(day) + timedelta(days=-3 if place < 4 else 5)
            record.append(Entry(one.learner_id, Verb.EARNED, ObjectKind.BADGE, "steady", None, at=at))
            record.append(
                Entry(one.learner_id, Verb.EARNED, ObjectKind.BADGE, "late", None, at=at + timedelta(days=100))
            )
    db.session.rollback()
    seen = impact.impact_of(amir)
    assert seen.found == 12
    assert seen.whole is not None
    assert (seen.whole.people, seen.whole.before[2], seen.whole.after[2]) == (12, 4, 8)
    assert impact.impact_in(below("CUL")).whole is None


def help_long_ago(amir: Ambassador, numbers: dict[str, int]) -> None:
    """So many people of each department, each helped for the first time 120 days ago."""
    day = clock.today() - timedelta(days=120)
    with clock.at(clock.start_of(day) + timedelta(hours=12)):
        for code, number in numbers.items():
            for _ in range(number):
                one = make_person(department=code)
                with database.write():
                    log_session(amir.id, Said(10, day, (one.id,)))
    db.session.rollback()


def test_leo_finds_no_small_department_by_opening_the_others(app: Flask, page: Page) -> None:
    amir = make_ambassador("ambassador")
    help_long_ago(amir, {"PEN-OPS-HEX": 20, "PEN": 11, "CUL": 4})
    seen = impact.impact_in(everywhere())
    assert (seen.whole and seen.whole.people, seen.groups) == (35, ())  # all but four would tell of the four
    for code in ("PEN", "PEN-OPS-HEX", "CUL"):
        assert impact.impact_in(below(code)).whole is None
    page.sign_in("lead").get("/network/impact?department=PEN")
    assert "could be found by subtraction" in page.now.text
    help_long_ago(amir, {"CUL": 6})
    assert [(name, tally.people) for name, tally in impact.impact_in(everywhere()).groups] == [
        ("Department for Pensions", 31), ("Department for Culture", 10),
    ]  # fmt: skip
    pensions = impact.impact_in(below("PEN"))
    assert [(name, tally.people) for name, tally in pensions.groups] == [
        ("Pension Operations", 20), ("Department for Pensions", 11),
    ]  # fmt: skip
    assert pensions.others is None
    page.get("/network/impact?department=PEN")
    assert "31 people who were helped" in page.now.text


def test_who_leads_two_departments_reads_each_and_no_sum(app: Flask) -> None:
    help_long_ago(make_ambassador("ambassador"), {"PEN-OPS-HEX": 20, "CUL": 10, "REV": 12})
    two = frozenset(people.department(code).id for code in ("CUL", "REV"))
    seen = impact.impact_in(reach_of(two, None, "en"))
    assert seen.whole is None
    assert {(name, tally.people) for name, tally in seen.groups} == {
        ("Department for Culture", 10), ("Department for Revenue", 12),
    }  # fmt: skip


def test_one_draw_serves_all_pages(app: Flask, page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    help_long_ago(make_ambassador("ambassador"), {"PEN": 24, "CUL": 24})
    monkeypatch.setattr(impact, "MOST_PEOPLE", 24)
    whole, pensions = impact.impact_in(everywhere()), impact.impact_in(below("PEN"))
    assert (whole.found, whole.counted, whole.whole and whole.whole.people) == (48, 24, 24)
    assert ("Department for Pensions", pensions.whole) in whole.groups
    assert "24 of 48 people of the whole service" in page.sign_in("lead").get("/network/impact?department=PEN").text


def test_of_very_many_a_few_are_looked_at_and_the_page_says_about(
    app: Flask, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    help_long_ago(make_ambassador("ambassador"), {"PEN": 24, "CUL": 24})
    monkeypatch.setattr(impact, "MOST_LOOKED_AT", 24)  # of 48: every other one
    whole, pensions = impact.impact_in(everywhere()), impact.impact_in(below("PEN"))
    assert (whole.found, whole.counted, whole.is_estimate) == (48, 24, True)
    assert ("Department for Pensions", pensions.whole) in whole.groups
    assert "24 of about 48 people of the whole service" in page.sign_in("lead").get("/network/impact").text


PAGES = {
    "/network": 14,
    "/network/coverage": 12,
    "/network/offices": 8,
    "/network/demand": 6,
    "/network/waiting": 6,
    "/network/mentorships": 8,
    "/network/impact": 8,
    "/ambassadors/mine": 14,
}


@pytest.mark.parametrize("address", PAGES)
def test_pages_ask_the_database_no_more_for_more_people(app: Flask, page: Page, address: str) -> None:
    make_ambassador("ambassador")
    page.sign_in("ambassador" if address.startswith("/ambassadors") else "lead")
    with page.statements() as few:
        page.get(address)
    for number in range(3):
        make_ambassador()
        ask(make_person(), f"Number {number}")
    with page.statements() as many:
        page.get(address)
    assert len(many) <= PAGES[address], many
    assert len(many) <= len(few) + 1, many  # a question that is asked only where there is something to ask of
