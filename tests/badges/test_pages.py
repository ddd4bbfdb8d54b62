"""The pages of badges: mine, one of them, its picture; and what is said on the page shown next."""

import re

import pytest
from flask import Flask

from learnhub import db as database
from learnhub.badges.awarding import award_everyone
from learnhub.badges.picture import SHAPES, Picture, initials_of
from learnhub.badges.telling import address_of
from learnhub.catalogue.definition_publishing import withdraw_definition
from learnhub.people.models import Person
from learnhub.record import actions as record
from learnhub.record.words import Means
from tests import factories, people
from tests.badges.world import complete, log_study, make_badge, void
from tests.page import Page
from tests.pathways.world import make_pathway

LEVELS = [("first-steps", 1), ("steady", 3), ("far", 6)]


@pytest.fixture
def lena(app: Flask, page: Page) -> Person:
    page.sign_in("learner")
    return people.person("learner")


def test_finishing_the_course_shows_the_badge_on_the_page_shown_next(page: Page, lena: Person) -> None:
    make_badge("letters", {"course": "letters"}, title="Letters & <more>")
    factories.make_course(factories.reading("open-it"), slug="letters")
    page.get("/courses/letters/open-it")
    shown = page.submit("Mark as done and continue")
    assert "You have earned the badge “Letters & <more>”." in shown.main.text
    assert "/badges/letters" in shown.links
    assert "Letters & <more>" in page.get("/badges").main.text


