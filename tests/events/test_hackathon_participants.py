"""Who took part: lists from elsewhere, hours confirmed, what stands on the record and counts toward badges."""

import io

import pytest
from flask import Flask
from sqlalchemy import func, select

from learnhub import clock
from learnhub import db as database
from learnhub.db import db
from learnhub.events.attendance import check_in, mark_absent
from learnhub.events.hackathon_claims import confirm_claim, say_part
from learnhub.events.hackathon_hours import confirm_everybodys_hours, confirm_hours, note_hours, unconfirmed
from learnhub.events.hackathon_hours import hours_of as hours_of_event
from learnhub.events.hackathon_importing import KEPT, Known, State, There, judged
from learnhub.events.hackathon_judging import add_prize, publish_results
from learnhub.events.hackathon_models import Claim, HackathonImport, Hours, Project, Team, TeamMember
from learnhub.events.hackathon_sheet import CannotRead, FileProblem, Row, RowFault, part_named, read_sheet
from learnhub.events.hackathon_structures import Part
from learnhub.events.models import Event, SignUp
from learnhub.people.actions import record_departure
from learnhub.people.faults import Refused
from learnhub.people.models import Learner
from learnhub.record.models import Statement, Voided
from learnhub.record.queries import summary_of
from learnhub.record.upkeep import verify
from learnhub.record.words import Assurance, Verb
from learnhub.web.retention import remove_outlived
from tests import people
from tests.badges.world import make_badge
from tests.events.hackathons import enter, form, make_hackathon, moved_to, somebody, write_skills
from tests.events.test_attendance import code_of
from tests.events.world import join
from tests.factories import committed
from tests.page import Page

SKILLS = {"spreadsheets": "Spreadsheets"}


def read(text: str | bytes, longest: int = 480) -> tuple[Row, ...]:
    content = text if isinstance(text, bytes) else text.encode()
    return read_sheet(content, skills=SKILLS, longest=longest).rows


HEAD = "Name,E-mail,Team,Role,Hours,Project,Project link,Skills\n"
LINE = "Zoë Marsh,a@demo.example,Red pens,Full-stack developer,6.5,A letter,https://x.example/1,spreadsheets; flying\n"
ZOE = Row(2, "a@demo.example", "Zoë Marsh", "Red pens", "developer", 390, "A letter", "https://x.example/1",
          ("spreadsheets",))  # fmt: skip

# the same list as several sites write it
WRITTEN = [
    (HEAD + LINE).encode(),
    (HEAD + LINE).encode("utf-8-sig"),
    (HEAD + LINE).encode("latin-1"),
    (HEAD + LINE).encode("utf-16"),
    (HEAD + LINE).replace(",", "\t").encode(),
    (HEAD + LINE).replace("; flying", "/flying").replace(",", ";").encode("cp1252"),
    (HEAD + LINE).replace("\n", "\r\n").encode(),
    b"sep=;\n" + (HEAD + LINE).replace("; flying", "").replace(",", ";").encode(),
]


@pytest.mark.parametrize("content", WRITTEN)
def test_what_sites_write_is_understood(content: bytes) -> None:
    (row,) = read(content)
    assert (row.email, row.name, row.team, row.part, row.minutes, row.project, row.link, row.skills) == (
        ZOE.email, ZOE.name, ZOE.team, ZOE.part, ZOE.minutes, ZOE.project, ZOE.link, ZOE.skills,
    )  # fmt: skip


def test_first_and_last_name_are_one() -> None:
    (row,) = read("First Name,Last Name,Email Address,Team Name,Submission Title\nA,B,A@DEMO.example,Red,It\n")
    assert (row.name, row.email, row.team, row.project) == ("A B", "a@demo.example", "Red", "It")


def test_formula_cells_are_text() -> None:
    (row,) = read('Email,Team,Project\na@demo.example,"=HYPERLINK(""https://evil.example"")",@SUM(A1)\n')
    assert (row.team, row.project, row.fault) == ('=HYPERLINK("https://evil.example")', "@SUM(A1)", None)


