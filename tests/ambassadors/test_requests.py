"""A request's way: asked, offered to one at a time, accepted, declined or passed on, met. Lena asks, Amir helps."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from learnhub import clock
from learnhub import db as database
from learnhub.ambassadors import requests
from learnhub.ambassadors.capacity import Full
from learnhub.ambassadors.models import Ambassador, HelpRequest, Mentorship
from learnhub.ambassadors.requests import Asked
from learnhub.ambassadors.words import Kind, Place, Preference, RequestState
from learnhub.db import db
from learnhub.messages.models import Notice
from learnhub.people.faults import Refused
from tests import people
from tests.ambassadors.asking import TUESDAY, accept, again, ask, decline, fresh, make_ambassador, offers
from tests.factories import committed, make_absence, make_person


def notices(role_or_id: str | int) -> list[str]:
    person_id = people.person(role_or_id).id if isinstance(role_or_id, str) else role_or_id
    rows = select(Notice.text).where(Notice.person_id == person_id, Notice.kind == "help-requests")
    return list(db.session.execute(rows.order_by(Notice.id)).scalars())


def test_one_sentence_is_offered_to_who_fits_and_accepted(app: Flask) -> None:
    with clock.at(TUESDAY):
        amir = make_ambassador("ambassador")
        make_ambassador(skills=("email",))
        request = ask("learner", "  How do I make\n a pivot table?  ")
        assert (request.state, request.offered_to_id) == (RequestState.OFFERED, amir.id)
        assert request.text == "How do I make a pivot table?"
        assert request.department_id == people.department("PEN-OPS-HEX").id
        assert request.pass_on_at == clock.start_of(date(2026, 11, 7))  # answered until Friday
        assert again(amir).last_offered_at == TUESDAY
        (told,) = notices("ambassador")
        assert told.splitlines()[1] == "Lena Marsh: How do I make a pivot table?"

    with clock.at(TUESDAY + timedelta(hours=5)):
        request = accept(request, again(amir))
        assert (request.state, request.accepted_by_id) == (RequestState.ACCEPTED, amir.id)
        assert request.first_answered_at == request.accepted_at == clock.now()
        assert again(amir).promised_minutes == 60
        assert offers(request) == [(amir.id, "accepted")]
        assert notices("learner") == ["Somebody will help you: see who, and how to reach them.\nAmir Osei"]
        accept(request, again(amir))  # pressed twice
        assert again(amir).promised_minutes == 60

    with database.write():
        assert requests.meet_request(request.id)
        assert not requests.meet_request(request.id)
    assert fresh(request.id).state == RequestState.MET
    assert again(amir).promised_minutes == 0


def test_who_declines_is_not_asked_again_and_not_named(app: Flask) -> None:
    with clock.at(TUESDAY):
        first, second = make_ambassador("ambassador"), make_ambassador("welsh", used_month=24_322, used_minutes=60)
        request = ask()
        assert request.offered_to_id == first.id
        request = decline(request, first)
        assert request.offered_to_id == second.id
        assert request.first_answered_at == TUESDAY
        with pytest.raises(Refused, match="no longer offered"):
            decline(request, first)
        with pytest.raises(Refused, match="no longer offered"):
            accept(request, again(first))
        request = decline(request, second)
        assert (request.state, request.offered_to_id) == (RequestState.WAITING, None)
        assert offers(request) == [(first.id, "declined"), (second.id, "declined")]
        assert notices("learner") == []
    with clock.at(TUESDAY + timedelta(days=1)):
        third = make_ambassador("hr")
        assert requests.pass_on_due() == 1
        assert fresh(request.id).offered_to_id == third.id


def test_an_offer_passes_on_after_three_of_their_own_working_days(app: Flask) -> None:
    with clock.at(TUESDAY):
        part_time = make_ambassador(make_person(working_days="1010000"))
        request = ask()
        assert request.pass_on_at == clock.start_of(date(2026, 11, 12))  # Wednesday, Monday, Wednesday
    with clock.at(clock.start_of(date(2026, 11, 12)) - timedelta(minutes=1)):
        assert requests.pass_on_due() == 0
        second = make_ambassador("ambassador")
    with clock.at(clock.start_of(date(2026, 11, 12))):
        assert requests.pass_on_due() == 1
        assert requests.pass_on_due() == 0
        request = fresh(request.id)
        assert request.offered_to_id == second.id
        assert offers(request) == [(part_time.id, "passed"), (second.id, None)]
        assert request.first_answered_at is None


def test_at_the_limit_the_offer_stays_and_says_why(app: Flask) -> None:
    with clock.at(TUESDAY):
        amir = make_ambassador("ambassador", minutes_a_month=120)
        first, second = ask("learner"), ask("welsh")
        third = ask("hr")
        assert third.state == RequestState.WAITING  # two that are offered are spoken for
        accept(first, again(amir))
        with committed():
            db.session.get_one(Ambassador, amir.id).minutes_a_month = 60
        with pytest.raises(Full, match="hours of this month"):
            accept(second, again(amir))
        assert fresh(second.id).state == RequestState.OFFERED
        assert again(amir).promised_minutes == 60


def test_a_mentorship_begins_when_it_is_accepted(app: Flask) -> None:
    with clock.at(TUESDAY):
        amir = make_ambassador("ambassador", most_mentorships=1)
        request = accept(ask(kind=Kind.MENTORING), again(amir))
        assert request.state == RequestState.MET
        row = db.session.execute(select(Mentorship)).scalar_one()
        assert (row.request_id, row.ambassador_id, row.person_id) == (request.id, amir.id, people.person("learner").id)
        assert (row.kind, row.state, row.began_at) == ("mentoring", "open", TUESDAY)
        assert again(amir).open_mentorships == 1
        assert ask("welsh", kind=Kind.MENTORING).state == RequestState.WAITING
        assert ask("welsh").offered_to_id == amir.id  # one session is another matter


def test_a_senior_leader_asks_a_junior_colleague(app: Flask) -> None:
    make_ambassador(make_person(grade="SCS1"))
    amir = make_ambassador("ambassador")  # an EO; the lead is a G7
    assert ask("lead", kind=Kind.REVERSE).offered_to_id == amir.id
    assert ask("learner", kind=Kind.REVERSE).state == RequestState.WAITING  # an AO has nobody below


def test_ones_own_line_manager_is_not_asked_unless_wanted(app: Flask) -> None:
    amir = make_ambassador("ambassador")
    with committed():
        people.person("learner").line_manager_id = amir.person_id
    assert ask().state == RequestState.WAITING
    assert ask(wants_manager=True).offered_to_id == amir.id


@pytest.mark.parametrize("gone", ["left", "absent", "tomorrow", "away", "paused"])
def test_who_is_not_here_is_not_asked(app: Flask, gone: str) -> None:
    with clock.at(TUESDAY):
        today = clock.today()
        away = (today + timedelta(days=1), today + timedelta(days=9)) if gone == "away" else None
        amir = make_ambassador("ambassador", away=away, paused_from=today if gone == "paused" else None)
        if gone in ("absent", "tomorrow"):
            make_absence(people.person("ambassador"), today + timedelta(days=gone == "tomorrow"), date(2026, 12, 1))
        if gone == "left":
            with committed():
                people.person("ambassador").left_on = today
        assert ask().state == RequestState.WAITING
    assert again(amir).last_offered_at is None


def test_place_language_and_department_are_kept_to(app: Flask) -> None:
    amir = make_ambassador("ambassador", languages="|en|bsl|")
    assert ask(language="cy").state == RequestState.WAITING
    assert ask(language="bsl", place=Place.REMOTE, preference=Preference.ANOTHER).offered_to_id == amir.id
    same = ask(preference=Preference.SAME)
    assert same.state == RequestState.WAITING
    assert ask("hr", place=Place.IN_PERSON).state == RequestState.WAITING  # London is far from Leeds
    colleague = make_ambassador(make_person(department="PEN-OPS"))  # another unit, the same department
    with clock.at(clock.now() + timedelta(days=1)):
        requests.pass_on_due()
    assert fresh(same.id).offered_to_id == colleague.id


def test_what_nobody_nearer_can_take_may_be_widened(app: Flask) -> None:
    amir = make_ambassador("ambassador")
    request = ask(preference=Preference.SAME, place=Place.IN_PERSON)
    with database.write(), pytest.raises(LookupError):
        requests.widen_request(request.id, people.person("welsh").id)
    with database.write():
        requests.widen_request(request.id, request.person_id)
    assert fresh(request.id).offered_to_id == amir.id


def test_who_was_chosen_is_asked_first_and_who_did_not_fit_never(app: Flask) -> None:
    chosen = make_ambassador("welsh", skills=("email",))
    other = make_ambassador("ambassador")
    request = ask(wanted_id=chosen.id)
    assert request.offered_to_id == chosen.id
    assert decline(request, chosen).offered_to_id == other.id
    with committed():
        db.session.add(
            Mentorship(ambassador_id=other.id, person_id=request.person_id, kind="mentoring", state="ended",
                       began_at=TUESDAY, last_at=TUESDAY, end_reason="", fit="again")
        )  # fmt: skip
    assert ask().state == RequestState.WAITING


def test_a_form_sent_twice_asks_once(app: Flask) -> None:
    make_ambassador("ambassador")
    first, second = ask(form_key="a" * 32), ask(form_key="a" * 32)
    assert first.id == second.id
    assert ask("welsh", form_key="a" * 32).id != first.id  # somebody else's form may have the same key
    assert ask(form_key="b" * 32).id != first.id


def test_nobody_has_more_open_requests_than_can_be_meant(app: Flask) -> None:
    for _ in range(requests.MOST_OPEN):
        ask()
    with pytest.raises(Refused, match="10 open requests"):
        ask()


def test_withdrawing_tells_who_had_agreed_and_gives_them_their_hour_back(app: Flask) -> None:
    amir = make_ambassador("ambassador")
    request = accept(ask(), amir)
    with pytest.raises(LookupError), database.write():
        requests.withdraw_request(request.id, people.person("welsh").id)
    for _ in range(2):
        with database.write():
            requests.withdraw_request(request.id, request.person_id)
    request = fresh(request.id)
    assert (request.state, request.offered_to_id, request.pass_on_at) == (RequestState.WITHDRAWN, None, None)
    assert again(amir).promised_minutes == 0
    assert notices("ambassador")[-1].startswith("Your help with a request is not needed any more.")
    with database.write():
        assert not requests.meet_request(request.id)


def test_withdrawing_an_offer_takes_it_back(app: Flask) -> None:
    amir = make_ambassador("ambassador")
    request = ask()
    with database.write():
        requests.withdraw_request(request.id, request.person_id)
    assert offers(request) == [(amir.id, "taken-back")]
    with pytest.raises(Refused):
        accept(request, again(amir))


def test_a_lead_gives_a_request_to_somebody_and_closes_it_with_a_reason(app: Flask) -> None:
    amir, wyn = make_ambassador("ambassador"), make_ambassador("welsh", skills=("email",), minutes_a_month=60)
    request = accept(ask(), amir)
    with database.write():
        requests.reassign_request(request.id, wyn.id)
    request = fresh(request.id)
    assert (request.state, request.offered_to_id, request.accepted_by_id) == (RequestState.OFFERED, wyn.id, None)
    assert again(amir).promised_minutes == 0
    with database.write():
        requests.reassign_request(request.id, wyn.id)  # pressed twice
    with database.write():
        requests.reassign_request(request.id, amir.id)  # and back to who was asked before
    assert fresh(request.id).offered_to_id == amir.id
    full = make_ambassador("hr", minutes_a_month=30)
    for who in (full.id, make_ambassador("learner").id, 4_711):
        with pytest.raises(Refused), database.write():
            requests.reassign_request(request.id, who)
    with database.write():
        requests.close_request(request.id, "Please ask the IT service desk.")
    request = fresh(request.id)
    assert (request.state, request.close_reason) == (RequestState.CLOSED, "Please ask the IT service desk.")
    assert notices("learner")[-1] == "Your request for help has been closed.\nPlease ask the IT service desk."
    with pytest.raises(Refused), database.write():
        requests.close_request(request.id, "Again")
    with pytest.raises(Refused), database.write():
        requests.reassign_request(request.id, wyn.id)


def test_who_leaves_the_service_is_waited_for_no_longer(app: Flask) -> None:
    with clock.at(TUESDAY):
        request = ask()
        with committed():
            people.person("learner").left_on = clock.today()
    with clock.at(TUESDAY + timedelta(days=1)):
        requests.pass_on_due()
    assert fresh(request.id).state == RequestState.WITHDRAWN


def test_a_request_that_is_not_there_cannot_be_answered(app: Flask) -> None:
    amir = make_ambassador("ambassador")
    with pytest.raises(LookupError), database.write():
        requests.accept_request(4_711, amir)
    with database.write():
        assert not requests.meet_request(4_711)
    with database.write():
        hostile = requests.ask_for_help(amir.person_id, Asked("<script>", ("|x|", "spread%")))
    assert db.session.get_one(HelpRequest, hostile.id).skills == "|x|spread%|"
