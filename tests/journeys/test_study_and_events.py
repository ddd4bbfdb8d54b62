"""What people learn outside courses: a podcast on a phone, a show-and-tell that somebody organises, a hackathon."""

import csv
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from learnhub import clock
from tests.browser.chromium import scrolls_sideways
from tests.journeys import small
from tests.journeys.house import House
from tests.journeys.steps import Visitor, follow, go_to, heading, main, press, sign_in

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 640}
PODCAST = "Podcast: how the registry went paperless"
SHOW = "What we mended in Hexham"
HACKATHON, CHALLENGE, TEAM = "Mend the letters", "Letters that come back are keyed in twice", "Red pens"
PROJECT, PRIZE, SKILL = "A letter that writes itself", "Most useful to callers", "Working on shared documents"
TOLD, CONFIRMED = "You told us", "A colleague confirmed"


@pytest.fixture(autouse=True)
def author(house: House) -> None:
    """Small courses, a pathway and badges are there."""
    house.publish_small()


def test_a_podcast_logged_on_a_phone_counts_at_once_everywhere(visitor: Visitor, house: House) -> None:
    hr = visitor()
    sign_in(hr, "hr@demo.example")
    before = downloaded_study(hr, house)

    page = visitor()
    page.set_viewport_size(PHONE)
    sign_in(page, house.learner("Gwil Abbot"))
    follow(page, "Log a podcast, an article, a talk")
    assert not scrolls_sideways(page)
    page.get_by_label("What did you study?").fill(PODCAST)
    page.get_by_label("How long did it take?").fill("45")
    press(page, "Log this")
    expect(page.get_by_role("status")).to_contain_text("Logged: 45 minutes. It counts in your record now.")
    heading(page, PODCAST)
    main(page, "Podcast", TOLD)
    assert not scrolls_sideways(page)

    go_to(page, "My record")
    expect(page.get_by_role("row").filter(has_text=PODCAST)).to_contain_text("Studied")
    year = page.get_by_role("row").filter(has_text=str(clock.today().year)).first
    assert year.get_by_role("cell").all_inner_texts() == ["45 minutes", "0 minutes", "0 minutes"]
    follow(page, "My study log")
    main(page, "This week: 45 minutes.")
    page.goto(f"{house.address}/badges/{small.STUDY}")
    main(page, "25% of the way")

    after = downloaded_study(hr, house)
    (mine,) = [row for row in after if row not in before]
    assert (mine["kind"], mine["minutes"], mine["department_code"]) == ("podcast", "45", "PEN-OPS-HEX")
    assert (mine["day"], mine["assurance"]) == (clock.today().isoformat(), "self-declared")
    assert PODCAST not in mine.values()  # what somebody wrote of their study is theirs


def downloaded_study(hr: Page, house: House) -> list[dict[str, str]]:
    """The file of the dataset, none if it has no rows."""
    hr.goto(f"{house.address}/exports")
    hr.get_by_role("radio", name="Study", exact=False).check()
    press(hr, "Show how many rows")
    if hr.get_by_text("Nothing to download").count():
        return []
    main(hr, "The file holds no names.")
    with hr.expect_download() as started:
        hr.get_by_role("link", name="Download as CSV").click()
    text = Path(started.value.path()).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(StringIO(text)))


