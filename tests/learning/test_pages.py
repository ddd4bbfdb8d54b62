"""Taking a course from its page to its certificate, as the learner and those around them see it."""

from sqlalchemy import func, select

from learnhub.catalogue.structures import AnyOf, Decision, Kind, Level, Step, Video
from learnhub.db import db
from learnhub.learning.models import TaskNote
from learnhub.messages.models import Message
from learnhub.record.models import Statement
from learnhub.record.words import Assurance, Barrier, Means, Verb
from tests.factories import make_course, make_module, quiz, reading, task, withdraw_course
from tests.page import Page

REFLECTION = "Four people could open it, two needed to. I took two off."


def two_readings(**fields):
    return make_course(reading("one"), reading("two"), slug="short", title="Short course", **fields)


def complete(page: Page, course) -> None:
    for module in course.modules:
        page.post(f"/courses/{course.slug}/{module.slug}")


def count(*where) -> int:
    return db.session.execute(select(func.count()).select_from(Statement).where(*where)).scalar_one()


def test_a_learner_takes_a_course_from_start_to_certificate(page):
    make_course(reading("one"), task("two"), slug="c", title="My course", outcomes={"know": "Know it"})
    page.sign_in("learner").get("/courses/c")
    opened = page.submit("Start this course")
    assert opened.path == "/courses/c/one"
    assert opened.h1 == "One"
    assert "Module 1 of 2 · 10 minutes left in the course (2 modules)" in opened.text
    opened = page.submit("Mark as done and continue")
    assert opened.path == "/courses/c/two"
    opened = page.submit("Mark as done and continue", reflection=REFLECTION)
    assert opened.path == "/courses/c"
    assert "You have completed this course" in opened.text
    certificate = page.get(opened.link("See your certificate"))
    for words in ("Lena Marsh", "My course", "Length of the course", "10 minutes", "English", "Know it"):
        assert words in certificate.text
    number = db.session.execute(select(Statement.id).where(Statement.is_course_completion)).scalar_one()
    assert str(number) in certificate.text


def test_pressing_twice_counts_once_and_leads_to_the_same_place(page):
    course = make_course(reading("one"), task("two"), reading("three"), slug="c")
    page.sign_in("learner")
    for path, fields in (("/one", {}), ("/two", {"action": "done", "reflection": REFLECTION}), ("/three", {})):
        first = page.post(f"/courses/c{path}", fields)
        second = page.post(f"/courses/c{path}", fields)
        assert first.location == second.location
    assert count(Statement.verb == Verb.COMPLETED) == 4  # three modules and the course
    assert db.session.execute(select(func.count()).select_from(TaskNote)).scalar_one() == 1
    assert page.get(f"/courses/{course.slug}").status == 200


def test_the_module_page_takes_two_statements(page):
    two_readings()
    page.sign_in("learner").get("/courses/short/one")
    with page.statements() as counted:
        page.get("/courses/short/one")
    assert len(counted) == 2, counted
    page.post("/courses/short/one")
    with page.statements() as counted:
        page.get("/courses/short/one")
    assert len(counted) == 2, counted


def test_the_course_page_and_the_catalogue_take_two_statements(page):
    two_readings()
    page.sign_in("learner")
    for path in ("/courses", "/courses/short"):
        page.get(path)
        with page.statements() as counted:
            page.get(path)
        assert len(counted) == 2, counted


def test_a_done_module_says_when_and_how_and_offers_the_next(page):
    two_readings()
    page.sign_in("learner").post("/courses/short/one")
    opened = page.get("/courses/short/one")
    assert "you marked it as done" in opened.text
    assert opened.link("Continue: Two") == "/courses/short/two"


def test_the_way_on_says_that_it_marks_nothing_until_the_module_is_done(page):
    make_course(reading("one"), task("two"), reading("three"), slug="c")
    page.sign_in("learner")
    assert page.get("/courses/c/one").html.find("a", rel="next").text == "Next without marking as done: Two"
    assert page.get("/courses/c/two").html.find("a", rel="next").text == "Next without doing this: Three"
    page.post("/courses/c/one")
    assert page.get("/courses/c/one").html.find("a", rel="next").text == "Next: Two"


