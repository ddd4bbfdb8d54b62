"""How a session reads on the record of each side, on the transcript, in the download, in hours, badges and figures."""

import pytest
from flask import Flask

from learnhub import clock
from learnhub import db as database
from learnhub.badges.models import Award
from learnhub.db import db
from learnhub.mentoring import sessions
from learnhub.mentoring.kinds import SessionKind
from learnhub.record.actions import mark_module_done
from learnhub.record.queries import statements_of, summary_of
from learnhub.record.words import Assurance, Means, ObjectKind, Verb
from learnhub.reports.participation_words import PartKind, kind_of_part
from tests import people
from tests.badges.world import make_badge
from tests.factories import make_course, task
from tests.mentoring.conftest import Log
from tests.page import Page


@pytest.fixture
def confirmed(app: Flask, log: Log) -> int:
    """A clinic of 45 minutes that the learner was at and said so; the outsider did not."""
    session_id = log("learner", "outsider", minutes=45, kind=SessionKind.CLINIC, unnamed=3).id
    with database.write():
        sessions.confirm_session(session_id, people.person("learner").id)
    return session_id


def row_of(page: Page, title: str) -> str:
    rows = page.get("/record?kind=support").main.all("tbody")[-1].all("tr")
    return next(row.text for row in rows if title in row.text)


def test_each_side_reads_its_own_part_of_it(lenas: Page, amirs: Page, confirmed: int) -> None:
    line = row_of(lenas, "Clinic with Amir Osei")
    assert "Took part" in line
    assert "A colleague confirmed" in line
    assert f"/support/{confirmed}" in lenas.now.links
    line = row_of(amirs, "Clinic for 5 people")
    assert "Helped" in line
    assert "A colleague confirmed" in line
    assert "Lena" not in amirs.now.main.text  # names are on the session's page


def test_being_helped_is_no_helping_in_the_hours(lenas: Page, amirs: Page, log: Log, confirmed: int) -> None:
    learner = summary_of(people.person("learner").learner_id)
    assert learner.by_kind[ObjectKind.SUPPORT, False][Assurance.WITNESSED] == 45
    assert (ObjectKind.SUPPORT, True) not in learner.by_kind
    ambassador = summary_of(people.person("ambassador").learner_id)
    assert ambassador.by_kind[ObjectKind.SUPPORT, True][Assurance.WITNESSED] == 45
    assert "Support sessions with an ambassador: 1 entry, 45 minutes" in lenas.get("/record/transcript").main.text
    assert "Helping colleagues: 1 entry, 45 minutes" in amirs.get("/record/transcript").main.text


def test_the_download_says_what_it_was(lenas: Page, amirs: Page, confirmed: int) -> None:
    (line,) = [line for line in lenas.get("/record.csv").text.splitlines() if "Attended" in line]
    assert "Clinic with Amir Osei" in line
    assert "in a support session" in line
    assert any("Clinic for 5 people" in line for line in amirs.get("/record.csv").text.splitlines())


def test_a_session_taken_back_still_has_its_line_and_leads_nowhere(amirs: Page, lenas: Page, confirmed: int) -> None:
    amirs.post(f"/support/{confirmed}/remove", {}, 303)
    assert "Taken back" in row_of(lenas, "Clinic with Amir Osei")
    assert f"/support/{confirmed}" not in lenas.now.links
    assert "45 minutes" not in lenas.get("/record/transcript").main.text


def test_a_badge_counts_sessions_confirmed_and_never_those_one_came_to(app: Flask, log: Log, confirmed: int) -> None:
    badge = {"all": [{"helped": 1}, {"event": "any"}]}
    make_badge("helper", badge, criteria="Help somebody and come to an event.")
    other = log("outsider").id
    with database.write():
        sessions.confirm_session(other, people.person("outsider").id)
    assert db.session.query(Award).count() == 0  # a session is no event


@pytest.mark.parametrize(
    ("verb", "means", "kind"),
    [
        (Verb.HELPED, None, PartKind.SUPPORT),
        (Verb.ATTENDED, Means.SESSION, PartKind.SESSIONS),
        (Verb.ATTENDED, None, PartKind.EVENTS),
        (Verb.STUDIED, Means.OWN_TIME, PartKind.STUDY),
        (Verb.COMPLETED, None, PartKind.COURSES),
        (Verb.STARTED, None, None),
    ],
)
def test_what_counts_as_which_kind_of_taking_part(verb: Verb, means: Means | None, kind: PartKind | None) -> None:
    assert kind_of_part(verb, means) is kind


def test_what_somebody_showed_is_asked_about_by_one_press_and_confirmed(
    lenas: Page, amirs: Page, confirmed: int
) -> None:
    course = make_course(task("write-one", title="Write one letter"), title="Letters")
    learner_id = people.person("learner").learner_id
    with database.write():
        mark_module_done(learner_id, course, course.modules[0], Means.TASK)
    opened = lenas.get(f"/support/{confirmed}")
    assert "Did you show Amir Osei what you can do?" in opened.text
    opened = lenas.submit("Ask to confirm: Write one letter")
    assert "Amir Osei has been asked" in opened.text
    amirs.get(f"/support/{confirmed}")
    amirs.get(amirs.now.link("Confirm what somebody showed you"))
    assert "Write one letter" in amirs.now.text
    done = summary_of(learner_id).by_kind[ObjectKind.COURSE, False]
    assert done[Assurance.WITNESSED] == 0
    amirs.submit("Confirm Lena Marsh: Write one letter – Letters")
    assert summary_of(learner_id).by_kind[ObjectKind.COURSE, False][Assurance.WITNESSED] == 5


def test_a_group_session_from_a_courses_plan_records_who_came(amirs: Page, lenas: Page) -> None:
    make_course(slug="letters", title="Letters", session_html="<p>Plan</p>", skills=("plain-words",))
    make_course(slug="no-plan", title="No plan")
    opened = amirs.get("/support/new?kind=group&course=letters")
    assert [option.text for option in opened.html.find("select", name="course").all("option")] == ["Choose", "Letters"]
    opened = amirs.submit("Log it", people="Lena Marsh\nOona Finch", unnamed="4")
    assert "Letters" in opened.text
    lenas.get("/support/1/confirm")
    assert "Letters" in lenas.now.text
    lenas.submit("Yes, that was so")
    assert "Group session with Amir Osei" in lenas.get("/record").main.text


def test_the_plan_of_a_session_leads_to_logging_it(amirs: Page) -> None:
    make_course(slug="letters", title="Letters", session_html="<p>Plan</p>")
    amirs.get("/courses/letters/session")
    amirs.get(amirs.now.link("Ambassadors: log who came"))
    assert amirs.now.html.find("select", name="course").find("option", value="letters").has("selected")


def test_days_are_those_of_the_session(lenas: Page, log: Log) -> None:
    day = clock.today().replace(day=1)
    session_id = log("learner", day=day).id
    with database.write():
        sessions.confirm_session(session_id, people.person("learner").id)
    assert [line.day for line in statements_of(people.person("learner").learner_id).rows] == [day]