def test_an_event_fills_moves_its_waiting_list_and_is_witnessed(visitor: Visitor, house: House) -> None:
    emails = [house.learner(name) for name in ("Anwen Blythe", "Bede Carrow", "Cass Dunmore", "Dilys Egerton")]
    organiser = visitor()
    sign_in(organiser, house.learner("Osric Fenn"))
    address = organise(organiser, "Show-and-tell", SHOW, places=2)
    pages = [visitor() for _ in emails]
    for page, email in zip(pages, emails, strict=True):
        sign_in(page, email)
        page.goto(address)
    anwen, bede, cass, dilys = pages
    for page in (anwen, bede):
        press(page, "Sign up")
        main(page, "You are going")
    for number, page in enumerate((cass, dilys), start=1):
        page.reload()
        press(page, "Join the waiting list")
        main(page, f"You are number {number} on the waiting list", "2 of 2 places are taken")

    follow(bede, "I cannot come")
    press(bede, "Give up my place")
    cass.reload()
    main(cass, "You are going")
    assert "A place has become free" in house.letter_to(emails[2], SHOW)
    dilys.reload()
    main(dilys, "You are number 1 on the waiting list")

    check_in(cass, code_of_the_room(organiser, address))
    assert how_it_is_known(cass, SHOW) == TOLD
    confirm_all(organiser, address)
    assert how_it_is_known(cass, SHOW) == CONFIRMED
    go_to(anwen, "My record")
    expect(anwen.get_by_text(SHOW)).to_have_count(0)  # who had a place and did not come


def organise(page: Page, kind: str, title: str, *, places: int) -> str:
    """Somebody organises an event that begins in half an hour; the address of its page."""
    starts = datetime.now(UTC) + timedelta(minutes=30)
    ends = starts + timedelta(hours=1)
    go_to(page, "Events")
    with page.expect_navigation():
        page.get_by_role("link", name="Organise an event").first.click()
    page.get_by_label(kind).check()
    page.get_by_label("Title").fill(title)
    page.get_by_label("Day", exact=True).fill(f"{starts:%Y-%m-%d}")
    page.get_by_label("Begins at").fill(f"{starts:%H:%M}")
    page.get_by_label("Ends at").fill(f"{ends:%H:%M}")
    page.get_by_label("Last day, if it is another one").fill(f"{ends:%Y-%m-%d}")
    page.get_by_label("Time zone").select_option("UTC")  # where no clock is ever put back
    page.get_by_label("Place", exact=True).fill("Room 4")
    page.get_by_label("How many places?").fill(str(places))
    press(page, "See how it will look")
    press(page, "Publish the event")
    heading(page, title)
    return page.url


def code_of_the_room(organiser: Page, address: str) -> str:
    """What the organiser shows on the wall: three digits and three."""
    organiser.goto(address)
    follow(organiser, "The code to show in the room")
    return organiser.locator("main h2").first.inner_text()


def check_in(page: Page, code: str) -> None:
    """With a wrong code first."""
    follow(page, "Check in")
    page.get_by_label("Code shown in the room").fill("000000" if code != "000000" else "000001")
    press(page, "Check in")
    main(page, "There is a problem")
    page.get_by_label("Code shown in the room").fill(code)
    press(page, "Check in")
    main(page, "You came")


def confirm_all(organiser: Page, address: str) -> None:
    """The organiser saw the one who checked in."""
    organiser.goto(address)
    follow(organiser, "Who comes, who waits, who was there")
    press(organiser, "Confirm all who checked in")
    main(organiser, "1 person is confirmed.")


