"""Logging in twenty seconds, putting right, removing; what is refused says why and keeps what was typed."""

from datetime import date, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask import Flask
from sqlalchemy import func, select

from learnhub import clock
from learnhub import db as database
from learnhub.badges.models import Award
from learnhub.db import db
from learnhub.people import sessions
from learnhub.record import actions as record
from learnhub.record.models import Statement, Voided
from learnhub.record.queries import hours_of, statements_of
from learnhub.record.words import Assurance, Means, ObjectKind, Verb
from learnhub.study import actions, queries
from learnhub.study.models import StudyEntry, StudyGoal
from learnhub.study.queries import minutes_by_week, study_block, week_of
from tests import factories, people
from tests.badges.world import make_badge
from tests.page import Page
from tests.study.conftest import Log


def learner_id(role: str = "learner") -> int:
    return people.person(role).learner_id


def counts() -> tuple[int, int]:
    """Entries that stand, statements of study that stand."""
    entries = db.session.execute(select(func.count()).where(StudyEntry.voided_at.is_(None))).scalar_one()
    said = (
        select(func.count())
        .select_from(Statement)
        .outerjoin(Voided, Voided.seq == Statement.seq)
        .where(Statement.verb == Verb.STUDIED, Voided.seq.is_(None))
    )
    return entries, db.session.execute(said).scalar_one()


def test_what_and_minutes_are_enough(lena: Page) -> None:
    lena.get("/study")
    assert "No study logged yet" in lena.now.text
    lena.get(lena.now.link("Log this"))
    opened = lena.submit("Log this", title="Podcast: how scams work", minutes="45")
    assert opened.h1 == "Podcast: how scams work"
    assert "Logged: 45 minutes" in opened.text
    line = statements_of(learner_id()).rows[0]
    assert (line.verb, line.kind, line.minutes, line.means) == (Verb.STUDIED, ObjectKind.STUDY, 45, None)
    assert line.assurance is Assurance.SELF_DECLARED
    assert line.day == clock.today()
    assert hours_of(learner_id())[Assurance.SELF_DECLARED] == 45
    row = db.session.execute(select(StudyEntry)).scalar_one()
    assert (line.seq, line.key, row.kind) == (row.statement_seq, str(row.id), "podcast")
    assert "Podcast: how scams work" in lena.get("/record").text
    assert "45 minutes" in lena.get("/study").text