FAULTS = [
    (",Red,,,", RowFault.NO_EMAIL),
    ("not an address,Red,,,", RowFault.NOT_AN_EMAIL),
    ("a@b,Red,,,", RowFault.NOT_AN_EMAIL),
    ("=cmd@demo.example x,Red,,,", RowFault.NOT_AN_EMAIL),
    ("a@demo.example,Re\u202ed,,,", RowFault.HIDDEN),
    (f"a@demo.example,{'x' * 101},,,", RowFault.TEAM_TOO_LONG),
    (f"a@demo.example,Red,,,{'x' * 201}", RowFault.PROJECT_TOO_LONG),
    ("a@demo.example,,,,A letter", RowFault.PROJECT_WITHOUT_TEAM),
    ("a@demo.example,Red,,many,", RowFault.NOT_HOURS),
    ("a@demo.example,Red,,-3,", RowFault.NOT_HOURS),
    ("a@demo.example,Red,,0,", RowFault.NOT_HOURS),
    ("a@demo.example,Red,,1e9,", RowFault.NOT_HOURS),
    ("a@demo.example,Red,,NaN,", RowFault.NOT_HOURS),
    ("a@demo.example,Red,,2000,", RowFault.TOO_LONG),
    ("a@demo.example,Red,,8.1,", RowFault.TOO_LONG),
    ("a@demo.example,Red,,,A letter,and more,", RowFault.BROKEN),
]


@pytest.mark.parametrize(("line", "fault"), FAULTS)
def test_each_faulty_row_is_named_by_its_line(line: str, fault: RowFault) -> None:
    rows = read(f'Email,Team,Role,Hours,Project\nb@demo.example,"Two\nlines",,6,\n\n{line}\n')
    assert (rows[0].fault, rows[0].team) == (None, "Two lines")
    assert (rows[1].line, rows[1].fault) == (5, fault)


HOURS = [("6", 360), ("6.5", 390), ("6,5", 390), ("6:30", 390), ("6h", 360), ("6 hours", 360), ("", None), ("0.25", 15)]


@pytest.mark.parametrize(("said", "minutes"), HOURS)
def test_hours_as_people_write_them(said: str, minutes: int | None) -> None:
    (row,) = read(f'Email;Hours\na@demo.example;"{said}"\n')
    assert (row.minutes, row.fault) == (minutes, None)


PARTS = [
    ("", None),
    ("Developer", Part.DEVELOPER),
    ("UX lead", Part.DESIGNER),
    ("User Researcher", Part.RESEARCHER),
    ("Data scientist", Part.ANALYST),
    ("QA", Part.TESTER),
    ("Product manager", Part.FACILITATOR),
    ("Policy", Part.EXPERT),
    ("Astronaut", Part.OTHER),
]


@pytest.mark.parametrize(("said", "part"), PARTS)
def test_roles_as_sites_call_them(said: str, part: Part | None) -> None:
    assert part_named(said) is part


PROBLEMS = [
    (b"", FileProblem.EMPTY),
    (b"\n\n", FileProblem.EMPTY),
    (b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 20, FileProblem.NOT_TEXT),
    (b"Name,Team\nA,B\n", FileProblem.NO_EMAIL),
    (b"Email,Team\n", FileProblem.NO_ROWS),
    (b"Email\n" + b"a@demo.example\n" * 1001, FileProblem.TOO_MANY_ROWS),
    (b"x" * 2_000_001, FileProblem.TOO_LARGE),
]


@pytest.mark.parametrize(("content", "why"), PROBLEMS)
def test_a_file_of_which_nothing_can_be_read(content: bytes, why: FileProblem) -> None:
    with pytest.raises(CannotRead) as refused:
        read(content)
    assert refused.value.why is why


def there(**fields: object) -> There:
    default = {"person_id": 1, "has_left": False, "comes": True, "is_confirmed": False, "team": "", "minutes": None}
    return There(**{**default, **fields})


def row(**fields: object) -> Row:
    return Row(**{"line": 2, "email": "a@demo.example", **fields})


