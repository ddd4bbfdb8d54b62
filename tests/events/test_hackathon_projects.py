"""What was built, how it was judged, what became of it; and the report."""

import io

import pytest
from flask import Flask
from sqlalchemy import select

from learnhub import db as database
from learnhub.db import db
from learnhub.events.hackathon_hours import confirm_hours
from learnhub.events.hackathon_judging import add_judge, criteria_of, judge_team, remove_judge, set_up
from learnhub.events.hackathon_models import FollowUp, Hackathon, Project, ProjectPicture, Score, Team
from learnhub.events.hackathon_tending import tend_hackathons
from learnhub.events.models import Event, SignUp
from learnhub.events.structures import Audience
from learnhub.messages.models import Notice
from learnhub.people.actions import record_departure
from learnhub.people.faults import Refused
from tests import people
from tests.events.hackathons import build, challenge, enter, form, make_hackathon, moved_to, somebody
from tests.events.world import join
from tests.factories import committed, make_person
from tests.page import Page
from tests.study.files import archive, jpeg, pdf, png, webp


@pytest.fixture
def event(app: Flask) -> Event:
    return make_hackathon()


@pytest.fixture
def team_id(event: Event) -> int:
    """Lena leads it, Aled is in it."""
    found = form(event, "learner").id
    enter(db.session.get_one(Team, found), "author")
    return found


def at(event: Event, team_id: int, more: str = "") -> str:
    return f"/events/{event.id}/teams/{team_id}{more}"


def sent(content: bytes, name: str) -> tuple[io.BytesIO, str]:
    return (io.BytesIO(content), name)


def test_a_team_says_what_it_built(app: Flask, page: Page, event: Event, team_id: int) -> None:
    page.sign_in("author").get(at(event, team_id))
    page.get(page.now.link("Say what you built"))
    opened = page.submit(
        "Save the project",
        title="A letter that writes itself",
        built="It reads the bar code.\n\nIt works for blue letters.",
        for_whom="Forty people in Hexham",
        link="https://code.example/letters",
    )
    assert "For: Forty people in Hexham" in opened.text
    assert opened.link("https://code.example/letters")
    other = Page(app).sign_in("outsider")
    assert "Red pens: A letter that writes itself" in other.get(f"/events/{event.id}/hackathon").text
    other.get(at(event, team_id, "/project"), 404)
    Page(app).sign_in("ambassador").get(at(event, team_id, "/project"), 404)  # the team's own words
    page.get(at(event, team_id, "/project"))
    page.submit("Save the project", title="A letter that writes itself twice")
    assert db.session.scalars(select(Project.title)).all() == ["A letter that writes itself twice"]


WRONG = [
    ({"title": "  "}, "Enter what you built"),
    ({"link": "http://code.example/"}, "Enter the whole link, beginning with https://"),
    ({"link": "javascript:alert(1)"}, "Enter the whole link, beginning with https://"),
    ({"link": "https://me:secret@code.example/"}, "Enter the whole link, beginning with https://"),
    ({"built": "x" * 5001}, "At most 5000 characters"),
]


@pytest.mark.parametrize(("fields", "words"), WRONG)
def test_what_cannot_be_is_refused(page: Page, event: Event, team_id: int, fields: dict[str, str], words: str) -> None:
    opened = page.sign_in("learner").post(at(event, team_id, "/project"), {"title": "A letter", **fields}, 422)
    assert opened.problems == [words]
    assert db.session.scalars(select(Project.id)).all() == []


@pytest.mark.parametrize(("content", "ending"), [(png(), "png"), (jpeg(), "jpg"), (webp(), "webp")])
def test_a_picture_is_a_download(
    app: Flask, page: Page, event: Event, team_id: int, content: bytes, ending: str
) -> None:
    name = "../../etc/<b>.svg"  # whatever it is called
    page.sign_in("learner").post(at(event, team_id, "/project"), {"title": "A", "picture": sent(content, name)})
    assert "Picture of it" in page.get(at(event, team_id)).text
    got = Page(app).sign_in("outsider").get(at(event, team_id, "/picture"))
    assert got.body == content
    assert got.headers["Content-Disposition"] == f'attachment; filename="project-{team_id}.{ending}"'
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    page.get(at(event, team_id, "/project"))
    page.submit("Save the project", drop_picture="y")
    page.get(at(event, team_id, "/picture"), 404)


SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
HOSTILE = [
    (archive(), "a.png", "That is no picture: send a PNG, JPEG or WebP file"),
    (png() + archive(), "a.png", "There is something else hidden behind the picture: save it again and send that"),
    (SVG, "a.png", "That is no picture: send a PNG, JPEG or WebP file"),
    (pdf(), "a.png", "That is no picture: send a PNG, JPEG or WebP file"),
    (png()[:30], "a.png", "The picture is broken: save it again and send that"),
    (b"", "a.png", "The file is empty"),
    (png() + b"x" * 1_000_001, "a.png", "The picture is larger than 1 MB: make it smaller"),
]


@pytest.mark.parametrize(("content", "name", "words"), HOSTILE)
def test_a_hostile_picture_is_refused_and_nothing_kept(
    page: Page, event: Event, team_id: int, content: bytes, name: str, words: str
) -> None:
    fields = {"title": "A letter", "picture": sent(content, name)}
    opened = page.sign_in("learner").post(at(event, team_id, "/project"), fields, 422)
    assert opened.problems == [words]
    assert db.session.scalars(select(ProjectPicture.project_id)).all() == []


def test_the_captain_is_asked_after_30_and_180_days_and_the_answer_is_shown(
    app: Flask, page: Page, event: Event, team_id: int
) -> None:
    build(db.session.get_one(Team, team_id))
    for days, asked in ((29, 0), (30, 1), (31, 1), (179, 1), (180, 2), (181, 2)):
        with moved_to(event, hours=8 + 24 * days):
            tend_hackathons()
        notices = db.session.execute(select(Notice.person_id, Notice.address).order_by(Notice.id)).all()
        assert len(notices) == asked
        assert {row.person_id for row in notices} <= {people.person("learner").id}
        db.session.rollback()
    with moved_to(event, hours=8 + 24 * 31):
        page.sign_in("learner").get(at(event, team_id, "/later/180"))
        opened = page.get(at(event, team_id, "/later/30"))
        opened = page.submit("Save", 422)
        assert opened.problems == ["Choose what became of it"]
        opened = page.submit("Save", outcome="in-use", said="Hexham uses it every day.")
        assert "It is in use" in opened.text
        other = Page(app).sign_in("outsider").get(f"/events/{event.id}/hackathon")
        assert "After 30 days: It is in use. Hexham uses it every day." in other.text
        Page(app).sign_in("author").get(at(event, team_id, "/later/30"), 404)  # in the team, not its captain
        Page(app).sign_in("ambassador").get(at(event, team_id, "/later/30"))


def test_who_leads_now_is_asked(event: Event, team_id: int) -> None:
    build(db.session.get_one(Team, team_id))
    with moved_to(event, hours=24 * 31):
        with committed():
            record_departure(people.person("learner").id, event.starts_at.date())
        tend_hackathons()
    assert db.session.scalars(select(Notice.person_id)).all() == [people.person("author").id]


def test_nobody_is_asked_about_nothing(event: Event, team_id: int) -> None:
    with moved_to(event, hours=24 * 31):
        tend_hackathons()
    assert db.session.scalars(select(FollowUp.id)).all() == []


def test_a_question_not_asked_cannot_be_answered(page: Page, event: Event, team_id: int) -> None:
    build(db.session.get_one(Team, team_id))
    page.sign_in("learner").get(at(event, team_id, "/later/30"), 404)
    page.post(at(event, team_id, "/later/7"), {"outcome": "in-use"}, 404)


