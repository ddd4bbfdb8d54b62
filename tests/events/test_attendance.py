"""Who came: by the code of the room, by the organiser's list; how well it is known; mistakes put right."""

from datetime import date, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from learnhub import clock
from learnhub import db as database
from learnhub.catalogue.structures import Course, Kind
from learnhub.db import db
from learnhub.events import codes
from learnhub.events.attendance import check_in, confirm_attendance, mark_absent, take_confirmation_back
from learnhub.events.attending import people_pasted
from learnhub.events.confirming import add_everyone
from learnhub.events.models import Event, SignUp
from learnhub.people.faults import Refused
from learnhub.people.models import Person
from learnhub.record.models import RecordObject, Statement, Voided
from learnhub.record.progress_queries import progress_of
from learnhub.record.words import Assurance, Means, Verb
from tests import people
from tests.events.world import Somebody, at_once, join, make_event
from tests.factories import at, committed, make_course, make_module, make_person, reading
from tests.page import Page

NOW = at("2027-01-21 10:20")  # twenty minutes into it
SECRET = "tests-only-" + "0" * 32


@pytest.fixture(autouse=True)
def _in_the_room(app: Flask) -> object:
    with clock.at(NOW):
        yield


@pytest.fixture
def event(app: Flask) -> Event:
    with clock.at(at("2027-01-11 09:00")):
        made = make_event("ambassador", places=2)
        join(made, "learner")
        join(made, "hr")
    return made


def code_of(event: Event, moment: object = None) -> str:
    return codes.code_at(SECRET, event.token, moment or clock.now())


def attended(person: Person) -> list[tuple[str, int, int, bool]]:
    """(key, assurance, minutes, whether it stands) of the statements that somebody came."""
    db.session.rollback()
    rows = db.session.execute(
        select(RecordObject.key, Statement.assurance, Statement.minutes, Voided.by_seq)
        .join(RecordObject, RecordObject.id == Statement.object_id)
        .outerjoin(Voided, Voided.seq == Statement.seq)
        .where(Statement.learner_id == person.learner_id, Statement.verb == Verb.ATTENDED)
        .order_by(Statement.seq)
    )
    return [(key, assurance, minutes, by is None) for key, assurance, minutes, by in rows]


def rows() -> dict[int, SignUp]:
    db.session.rollback()
    return {row.person_id: row for row in db.session.execute(select(SignUp)).scalars()}


def test_the_code_of_the_room_is_ones_own_word_until_it_is_confirmed(app: Flask, page: Page, event: Event) -> None:
    lena, amir = people.person("learner"), Somebody(people.person("ambassador"))
    shown = Page(app).sign_in("ambassador").get(f"/events/{event.id}/code")
    code = shown.html.find("h2").text
    page.sign_in("learner").get(f"/events/{event.id}/check-in")
    opened = page.submit("Check in", code=code)
    assert "It stands in your record as what you told us" in opened.text
    key = f"workshop/{event.id}"
    assert attended(lena) == [(key, Assurance.SELF_DECLARED, 120, True)]
    assert "Mending a broken spreadsheet" in page.get("/record").text
    page.post(f"/events/{event.id}/check-in", {"code": code})
    assert len(attended(lena)) == 1
    ids = [rows()[lena.id].id]
    with database.write():
        assert confirm_attendance(event.id, ids, amir) == 1
    assert "A colleague confirmed" in page.get("/record").text
    with database.write():
        assert confirm_attendance(event.id, ids, amir) == 0  # once


CODES = [
    # when the code was shown, seconds after the window began → whether it is taken twenty minutes into the event
    (timedelta(0), True),
    (timedelta(minutes=-5), True),  # the one before
    (timedelta(minutes=-10), False),
    (timedelta(minutes=5), False),  # not yet
]


@pytest.mark.parametrize(("shown", "is_taken"), CODES)
def test_which_codes_are_taken(shown: timedelta, is_taken: bool) -> None:
    typed = codes.code_at("secret", "token", NOW + shown)
    assert codes.is_right("secret", "token", NOW, typed) is is_taken


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "1" * 5_000, "000000\n' OR 1=1"])
def test_what_is_no_code(typed: str) -> None:
    assert not codes.is_right("secret", "token", NOW, typed)