def test_the_one_who_confirms_is_not_told_that_they_earned_it(app: Flask, page: Page, lena: Person) -> None:
    """The notice goes to its owner; the page of whoever pressed the button says nothing of it."""
    from learnhub.badges import telling
    from learnhub.web import access

    shown: list[object] = []
    make_badge("letters", {"course": "letters"})
    with app.test_request_context(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(telling, "flash", shown.append)
        patch.setattr(telling, "visitor_or_none", lambda: access.make_visitor(
            session_id=1, token="t", person_id=people.person("ambassador").id, learner_id=1, name="A", email="a@b.c",
            language="en", department_id=None, department="", grants=()))  # fmt: skip
        complete(lena, factories.make_course(slug="letters"))
    assert shown == []


def test_with_no_badge_at_all_the_page_says_so(page: Page, lena: Person) -> None:
    shown = page.get("/badges").main.text
    assert "You have no badge yet." in shown
    assert "No badge is published yet." in shown


def test_a_pathway_badge_is_as_near_as_its_courses(page: Page, lena: Person) -> None:
    """A course done and half of another, of three: of the choice the nearest counts, of no other badge the pathway."""
    half = factories.make_course(factories.reading("one"), factories.reading("two"), slug="parcels")
    factories.make_course(factories.reading("one"), slug="stamps")
    make_badge("two-of-them", {"courses": 3})
    make_badge("post", {"pathway": "start"})
    make_pathway("letters", "stamps", (1, ["parcels", "calls"]))
    complete(lena, factories.make_course(factories.reading("one"), slug="letters"))
    with database.write():
        record.mark_module_done(lena.learner_id, half, half.modules[0], Means.MARKED)
    assert "50% of the way" in page.get("/badges/post").main.text
    assert "Post" in page.get("/badges").main.text.partition("What comes next")[2]
    assert "50% of the way" in page.get("/badges/two-of-them").main.text  # one and a half of three


def test_mine_what_comes_next_and_the_others(page: Page, lena: Person) -> None:
    make_badge("letters", {"course": "letters"})
    make_badge("both", {"all": [{"course": "letters"}, {"course": "parcels"}]}, title="Letters and parcels")
    make_badge("study", {"study-hours": "by-level"}, LEVELS)
    make_badge("helping", {"all": [{"course": "helping"}, {"helped": 3}]}, criteria="Help somebody.")
    for slug in ("letters", "parcels", "helping"):
        factories.make_course(slug=slug, title=slug.capitalize())
    complete(lena, factories.make_course(slug="letters", version="2.0"))
    log_study(lena, 90)
    shown = page.get("/badges").main
    assert [one.text for one in shown.all("h2")] == ["Your badges", "What comes next", "All the others"]
    mine, others = (group.text for group in shown.all("ul", class_="tasks"))
    following = shown.text.partition("What comes next")[2].partition("All the others")[0]
    assert "Study: First-steps" in mine
    assert mine.index("Study") < mine.index("Letters")  # newest first
    assert [one.text for one in shown.all("h3")] == ["Letters and parcels", "Study: Steady"]  # nearest first
    assert "Complete “Parcels”" in following
    assert "Complete “Letters”" not in following
    assert "Log 3 hours of study (1 hour 30 minutes so far)" in following
    assert "Help somebody." in others
    assert "Study" not in others


def test_a_course_in_progress_moves_its_badge(page: Page, lena: Person) -> None:
    make_badge("letters", {"course": "letters"})
    course = factories.make_course(factories.reading("a"), factories.reading("b"), slug="letters", title="Letters")
    assert "What comes next" not in page.get("/badges").main.text
    with database.write():
        record.mark_module_done(lena.learner_id, course, course.modules[0], Means.MARKED)
    shown = page.get("/badges").main
    assert "What comes next" in shown.text
    assert "50% of the way Complete “Letters”" in " ".join(shown.text.split())


def test_one_badge_says_what_it_takes_and_what_is_missing(page: Page, lena: Person) -> None:
    make_badge("either", {"any": [{"course": "letters"}, {"course": "parcels"}]}, criteria="One of the two.")
    factories.make_course(slug="letters", title="Letters")
    factories.make_course(slug="parcels", title="Parcels")
    shown = page.get("/badges/either").main.text
    for said in ("One of the two.", "Still to do", "One of these:", "Complete “Letters”", "Complete “Parcels”"):
        assert said in shown, said
    complete(lena, factories.make_course(slug="parcels", version="2.0"), factories.at("2026-03-04 10:00"))
    shown = page.get("/badges/either").main.text
    assert "You earned this badge on 4 March 2026." in shown
    assert "Still to do" not in shown
    assert "Show it to others" in shown


def test_levels_stand_with_their_days(page: Page, lena: Person) -> None:
    make_badge("study", {"study-hours": "by-level"}, LEVELS)
    log_study(lena, 200, at=factories.at("2026-03-04 10:00"))
    shown = page.get("/badges/study").main
    (levels,) = shown.all("ul", class_="tasks")
    assert re.sub(r"\s+", " ", levels.text).strip() == (
        "First-steps Earned on 4 March 2026 Steady Earned on 4 March 2026 Far Not yet"
    )
    assert "Still to do for “Study: Far”" in shown.text


def test_what_was_taken_back_is_said_with_why(page: Page, lena: Person) -> None:
    make_badge("letters", {"course": "letters"})
    void(complete(lena, factories.make_course(slug="letters")), people.person("admin"))
    shown = page.get("/badges/letters").main.text
    assert "You had this badge" in shown
    assert "Something that it rested on was taken back from your record." in shown
    assert "Show it to others" not in shown
    complete(lena, factories.make_course(slug="letters", version="2.0"))
    assert "You had this badge" not in page.get("/badges/letters").main.text


def test_a_badge_newer_than_what_it_rests_on_is_on_its_way(page: Page, lena: Person) -> None:
    complete(lena, factories.make_course(slug="letters"))
    make_badge("letters", {"course": "letters"})
    assert "You have done all of it." in page.get("/badges/letters").main.text
    award_everyone()
    assert "You have done all of it." not in page.get("/badges/letters").main.text


def test_a_withdrawn_badge_is_there_for_those_who_have_it(app: Flask, page: Page, lena: Person) -> None:
    make_badge("letters", {"course": "letters"})
    complete(lena, factories.make_course(slug="letters"))
    with database.write():
        withdraw_definition("badges/letters")
    assert "This badge can no longer be earned." in page.get("/badges/letters").main.text
    assert "Letters" in page.get("/badges").main.text
    other = Page(app)
    other.sign_in("outsider")
    other.get("/badges/letters", status=404)
    other.get("/badges/never-was", status=404)


def test_nobody_sees_what_another_has(app: Flask, page: Page, lena: Person) -> None:
    make_badge("letters", {"course": "letters"})
    complete(lena, factories.make_course(slug="letters"))
    other = Page(app)
    other.sign_in("admin")
    assert "You earned" not in other.get("/badges/letters").main.text
    assert "You have no badge yet." in other.get("/badges").main.text


def test_the_pages_are_in_the_readers_language(app: Flask, page: Page) -> None:
    make_badge("letters", {"course": "letters"}, cy={"title": "Llythyrau", "criteria": "Agorwch lythyr."})
    page.sign_in("welsh")
    if "cy" in app.extensions["learnhub.languages"]:
        shown = page.get("/badges").main.text
        assert "Llythyrau" in shown
        assert "Agorwch lythyr." in shown


def test_light_mode_has_words_alone(page: Page, lena: Person) -> None:
    make_badge("letters", {"course": "letters"})
    complete(lena, factories.make_course(slug="letters"))
    for path in ("/badges", "/badges/letters"):
        assert page.get(path).main.all("svg") != []
        light = page.get(path, headers={"Save-Data": "on"}).main
        assert light.all("svg") == []
        assert "Letters" in light.text


@pytest.mark.parametrize(("path", "most"), [("/badges", 3), ("/badges/study", 5)])
def test_how_many_statements_a_page_takes(page: Page, lena: Person, path: str, most: int) -> None:
    """The visitor; the record summed up; courses in progress. One badge: its awards and its credential as well."""
    make_badge("study", {"study-hours": "by-level"}, LEVELS)
    for number in range(8):
        make_badge(f"badge-{number}", {"course": f"course-{number}"})
        complete(lena, factories.make_course(slug=f"course-{number}"))
    log_study(lena, 200)
    page.get(path)
    with page.statements() as counted:
        page.get(path)
    assert len(counted) <= most, counted


def test_the_picture_is_a_small_file_that_never_changes(app: Flask, page: Page) -> None:
    make_badge("study", {"study-hours": "by-level"}, LEVELS, title="Study in <your> own way")
    opened = page.get("/badges/study.svg?level=far")
    assert opened.headers["Content-Type"].startswith("image/svg+xml")
    assert "immutable" not in opened.headers["Cache-Control"]
    assert "Badge: Study in &lt;your&gt; own way: Far" in opened.body.decode()
    with app.app_context():
        from learnhub.catalogue.definitions import served

        version = served("badge")[0].version_id
    assert "immutable" in page.get(f"/badges/study.svg?v={version}").headers["Cache-Control"]
    page.get("/badges/study.svg?v=99", status=404)
    page.get("/badges/never-was.svg", status=404)


@pytest.mark.parametrize("shape", ["", "way", *SHAPES])
@pytest.mark.parametrize("rank", [0, 1, 5])
def test_every_picture_is_small_and_says_what_it_is(shape: str, rank: int) -> None:
    picture = Picture("Badge: " + "A very long title of eighty characters & more " * 2, "AV", shape, rank)
    assert len(picture.file.encode()) < 1_500
    assert len(picture.__html__().encode()) < 1_500
    assert 'role="img" aria-label="Badge: ' in picture.file
    assert picture.file.count("<circle") == rank
    assert 'aria-hidden="true"' in picture.__html__()
    assert "style" not in picture.file  # the policy forbids it
    assert "stroke-dasharray" in Picture("x", "AV", shape, rank, earned=False).file
    assert "stroke-dasharray" not in picture.file


@pytest.mark.parametrize(
    ("title", "initials"),
    [
        ("Safe and legal online", "SL"),
        ("A hand when it is needed", "HW"),
        ("Yn gartrefol gydag offer pob dydd", "GG"),
        ("Study", "S"),
        ("“Quoted” words", "QW"),
        ("Of the", "OT"),
        ("ŵyl yr iaith", "ŴI"),
    ],
)
def test_initials_are_those_of_the_words_that_say_something(title: str, initials: str) -> None:
    assert initials_of(title) == initials


def test_the_address_said_in_notices_is_the_badges_page(app: Flask) -> None:
    with app.test_request_context():
        from flask import url_for

        assert address_of("letters") == url_for("badges.show_badge", slug="letters")