RED = {"red": ("Red", 2, False)}
# what the file says, who there is, the teams → what becomes of it
JUDGED = [
    (row(), None, {}, State.UNKNOWN),
    (row(), there(has_left=True), {}, State.LEFT),
    (row(), there(), {}, State.THERE),
    (row(), there(comes=False), {}, State.FINE),
    (row(team="Red"), there(), RED, State.FINE),
    (row(team="Red"), there(team="red"), RED, State.THERE),
    (row(team="Blue"), there(team="red"), RED, State.ELSEWHERE),
    (row(team="Red"), there(), {"red": ("Red", 4, False)}, State.FULL),
    (row(team="Red"), there(team="red"), {"red": ("Red", 4, False)}, State.THERE),
    (row(minutes=60), there(), {}, State.FINE),
    (row(minutes=60), there(minutes=60), {}, State.THERE),
    (row(minutes=60), there(minutes=90, is_confirmed=True), {}, State.THERE),  # an organiser has said otherwise
    (row(team="Red", project="It"), there(team="red"), RED, State.FINE),
    (row(team="Red", project="It"), there(team="red"), {"red": ("Red", 2, True)}, State.THERE),
    (row(fault=RowFault.NOT_HOURS), there(), {}, State.FAULT),
]


@pytest.mark.parametrize(("said", "who", "teams", "state"), JUDGED)
def test_what_becomes_of_a_row(
    said: Row, who: There | None, teams: dict[str, tuple[str, int, bool]], state: State
) -> None:
    known = Known({"a@demo.example": who} if who else {}, teams, 4)
    assert [one.state for one in judged([said], known)] == [state]


def test_a_person_twice_counts_once_and_a_team_fills_up_within_the_file() -> None:
    known = Known({f"{letter}@demo.example": there() for letter in "abcde"}, {}, 3)
    rows = [Row(number, f"{letter}@demo.example", team="Red") for number, letter in enumerate("aabcd", start=2)]
    found = judged(rows, known)
    states = [State.FINE, State.TWICE, State.FINE, State.FINE, State.FULL]
    assert [one.state for one in found] == states
    assert found[1].twin == 2


LIST = """\
Name;Email;Team;Role;Hours;Project
Lena Marsh;learner@demo.example;Red pens;Developer;6;A letter
Aled Thorne;author@demo.example;Red pens;Designer;6,5;
Nobody;nobody@demo.example;Red pens;Developer;6;
Hana Reid;hr@demo.example;=cmd();;ten;
Lena Marsh;learner@demo.example;Blue pens;;;
"""


@pytest.fixture
def event(app: Flask) -> Event:
    write_skills(app)
    return make_hackathon()


def test_an_organiser_looks_at_a_list_before_it_is_taken_over(app: Flask, page: Page, event: Event) -> None:
    page.sign_in("ambassador").get(f"/events/{event.id}/import")
    file = (io.BytesIO(LIST.encode("latin-1")), "../list.csv")
    opened = page.post(f"/events/{event.id}/import", {"file": file}, follow=True)
    table = opened.main.find("table").text
    for words in (
        "nobody here has this address",
        "the hours are not a number",
        "the same person as in line 2",
        "=cmd()",
    ):
        assert words in table
    assert db.session.scalar(select(func.count()).select_from(SignUp)) == 0
    assert "Will be taken over" not in page.get(opened.path + "?show=problems").main.find("table").text
    Page(app).sign_in("learner").get(opened.path, 404)
    page.get(opened.path)
    opened = page.submit("Take over 2 people")
    assert "2 people are taken over. Confirm their hours below." in opened.text
    assert db.session.scalars(select(Project.title)).all() == ["A letter"]
    assert db.session.scalars(select(Hours.minutes).order_by(Hours.id)).all() == [360, 390]
    assert db.session.scalars(select(Claim.code).order_by(Claim.code)).all() == ["designer", "developer"]
    assert db.session.scalar(select(func.count()).select_from(Statement)) == 0  # nothing is confirmed by it
    again = page.post(f"/events/{event.id}/import", {"file": (io.BytesIO(LIST.encode()), "list.csv")}, follow=True)
    assert "There is nothing new in this file." in again.text
    assert db.session.scalar(select(func.count()).select_from(TeamMember)) == 2