def test_a_code_may_be_typed_with_a_space_and_is_of_one_event() -> None:
    code = codes.code_at("secret", "token", NOW)
    assert codes.is_right("secret", "token", NOW, f" {code[:3]} {code[3:]} ")
    assert not codes.is_right("secret", "another", NOW, code)
    assert not codes.is_right("other secret", "token", NOW, code)


@pytest.mark.parametrize(
    ("when", "is_open"),
    [("08:59", False), ("09:00", True), ("10:00", True), ("13:00", True), ("13:01", False)],
)
def test_when_one_can_check_in(event: Event, when: str, is_open: bool) -> None:
    with clock.at(at(f"2027-01-21 {when}")), database.write():
        who = Somebody(people.person("learner"))
        if is_open:
            check_in(event.id, who, code_of(event))
        else:
            with pytest.raises(Refused):
                check_in(event.id, who, code_of(event))


def test_guessing_by_force_is_stopped_before_it_is_looked_at(app: Flask, page: Page, event: Event) -> None:
    right = code_of(event)
    page.sign_in("outsider")
    for _ in range(6):
        page.post(f"/events/{event.id}/check-in", {"code": f"{(int(right) + 1) % 10**6:06}"}, 422)
    opened = page.post(f"/events/{event.id}/check-in", {"code": right}, 429)
    assert "too many wrong codes" in opened.problems[0]
    assert attended(people.person("outsider")) == []
    Page(app).sign_in("learner").post(f"/events/{event.id}/check-in", {"code": right})  # others are not held up
    with clock.at(NOW + timedelta(minutes=10)):
        page.sign_in("outsider").post(f"/events/{event.id}/check-in", {"code": code_of(event)})


def test_right_codes_are_not_counted_as_guesses(app: Flask, page: Page, event: Event) -> None:
    page.sign_in("learner")
    for _ in range(8):
        page.post(f"/events/{event.id}/check-in", {"code": code_of(event)})


def test_who_walks_in_takes_nobodys_place(page: Page, event: Event) -> None:
    page.sign_in("outsider").get(f"/events/{event.id}")
    page.get(page.now.link("I am here: check in"))
    page.submit("Check in", code=code_of(event))
    assert rows()[people.person("outsider").id].state == "walked-in"


def test_the_organiser_confirms_those_ticked_and_all_who_checked_in(app: Flask, page: Page, event: Event) -> None:
    with database.write():
        check_in(event.id, Somebody(people.person("learner")), code_of(event))
    page.sign_in("ambassador").get(f"/events/{event.id}/people")
    opened = page.submit("Confirm all who checked in")
    assert "1 person is confirmed." in opened.text
    assert "1 have checked in, 1 are confirmed." in opened.text
    assert attended(people.person("hr")) == []
    hana = rows()[people.person("hr").id]
    page.submit("Confirm those ticked", who=[str(hana.id)])
    assert [line[1] for line in attended(people.person("hr"))] == [Assurance.WITNESSED]
    assert "Nobody is left to confirm." in page.submit("Confirm all who checked in").text
    assert "tick somebody first" in page.submit("Confirm those ticked").text


def test_nobody_confirms_themself(page: Page, event: Event) -> None:
    amir = people.person("ambassador")
    with database.write():
        check_in(event.id, Somebody(amir), code_of(event))
    page.sign_in("ambassador").get(f"/events/{event.id}/people")
    assert "You cannot confirm yourself" in page.submit("Confirm all who checked in").text
    assert [line[1] for line in attended(amir)] == [Assurance.SELF_DECLARED]


def test_a_confirmation_taken_back_leaves_what_they_said(page: Page, event: Event) -> None:
    lena, hana = people.person("learner"), people.person("hr")
    with database.write():
        check_in(event.id, Somebody(lena), code_of(event))
    by = Somebody(people.person("ambassador"))
    ids = [row.id for row in rows().values()]
    with database.write():
        confirm_attendance(event.id, ids, by)
    with database.write():
        assert take_confirmation_back(event.id, ids, by) == 2
    assert attended(lena)[0][3] is True
    assert attended(hana)[0][3] is False  # only the organiser had said so
    assert "A colleague confirmed" not in page.sign_in("learner").get("/record").text.split("How we know")[-1]
    with database.write():
        assert confirm_attendance(event.id, ids, by) == 2  # and again
    assert [line[3] for line in attended(hana)] == [False, True]


