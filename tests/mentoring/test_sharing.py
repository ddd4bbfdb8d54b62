"""What Lena lets Amir see of her record: chosen part by part, looked at in the open, withdrawn at once."""

import pytest
from sqlalchemy import func, select

from learnhub import clock
from learnhub import db as database
from learnhub.ambassadors.models import Ambassador, Mentorship
from learnhub.ambassadors.words import Kind, RequestState, State
from learnhub.db import db
from learnhub.mentoring import sharing
from learnhub.mentoring.models import SharedPart
from learnhub.mentoring.sharing import Part
from learnhub.mentoring.sharing_queries import shared_by, shared_with
from learnhub.people.faults import Refused
from learnhub.record import actions as record
from learnhub.record.words import Means
from learnhub.study.actions import Said as Studied
from learnhub.study.actions import log_study
from learnhub.web.access_log import AccessLogEntry
from tests import people
from tests.ambassadors.asking import accept, ask, make_ambassador
from tests.badges.world import make_badge
from tests.factories import make_course, make_person, reading
from tests.mentoring.conftest import Log
from tests.mentoring.pairs import make_mentorship, share
from tests.mentoring.test_mentorships import notices
from tests.page import Page


@pytest.fixture
def pair(amir: Ambassador) -> Mentorship:
    return make_mentorship(amir)


def shared(part: str = "") -> str:
    return f"/mentoring/shared/{people.person('learner').id}" + (f"/{part}" if part else "")


def learn() -> None:
    """Lena has completed a course about spreadsheets, earned its badge, begun another and listened to a podcast."""
    learner_id = people.person("learner").learner_id
    letters = make_course(reading("open-it"), slug="letters", title="Letters", skills=("spreadsheets",))
    make_badge("good-at-letters", {"course": "letters"})
    other = make_course(reading("open-it"), reading("file-it"), slug="numbers", title="Numbers")
    with database.write():
        record.mark_module_done(learner_id, letters, letters.modules[0], Means.MARKED)
        record.mark_module_done(learner_id, other, other.modules[0], Means.MARKED)
        said = Studied(
            "A podcast on tables", 45, clock.today(), reflection="I am slow at this", skills=("spreadsheets",)
        )
        log_study(learner_id, said)


def test_nothing_is_seen_unless_it_is_shared(amirs: Page, pair: Mentorship) -> None:
    amirs.get(shared(), 404)
    for part in Part:
        amirs.get(shared(part.value), 404)
    assert "has not shared any part of their record with you" in amirs.get(f"/mentoring/{pair.id}").text


def test_she_ticks_what_he_may_see_and_nothing_is_ticked_before(amirs: Page, lenas: Page, pair: Mentorship) -> None:
    learn()
    lenas.get(f"/mentoring/{pair.id}")
    lenas.get(lenas.now.link("Share a part"))
    assert not [box for box in lenas.now.html.all("input", type="checkbox") if box.has("checked")]
    assert lenas.submit("Share what I ticked", 422).problems == ["Tick what Amir Osei may see"]
    opened = lenas.submit("Share what I ticked", part=["courses", "study"])
    assert opened.h1 == "What I share of my record"
    assert notices("ambassador") == ["Lena Marsh lets you see a part of their record."]
    amirs.get(f"/mentoring/{pair.id}")
    amirs.get(amirs.now.link("See what Lena Marsh shares with you"))
    assert [link for link in amirs.now.links if "/mentoring/shared/" in link] == [shared("courses"), shared("study")]
    amirs.get(shared("courses"))
    assert "Letters" in amirs.now.text
    assert "Numbers" in amirs.now.text
    assert "Completed on" in amirs.now.text
    assert "Begun on" in amirs.now.text
    amirs.get(shared("hours"), 404)


def test_every_part_says_what_it_promises_and_no_more(amirs: Page, pair: Mentorship) -> None:
    learn()
    share(*Part)
    assert "Good at letters" in amirs.get(shared("badges")).text
    skills = amirs.get(shared("skills")).text
    assert "1 course" in skills
    assert "1 entry" in skills
    study = amirs.get(shared("study")).text
    assert "A podcast on tables" in study
    assert "45 minutes" in study
    assert "Their own word" in study
    assert "I am slow at this" not in study
    assert str(clock.today().year) in amirs.get(shared("hours")).text
    amirs.get(shared("answers"), 404)


def test_parts_with_nothing_in_them_say_so(amirs: Page, pair: Mentorship) -> None:
    share(*Part)
    for part in Part:
        assert "There is nothing in it yet." in amirs.get(shared(part.value)).text


def test_each_look_is_hers_to_see(amirs: Page, lenas: Page, pair: Mentorship) -> None:
    share(Part.COURSES, Part.HOURS)
    amirs.get(shared())  # the list of parts alone is no look at the record
    assert "Nobody has looked at your record" in lenas.get("/record/access").text
    amirs.get(shared("courses"))
    amirs.get(shared("courses"))
    text = lenas.get("/record/access").text
    assert "Amir Osei" in text
    assert "Opened what you share with them 2 times" in text
    text = lenas.get("/mentoring/sharing").text
    assert "2 times, last on" in text
    assert "Not yet" in text
    entries = select(AccessLogEntry.detail).order_by(AccessLogEntry.id)
    assert list(db.session.execute(entries).scalars()) == [{"part": "courses"}] * 2