def test_a_course_page_says_what_it_gives_and_what_is_done(page):
    make_course(
        reading("one"),
        reading("extra", required=False),
        quiz("check"),
        slug="c",
        audience=("policy",),
        outcomes={"x": "Do x"},
        session_title="Teach it",
        session_html="<h2>Aim</h2>",
        handout_html="<h2>Handout</h2>",
    )
    page.sign_in("learner")
    opened = page.get("/courses/c")
    for words in (
        "15 minutes",
        "Awareness",
        "People in policy",
        "Do x",
        "20 November 2026",
        "Head of Digital Learning",
    ):
        assert words in opened.text
    assert opened.link("Take the check first") == "/courses/c/check"
    page.post("/courses/c/one")
    opened = page.get("/courses/c")
    assert "Done" in opened.text
    assert "optional" in opened.text
    assert "Take the check first" not in opened.text
    assert opened.link("Continue: Extra") == "/courses/c/extra"
    session = page.get(opened.link("Session plan and handout, to teach this in an hour"))
    assert [heading.text for heading in session.main.all("h1", "h2")] == ["Teach it", "Aim", "Handout"]


def test_a_course_without_a_session_plan_has_no_such_page(page):
    two_readings()
    page.sign_in("learner").get("/courses/short/session", 404)


# The task


def test_a_task_needs_a_reflection_and_keeps_what_was_typed(page):
    make_course(task("try-it"), reading("next"), slug="c")
    opened = page.sign_in("learner").get("/courses/c/try-it")
    assert "At most 5,000 characters." in opened.text
    assert not any(box.has("maxlength") for box in opened.main.all("textarea"))  # a browser would cut without a word
    opened = page.submit("Mark as done and continue", 422)
    assert opened.problems == ["Write a sentence or two about what you did"]
    opened = page.submit("Mark as done and continue", 422, reflection="x" * 5_001)
    assert opened.problems == ["This is too long: use at most 5,000 characters; there are 5,001"]
    assert "x" * 5_001 in opened.text
    assert count(Statement.verb == Verb.COMPLETED) == 0


def test_what_was_written_about_a_task_is_shown_to_its_writer_alone(page, app):
    make_course(task("try-it"), reading("next"), slug="c")
    page.sign_in("learner").post("/courses/c/try-it", {"action": "done", "reflection": "Mine <b>alone</b>"})
    opened = page.get("/courses/c/try-it")
    assert "Mine <b>alone</b>" in opened.text
    assert "Only you see this" in opened.text
    for other in ("outsider", "hr", "admin", "author"):
        assert "alone" not in Page(app).sign_in(other).get("/courses/c/try-it").text


def test_who_cannot_do_a_task_at_work_says_why_and_does_the_alternative(page):
    make_course(task("try-it"), reading("next"), slug="c")
    page.sign_in("learner").get("/courses/c/try-it")
    opened = page.submit("Mark the alternative as done and continue", 422, instead="I used the example.")
    assert opened.problems == ["Choose why you cannot do this at work"]
    assert opened.html.find("details").has("open")
    opened = page.submit("Mark the alternative as done and continue", why=Barrier.BLOCKED.value)
    assert opened.path == "/courses/c/next"
    done = db.session.execute(select(Statement).where(Statement.verb == Verb.COMPLETED)).scalar_one()
    hindered = db.session.execute(select(Statement).where(Statement.verb == Verb.HINDERED)).scalar_one()
    assert (done.means, hindered.barrier) == (Means.ALTERNATIVE, Barrier.BLOCKED)
    assert hindered.seq < done.seq  # what stood in the way came first
    assert "you did the alternative" in page.get("/courses/c/try-it").text


# Scenario, video, workshop


def make_scenario():
    steps = (
        Step("start", "Saturday", "<p>A photo.</p>", (Decision("Reply", "reply"), Decision("Ring", "end"))),
        Step("reply", "They answer", "<p>Worse.</p>", (Decision("Ring now", "end"),)),
        Step("end", "What a colleague would say", "<p>Ring first.</p>", ()),
    )
    return make_course(make_module("story", Kind.SCENARIO, steps=steps, html=""), reading("after"), slug="c")