def test_marked_as_not_come_is_taken_back_from_the_record(page: Page, event: Event) -> None:
    lena = people.person("learner")
    with database.write():
        check_in(event.id, Somebody(lena), code_of(event))
    row_id = rows()[lena.id].id
    with database.write():
        mark_absent(event.id, [row_id], Somebody(people.person("ambassador")))
    assert attended(lena) == [(f"workshop/{event.id}", Assurance.SELF_DECLARED, 120, False)]
    assert "did not come" in page.sign_in("learner").get(f"/events/{event.id}").text


def test_what_people_have_come_to_is_not_moved_or_cancelled(page: Page, event: Event) -> None:
    with database.write():
        check_in(event.id, Somebody(people.person("learner")), code_of(event))
    page.sign_in("ambassador").post(f"/events/{event.id}/cancel", {"why": ""}, 422)
    page.get(f"/events/{event.id}/change")
    assert page.submit("Save the changes", 422, ends_at="15:00").problems != []
    page.get(f"/events/{event.id}/change")
    page.submit("Save the changes", about="What we said.")


def workshop_course() -> Course:
    return make_course(make_module("meet", Kind.WORKSHOP, minutes=90), reading("after"), slug="letters")


def test_a_workshop_of_a_course_is_done_by_coming_and_its_hours_count_once(app: Flask, page: Page) -> None:
    course, lena, amir = workshop_course(), people.person("learner"), Somebody(people.person("ambassador"))
    with clock.at(at("2027-01-11 09:00")):
        event = make_event("ambassador", teaches=(course.id, "meet"))
        join(event, lena)
        assert "Coming completes this workshop" in page.sign_in("learner").get(f"/events/{event.id}").text
    with database.write():
        check_in(event.id, Somebody(lena), code_of(event))
    done = progress_of(lena.learner_id, course.id).modules["meet"]
    assert (done["means"], done["assurance"]) == (Means.WORKSHOP, Assurance.SELF_DECLARED)
    counted = select(Statement.minutes).where(Statement.learner_id == lena.learner_id)
    assert sum(minutes or 0 for minutes in db.session.execute(counted).scalars()) == 120
    ids = [rows()[lena.id].id]
    with database.write():
        confirm_attendance(event.id, ids, amir)
    done = progress_of(lena.learner_id, course.id).modules["meet"]
    assert done["assurance"] == Assurance.WITNESSED
    with database.write():
        mark_absent(event.id, ids, amir)
    progress = progress_of(lena.learner_id, course.id)
    assert progress is None or "meet" not in progress.modules


def test_a_workshop_marked_by_oneself_before_is_confirmed_too(app: Flask) -> None:
    from learnhub.record import actions as record

    course, lena = workshop_course(), people.person("learner")
    with clock.at(at("2027-01-11 09:00")):
        event = make_event("ambassador", teaches=(course.id, "meet"))
        join(event, lena)
    with database.write():
        record.mark_module_done(
            lena.learner_id, course, course.modules[0], Means.WORKSHOP, assurance=Assurance.SELF_DECLARED
        )
    ids = [rows()[lena.id].id]
    with database.write():
        confirm_attendance(event.id, ids, Somebody(people.person("ambassador")))
    done = progress_of(lena.learner_id, course.id).modules["meet"]
    assert done["assurance"] == Assurance.WITNESSED


def test_people_are_added_by_a_pasted_list_and_confirmed(app: Flask, page: Page, event: Event) -> None:
    page.sign_in("ambassador").get(f"/events/{event.id}/people")
    text = "outsider@demo.example\r\nWyn Prys <Welsh@demo.example>\r\n\r\nlearner@demo.example"
    assert "3 people are added and confirmed." in page.submit("Add and confirm them", people=text).text
    for role in ("outsider", "welsh", "learner"):
        assert [line[1] for line in attended(people.person(role))] == [Assurance.WITNESSED], role