def test_a_list_is_kept_for_a_day_with_who_sent_it(app: Flask, page: Page, event: Event) -> None:
    page.sign_in("ambassador")
    place = page.post(f"/events/{event.id}/import", {"file": (io.BytesIO(LIST.encode()), "a.csv")}).location
    page.get(place)
    other = make_hackathon()
    page.get(place.replace(f"/{event.id}/", f"/{other.id}/"), 404)
    with clock.at(clock.now() + KEPT * 1.1):
        page.sign_in("ambassador").get(place, 404)
        page.post(place, status=404)
        remove_outlived(app)
    assert db.session.scalars(select(HackathonImport.id)).all() == []


def test_a_file_of_nothing_is_refused_with_words(page: Page, event: Event) -> None:
    page.sign_in("ambassador")
    address = f"/events/{event.id}/import"
    opened = page.post(address, {"file": (io.BytesIO(b"Name,Town\nA,B\n"), "a.csv")}, 422)
    assert opened.problems == ["No column is called “email”: name the one with the addresses so"]
    assert "Name, Town" in opened.text
    assert page.post(address, {}, 422).problems == ["Choose a file"]


def test_who_has_left_is_left_out(page: Page, event: Event) -> None:
    with committed():
        record_departure(people.person("author").id, clock.today())
    opened = page.sign_in("ambassador").post(
        f"/events/{event.id}/import", {"file": (io.BytesIO(LIST.encode()), "a.csv")}, follow=True
    )
    assert "they have left the service" in opened.text


def hours_of(role: str) -> dict[Assurance, int]:
    db.session.rollback()
    found: dict[Assurance, int] = {}
    for year in summary_of(people.person(role).learner_id).minutes.values():
        for how, minutes in year.items():
            found[how] = found.get(how, 0) + minutes
    return {how: minutes for how, minutes in found.items() if minutes}


def sign_ups(event_id: int) -> dict[int, int]:
    db.session.rollback()
    return {row.person_id: row.id for row in db.session.query(SignUp).filter_by(event_id=event_id)}


def test_an_organiser_confirms_hours_for_one_and_for_all(app: Flask, page: Page, event: Event) -> None:
    event_id = event.id
    for role in ("learner", "author", "hr", "ambassador"):
        join(db.session.get_one(Event, event_id), role)
    ids = sign_ups(event_id)
    page.sign_in("ambassador").get(f"/events/{event_id}/hours")
    assert "You can confirm from an hour before" in page.now.text
    with moved_to(event, hours=9):
        page.sign_in("ambassador").get(f"/events/{event_id}/hours")
        lena = ids[people.person("learner").id]
        opened = page.submit("Confirm those ticked", 422, **{"who": [lena], f"minutes-{lena}": "ten"})
        assert opened.problems == ["Lena Marsh: Enter minutes as a whole number from 1 to 480"]
        opened = page.submit("Confirm those ticked", **{"who": [lena], f"minutes-{lena}": "300"})
        assert "1 person's hours are confirmed." in opened.text
        opened = page.get(opened.link("Confirm everybody, on every page"))
        assert "2 people are not confirmed yet. 0 of them checked in" in opened.text
        opened = page.submit("Confirm them all")
        assert "2 people's hours are confirmed." in opened.text  # not the organiser themself
        assert "Another organiser can confirm you" in opened.text
        opened = page.get(opened.link("Confirm everybody, on every page"))
        assert "Nothing was changed" in opened.text
    assert hours_of("learner") == {Assurance.WITNESSED: 300}
    assert hours_of("author") == {Assurance.WITNESSED: 420}  # the event without its break
    assert hours_of("ambassador") == {}
    assert list(verify()) == []


def test_who_never_came_is_not_confirmed_with_the_others_by_one_press(app: Flask, page: Page, event: Event) -> None:
    """Of those who signed up one checked in, one is in a team, of one a list has hours; two nobody saw."""
    event_id, joiners = event.id, ("learner", "author", "hr", "admin", "outsider", "ambassador")
    for role in joiners:
        join(db.session.get_one(Event, event_id), role)
    ids = sign_ups(event_id)
    form(db.session.get_one(Event, event_id), "author")
    with database.write():
        note_hours(event_id, people.person("hr").id, 60)
    with moved_to(event, hours=1):
        with database.write():
            check_in(event_id, somebody("learner"), code_of(db.session.get_one(Event, event_id)))
        page.sign_in("ambassador").get(f"/events/{event_id}/hours")
        opened = page.get(page.now.link("Confirm everybody, on every page"))
        assert "5 people are not confirmed yet. 3 of them checked in, are in a team, or have hours" in opened.text
        assert "3 people's hours are confirmed." in page.submit("Confirm those who were seen").text
    confirmed = {row.person_id for row in db.session.query(SignUp).filter(SignUp.confirmed_at.is_not(None))}
    assert confirmed == {people.person(role).id for role in ("learner", "author", "hr")}
    assert ids.keys() - confirmed == {people.person(role).id for role in ("admin", "outsider", "ambassador")}