def test_everything_that_can_be_said_is_kept(lena: Page) -> None:
    day = clock.today() - timedelta(days=3)
    lena.get("/study/new")
    opened = lena.submit(
        "Log this",
        title="Service design in Leeds", minutes="1 h 30", on_day=day.isoformat(), time="own", kind="talk",
        provider="Leeds Digital", link="example.org/talk", reflection="Ask first.\nThen draw.",
        evidence_link="https://example.org/badge",
    )  # fmt: skip
    for word in ("1 hour 30 minutes", "My own time", "Talk or webinar", "Leeds Digital", "Ask first.", "Then draw."):
        assert word in opened.text
    assert "https://example.org/talk" in opened.links
    assert statements_of(learner_id()).rows[0].means is Means.OWN_TIME
    assert statements_of(learner_id()).rows[0].day == day


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("title", "", "Enter what you studied"),
        ("title", "   ", "Enter what you studied"),
        ("title", "a" * 201, "at most 200 characters"),
        ("title", "bell \x07", "cannot be seen"),
        ("title", "turned \u202egnp", "cannot be seen"),
        ("minutes", "", "how long it took"),
        ("minutes", "0", "at least one minute"),
        ("minutes", "2,000", "how long it took"),
        ("minutes", "2000", "at most 16 hours"),
        ("minutes", "a while", "how long it took"),
        ("on_day", "1970-01-01", "between 1990 and 2199"),
        ("on_day", "2019-12-31", "You joined on 6 January 2020"),
        ("on_day", "yesterday", "year, month and day"),
        ("on_day", (date.today() + timedelta(days=366)).isoformat(), "has not come yet"),
        ("link", "javascript:alert(1)", "begins with https://"),
        ("link", "data:text/html,x", "begins with https://"),
        ("evidence_link", "javascript:alert(1)", "begins with https://"),
        ("provider", "a" * 101, "at most 100 characters"),
        ("reflection", "a" * 2_001, "at most 2,000 characters"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_kept(lena: Page, field: str, typed: str, says: str) -> None:
    lena.checks = len(typed) < 1_000
    filled = {"title": "A podcast", "minutes": "45", "reflection": "Kept.", "token": "a1", field: typed}
    opened = lena.post("/study/new", filled, 422)
    assert [problem for problem in opened.problems if says in problem], opened.problems
    summary = opened.html.find(class_="summary")
    assert f"#{field}" in [link.get("href") for link in summary.all("a")]
    control = opened.html.find("input", "textarea", name=field)
    assert typed.strip().replace("\x07", "") in (control.get("value") + control.text).replace("\x07", "")
    if field not in ("title", "minutes"):
        assert opened.html.find("details").has("open")
        assert opened.html.find("input", name="title").get("value") == "A podcast"
    assert counts() == (0, 0)


@pytest.mark.parametrize(("field", "value"), [("time", "night"), ("kind", "theft")])
def test_a_choice_that_is_not_offered_is_refused(lena: Page, field: str, value: str) -> None:
    assert lena.post("/study/new", {"title": "A", "minutes": "5", field: value}, 422).problems
    assert counts() == (0, 0)


def test_a_day_has_24_hours(lena: Page, log: Log) -> None:
    log("A long one", 960)
    opened = lena.post("/study/new", {"title": "Another", "minutes": "481"}, 422)
    assert "more than 24 hours" in opened.problems[0]
    lena.post("/study/new", {"title": "Another", "minutes": "480"})
    assert counts() == (2, 2)


def test_a_form_sent_twice_is_one_entry_and_a_changed_one_is_two(lena: Page) -> None:
    once = {"title": "A podcast", "minutes": "45", "token": "abc123"}
    first, again = lena.post("/study/new", once), lena.post("/study/new", once)
    assert first.location == again.location
    assert counts() == (1, 1)
    lena.post("/study/new", {**once, "title": "Another podcast"})
    assert counts() == (2, 2)


def test_an_address_fills_the_form(lena: Page) -> None:
    address = "/study/new?title=Phishing&minutes=20&link=https://example.org/a&kind=video&provider=The+Library"
    opened = lena.get(address)
    values = {
        name: opened.html.find("input", name=name).get("value") for name in ("title", "minutes", "link", "provider")
    }
    assert values == {
        "title": "Phishing", "minutes": "20", "link": "https://example.org/a", "provider": "The Library"
    }  # fmt: skip
    assert opened.html.find("option", value="video").has("selected")
    assert counts() == (0, 0)
    lena.submit("Log this")
    assert counts() == (1, 1)


@pytest.mark.parametrize(
    "query",
    [
        "title=" + "a" * 5_000,
        "link=javascript:alert(1)",
        "link=data:text/html,x",
        "kind=theft",
        "minutes=" + "9" * 5_000,
        "title=%00%07%e2%80%ae",
        "title=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
        "held=nonsense",
        "provider=%ff%fe",
    ],
)
def test_an_address_that_tries_something_fills_in_nothing_harmful(lena: Page, query: str) -> None:
    opened = lena.get(f"/study/new?{query}")
    assert opened.html.find("input", name="link").get("value") == ""
    assert len(opened.html.find("input", name="title").get("value")) <= 200


def test_repeat_last_is_one_press_and_one_entry(lena: Page, log: Log) -> None:
    log("Podcast on agile", 30, clock.today() - timedelta(days=7), kind="podcast", time="work", reflection="Mine.")
    opened = lena.get("/study")
    assert "Last time: Podcast on agile, 30 minutes." in opened.text
    form = next(one for one in opened.html.all("form") if one.get("action") == "/study/repeat")
    sent = {field.get("name"): field.get("value") for field in form.all("input")}
    first, again = lena.post("/study/repeat", sent), lena.post("/study/repeat", sent)
    assert first.location == again.location
    repeated = db.session.execute(select(StudyEntry).order_by(StudyEntry.id.desc()).limit(1)).scalar_one()
    assert (repeated.title, repeated.kind, repeated.time, repeated.on_day) == (
        "Podcast on agile", "podcast", "work", clock.today()
    )  # fmt: skip
    assert repeated.reflection == ""
    assert counts() == (2, 2)


def test_a_correction_takes_back_and_states_anew(lena: Page, log: Log) -> None:
    entry = log("A podcst", 45)
    lena.get(f"/study/{entry.id}/correct")
    opened = lena.submit("Keep the correction", title="A podcast", minutes="50")
    assert opened.h1 == "A podcast"
    assert counts() == (1, 1)
    lines = statements_of(learner_id()).rows
    assert [(line.minutes, line.is_voided) for line in lines] == [(50, False), (45, True)]
    assert hours_of(learner_id())[Assurance.SELF_DECLARED] == 50
    assert lena.get(f"/study/{entry.id}", 302).location == opened.path
    # The old one is called by the title that holds now, and keeps nothing of its own.
    assert "A podcst" not in lena.get("/record").text
    old = db.session.get_one(StudyEntry, entry.id, populate_existing=True)
    assert (old.title, old.reflection) == ("", "")


def test_an_entry_corrected_twice_is_one_step_away(lena: Page, log: Log) -> None:
    entry = log("One", 45)
    for title in ("Two", "Three"):
        lena.get(f"/study/{entry.id}", follow=True)
        lena.get(lena.now.path + "/correct")
        lena.submit("Keep the correction", title=title)
    assert lena.get(f"/study/{entry.id}", follow=True).h1 == "Three"
    assert counts() == (1, 1)


def test_a_correction_sent_twice_counts_once(lena: Page, log: Log) -> None:
    entry = log("One", 45)
    fields = {"title": "Two", "minutes": "30", "on_day": clock.today().isoformat()}
    first = lena.post(f"/study/{entry.id}/correct", fields)
    assert lena.post(f"/study/{entry.id}/correct", fields).location == first.location
    assert counts() == (1, 1)


def test_ones_own_notes_change_without_taking_anything_back(lena: Page, log: Log) -> None:
    entry = log("A talk", 45)
    with database.write():
        record.witness(entry.statement_seq, learner_id("ambassador"))
    lena.get(f"/study/{entry.id}/correct")
    opened = lena.submit("Keep the correction", reflection="What I think now.")
    assert "A colleague confirmed" in opened.text
    assert "What I think now." in opened.text
    assert len(statements_of(learner_id()).rows) == 1


def test_a_correction_neither_costs_nor_makes_a_badge_on_the_way(app: Flask, log: Log) -> None:
    """Ten hours: a slip in a title must not revoke the badge, nor may old and new together make it."""
    make_badge("ten", {"study-hours": 1})
    entry = log("An hour", 60)
    assert db.session.execute(select(func.count()).select_from(Award)).scalar_one() == 1
    with database.write():
        actions.correct_study(entry.id, learner_id(), actions.Said("The hour", 60, clock.today()))
    assert [one.revoked_at for one in db.session.execute(select(Award)).scalars()] == [None]
    other = log("Half an hour", 40, who="outsider")
    with database.write():
        actions.correct_study(other.id, learner_id("outsider"), actions.Said("Half", 30, clock.today()))
    assert db.session.execute(select(func.count()).select_from(Award)).scalar_one() == 1


def test_hours_make_a_badge_at_once_and_removing_takes_it_back(app: Flask, log: Log) -> None:
    make_badge("two", {"study-hours": 2})
    log("One", 60)
    entry = log("Two", 60)
    award = db.session.execute(select(Award)).scalar_one()
    with database.write():
        actions.remove_study(entry.id, learner_id())
    db.session.refresh(award)
    assert award.revoked_at is not None


def test_what_is_removed_is_gone_and_the_record_says_taken_back(lena: Page, log: Log) -> None:
    entry = log("Something private", 45, reflection="Very private.")
    lena.get(f"/study/{entry.id}/remove")
    assert "cannot be undone" in lena.now.text
    opened = lena.submit("Remove it")
    assert "The entry is removed." in opened.text
    assert counts() == (0, 0)
    text = lena.get("/record").text
    assert "Something private" not in text
    assert "Self-directed study" in text
    assert "Taken back" in text
    for page in ("", "/correct", "/remove"):
        lena.get(f"/study/{entry.id}{page}", 404)
    lena.post(f"/study/{entry.id}/remove", status=404)
    row = db.session.execute(select(StudyEntry)).scalar_one()
    assert (row.title, row.reflection, row.skills) == ("", "", [])


def test_nobody_sees_or_changes_anothers_log(page: Page, log: Log) -> None:
    entry = log("Mine", 45)
    page.sign_in("outsider")
    assert "Mine" not in page.get("/study").text
    for path in ("", "/correct", "/remove", "/evidence"):
        page.get(f"/study/{entry.id}{path}", 404)
    page.post(f"/study/{entry.id}", {"skills": "x"}, 404)
    page.post(f"/study/{entry.id}/remove", status=404)
    page.post(f"/study/{entry.id}/correct", {"title": "Theirs", "minutes": "5"}, 404)
    page.post("/study/repeat", {"entry": str(entry.id)}, 404)
    page.get("/study/99999999999999999999", 404)
    assert counts() == (1, 1)


def test_a_colleague_who_is_asked_sees_the_title_and_nobody_else_does(page: Page, log: Log) -> None:
    entry = log("Talk on scams", 45)
    page.sign_in("learner").get(f"/study/{entry.id}")
    page.get(page.now.link("Ask somebody to confirm it"))
    page.submit("Ask them", email="ambassador@demo.example")
    assert "Talk on scams" in page.sign_in("ambassador").get("/witness").text
    page.submit("Confirm Lena Marsh: Talk on scams")
    page.get(f"/study/{entry.id}", 404)
    assert "A colleague confirmed" in page.sign_in("learner").get("/study").text
    assert "Ask somebody to confirm it" not in page.get(f"/study/{entry.id}").text


def test_a_request_about_what_was_corrected_is_over(page: Page, log: Log) -> None:
    entry = log("Talk", 45)
    page.sign_in("learner").get(f"/record/{entry.statement_seq}/confirm")
    page.submit("Ask them", email="ambassador@demo.example")
    page.post(f"/study/{entry.id}/correct", {"title": "Talk", "minutes": "40"})
    assert "Nobody is waiting" in page.sign_in("ambassador").get("/witness").text


def test_skills_are_offered_and_kept_only_when_ticked(app: Flask, lena: Page, log: Log) -> None:
    folder = app.extensions["learnhub.settings"].courses
    (folder / "skills.yaml").write_text(SKILLS)
    app.extensions["learnhub.shelf"].shelf = None
    entry = log("How scams work", 45)
    opened = lena.get(f"/study/{entry.id}")
    box = opened.html.find("input", name="skills", value="scams")
    assert not box.has("checked")
    assert "Other skills" in opened.text
    lena.submit("Keep these skills", skills=["scams"])
    assert lena.now.html.find("input", value="scams").has("checked")
    lena.post(f"/study/{entry.id}", {"skills": ["scams", "no-such", "scams"]})
    assert queries.entry_of(learner_id(), entry.id).skills == ("scams",)
    # The form offers them too, once there is a text.
    assert not lena.get("/study/new").html.all("input", name="skills")
    assert lena.get("/study/new?title=A+scam").html.all("input", name="skills", value="scams")
    again = lena.post("/study/new", {"title": "A scam", "minutes": "x", "skills": "sheets"}, 422)
    assert {box.get("value") for box in again.html.all("input", name="skills")} == {"scams", "sheets"}
    assert again.html.find("input", value="sheets").has("checked")


SKILLS = """
areas:
  - code: safe
    title: Staying safe
    skills:
      - code: scams
        title: Recognising scams
        levels: {awareness: I can tell a trick., working: I check., practitioner: I show., expert: I plan.}
      - code: sheets
        title: Spreadsheets
        levels: {awareness: I can sort., working: I can build., practitioner: I build a lot., expert: I lead.}
"""


def test_the_weeks_goal_in_kind_words(lena: Page, log: Log) -> None:
    lena.get("/study/goal")
    assert "Nobody else sees it" in lena.now.text
    for typed in ("0", "50 h", "often", ""):
        assert lena.post("/study/goal", {"minutes": typed, "action": "set"}, 422).problems
    lena.get("/study/goal")
    assert "Nothing logged this week yet. You had 1 hour in mind." in lena.submit("Keep this goal", minutes="1 h").text
    log("A podcast", 45)
    assert "45 minutes of the 1 hour you had in mind" in lena.get("/study").text
    log("A talk", 30)
    opened = lena.get("/study")
    assert "1 hour 15 minutes. That is the 1 hour you had in mind." in opened.text
    assert "streak" not in opened.text.lower()
    lena.get("/study/goal")
    lena.submit("Clear the goal")
    assert db.session.execute(select(StudyGoal)).first() is None


def test_a_week_begins_on_monday(app: Flask, log: Log) -> None:
    monday = week_of(date(2026, 11, 3))
    assert monday == date(2026, 11, 2)
    for day, minutes in ((monday, 10), (monday + timedelta(days=1), 20), (monday - timedelta(days=1), 40)):
        log("x", minutes, day)
    with clock.at(factories.at("2026-11-03 12:00")), app.test_request_context():
        assert minutes_by_week(learner_id(), monday) == {monday: 30}
        person = type("Somebody", (), {"learner_id": learner_id()})
        assert study_block(person).minutes == 30


def test_today_before_noon_is_not_in_the_future(app: Flask, log: Log) -> None:
    with clock.at(factories.at("2026-11-03 06:00")):
        log("Early", 10)
    assert statements_of(learner_id()).rows[0].at == factories.at("2026-11-03 06:00")


def test_pages_of_25_by_key_and_the_statements_they_take(lena: Page, log: Log) -> None:
    with database.write():
        for number in range(60):
            actions.log_study(
                learner_id(), actions.Said(f"Podcast {number}", 10, clock.today() - timedelta(days=number // 3))
            )
    seen = []
    with lena.statements() as counted:
        opened = lena.get("/study")
    assert len(counted) == 4, counted  # the visitor, the page, this week, this year
    while True:
        seen += [link.text for link in opened.main.all("a") if link.text.startswith("Podcast ")]
        if not opened.main.all("a", rel="next"):
            break
        opened = lena.get(opened.link("Next page"))
    assert sorted(seen) == sorted(f"Podcast {number}" for number in range(60))
    assert seen[0] == "Podcast 2"  # the newest day, and of it the one logged last
    for nonsense in ("x", "2026-99-99-1", "-", "9" * 400, "2026-11-03-" + "9" * 30):
        assert "Podcast 2" in lena.get(f"/study?after={nonsense}").text
    with lena.statements() as counted:
        lena.get("/study/new?title=Scams")
    assert len(counted) == 1, counted
    entry_id = db.session.execute(select(func.max(StudyEntry.id))).scalar_one()
    with lena.statements() as counted:
        lena.get(f"/study/{entry_id}")
    assert len(counted) == 2, counted


def test_what_was_logged_stands_before_the_years_table(lena: Page, log: Log) -> None:
    """On a small screen the table alone is two screens long."""
    log("How letters are read")
    told = lena.get("/study").main.text
    assert 0 < told.rindex("How letters are read") < told.index("Time in ")


def test_script_that_a_person_typed_is_shown_as_text(lena: Page) -> None:
    script = '"><script>alert(1)</script>{{ 7 * 7 }}<img src=x onerror=alert(1)>'
    lena.get("/study/new")
    opened = lena.submit("Log this", title=script, minutes="5", provider=script, reflection=script)
    assert opened.h1 == script
    year = clock.today().year
    for path in ("/study", "/record", f"/study/year/{year}", opened.path + "/remove", opened.path + "/correct"):
        lena.get(path)


def test_what_was_typed_waits_when_the_session_had_ended(app: Flask, lena: Page) -> None:
    lena.get("/study/new")
    with database.write():
        sessions.end_sessions_of(lena.person_id)
    typed = {"title": "Kept", "minutes": "a while", "reflection": "This too.", "time": "own"}
    location = lena.post("/study/new", typed, 302).location
    assert counts() == (0, 0)
    address = dict(parse_qsl(urlsplit(location).query))["next"]
    opened = lena.sign_in("learner").get(address)
    assert "What you typed is still here" in opened.text
    assert opened.html.find("input", name="title").get("value") == "Kept"
    assert opened.html.find("textarea", name="reflection").text == "This too."
    assert opened.html.find("details").has("open")


def test_repeat_says_what_would_be_repeated_also_without_a_number(lena: Page, log: Log) -> None:
    lena.get("/study/repeat", 404)
    log("The last one", 30)
    assert "The last one" in lena.get("/study/repeat").text
    lena.submit("Log it again")
    assert counts() == (2, 2)


def test_repeating_past_24_hours_is_refused_in_words(lena: Page, log: Log) -> None:
    entry = log("A long day", 960)
    opened = lena.post("/study/repeat", {"entry": str(entry.id)}, follow=True)
    assert "more than 24 hours" in opened.text
    assert counts() == (1, 1)