def test_a_scenario_is_walked_by_links_and_is_done_at_its_end(page):
    make_scenario()
    page.sign_in("learner")
    opened = page.get("/courses/c/story")
    assert "Mark as done" not in opened.text
    opened = page.get(opened.link("Reply"))
    assert "Worse." in opened.text
    assert opened.link("Start the scenario again") == "/courses/c/story"
    opened = page.get(opened.link("Ring now"))
    assert page.get(opened.link("Back to “They answer”")).h1 == "Story"
    page.get(opened.path)
    assert page.submit("Mark as done and continue").path == "/courses/c/after"
    assert (
        db.session.execute(select(Statement.means).where(Statement.verb == Verb.COMPLETED)).scalar_one()
        == Means.SCENARIO
    )


def test_a_scenario_is_not_done_before_its_end_and_an_unknown_step_leads_to_the_start(page):
    make_scenario()
    page.sign_in("learner").get("/courses/c/story?step=nonsense", 302)
    for step in ("start", "nonsense", ""):
        assert page.post("/courses/c/story", {"step": step}).location == "/courses/c/story"
    assert count() == 0


def test_a_video_has_captions_and_a_size_and_is_a_link_in_light_mode(page):
    video = make_module("film", Kind.VIDEO, video=Video("film.mp4", "film.vtt", "4:10", 3_400_000))
    make_course(video, slug="c", media={"film.mp4": "a" * 64, "film.vtt": "b" * 64})
    opened = page.sign_in("learner").get("/courses/c/film")
    player = opened.html.find("video")
    assert (player.get("preload"), player.has("controls"), player.get("width")) == ("none", True, "640")
    assert opened.html.find("track").get("kind") == "captions"
    assert "4:10, 3.4 MB" in opened.text
    assert "Transcript" in opened.text
    light = page.get("/courses/c/film", headers={"Save-Data": "on"})
    assert not light.html.all("video")
    assert light.link("Watch the video, 4:10 (3.4 MB)")


def test_attending_a_workshop_is_what_the_learner_tells_us(page):
    make_course(make_module("day", Kind.WORKSHOP), slug="c")
    page.sign_in("learner").get("/courses/c/day")
    page.submit("I attended: mark as done and continue")
    kept = db.session.execute(select(Statement).where(Statement.means == Means.WORKSHOP)).scalar_one()
    assert kept.assurance == Assurance.SELF_DECLARED


# Rules, prerequisites


def test_why_a_course_is_not_complete_says_each_rule_what_came_and_what_to_do(page):
    make_course(reading("basics"), slug="before", title="Before")
    make_course(
        reading("one"),
        reading("a"),
        reading("b"),
        reading("c"),
        quiz("check"),
        slug="c",
        any_of=(AnyOf(2, ("a", "b", "c")),),
        prerequisites=("before",),
    )
    page.sign_in("learner").post("/courses/c/one")
    page.post("/courses/c/a")
    opened = page.get("/courses/c/why")
    rows = [[cell.text for cell in row.all("th", "td")] for row in opened.main.all("tr")[1:]]
    assert [(row[0], row[1], row[3]) for row in rows] == [
        ("Complete the course “Before” as well", "Not met", "Go to “Before”"),
        ("Pass “Check” with 60% or more", "Not met", "Go to “Check”"),
        ("Do at least 2 of these: A; B; C", "Not met", "Go to “B”"),
        ("Mark “One” as done", "Met", ""),
    ]
    assert "3 of 4 rules are still to be met" in opened.text
    assert "you marked it as done" in rows[3][2]
    assert "digital-skills@learnhub.example" in opened.text


def test_a_course_waits_kindly_for_its_prerequisite(page):
    make_course(reading("basics"), slug="before", title="Before")
    two_readings(prerequisites=("before",))
    page.sign_in("learner")
    opened = page.get("/courses/short")
    assert "You can read everything here now" in opened.text
    page.post("/courses/short/one")
    assert page.post("/courses/short/two").location == "/courses/short"
    opened = page.get("/courses/short")
    assert "You have done everything in this course" in opened.text
    page.get("/courses/short/certificate", 404)
    page.post("/courses/before/basics")
    assert "You have completed this course" in page.get("/courses/short").text


