"""Confirming what a colleague told us: who may be asked, what they see, and that it counts once."""

import pytest
from sqlalchemy import func, select

from learnhub import db as database
from learnhub.db import db
from learnhub.permissions import Role
from learnhub.record import actions
from learnhub.record.entries import Entry
from learnhub.record.models import Statement, WitnessRequest
from learnhub.record.queries import statements_of
from learnhub.record.witness_rules import CannotAsk, Claim, Refusal, Relation, can_be_witnessed, may_witness
from learnhub.record.witnessing import answer_request, ask_to_witness, claim_of
from learnhub.record.words import Assurance, Means, ObjectKind, Verb
from tests import factories, people
from tests.factories import at
from tests.page import Page

STUDIED = at("2026-11-03 12:00")


def claim(kind=ObjectKind.STUDY, verb=Verb.STUDIED, means=None, assurance=Assurance.SELF_DECLARED, voided=False):
    return Claim(1, 1, kind, "1", None, verb, means, assurance, voided)


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        (claim(), None),
        (claim(ObjectKind.EVENT, Verb.ATTENDED), None),
        (claim(ObjectKind.SUPPORT, Verb.HELPED), None),
        (claim(ObjectKind.MODULE, Verb.COMPLETED, Means.TASK), None),
        (claim(ObjectKind.MODULE, Verb.COMPLETED, Means.ALTERNATIVE), None),
        (claim(ObjectKind.MODULE, Verb.COMPLETED, Means.WORKSHOP), None),
        (claim(ObjectKind.MODULE, Verb.COMPLETED, Means.MARKED), Refusal.NOTHING_TO_SEE),
        (claim(ObjectKind.MODULE, Verb.COMPLETED, Means.VIDEO), Refusal.NOTHING_TO_SEE),
        (claim(ObjectKind.COURSE, Verb.COMPLETED), Refusal.NOTHING_TO_SEE),
        (claim(ObjectKind.COURSE, Verb.STARTED), Refusal.NOTHING_TO_SEE),
        (claim(ObjectKind.MODULE, Verb.HINDERED), Refusal.NOTHING_TO_SEE),
        (claim(ObjectKind.BADGE, Verb.EARNED), Refusal.NOTHING_TO_SEE),
        (claim(assurance=Assurance.WITNESSED), Refusal.KNOWN_ALREADY),
        (claim(assurance=Assurance.RECORDED), Refusal.KNOWN_ALREADY),
        (claim(voided=True), Refusal.TAKEN_BACK),
    ],
)
def test_what_a_colleague_can_have_seen(said: Claim, refusal: Refusal | None) -> None:
    assert can_be_witnessed(said) is refusal


@pytest.mark.parametrize(
    ("relation", "refusal"),
    [
        (Relation.LINE_MANAGER, None),
        (Relation.AMBASSADOR, None),
        (Relation.SELF, Refusal.ONESELF),
        (Relation.NEITHER, Refusal.NOT_A_WITNESS),
    ],
)
def test_who_may_confirm(relation: Relation, refusal: Refusal | None) -> None:
    assert may_witness(relation) is refusal


def studied(role: str = "learner") -> int:
    with database.write():
        return actions.append(
            Entry(
                people.person(role).learner_id,
                Verb.STUDIED,
                ObjectKind.STUDY,
                "7",
                None,
                STUDIED,
                Assurance.SELF_DECLARED,
                minutes=30,
            )
        )


def ask(seq: int, colleague: str) -> WitnessRequest:
    said = claim_of(seq, people.person("learner").learner_id)
    assert said is not None
    with database.write():
        return ask_to_witness(said, people.person(colleague))


def refusal_of(seq: int, colleague: str) -> Refusal:
    with pytest.raises(CannotAsk) as refused:
        ask(seq, colleague)
    return refused.value.why


def assurance() -> Assurance:
    return statements_of(people.person("learner").learner_id).rows[0].assurance


def confirmations() -> int:
    count = select(func.count()).select_from(Statement).where(Statement.verb == Verb.WITNESSED)
    return db.session.execute(count).scalar_one()


