"""Home and help: what to go on with, what was just completed, and what is not there yet."""

from datetime import date, timedelta

from learnhub import clock
from learnhub import db as database
from learnhub.mentoring.sessions import Said, log_session
from learnhub.required.actions import Asked, make_assignment
from learnhub.required.models import Kind
from tests import people
from tests.ambassadors.asking import ask, make_ambassador
from tests.factories import make_course, reading, withdraw_course
from tests.page import Page


def headings(page: Page) -> list[str]:
    return [heading.text for heading in page.get("/home").main.all("h2")]


def test_home_goes_on_then_names_what_else_was_begun_then_what_fits_ten_minutes(page: Page) -> None:
    for slug in ("first", "second"):
        make_course(reading("one"), reading("two"), slug=slug, title=slug.title())
    make_course(reading("one"), slug="third", title="Third")
    page.sign_in("learner")
    for slug in ("second", "first"):
        with clock.at(clock.now() + timedelta(minutes=slug == "first")):
            page.post(f"/courses/{slug}/one")
    assert headings(page) == [
        "First",
        "Other courses you have begun",
        "If you have ten minutes",
        "Learning by yourself",
        "Everything else",
    ]
    others = page.get("/home").main.find("tbody")
    assert [row.find("a").text for row in others.all("tr")] == ["Second"]


def test_home_names_what_was_completed_in_the_last_seven_days_with_its_certificate(page: Page) -> None:
    course = make_course(reading("one"), slug="short", title="Short course")
    page.sign_in("learner").post("/courses/short/one")
    withdraw_course(course)
    opened = page.get("/home")
    assert "You completed “Short course” on" in opened.text
    assert "you have completed 1 course" in opened.text
    page.get(opened.link("See your certificate: Short course"))
    with clock.at(clock.now() + timedelta(days=8)):
        page.sign_in("learner")
        assert "You completed" not in page.get("/home").text


def test_of_several_certificates_home_shows_the_newest_and_counts_the_others(page: Page) -> None:
    make_course(reading("one"), slug="first", title="First course")
    make_course(reading("one"), slug="second", title="Second course")
    page.sign_in("learner").post("/courses/first/one")
    with clock.at(clock.now() + timedelta(minutes=5)):
        page.post("/courses/second/one")
        text = page.get("/home").text
    assert "You completed “Second course”" in text
    assert "You completed “First course”" not in text
    assert "1 more course completed this week is in your record" in text


def test_home_says_who_asks_for_help_and_who_asks_whether_they_helped(page: Page) -> None:
    amir = make_ambassador("ambassador")
    ask()
    with database.write():
        for minutes in (20, 45):  # two sessions of one ambassador are one who asks
            log_session(amir.id, Said(minutes, clock.today(), (people.person("outsider").id,)))
    assert "1 colleague asks for your help" in page.sign_in("ambassador").get("/home").text
    text = page.sign_in("outsider").get("/home").text
    assert "1 ambassador asks whether they helped you" in text
    assert "asks for your help" not in text


def test_what_is_overdue_goes_before_what_was_begun(page: Page) -> None:
    make_course(reading("one"), reading("two"), slug="begun", title="Begun")
    late = make_course(reading("one"), slug="late", title="Late")
    page.sign_in("learner").post("/courses/begun/one")
    with database.write():
        require(late, due_on=clock.today() - timedelta(days=3))
    opened = page.get("/home")
    assert opened.main.all("h2")[0].text == "Required of you"
    assert opened.main.all("h2")[1].text == "Late"
    assert opened.link("Start Late") == "/courses/late/one"
    assert "Begun" in opened.main.find("tbody").text
    with page.statements() as counted:
        page.get("/home")
    assert len(counted) == 2, counted  # the visitor; the desk


def require(course, **fields) -> None:
    """Ask a course of everybody in the learner's department since 2021."""
    asked = Asked(
        Kind.REQUIRED, course.id, None, date(2021, 1, 4), fields["due_on"], None, None, True, "Because.", None
    )
    make_assignment(asked, people.person("hr").id, None)


def test_home_takes_few_statements(page: Page) -> None:
    make_course(reading("one"), slug="short")
    page.sign_in("learner").post("/courses/short/one")
    page.get("/home")
    with page.statements() as counted:
        page.get("/home")
    assert len(counted) == 2, counted  # the visitor; the desk


def test_in_welsh_an_english_course_is_marked_as_english(page: Page) -> None:
    make_course(reading("one"), slug="short", title="Short course")
    opened = page.sign_in("welsh").get("/home")
    assert opened.html.find("html").get("lang") == "cy"
    assert next(mark.text for mark in opened.main.all("span", lang="en")) == "Short course"
    opened = page.get("/courses/short/one")
    assert opened.main.find("h1").find("span").get("lang") == "en"
    assert "Saesneg" in opened.main.text  # said in the reader's language
    assert not page.sign_in("learner").get("/home").main.all("span", lang="en")


def test_help_speaks_of_certificates_reports_and_roles_and_calls_a_check_a_check(page: Page) -> None:
    text = page.get("/help").text
    for words in ("Certificate", "Transcript", "Light mode", "HR officers", "A role is given by an administrator"):
        assert words in text
    assert "quiz" not in text.lower()


def test_help_says_how_to_ask_an_ambassador_who_sees_it_and_what_a_no_does(page: Page) -> None:
    seen = page.get("/help")  # also for who has not signed in
    for words in ("How to ask", "Who sees it", "Taking it back", "When somebody says no", "three working days"):
        assert words in seen.text
    assert "/ambassadors/join" in seen.links
    seen = page.sign_in("learner").get("/help")
    assert page.get(seen.link("Become a digital ambassador")).h1 == "Become a digital ambassador"