def judging(event: Event, *judges: str) -> int:
    """One criterion and these judges; the criterion's number."""
    with database.write():
        set_up(event.id, 6, ["Does it help?"])
        for judge in judges:
            add_judge(event.id, people.person(judge))
    return criteria_of(event.id)[0].id


def test_a_hackathon_is_judged_and_the_results_published(app: Flask, page: Page, event: Event, team_id: int) -> None:
    organiser = page.sign_in("ambassador")
    organiser.get(f"/events/{event.id}/hackathon/set-up")
    opened = organiser.submit("Save", largest_team="4", criteria="Does it help?\n\nDoes it last?")
    opened = organiser.submit("Add this judge", email="hr@demo.example")
    assert "Hana Reid judges this hackathon now." in opened.text
    organiser.submit("Add this judge", 422, email="nobody@demo.example")
    build(db.session.get_one(Team, team_id))
    judge = Page(app).sign_in("hr")
    judge.get(at(event, team_id, "/marks"), 404)  # it has not begun
    with moved_to(event, hours=7):
        judge.sign_in("hr").get(f"/events/{event.id}/hackathon")
        judge.get(judge.now.link("Judge the teams"))
        judge.get(judge.now.link("Red pens"))
        first, second = (criterion.id for criterion in criteria_of(event.id))
        opened = judge.submit("Keep my marks", 422, **{f"mark_{first}": "5"})
        assert opened.problems == [
            "Give a mark from 1 to 5 for “Does it last?”",
            "Enter a comment: it is what the team learns from",
        ]
        opened = judge.submit(
            "Keep my marks", **{f"mark_{first}": "5", f"mark_{second}": "4"}, comment="Try it in Leeds."
        )
        assert "Judged" in opened.text
        learner = Page(app).sign_in("learner")
        assert "Try it in Leeds." not in learner.get(at(event, team_id)).text  # not published
        organiser.sign_in("ambassador").get(f"/events/{event.id}/results")
        organiser.submit("Add the prize", name="Most useful", why="It saves an hour a day")
        organiser.submit("Publish the results", announcement="Thank you all.")
        assert "Try it in Leeds." in learner.get(at(event, team_id)).text
        assert "Hana Reid" in learner.now.text
        opened = Page(app).sign_in("outsider").get(f"/events/{event.id}/hackathon")
        assert "Most useful: Red pens. It saves an hour a day" in opened.text
        assert "Thank you all." in opened.text
        opened = Page(app).sign_in("outsider").get(at(event, team_id))
        assert "Try it in Leeds." not in opened.text
        judge.get(at(event, team_id, "/marks"), 404)  # marks cannot change now
        organiser.get(f"/events/{event.id}/results")
        organiser.submit("Take the results back")
        assert "Thank you all." not in Page(app).sign_in("outsider").get(f"/events/{event.id}/hackathon").text
        organiser.submit("Take out: Most useful")


# who judges, of which team → whether they may
JUDGES = [("hr", True), ("author", False), ("learner", False), ("outsider", False), ("ambassador", False)]


@pytest.mark.parametrize(("role", "may"), JUDGES)
def test_who_may_give_marks(app: Flask, event: Event, team_id: int, role: str, may: bool) -> None:
    """Hana and Aled judge; Aled is in the team. The organiser and its captain do not judge."""
    criterion = judging(event, "hr", "author")
    with moved_to(event, hours=1):
        page = Page(app).sign_in(role)
        fields = {f"mark_{criterion}": "3", "comment": "Good."}
        page.post(at(event, team_id, "/marks"), fields, 303 if may else 404)
        if not may:
            with database.write(), pytest.raises(Refused):
                judge_team(team_id, people.person(role).id, {criterion: 3}, "Good.")
    assert (db.session.scalar(select(Score.id)) is not None) is may


@pytest.mark.parametrize("marks", [{}, {0: 3}, "six", "nought"])
def test_marks_are_from_one_to_five_for_each_criterion(event: Event, team_id: int, marks: object) -> None:
    criterion = judging(event, "hr")
    given = {"six": {criterion: 6}, "nought": {criterion: 0}}.get(str(marks), marks)
    with moved_to(event, hours=1), database.write(), pytest.raises(Refused, match="from 1 to 5"):
        judge_team(team_id, people.person("hr").id, given, "")


