"""How a mentorship ends: confirmed, agreed on or not, quietly matched again, handed over, stalled, its people gone."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from learnhub import clock
from learnhub import db as database
from learnhub.ambassadors import stopping
from learnhub.ambassadors.models import Ambassador, HelpRequest, Mentorship
from learnhub.ambassadors.words import Fit, Kind, MentorshipState, RequestState
from learnhub.db import db
from learnhub.mentoring import meetings, mentorships, sharing
from learnhub.mentoring import mentorship_ending as ending
from learnhub.mentoring.mentorship_rules import Verdict, is_stalled, verdict_of
from learnhub.mentoring.mentorship_tending import tend_mentorships
from learnhub.mentoring.models import MentorshipMeeting
from learnhub.mentoring.sharing import Part
from learnhub.people.actions import record_departure
from learnhub.permissions import Role
from tests import people
from tests.ambassadors.asking import again, make_ambassador
from tests.factories import make_grant, make_person
from tests.mentoring.conftest import Log
from tests.mentoring.pairs import ASKED, make_mentorship, now_of, open_offer, share
from tests.mentoring.test_mentorships import at, notices
from tests.page import Page

SOON = (clock.today() + timedelta(days=90)).isoformat()
ENDED = "Your mentorship with Lena Marsh has ended. Thank you for your time. What came of it?"


@pytest.fixture
def pair(amir: Ambassador) -> Mentorship:
    return make_mentorship(amir)


@pytest.mark.parametrize(
    ("by_ambassador", "by_learner", "verdict"),
    [
        (None, None, Verdict.OPEN),
        ("reached", None, Verdict.HALF),
        (None, "not", Verdict.HALF),
        ("reached", "reached", Verdict.AGREED),
        ("reached", "partly", Verdict.DIFFER),  # shown as it is: nobody is overruled
    ],
)
def test_an_outcome_is_confirmed_when_both_say_it(
    by_ambassador: str | None, by_learner: str | None, verdict: Verdict
) -> None:
    assert verdict_of(by_ambassador, by_learner) is verdict


def test_quiet_for_thirty_days_is_stalled() -> None:
    now = clock.now()
    assert is_stalled(now - timedelta(days=30), now)
    assert not is_stalled(now - timedelta(days=29, hours=23), now)


def test_an_end_is_asked_about_first_and_gives_the_place_back(amirs: Page, lenas: Page, pair: Mentorship) -> None:
    lenas.post(at(pair, "/dates/new"), {"on": SOON, "at": "10:00", "minutes": "30"})
    share(Part.COURSES)
    lenas.get(at(pair))
    lenas.get(lenas.now.link("End it now"))
    assert "is told. Dates to come are cancelled" in lenas.now.text
    opened = lenas.submit("End the mentorship", reason="Thank you, I can do it now.")
    assert "“Thank you, I can do it now.”" in opened.text
    row = now_of(pair)
    assert (row.state, again(db.session.get_one(Ambassador, row.ambassador_id)).open_mentorships) == ("ended", 0)
    assert db.session.execute(select(MentorshipMeeting.cancelled_at)).scalar_one() is not None
    assert sharing.parts_shared(row.person_id, people.person("ambassador").id) == set()
    assert notices("ambassador")[-1] == ENDED
    assert "Thank you, I can do it now." in amirs.get(at(pair)).text
    # After the end nothing is offered that could not be done.
    assert not [link for link in amirs.now.links if link.endswith(("/new", "/end", "/plan", "/give-up"))]


def test_the_outcome_is_asked_of_both_and_the_first_is_not_shown_to_the_second_before(
    amirs: Page, lenas: Page, pair: Mentorship
) -> None:
    lenas.post(at(pair, "/end"))
    lenas.get(at(pair))
    lenas.submit("Keep my answer", outcome="reached")
    assert "Amir Osei has not said yet" in lenas.now.text
    opened = amirs.get(at(pair))
    assert "Lena Marsh has said what came of it. You see it once you have said it too." in opened.text
    opened = amirs.submit("Keep my answer", outcome="partly")
    assert "You do not say the same, and that may stand" in opened.text
    assert "Lena Marsh: We reached what we set out to do" in opened.text
    opened = amirs.submit("Change my answer", outcome="reached")
    assert "You both say the same: it is confirmed." in opened.text
    assert "Both of you say the same: We reached what we set out to do" in opened.text
    lenas.post(at(pair, "/outcome"), {"outcome": "not"})
    assert now_of(pair).outcome_by_learner == "reached"  # confirmed is confirmed


def test_an_outcome_before_the_end_is_no_outcome(lenas: Page, pair: Mentorship) -> None:
    opened = lenas.post(at(pair, "/outcome"), {"outcome": "reached"}, follow=True)
    assert "You are asked what came of it once it has ended." in opened.text
    opened = lenas.post(at(pair, "/outcome"), {"outcome": "splendid"}, follow=True)
    assert "Choose what came of it." in opened.text
    assert now_of(pair).outcome_by_learner is None


def test_what_is_written_after_the_end_is_given_back(amirs: Page, lenas: Page, pair: Mentorship) -> None:
    amirs.get(at(pair, "/notes/new"))
    lenas.post(at(pair, "/end"))
    opened = amirs.submit("Keep the note", 409, text="What I wanted to say", who="both")
    assert "This mentorship has ended." in opened.text
    assert "What I wanted to say" in opened.text
    for rest, fields in (
        ("/goals/new", {"text": "A goal"}),
        ("/steps/new", {"text": "A step", "who": "me"}),
        ("/dates/new", {"on": SOON, "at": "10:00", "minutes": "30"}),
        ("/plan", {"ends_on": SOON}),
    ):
        amirs.post(at(pair, rest), fields, 409)
        amirs.get(at(pair, rest), 409)


def test_ending_twice_says_that_it_has_ended(amirs: Page, lenas: Page, pair: Mentorship) -> None:
    lenas.post(at(pair, "/end"), {"reason": "Done"})
    opened = amirs.post(at(pair, "/end"), {"reason": "Also done"}, follow=True)
    assert "This mentorship has ended already." in opened.text
    assert now_of(pair).end_reason == "Done"
    assert again(db.session.get_one(Ambassador, pair.ambassador_id)).open_mentorships == 0


def test_the_fit_is_asked_of_the_learner_alone_after_the_first_session(
    amirs: Page, lenas: Page, pair: Mentorship, log: Log
) -> None:
    assert "Do you two fit?" not in lenas.get(at(pair)).text
    log("learner")
    assert "Do you two fit?" not in amirs.get(at(pair)).text
    assert "Only you see this question and your answer." in lenas.get(at(pair)).text
    opened = lenas.submit("Yes, we go on")
    assert "Do you two fit?" not in opened.text
    assert now_of(pair).fit == Fit.GOOD
    amirs.post(at(pair, "/fit"), {}, 404)
    amirs.post(at(pair, "/again"), {}, 404)


def test_matched_again_quietly(amirs: Page, lenas: Page, pair: Mentorship, log: Log, amir: Ambassador) -> None:
    other = make_ambassador()
    log("learner")
    share(Part.COURSES)
    lenas.get(at(pair))
    lenas.get(lenas.now.link("I would rather have somebody else"))
    assert "not that you asked for somebody else, nor why" in lenas.now.text
    lenas.post(at(pair, "/again"))
    lenas.post(at(pair, "/again"))  # pressed twice
    asked = db.session.execute(select(HelpRequest).where(HelpRequest.id != pair.request_id)).scalars().all()
    assert [(one.text, one.kind, one.offered_to_id) for one in asked] == [(ASKED, Kind.MENTORING, other.id)]
    row = now_of(pair)
    assert (row.state, row.fit, row.end_reason) == ("ended", Fit.AGAIN, "")
    assert again(amir).open_mentorships == 0
    assert notices("ambassador")[-1] == ENDED  # the same words as at any other end
    text = amirs.get(at(pair)).text
    assert "It ended on" in text
    assert "somebody else" not in text


def test_who_has_too_many_open_requests_keeps_the_mentorship(lenas: Page, pair: Mentorship) -> None:
    from tests.ambassadors.asking import ask

    for number in range(10):
        ask(text=f"Question {number}")
    lenas.get(at(pair, "/again"))
    opened = lenas.submit("End it and ask somebody else", 422)
    assert len(opened.problems) == 1
    assert now_of(pair).state == "open"


def test_a_mentor_who_stops_leaves_it_to_the_lead(page: Page, lenas: Page, pair: Mentorship, amir: Ambassador) -> None:
    heir = make_ambassador(make_person("Bea Stone"))
    with database.write():
        note = mentorships.write_note(pair.id, people.person("learner").id, "Between us", is_private=False)
        mentorships.set_goal(pair.id, people.person("learner").id, "Make a pivot table")
        mentorships.add_step(pair.id, amir.person_id, "Find an example", is_mine=True)
    share(Part.COURSES)
    with database.write():
        stopping.stop(db.session.get_one(Ambassador, amir.id))
    assert "Waits for a new mentor" in lenas.get(at(pair)).text

    page.sign_in("lead").get(f"/network/mentorships/{pair.id}/hand-over")
    text = page.now.main.text
    assert "Lena Marsh" in text
    assert "Hexham Office" in text
    assert "Amir Osei" in text
    for theirs in ("Between us", "pivot", "example"):
        assert theirs not in text
    page.post(f"/network/mentorships/{pair.id}/hand-over", {"ambassador": heir.id})
    assert now_of(pair).state == MentorshipState.HANDOVER  # until she says yes
    offered = open_offer(pair).id
    with database.write():
        ending.accept_handover(offered, heir.person_id)
    row = now_of(pair)
    assert (row.state, row.ambassador_id, row.handed_over_from_id) == (MentorshipState.OPEN, heir.id, amir.id)
    assert again(heir).open_mentorships == 1
    assert sharing.parts_shared(row.person_id, amir.person_id) == set()
    assert notices("learner")[-1] == "Bea Stone is your mentor now."

    seen = mentorships_of(heir.person_id, pair.id)
    assert note not in seen["notes"]
    assert seen["goals"] == ["Make a pivot table"]
    assert seen["steps"] == [("Find an example", "Bea Stone")]
    assert "Between us" in lenas.get(at(pair)).text  # the learner reads on what was written


@pytest.mark.parametrize("how", ["stops", "gives up", "leaves"])
def test_without_a_mentor_no_date_stands(lenas: Page, pair: Mentorship, amir: Ambassador, how: str) -> None:
    day = (clock.now() + timedelta(days=8)).replace(tzinfo=None, microsecond=0)
    with database.write():
        meetings.set_meeting(pair.id, pair.person_id, meetings.When(day, clock.zone().key, 30))
    assert "No date is set" not in lenas.get(at(pair)).text
    with database.write():
        if how == "stops":
            stopping.stop(db.session.get_one(Ambassador, amir.id))
        elif how == "gives up":
            ending.give_up_mentorship(pair.id, amir.person_id)
        else:
            record_departure(amir.person_id, clock.today())
    text = lenas.get(at(pair)).text
    assert "Waits for a new mentor" in text
    assert "No date is set" in text
    row = db.session.execute(select(MentorshipMeeting)).scalar_one()
    assert (row.cancelled_at is not None, row.sequence) == (True, 1)
    assert "dates you had agreed are cancelled" in notices("learner")[-1]


def mentorships_of(person_id: int, number: int) -> dict[str, list[object]]:
    """What somebody sees of one."""
    from learnhub.mentoring import mentorship_parts as parts
    from learnhub.mentoring.mentorship_queries import mentorship_or_404

    seen = mentorship_or_404(person_id, number)
    return {
        "notes": [note.id for note in parts.latest_notes(seen)[0]],
        "goals": [goal.text for goal in parts.goals_of(seen.id)],
        "steps": [(step.text, step.name) for step in parts.steps_of(seen.id)[0]],
    }


def test_the_former_mentor_finds_nothing_and_loses_nothing_typed(
    amirs: Page, pair: Mentorship, amir: Ambassador
) -> None:
    heir = make_ambassador()
    amirs.get(at(pair, "/give-up"))
    assert "no longer counts among your open mentorships" in amirs.now.text
    amirs.submit("Ask for somebody else")
    assert again(amir).open_mentorships == 0
    amirs.get(at(pair, "/notes/new"))
    with database.write():
        ending.hand_over(pair.id, heir.id)
    opened = amirs.submit("Keep the note", 409, text="A word for who comes after me", who="both")
    assert "Somebody else has taken over this mentorship." in opened.text
    assert "A word for who comes after me" in opened.text
    amirs.get(at(pair), 404)
    amirs.get(at(pair, "/notes"), 404)


def test_a_lead_of_elsewhere_an_open_one_and_a_reverse_one_are_not_there(
    page: Page, pair: Mentorship, amir: Ambassador
) -> None:
    path = f"/network/mentorships/{pair.id}/hand-over"
    page.sign_in("lead").get(path, 404)  # it goes on: nobody takes it away
    with database.write():
        ending.give_up_mentorship(pair.id, amir.person_id)
    page.get(path)
    make_grant(people.person("outsider"), Role.LEAD, "CUL")
    make_grant(people.person("author"), Role.LEAD, "PEN")
    Page(page.app).sign_in("outsider").get(path, 404)
    Page(page.app).sign_in("author").get(path)
    reverse = make_mentorship(amir, "hr", kind=Kind.REVERSE)
    with database.write():
        ending.give_up_mentorship(reverse.id, amir.person_id)
    page.get(f"/network/mentorships/{reverse.id}/hand-over", 404)
    assert not [text for text in notices("lead") if "Hana" in text]


def test_nobody_with_room_is_said_plainly(page: Page, pair: Mentorship, amir: Ambassador) -> None:
    full = make_ambassador(most_mentorships=0)
    with database.write():
        ending.give_up_mentorship(pair.id, amir.person_id)
    page.sign_in("lead").get(f"/network/mentorships/{pair.id}/hand-over")
    assert "No ambassador who could take over has room" in page.now.text
    page.post(f"/network/mentorships/{pair.id}/hand-over", {"ambassador": full.id}, 422)
    assert now_of(pair).state == "handover"


def test_of_reverse_mentoring_the_page_says_that_only_the_two_know(lenas: Page, amir: Ambassador) -> None:
    reverse = make_mentorship(amir, kind=Kind.REVERSE)
    assert "Only you two see this page, and that there is one." in lenas.get(at(reverse)).text
    with database.write():
        ending.give_up_mentorship(reverse.id, amir.person_id)
    opened = lenas.get(at(reverse))
    assert "nobody is looking for you" in opened.text
    lenas.get(opened.link("Ask for somebody else"))


def test_quiet_for_thirty_days_is_told_to_both_once(app: Flask, pair: Mentorship) -> None:
    began = clock.now()
    with clock.at(began + timedelta(days=29)):
        tend_mentorships()
    assert notices("learner") == notices("ambassador") == []
    for day in (31, 32, 45):
        with clock.at(noon(began, day)):
            tend_mentorships()
    kind = "It has been quiet between you and {}. Set a date, or end it kindly: both are fine."
    assert notices("learner") == [kind.format("Amir Osei")]
    assert notices("ambassador") == [kind.format("Lena Marsh")]
    with clock.at(noon(began, 46)), database.write():
        mentorships.set_goal(pair.id, people.person("learner").id, "On we go")
    with clock.at(noon(began, 80)):
        tend_mentorships()
    assert len(notices("learner")) == 2  # quiet anew


def noon(began: datetime, days: int) -> datetime:
    """Midday, so many days later: not in the quiet hours."""
    return (began + timedelta(days=days)).replace(hour=12)


def test_a_date_to_come_is_not_quiet(app: Flask, lenas: Page, pair: Mentorship) -> None:
    lenas.post(at(pair, "/dates/new"), {"on": SOON, "at": "10:00", "minutes": "30"})
    with clock.at(noon(clock.now(), 40)):
        tend_mentorships()
    assert notices("learner") == []


def test_on_the_planned_day_both_are_asked(app: Flask, pair: Mentorship) -> None:
    began = clock.now()
    with database.write():
        mentorships.agree_end(pair.id, people.person("learner").id, clock.today() + timedelta(days=10))
    for _ in range(2):
        with clock.at(noon(began, 10)):
            tend_mentorships()
    said = "Today is the day you planned to end your mentorship with Amir Osei. End it, or plan another day."
    assert notices("learner") == [said]


def test_it_ends_when_the_learner_leaves_the_service(app: Flask, pair: Mentorship, amir: Ambassador) -> None:
    with database.write():
        record_departure(people.person("learner").id, clock.today())
    tend_mentorships()
    assert now_of(pair).state == "ended"
    assert again(amir).open_mentorships == 0
    assert notices("ambassador")[-1].startswith("Lena Marsh has left the service")
    tend_mentorships()
    assert again(amir).open_mentorships == 0


def test_the_job_withdraws_what_is_shared_with_who_is_no_ambassador_any_more(
    app: Flask, pair: Mentorship, amir: Ambassador
) -> None:
    share(Part.COURSES)
    with database.write():
        stopping.stop(db.session.get_one(Ambassador, amir.id))
    tend_mentorships()
    assert sharing.parts_shared(people.person("learner").id, amir.person_id) == set()


def test_a_request_that_began_it_is_met(pair: Mentorship) -> None:
    assert db.session.get_one(HelpRequest, pair.request_id).state == RequestState.MET