def test_the_ambassador_confirms_and_the_record_says_so(app) -> None:
    seq = studied()
    request = ask(seq, "ambassador")
    witness = people.person("ambassador")
    with database.write():
        answered = answer_request(request.id, witness.id, witness.learner_id, confirmed=True)
    assert answered is not None
    assert assurance() is Assurance.WITNESSED
    with database.write():
        assert answer_request(request.id, witness.id, witness.learner_id, confirmed=True) is None
    assert confirmations() == 1


def test_one_who_cannot_confirm_leaves_it_as_it_was(app) -> None:
    request = ask(studied(), "ambassador")
    witness = people.person("ambassador")
    with database.write():
        answer_request(request.id, witness.id, witness.learner_id, confirmed=False)
    assert assurance() is Assurance.SELF_DECLARED
    assert confirmations() == 0


def test_nobody_answers_what_was_asked_of_somebody_else(app) -> None:
    request = ask(studied(), "ambassador")
    outsider = people.person("outsider")
    with database.write():
        assert answer_request(request.id, outsider.id, outsider.learner_id, confirmed=True) is None
    assert confirmations() == 0


def test_somebody_who_is_neither_manager_nor_ambassador_is_not_asked(app) -> None:
    assert refusal_of(studied(), "outsider") is Refusal.NOT_A_WITNESS


def test_a_line_manager_may_be_asked(app) -> None:
    with database.write():
        people.person("learner").line_manager_id = people.person("outsider").id
    assert ask(studied(), "outsider").answered_at is None


def test_an_ambassador_does_not_confirm_their_own(app) -> None:
    said = claim_of(studied("ambassador"), people.person("ambassador").learner_id)
    with pytest.raises(CannotAsk) as refused, database.write():
        ask_to_witness(said, people.person("ambassador"))
    assert refused.value.why is Refusal.ONESELF


def test_one_colleague_at_a_time_unless_they_have_left(app) -> None:
    seq = studied()
    ask(seq, "ambassador")
    with database.write():
        factories.make_grant(people.person("lead"), Role.AMBASSADOR)
    assert refusal_of(seq, "lead") is Refusal.ASKED_ALREADY
    with database.write():
        people.person("ambassador").left_on = STUDIED.date()
    assert ask(seq, "lead").answered_at is None


def test_what_was_taken_back_is_not_confirmed(app) -> None:
    seq = studied()
    request = ask(seq, "ambassador")
    witness = people.person("ambassador")
    with database.write():
        actions.void(seq, people.person("learner").learner_id)
    with database.write():
        answered = answer_request(request.id, witness.id, witness.learner_id, confirmed=True)
    assert answered.confirmed is False
    assert confirmations() == 0


def test_on_the_site_from_the_question_to_the_answer(page: Page) -> None:
    seq = studied()
    opened = page.sign_in("learner").get("/record")
    page.get(opened.link("Ask a colleague to confirm"))
    wrong = page.submit("Ask them", 422, email="outsider@demo.example")
    assert "cannot confirm it" in wrong.problems[0]
    page.get(f"/record/{seq}/confirm")
    page.submit("Ask them", email="ambassador@demo.example")
    assert "Amir Osei was asked" in page.get(f"/record/{seq}/confirm").text
    page.sign_in("ambassador")
    assert "Lena Marsh" in page.get("/witness").text
    page.submit("Confirm Lena Marsh: Self-directed study")
    assert "Nobody is waiting" in page.get("/witness").text
    assert "A colleague confirmed" in page.sign_in("learner").get("/record").text


def test_a_request_can_be_taken_back(page: Page) -> None:
    seq = studied()
    ask(seq, "ambassador")
    page.sign_in("learner").get(f"/record/{seq}/confirm")
    page.submit("Take my request back")
    assert "Nobody is waiting" in page.sign_in("ambassador").get("/witness").text


@pytest.mark.parametrize(("typed", "says"), [("", "Enter the e-mail address"), ("nobody@demo.example", "Nobody here")])
def test_a_slip_in_the_address_is_said_and_kept(page: Page, typed: str, says: str) -> None:
    page.sign_in("learner").get(f"/record/{studied()}/confirm")
    opened = page.submit("Ask them", 422, email=typed)
    assert says in opened.problems[0]


def test_somebody_elses_entry_is_not_there(page: Page) -> None:
    seq = studied()
    page.sign_in("outsider").get(f"/record/{seq}/confirm", status=404)
    page.get("/record/999999999999999999999999/confirm", 404)