def test_criteria_stand_once_there_are_marks(page: Page, event: Event, team_id: int) -> None:
    criterion = judging(event, "hr")
    with moved_to(event, hours=1), database.write():
        judge_team(team_id, people.person("hr").id, {criterion: 3}, "Good.")
    page.sign_in("ambassador").get(f"/events/{event.id}/hackathon/set-up")
    opened = page.submit("Save", 422, criteria="Another")
    assert opened.problems == ["Judges have given marks by these criteria: they cannot change now"]
    page.get(f"/events/{event.id}/hackathon/set-up")
    page.submit("Save", largest_team="3")
    with database.write():
        remove_judge(event.id, people.person("hr").id)
    assert db.session.scalars(select(Score.id)).all() == []


def test_who_cannot_see_it_cannot_judge_it(app: Flask) -> None:
    event = make_hackathon(audience=Audience((people.department("REV").id,)))
    with database.write(), pytest.raises(Refused, match="Oona Finch is not among those"):
        add_judge(event.id, people.person("outsider"))


def test_results_of_what_has_not_begun_are_refused(page: Page, event: Event, team_id: int) -> None:
    page.sign_in("ambassador").get(f"/events/{event.id}/results")
    opened = page.submit("Publish the results", 422, announcement="All won.")
    assert opened.problems == ["There are no results yet: the hackathon has not begun."]
    assert "All won." in opened.text
    page.sign_in("learner").get(f"/events/{event.id}/results", 404)
    assert db.session.scalars(select(Hackathon.published_at)).all() == []


def test_a_team_of_another_hackathon_wins_nothing(page: Page, event: Event, team_id: int) -> None:
    other = form(make_hackathon(), "hr", "Blue pens")
    page.sign_in("ambassador").post(
        f"/events/{event.id}/results", {"action": "add", "name": "Best", "team": other.id}, 422
    )


def test_afterwards_the_page_is_the_report(app: Flask, page: Page) -> None:
    event = make_hackathon(title="Mend the letters")
    event_id = event.id
    challenge(event_id=event_id)
    build(form(event, "learner"))
    crowd = [make_person(department="REV-CUS") for _ in range(11)] + [make_person(department="CUL-LIB")]
    for person in crowd:
        join(db.session.get_one(Event, event_id), person)
    with moved_to(event, hours=9):
        ids = db.session.scalars(select(SignUp.id).where(SignUp.event_id == event_id)).all()
        with database.write():
            confirm_hours(event_id, dict.fromkeys(ids), somebody("ambassador"))
        opened = page.sign_in("outsider").get(f"/events/{event_id}/hackathon")
    table = opened.main.find("table").text
    assert "Department for Revenue" in table
    assert "11" in table
    assert table.count("fewer than ten") == 2  # Pensions: 1, Culture: 1
    assert "Not told" in opened.text
    assert "A letter that writes itself" in opened.text
    with moved_to(event, hours=9), page.statements() as counted:
        page.get(f"/events/{event_id}/hackathon")
    assert len(counted) <= 10, counted


def test_what_is_over_has_a_report_on_the_page_of_the_event(page: Page, event: Event) -> None:
    with moved_to(event, hours=9):
        opened = page.sign_in("outsider").get(f"/events/{event.id}")
        page.get(opened.link("The report: teams, projects, results"))
        assert "Form a team" not in page.now.text


def test_the_length_of_a_follow_up_is_bounded(page: Page, event: Event, team_id: int) -> None:
    build(db.session.get_one(Team, team_id))
    with moved_to(event, hours=24 * 31):
        tend_hackathons()
        opened = page.sign_in("learner").post(
            at(event, team_id, "/later/30"), {"outcome": "ended", "said": "x" * 1001}, 422
        )
    assert opened.problems == ["At most 1000 characters"]