# A course that changes


def test_an_old_address_leads_to_the_new_one_and_keeps_what_was_done(page):
    make_course(reading("old"), reading("two"), slug="c")
    page.sign_in("learner").post("/courses/c/old")
    make_course(reading("new", was=("old",)), reading("two"), slug="c", version="2.0")
    assert page.get("/courses/c/old?a=b", 301).location == "/courses/c/new?a=b"
    assert "you marked it as done" in page.get("/courses/c/new").text
    assert page.post("/courses/c/old").location == "/courses/c/two"


def test_a_page_that_was_open_when_its_module_was_dropped_still_counts(page):
    old = make_course(reading("one"), task("gone"), slug="c")
    page.sign_in("learner").post("/courses/c/one")
    make_course(reading("one"), reading("fresh"), slug="c", version="2.0")
    page.get("/courses/c/gone", 404)
    page.post("/courses/c/gone", {"action": "done", "reflection": "x"}, 404)
    version = {"version": str(old.version_id), "action": "done"}
    page.post("/courses/c/gone", version, 422)
    assert page.post("/courses/c/gone", {**version, "reflection": REFLECTION}).location == "/courses/c"
    assert "Your completion stands; what is new is there if you want it" in page.get("/courses/c").text
    page.post("/courses/c/gone", {"version": "99999999999"}, 404)


def test_a_course_that_now_asks_for_less_is_completed_at_the_next_press(page):
    make_course(reading("one"), reading("two"), slug="c")
    page.sign_in("learner").post("/courses/c/one")
    make_course(reading("one"), slug="c", version="2.0")
    page.get("/courses/c/why")
    page.submit("Complete the course")
    assert "You have completed this course" in page.get("/courses/c").text


def test_a_certificate_outlives_the_course_and_belongs_to_its_owner(page, app):
    course = two_readings()
    page.sign_in("learner")
    page.get("/courses/short/certificate", 404)
    complete(page, course)
    make_course(reading("one"), reading("two"), reading("three"), slug="short", title="Renamed", version="2.0")
    assert "Short course" in page.get("/courses/short/certificate").text
    withdraw_course(course)
    assert "Short course" in page.get("/courses/short/certificate").text
    Page(app).sign_in("outsider").get("/courses/short/certificate", 404)


def test_a_withdrawn_course_is_open_to_who_had_begun_it_alone(page, app):
    course = two_readings()
    page.sign_in("learner").post("/courses/short/one")
    withdraw_course(course)
    assert page.get("/courses/short").link("Continue: Two")
    assert page.post("/courses/short/two").location == "/courses/short"
    stranger = Page(app).sign_in("outsider")
    stranger.get("/courses/short", 404)
    stranger.get("/courses/short/one", 404)
    stranger.post("/courses/short/one", {}, 404)
    stranger.post("/courses/short", {}, 404)


# The catalogue


def test_the_catalogue_groups_courses_and_says_how_each_stands(page):
    make_course(reading("one"), reading("two"), slug="a", title="Begun", audience=("policy",))
    make_course(reading("one"), slug="b", title="For all", audience=("everyone",))
    make_course(reading("one"), slug="c", title="Finished", audience=("everyone",))
    make_course(reading("one"), slug="d", title="Helpers", audience=("ambassadors",))
    page.sign_in("learner").post("/courses/a/one")
    page.post("/courses/c/one")
    opened = page.get("/courses")
    assert [heading.text for heading in opened.main.all("h2")] == [
        "In progress",
        "For everyone",
        "For digital ambassadors",
        "Done",
    ]
    assert [tag.text for tag in opened.main.all(class_="tag")] == ["In progress", "Not started", "Not started", "Done"]