def test_hours_put_right_are_voided_and_stated_anew(event: Event) -> None:
    event_id = event.id
    join(event, "learner")
    (sign_up_id,) = sign_ups(event_id).values()
    with moved_to(event, hours=9):
        for minutes, changed in ((300, 1), (300, 0), (240, 1), (None, 0)):
            with database.write():
                assert confirm_hours(event_id, {sign_up_id: minutes}, somebody("ambassador")) == changed
        assert hours_of("learner") == {Assurance.WITNESSED: 240}
        attended = db.session.scalars(select(Statement.minutes).where(Statement.verb == Verb.ATTENDED)).all()
        assert attended == [300, 240]
        assert db.session.scalar(select(func.count()).select_from(Voided)) == 1
        with database.write():
            mark_absent(event_id, [sign_up_id], somebody("ambassador"))
    assert hours_of("learner") == {}
    assert list(verify()) == []


def test_a_check_in_is_confirmed_with_its_own_statement(event: Event) -> None:
    """Of the same length it is witnessed; of another it is voided and stated anew."""
    from learnhub.events.attendance import record_attendance

    event_id = event.id
    for role in ("learner", "author"):
        join(db.session.get_one(Event, event_id), role)
    with moved_to(event, hours=9):
        with database.write():
            found = db.session.get_one(Event, event_id)
            for sign_up in db.session.query(SignUp).filter_by(event_id=event_id):
                record_attendance(found, sign_up)
        assert hours_of("learner") == {Assurance.SELF_DECLARED: 420}
        ids = sign_ups(event_id)
        said = {ids[people.person("learner").id]: None, ids[people.person("author").id]: 60}
        confirm_everybodys_hours(event_id, said, somebody("ambassador"))
    assert hours_of("learner") == {Assurance.WITNESSED: 420}
    assert hours_of("author") == {Assurance.WITNESSED: 60}
    assert db.session.scalar(select(func.count()).select_from(Voided)) == 1


def test_the_list_of_hours_says_what_stands_on_the_record(page: Page, event: Event) -> None:
    """Confirmed from the other list, the whole event counts, whatever an import had said."""
    from learnhub.events.attendance import confirm_attendance

    event_id = event.id
    join(event, "learner")
    (sign_up_id,) = sign_ups(event_id).values()
    with database.write():
        note_hours(event_id, people.person("learner").id, 60)
    with moved_to(event, hours=9):
        assert hours_of_event(event_id).rows[0].minutes == 60
        with database.write():
            confirm_attendance(event_id, [sign_up_id], somebody("ambassador"))
        assert hours_of_event(event_id).rows[0].minutes == 420


@pytest.mark.parametrize("minutes", [481, 2000, -5])
def test_nobody_takes_part_longer_than_it_lasts(event: Event, minutes: int) -> None:
    event_id = event.id
    join(event, "learner")
    (sign_up_id,) = sign_ups(event_id).values()
    with moved_to(event, hours=9), database.write(), pytest.raises(Refused, match="480 minutes"):
        confirm_hours(event_id, {sign_up_id: minutes}, somebody("ambassador"))


def test_nothing_is_confirmed_before_it_begins_nor_of_another_event(event: Event) -> None:
    event_id, other_id = event.id, make_hackathon().id
    join(db.session.get_one(Event, event_id), "learner")
    (sign_up_id,) = sign_ups(event_id).values()
    with database.write(), pytest.raises(Refused, match="has not begun"):
        confirm_hours(event_id, {sign_up_id: 60}, somebody("ambassador"))
    with moved_to(event, hours=9):
        with database.write():
            assert confirm_hours(other_id, {sign_up_id: 60}, somebody("ambassador")) == 0
        assert unconfirmed(event_id, somebody("ambassador")) == {sign_up_id: None}


