"""Earning a badge in the transaction that makes its rule true, once; losing it when what it rests on is taken back."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from learnhub import clock
from learnhub import db as database
from learnhub.badges import awarding
from learnhub.badges.actions import reconsider
from learnhub.badges.models import Award, Credential
from learnhub.badges.words import Why
from learnhub.catalogue.definition_publishing import withdraw_definition
from learnhub.db import db
from learnhub.messages.models import Notice
from learnhub.people.models import Learner, Person
from learnhub.record import actions as record
from learnhub.record.models import RecordObject, Statement, Voided
from learnhub.record.words import Assurance, ObjectKind, Verb
from tests import factories, people
from tests.badges.world import D, R, W, complete, log_study, make_badge, void
from tests.page import Page

LEVELS = [("first-steps", 1), ("steady", 3), ("far", 6)]


@pytest.fixture
def lena(app: Flask) -> Person:
    return people.person("learner")


@pytest.fixture
def amir(app: Flask) -> Person:
    return people.person("ambassador")


def awards(person: Person | None = None) -> Sequence[Award]:
    db.session.rollback()
    query = select(Award).order_by(Award.id)
    return (
        db.session.execute(query if person is None else query.filter_by(learner_id=person.learner_id)).scalars().all()
    )


def held(person: Person) -> list[str]:
    return [f"{one.slug}/{one.level}".rstrip("/") for one in awards(person) if one.revoked_at is None]


def notices(person: Person) -> list[str]:
    return list(db.session.execute(select(Notice.text).filter_by(person_id=person.id).order_by(Notice.id)).scalars())


def statement(award: Award) -> Statement:
    return db.session.get_one(Statement, award.statement_seq)


def test_completing_the_course_earns_the_badge_at_once(lena: Person) -> None:
    make_badge("letters", {"course": "letters"})
    course = factories.make_course(slug="letters")
    at = factories.at("2026-03-04 10:00")
    complete(lena, course, at, D)
    (award,) = awards(lena)
    assert (award.slug, award.level, award.earned_at, award.revoked_at) == ("letters", "", at, None)
    said = statement(award)
    assert (said.verb, said.at, said.assurance) == (Verb.EARNED, at, Assurance.SELF_DECLARED)
    thing = db.session.get_one(RecordObject, said.object_id)
    assert (thing.kind, thing.key, said.course_id) == (ObjectKind.BADGE, "letters", None)
    assert notices(lena) == ["You have earned the badge “Letters”."]
    (credential,) = db.session.execute(select(Credential)).scalars()
    assert credential.award_id == award.id


def test_a_badge_is_earned_once(lena: Person) -> None:
    make_badge("letters", {"course": "letters"})
    course = factories.make_course(slug="letters")
    complete(lena, course)
    complete(lena, course)
    assert awarding.award_everyone() == {}
    assert held(lena) == ["letters"]
    assert len(notices(lena)) == 1


def test_nobody_else_earns_it(lena: Person, amir: Person) -> None:
    make_badge("letters", {"course": "letters"})
    complete(lena, factories.make_course(slug="letters"))
    assert held(amir) == []


def test_the_table_itself_refuses_a_second_one_that_holds(lena: Person) -> None:
    make_badge("letters", {"course": "letters"})
    complete(lena, factories.make_course(slug="letters"))
    (award,) = awards(lena)
    again = {"slug": "letters", "level": "", "version_id": award.version_id, "earned_at": award.earned_at}
    with pytest.raises(IntegrityError), database.write():
        db.session.add(Award(learner_id=lena.learner_id, statement_seq=1, **again))


def test_each_level_is_earned_when_it_is_reached_and_the_highest_is_told(lena: Person) -> None:
    make_badge("study", {"study-hours": "by-level"}, LEVELS)
    log_study(lena, 60, "1")
    assert held(lena) == ["study/first-steps"]
    log_study(lena, 400, "2")
    assert held(lena) == ["study/first-steps", "study/steady", "study/far"]
    assert notices(lena) == [
        "You have earned the badge “Study: First-steps”.",
        "You have earned the badge “Study: Far”.",
    ]


def test_a_confirmation_earns_what_needs_one_and_raises_how_well_it_is_known(lena: Person, amir: Person) -> None:
    make_badge("sure", {"study-hours": {"hours": 1, "assurance": "witnessed"}})
    seq = log_study(lena, 60)
    assert held(lena) == []
    with database.write():
        record.witness(seq, amir.learner_id)
    (award,) = awards(lena)
    assert statement(award).assurance == W


def test_a_badge_of_two_things_waits_for_both(lena: Person) -> None:
    make_badge("both", {"all": [{"course": "letters"}, {"study-hours": 1}]})
    complete(lena, factories.make_course(slug="letters"), factories.at("2026-03-04 10:00"))
    assert held(lena) == []
    log_study(lena, 60, at=factories.at("2026-03-02 10:00"))
    (award,) = awards(lena)
    assert award.earned_at == factories.at("2026-03-04 10:00")  # when the last of it was done, not told
    assert statement(award).assurance == D


def test_a_new_badge_is_fair_to_the_past(lena: Person, amir: Person) -> None:
    course = factories.make_course(slug="letters")
    at = factories.at("2024-06-01 09:00")
    for person in (lena, amir):
        complete(person, course, at)
    make_badge("letters", {"course": "letters"})
    assert awarding.award_everyone(["letters"]) == {"letters": 2}
    assert awarding.award_everyone(["letters"]) == {}
    assert [(award.earned_at, statement(award).at) for award in awards()] == [(at, at), (at, at)]
    assert statement(awards(amir)[0]).department_id is not None  # where they worked then


def test_an_interrupted_run_goes_on(lena: Person, amir: Person) -> None:
    course = factories.make_course(slug="letters")
    first, last = sorted((lena, amir), key=lambda person: person.learner_id)
    for person in (first, last):
        complete(person, course)
    make_badge("letters", {"course": "letters"})
    told: list[int] = []
    assert awarding.award_everyone(after=first.learner_id, report=told.append) == {"letters": 1}
    assert held(first) == []
    assert held(last) == ["letters"]
    assert told[-1] >= last.learner_id
    assert awarding.award_everyone() == {"letters": 1}


def test_everyone_is_told_in_their_own_language(app: Flask) -> None:
    wyn = people.person("welsh")
    make_badge("letters", {"course": "letters"}, cy={"title": "Llythyrau"})
    complete(wyn, factories.make_course(slug="letters"))
    assert "“Llythyrau”" in notices(wyn)[0]


def test_what_no_badge_asks_for_costs_no_statement(lena: Person, page: Page) -> None:
    make_badge("study", {"study-hours": 1})
    course = factories.make_course(slug="letters")
    db.session.rollback()
    from learnhub.badges.actions import follow
    from learnhub.record.entries import Appended, course_entry, module_entry

    quiet = [
        module_entry(lena.learner_id, verb, course, course.modules[0], "en")
        for verb in (Verb.COMPLETED, Verb.PASSED, Verb.FAILED, Verb.HINDERED, Verb.VOIDED, Verb.WITNESSED)
    ] + [course_entry(lena.learner_id, Verb.STARTED, course, "en")]
    with page.statements() as counted:
        for number, entry in enumerate(quiet):
            follow(Appended(number, entry))
    assert len(counted) == 0, counted


def test_voiding_what_it_rests_on_takes_it_back(lena: Person, amir: Person) -> None:
    make_badge("letters", {"course": "letters"})
    seq = complete(lena, factories.make_course(slug="letters"))
    void(seq, amir)
    (award,) = awards(lena)
    assert award.revoked_at is not None
    assert award.why == Why.NO_LONGER_TRUE
    assert db.session.get(Voided, award.statement_seq) is not None
    voiding = db.session.execute(
        select(Statement).where(Statement.about_seq == award.statement_seq, Statement.verb == Verb.VOIDED)
    ).scalar_one()
    assert voiding.by_learner_id == amir.learner_id
    assert notices(lena)[-1] == (
        "You no longer have the badge “Letters”. Something that it rested on was taken back from your record."
    )
    (credential,) = db.session.execute(select(Credential)).scalars()
    assert credential.revoked_at is not None


def test_true_again_is_a_new_award(lena: Person, amir: Person) -> None:
    make_badge("letters", {"course": "letters"})
    course = factories.make_course(slug="letters")
    void(complete(lena, course), amir)
    complete(lena, course)
    first, second = awards(lena)
    assert (first.revoked_at is None, second.revoked_at) == (False, None)
    assert first.uuid != second.uuid
    assert len(notices(lena)) == 3


def test_what_still_stands_by_other_evidence_stays(lena: Person, amir: Person) -> None:
    make_badge("either", {"any": [{"course": "letters"}, {"course": "parcels"}]})
    seq = complete(lena, factories.make_course(slug="letters"))
    complete(lena, factories.make_course(slug="parcels"))
    void(seq, amir)
    assert held(lena) == ["either"]


def test_only_the_levels_that_no_longer_hold_are_lost(lena: Person, amir: Person) -> None:
    make_badge("study", {"study-hours": "by-level"}, LEVELS)
    log_study(lena, 200, "1")
    seq = log_study(lena, 200, "2")
    assert held(lena) == ["study/first-steps", "study/steady", "study/far"]
    void(seq, amir)
    assert held(lena) == ["study/first-steps", "study/steady"]


def test_voiding_a_confirmation_is_voiding_what_it_confirmed(lena: Person, amir: Person) -> None:
    make_badge("sure", {"study-hours": {"hours": 1, "assurance": "witnessed"}})
    seq = log_study(lena, 60)
    with database.write():
        confirmation = record.witness(seq, amir.learner_id)
    assert held(lena) == ["sure"]
    void(confirmation, amir)
    assert held(lena) == []


def test_taking_back_the_badge_itself_ends_it(lena: Person, amir: Person) -> None:
    make_badge("letters", {"course": "letters"})
    complete(lena, factories.make_course(slug="letters"))
    void(awards(lena)[0].statement_seq, amir)
    (award,) = awards(lena)
    assert (award.revoked_at is not None, award.why) == (True, Why.TAKEN_BACK)


def test_a_changed_file_takes_nothing_back(lena: Person, amir: Person) -> None:
    make_badge("letters", {"course": "letters"})
    complete(lena, factories.make_course(slug="letters"))
    other = complete(lena, factories.make_course(slug="parcels"))
    make_badge("letters", {"all": [{"course": "letters"}, {"course": "parcels"}, {"course": "stamps"}]})
    assert awarding.award_everyone() == {}
    void(other, amir)  # she is reconsidered: true by the version she earned it under
    assert held(lena) == ["letters"]


def test_a_changed_file_may_be_what_it_stands_by(lena: Person, amir: Person) -> None:
    make_badge("letters", {"course": "letters"})
    seq = complete(lena, factories.make_course(slug="letters"))
    complete(lena, factories.make_course(slug="parcels"))
    make_badge("letters", {"any": [{"course": "letters"}, {"course": "parcels"}]})
    void(seq, amir)
    assert held(lena) == ["letters"]


def test_a_withdrawn_badge_is_kept_and_no_longer_earned(lena: Person, amir: Person) -> None:
    make_badge("letters", {"course": "letters"})
    course = factories.make_course(slug="letters")
    complete(lena, course)
    with database.write():
        assert withdraw_definition("badges/letters")
    complete(amir, course)
    assert awarding.award_everyone() == {}
    with database.write():
        assert reconsider(lena.learner_id) == []
    assert (held(lena), held(amir)) == (["letters"], [])


def test_two_accounts_of_one_person_earn_one_badge(lena: Person, amir: Person) -> None:
    make_badge("both", {"courses": 2})
    complete(amir, factories.make_course(slug="letters"))
    with database.write():
        db.session.get_one(Learner, amir.learner_id).merged_into_id = lena.learner_id
    complete(lena, factories.make_course(slug="parcels"))
    assert held(lena) == ["both"]
    make_badge("one", {"courses": 1})
    assert awarding.award_everyone() == {"one": 1}
    assert (held(lena), held(amir)) == (["both", "one"], [])


def test_what_an_import_dates_before_the_person_joined_counts_from_now(lena: Person) -> None:
    course = factories.make_course(slug="letters")
    make_badge("letters", {"course": "letters"})
    complete(lena, course, factories.at("2021-01-01 10:00"))
    (award,) = awards(lena)
    late = factories.make_person(joined_on=date(2026, 1, 5))
    with database.write():
        db.session.execute(
            Statement.__table__.insert(),
            [
                {
                    "id": clock.uuid7(),
                    "learner_id": late.learner_id,
                    "verb": Verb.COMPLETED,
                    "object_id": db.session.execute(select(RecordObject.id).filter_by(key=str(course.id))).scalar_one(),
                    "course_id": course.id,
                    "is_course_completion": True,
                    "at": datetime(2019, 1, 1, tzinfo=UTC),
                    "received_at": clock.now(),
                    "assurance": R,
                    "language": 1,
                }
            ],
        )
    assert awarding.award_everyone() == {"letters": 1}
    (made,) = awards(late)
    assert made.earned_at.year >= 2026
    assert award.earned_at.year == 2021


def test_a_person_erased_is_told_nothing(app: Flask) -> None:
    make_badge("letters", {"course": "letters"})
    course = factories.make_course(slug="letters")
    with database.write():
        gone = Learner()
        db.session.add(gone)
        db.session.flush()
        learner_id = gone.id
    with database.write():
        record.append(record.Entry(learner_id, Verb.COMPLETED, ObjectKind.COURSE, str(course.id), course.id))
    assert [award.learner_id for award in awards()] == [learner_id]
    assert db.session.execute(select(Notice)).all() == []


def test_the_command_says_what_it_did(app: Flask, lena: Person) -> None:
    complete(lena, factories.make_course(slug="letters"))
    make_badge("letters", {"course": "letters"})
    make_badge("study", {"study-hours": "by-level"}, LEVELS)
    run = app.test_cli_runner().invoke
    assert run(args=["badges", "award", "nothing"]).exit_code == 1
    done = run(args=["badges", "award", "letters"])
    assert (done.exit_code, done.stdout) == (0, "letters: 1 awarded\n1 badges awarded.\n")
    assert run(args=["badges", "award"]).stdout == "0 badges awarded.\n"
    assert run(args=["badges", "list"]).stdout.splitlines() == [
        "letters\tLetters\t1",
        "study/first-steps\tStudy: First-steps\t0",
        "study/steady\tStudy: Steady\t0",
        "study/far\tStudy: Far\t0",
    ]