def test_the_catalogue_filters_and_says_what_to_do_when_nothing_is_left(page):
    make_course(reading("one", minutes=15), slug="a", title="Short one", audience=("everyone",))
    make_course(reading("one", minutes=50), slug="b", title="Long one", audience=("policy",), level=Level.WORKING)
    page.sign_in("learner").get("/courses")
    opened = page.submit("Search", minutes="20")
    assert [item.text for item in opened.main.all("a")][:2] == ["Show every course", "Short one"]
    opened = page.submit("Search", level="working", minutes="20")
    assert "No course matches. Try fewer or other words, or take a filter away." in opened.text
    assert "Long one" in page.get("/courses?audience=policy&minutes=nonsense&level=%00&skill=x").text
    offered = page.get("/courses").main.find("select", name="level").all("option")
    assert [option.get("value") for option in offered] == ["", "awareness", "working"]  # what some course has


def test_a_search_shows_the_words_it_found(page):
    make_course(reading("one", html="<p>How to spot phishing in a text.</p>"), slug="a", title="Safe")
    make_course(reading("two"), slug="b", title="Other")
    opened = page.sign_in("learner").get("/courses?q=phishing")
    assert "1 course matches “phishing”" in opened.text
    assert [mark.text for mark in opened.main.all("mark")] == ["phishing"]
    assert "Other" not in opened.main.text
    assert opened.title == "Courses: phishing"
    opened = page.get("/courses?q=<script>alert(1)</script>")
    assert "No course matches" in opened.text
    assert "There is no word to look for" in page.get("/courses?q=%25").text
    assert "x" * 61 not in page.get(f"/courses?q={'x' * 190}").main.find("p", role="status").text


def test_a_result_sets_cells_apart_and_shows_no_question_of_a_check(page):
    cells = "<table><tr><th>Sender</th><td>Unknown parcel</td></tr></table>"
    make_course(reading("one", html=cells), quiz("check"), slug="a", title="Safe")
    opened = page.sign_in("learner").get("/courses?q=parcel")
    assert "Sender · Unknown parcel" in opened.main.text
    page.get("/courses?q=question")
    assert "Question" not in page.now.main.find("ul", class_="tasks").text


def test_a_long_catalogue_pages_by_course(page):
    for number in range(27):
        make_course(reading("one"), slug=f"course-{number:02}", title=f"Course {number:02}")
    opened = page.sign_in("learner").get("/courses")
    opened = page.get(opened.link("Next page"))
    assert "Course 26" in opened.text
    assert "Course 24" not in opened.text


# What learners say


def test_something_wrong_goes_to_the_owner_and_names_nobody_unless_asked(page):
    two_readings()
    page.sign_in("learner").get("/courses/short/one")
    page.get(page.now.link("Something wrong here?"))
    opened = page.submit("Send to the owner", 422)
    assert opened.problems == ["Say what is wrong, in a sentence"]
    opened = page.submit("Send to the owner", what="The second link leads nowhere.\nTruly.")
    assert (opened.path, "We have sent this" in opened.text) == ("/courses/short/one", True)
    sent = db.session.execute(select(Message)).scalar_one()
    assert sent.address == "digital-skills@learnhub.example"
    assert "The second link leads nowhere." in sent.text
    assert "/courses/short/one" in sent.text
    assert "Lena" not in sent.text
    page.get("/courses/short/one/feedback")
    page.submit("Send to the owner", what="Again", named="y")
    texts = db.session.execute(select(Message.text).order_by(Message.id)).scalars().all()
    assert "Lena Marsh, learner@demo.example" in texts[1]


def test_reporting_problems_is_throttled(page):
    two_readings()
    page.sign_in("learner")
    for _ in range(20):
        page.post("/courses/short/one/feedback", {"what": "x"})
    page.post("/courses/short/one/feedback", {"what": "x"}, 429)


def test_every_course_page_needs_a_sign_in(page):
    two_readings()
    for path in (
        "/courses",
        "/courses/short",
        "/courses/short/one",
        "/courses/short/why",
        "/courses/short/certificate",
    ):
        assert page.get(path, 302).location.startswith("/sign-in")


def test_nothing_is_found_where_there_is_no_course(page):
    two_readings()
    page.sign_in("learner")
    for path in (
        "/courses/none",
        "/courses/none/one",
        "/courses/short/none",
        "/courses/none/why",
        "/courses/short/none/feedback",
    ):
        page.get(path, 404)
    page.post("/courses/short/none", {}, 404)