def test_hours_part_and_skills_stand_on_the_record_and_count_toward_a_badge(
    app: Flask, page: Page, event: Event
) -> None:
    event_id = event.id
    make_badge("took-part", {"event": "hackathon"})
    team_id = form(event, "learner").id
    enter(db.session.get_one(Team, team_id), "author")
    lena, aled = people.person("learner").id, people.person("author").id
    with database.write():
        say_part(team_id, lena, Part.DEVELOPER, ["spreadsheets"])
    claim = db.session.scalar(select(Claim.id).where(Claim.what == "part"))
    with database.write():
        confirm_claim(team_id, claim, aled)
    ids = sign_ups(event_id)
    with moved_to(event, hours=9):
        confirm_everybodys_hours(event_id, {ids[lena]: 390, ids[aled]: None}, somebody("ambassador"))
        page.sign_in("learner").get("/record")
        title = "Hackathon: Mend the letters — Developer (confirmed by a team-mate); Spreadsheets (you told us)"
        assert title in page.now.text
        assert title in page.get("/record.csv").text
        assert "Mend the letters" in page.get("/record/transcript").text
        assert "took-part" in page.get("/badges").body.decode()
        assert "Hackathon: Mend the letters" in Page(app).sign_in("author").get("/record").text
        assert "Developer" not in Page(app).sign_in("author").get("/record").text
    with moved_to(event, hours=10), page.statements() as counted:
        page.sign_in("learner").get("/record")
    assert sum("hackathon_claim" in line for line in counted.statements) == 1


def test_a_prize_stands_on_each_members_record_once_results_are_published(app: Flask, page: Page, event: Event) -> None:
    event_id = event.id
    team_id = form(event, "learner").id
    enter(db.session.get_one(Team, team_id), "author")
    with database.write():
        add_prize(event_id, team_id, "Kindest letter", "")
    ids = sign_ups(event_id)
    with moved_to(event, hours=9):
        confirm_everybodys_hours(event_id, dict.fromkeys(ids.values()), somebody("ambassador"))
        assert "Kindest letter" not in page.sign_in("learner").get("/record").text
        with database.write():
            publish_results(event_id, "")
        for member in ("learner", "author"):
            opened = Page(app).sign_in(member).get("/record")
            assert "Hackathon: Mend the letters — prize: Kindest letter" in opened.text
        assert "Kindest letter" in page.get("/record.csv").text


def test_what_somebody_did_stays_on_the_record_when_their_accounts_are_merged(page: Page, event: Event) -> None:
    """The record of the account that stays takes in the statements of the other one, and what was said beside them."""
    event_id = event.id
    team_id = form(event, "author").id
    aled, lena = people.person("author"), people.person("learner")
    with database.write():
        say_part(team_id, aled.id, Part.DESIGNER, [])
        add_prize(event_id, team_id, "Kindest letter", "")
    ids = sign_ups(event_id)
    with moved_to(event, hours=9):
        confirm_everybodys_hours(event_id, dict.fromkeys(ids.values()), somebody("ambassador"))
        with database.write():
            publish_results(event_id, "")
            db.session.get_one(Learner, aled.learner_id).merged_into_id = lena.learner_id
        opened = page.sign_in("learner").get("/record")
        assert "Mend the letters — Designer (you told us); prize: Kindest letter" in opened.text


def test_the_list_of_hours_comes_a_page_at_a_time(page: Page, event: Event) -> None:
    from tests.factories import make_person

    event_id = event.id
    for _ in range(27):
        join(db.session.get_one(Event, event_id), make_person())
    with moved_to(event, hours=9):
        page.sign_in("ambassador").get(f"/events/{event_id}/hours")
        with page.statements() as counted:
            opened = page.get(f"/events/{event_id}/hours")
        assert len(counted) == 3, counted
        page.get(opened.link("Next page"))
        page.get(page.now.link("Confirm everybody, on every page"))
        opened = page.submit("Confirm them all")
        assert "27 people's hours are confirmed." in opened.text