def test_every_faulty_line_is_named_and_nobody_is_added(page: Page, event: Event) -> None:
    with committed():
        make_person("Gone Before", email="gone@staff.example", left_on=date(2026, 1, 1))
    page.sign_in("ambassador").get(f"/events/{event.id}/people")
    text = (
        "outsider@demo.example\nLena Marsh\nnobody@demo.example\noutsider@demo.example\ngone@staff.example\n"
        "a@b@c.example\n=cmd|' /C calc'!A0\n\x00"
    )
    opened = page.submit("Add and confirm them", 422, people=text)
    for words in (
        "Line 2: “Lena Marsh” is not an e-mail address.",
        "Line 3: nobody here has the address nobody@demo.example.",
        "Line 4: the same address as in line 1.",
        "Line 5: Gone Before has left the service.",
        "Line 6: “a@b@c.example” is not an e-mail address.",
        "Line 7: “=cmd|&#39; /C calc&#39;!A0” is not an e-mail address.",
    ):
        assert words.replace("&#39;", "'") in opened.text, words
    assert "nobody@demo.example" in opened.html.find("textarea").text
    assert people.person("outsider").id not in rows()


def test_a_list_of_thousands_is_refused_in_words(app: Flask) -> None:
    pasted = people_pasted("\n".join(f"person.{number}@staff.example" for number in range(101)))
    assert pasted.faults == ["Add at most 100 people at a time; these are 101 lines."]


def test_somebody_who_had_not_joined_yet_cannot_have_come(app: Flask, event: Event) -> None:
    with committed():
        late = make_person("Late Joiner", email="late@staff.example", joined_on=date(2027, 1, 25))
    by = Somebody(people.person("ambassador"))
    with clock.at(at("2027-01-26 09:00")):
        with pytest.raises(Refused, match="had not joined"):
            add_everyone(event.id, [late], by)
        assert attended(late) == []


def test_two_organisers_confirming_at_once_write_it_once(app: Flask, event: Event) -> None:
    lena = people.person("learner")
    with database.write():
        check_in(event.id, Somebody(lena), code_of(event))
    ids, by = [row.id for row in rows().values()], Somebody(people.person("ambassador"))
    event_id, learner_id = event.id, lena.learner_id

    def confirm() -> None:
        with clock.at(NOW), database.write():
            confirm_attendance(event_id, ids, by)

    at_once(app, [confirm] * 4)
    said = select(Statement.verb).where(Statement.learner_id == learner_id).order_by(Statement.seq)
    assert list(db.session.execute(said).scalars()) == [Verb.ATTENDED, Verb.WITNESSED]


def test_the_picture_of_the_address_and_the_sheet(page: Page, event: Event) -> None:
    page.sign_in("ambassador")
    picture = page.get(f"/events/{event.id}/code.svg")
    assert picture.headers["Content-Type"].startswith("image/svg+xml")
    assert len(picture.body) < 4_000
    assert b"<script" not in picture.body
    assert "Lena Marsh" in page.get(f"/events/{event.id}/sheet").text


def test_the_organisers_list_pages_and_its_statements_do_not_grow(app: Flask, page: Page) -> None:
    with clock.at(at("2027-01-11 09:00")):
        event = make_event("ambassador")
        with committed():
            crowd = [make_person(f"Person {number:03}") for number in range(60)]
        for person in crowd:
            join(event, person, access_needs="Something")
    address = f"/events/{event.id}/people"
    page.sign_in("ambassador")
    with page.statements() as counted:
        opened = page.get(address)
    assert len(counted) == 4, counted  # who is here; the event; the figures; the list
    assert opened.wire_bytes < 8_000
    opened = page.get(opened.link("Next page"))
    assert "Person 025" in opened.text
    assert "Person 024" not in opened.text


def test_breaks_are_not_counted(app: Flask) -> None:
    with clock.at(at("2027-01-11 09:00")):
        event = make_event("ambassador", starts=time(9), ends=time(17), break_minutes=75)
    assert event.minutes == 405