def test_a_hackathon_from_a_posted_challenge_to_the_result_on_each_record(visitor: Visitor, house: House) -> None:
    organiser = visitor()
    sign_in(organiser, house.learner("Eluned Marr"))
    address = organise(organiser, "Hackathon", HACKATHON, places=30)
    post_challenge(organiser)

    ffion, gethin = visitor(), visitor()
    for page, name in ((ffion, "Ffion Blake"), (gethin, "Gethin Cole")):
        sign_in(page, house.learner(name))
        page.goto(address)
        press(page, "Sign up")
    follow(ffion, "Challenges and teams")
    follow(ffion, CHALLENGE)
    main(ffion, "Every letter that comes back is typed again.")
    ffion.go_back()
    follow(ffion, "Form a team")
    ffion.get_by_label("Name of the team").fill(TEAM)
    ffion.get_by_label("Challenge").select_option(label=CHALLENGE)
    press(ffion, "Form the team")
    heading(ffion, f"Team {TEAM}")
    gethin.goto(ffion.url)
    main(gethin, CHALLENGE)
    press(gethin, "Join this team")
    main(gethin, "Gethin Cole")

    follow(ffion, "Say what you built")
    ffion.get_by_label("What you built, in a line").fill(PROJECT)
    ffion.get_by_label("For whom").fill("people who open the post")
    press(ffion, "Save the project")
    main(ffion, PROJECT)
    say_part(ffion, "Developer")
    say_part(gethin, "Knew the problem")
    for page, mate in ((ffion, gethin), (gethin, ffion)):
        page.goto(mate.url)
        for _what in ("part", "skill"):
            with page.expect_navigation():
                page.get_by_role("button", name="Confirm").first.click()
        expect(page.get_by_role("button", name="Confirm")).to_have_count(0)
    ffion.reload()
    expect(ffion.locator("main").get_by_text("confirmed by a team-mate")).to_have_count(4)

    code = code_of_the_room(organiser, address)
    for page in (ffion, gethin):
        page.goto(address)
        check_in(page, code)
        assert how_it_is_known(page, HACKATHON) == TOLD
    organiser.goto(address)
    follow(organiser, "Challenges and teams")
    follow(organiser, "Who took part, and for how long")
    follow(organiser, "Confirm everybody, on every page")
    press(organiser, "Confirm them all")
    main(organiser, "2 people's hours are confirmed.")
    house.hours_pass(HACKATHON, 1)  # results are published once it has begun
    announce(organiser, address)
    for page, part in ((ffion, "Developer"), (gethin, "Knew the problem")):
        assert how_it_is_known(page, HACKATHON) == CONFIRMED
        said = page.get_by_role("row").filter(has_text=HACKATHON)
        expect(said).to_contain_text(f"{part} (confirmed by a team-mate); {SKILL} (confirmed by a team-mate)")
        with page.expect_navigation():
            said.get_by_role("link", name=HACKATHON).first.click()
        follow(page, "Challenges and teams")
        main(page, "Results", "Thank you all.", f"{PRIZE}: {TEAM}", f"{TEAM}: {PROJECT}")


def post_challenge(page: Page) -> None:
    """From the event's page: a problem that this hackathon is to take on."""
    follow(page, "Challenges and teams")
    follow(page, "Post a challenge")
    page.get_by_label("The problem in a line").fill(CHALLENGE)
    page.get_by_label("What happens, and what it costs").fill("Every letter that comes back is typed again.")
    page.get_by_label("Whom to ask").fill("post.room@staff.example")
    press(page, "Post the challenge")
    heading(page, CHALLENGE)
    main(page, "Part of the hackathon", HACKATHON)


def say_part(page: Page, part: str) -> None:
    """A member says what they did and what skill it took."""
    page.reload()
    follow(page, "Say what you did")
    page.get_by_label(part, exact=True).check()
    page.locator("summary", has_text="Which skills did you use?").click()
    page.get_by_label(SKILL, exact=True).check()
    press(page, "Save")
    main(page, part, SKILL, "you told us")


def announce(organiser: Page, address: str) -> None:
    """The organiser gives a prize by name and publishes the results."""
    organiser.goto(address)
    follow(organiser, "Challenges and teams")
    follow(organiser, "Prizes and results")
    organiser.get_by_label("Prize", exact=True).fill(PRIZE)
    organiser.get_by_label("Team", exact=True).select_option(label=TEAM)
    press(organiser, "Add the prize")
    organiser.get_by_label("Announcement").fill("Thank you all.")
    press(organiser, "Publish the results")
    main(organiser, "The results are published")


def how_it_is_known(page: Page, title: str) -> str:
    """What the record says of something in its last column."""
    go_to(page, "My record")
    return page.get_by_role("row").filter(has_text=title).get_by_role("cell").last.inner_text().splitlines()[0]