def test_withdrawn_is_gone_at_once_and_what_he_confirmed_stands(
    amirs: Page, lenas: Page, pair: Mentorship, log: Log
) -> None:
    share(Part.COURSES, Part.HOURS)
    session = log("learner")
    lenas.post(f"/support/{session.id}/confirm", {"answer": "yes"})
    amirs.get(shared("courses"))
    lenas.get("/mentoring/sharing")
    opened = lenas.submit("Withdraw: Courses, Amir Osei")
    assert "Withdrawn: it is seen no longer." in opened.text
    amirs.get(shared("courses"), 404)
    amirs.get(shared("hours"))
    lenas.post("/mentoring/sharing", {"person": people.person("ambassador").id, "part": "all"})
    amirs.get(shared(), 404)
    assert "Opened what you share" in lenas.get("/record/access").text
    assert "Support session" in lenas.get("/record").text


def test_withdrawing_twice_and_what_was_never_shared_changes_nothing(lenas: Page, pair: Mentorship) -> None:
    to = people.person("ambassador").id
    for _ in range(2):
        lenas.post("/mentoring/sharing", {"person": to, "part": "courses"})
    lenas.post("/mentoring/sharing", {"person": to, "part": "diary"}, 400)
    lenas.post("/mentoring/sharing", {"person": "me", "part": "courses"}, 400)


def test_sharing_the_same_twice_is_once(lenas: Page, pair: Mentorship) -> None:
    for _ in range(2):
        lenas.post(f"/mentoring/sharing/new?person={people.person('ambassador').id}", {"part": ["courses"]})
    assert db.session.execute(select(func.count()).select_from(SharedPart)).scalar_one() == 1
    assert len(notices("ambassador")) == 1


def test_another_ambassador_and_a_stranger_see_nothing(page: Page, pair: Mentorship) -> None:
    share(*Part)
    make_ambassador("outsider")
    for role in ("outsider", "lead", "hr", "admin"):
        page.sign_in(role)
        page.get(shared(), 404)
        page.get(shared("courses"), 404)
    assert db.session.execute(select(func.count()).select_from(AccessLogEntry)).scalar_one() == 0


def test_only_with_an_ambassador_who_helps(lenas: Page, amir: Ambassador) -> None:
    stranger = make_ambassador()
    lenas.get(f"/mentoring/sharing/new?person={stranger.person_id}", 404)
    with pytest.raises(Refused), database.write():
        sharing.share_parts(people.person("learner").id, stranger.person_id, [Part.COURSES])
    assert "You can share with an ambassador once one helps you." in lenas.get("/mentoring/sharing").text


def test_a_request_that_was_accepted_or_a_session_is_help_enough(lenas: Page, amir: Ambassador, log: Log) -> None:
    me = people.person("learner").id
    asked = ask()
    assert asked.offered_to_id == amir.id
    assert sharing.helpers_of(me) == {}
    assert accept(asked, amir).state == RequestState.ACCEPTED
    assert sharing.helpers_of(me) == {amir.person_id: "Amir Osei"}
    log("welsh")
    assert sharing.helpers_of(people.person("welsh").id) == {amir.person_id: "Amir Osei"}


def test_who_stops_being_an_ambassador_sees_nothing_from_that_moment(
    amirs: Page, lenas: Page, pair: Mentorship, amir: Ambassador
) -> None:
    share(Part.COURSES)
    with database.write():
        db.session.get_one(Ambassador, amir.id).state = State.STOPPED
    amirs.get(shared(), 404)
    amirs.get(shared("courses"), 404)
    assert "is not an ambassador at the moment and sees none of it" in lenas.get("/mentoring/sharing").text


def test_two_mentorships_one_ends_and_what_is_shared_stays(lenas: Page, pair: Mentorship, amir: Ambassador) -> None:
    make_mentorship(amir, kind=Kind.MENTORING)
    share(Part.COURSES)
    lenas.post(f"/mentoring/{pair.id}/end")
    assert sharing.parts_shared(people.person("learner").id, amir.person_id) == {Part.COURSES}


def test_lists_of_what_is_shared_take_two_statements_at_most(lenas: Page, amir: Ambassador) -> None:
    for _ in range(5):
        other = make_ambassador(make_person())
        make_mentorship(other)
        with database.write():
            sharing.share_parts(people.person("learner").id, other.person_id, list(Part))
    assert len(shared_by(people.person("learner").id)) == 5
    with lenas.statements() as counted:
        lenas.get("/mentoring/sharing")
    assert len(counted) == 4, counted


def test_the_ambassadors_list_names_who_shares_what(amir: Ambassador) -> None:
    for role in ("learner", "welsh"):
        make_mentorship(amir, role)
        share(Part.COURSES, Part.BADGES, who=role)
    assert [(one.name, one.parts) for one in shared_with(amir.person_id)] == [
        ("Lena Marsh", (Part.COURSES, Part.BADGES)),
        ("Wyn Prys", (Part.COURSES, Part.BADGES)),
    ]


def test_a_long_study_log_goes_on_page_by_page(amirs: Page, pair: Mentorship) -> None:
    learner_id = people.person("learner").learner_id
    with database.write():
        for number in range(30):
            log_study(learner_id, Studied(f"Talk {number}", 10, clock.today()))
    share(Part.STUDY)
    first = amirs.get(shared("study"))
    assert len(first.html.all("tr")) == 26
    assert len(amirs.get(first.link("Next page")).html.all("tr")) == 6
