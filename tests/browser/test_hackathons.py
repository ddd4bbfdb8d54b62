"""A hackathon's pages in Chromium, from every side; a team made and joined without script."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import chromium
from tests.browser.conftest import Visitors
from tests.browser.inspection import Inspector
from tests.browser.pages import Found, Session
from tests.browser.server import Server

pytestmark = pytest.mark.browser


def write_hackathon(page: Page, address: str) -> str:
    """Somebody organises a hackathon that begins in half an hour, and goes to it; the address of its page."""
    starts = datetime.now(ZoneInfo("Europe/London")) + timedelta(minutes=30)
    ends = starts + timedelta(hours=6)
    page.goto(f"{address}/events/new")
    page.get_by_label("Hackathon").check()
    page.get_by_label("Title").fill("Mend the letters")
    page.get_by_label("Day", exact=True).fill(starts.strftime("%Y-%m-%d"))
    page.get_by_label("Begins at").fill(starts.strftime("%H:%M"))
    page.get_by_label("Ends at").fill(ends.strftime("%H:%M"))
    if ends.date() != starts.date():
        page.get_by_label("Last day, if it is another one").fill(ends.strftime("%Y-%m-%d"))
    page.get_by_label("Place", exact=True).fill("Room 4")
    page.get_by_role("button", name="See how it will look").click()
    page.get_by_role("button", name="Publish the event").click()
    page.get_by_role("button", name="Sign up").click()
    return page.url.removeprefix(address)


def test_a_team_is_made_joined_and_its_work_confirmed(
    visitors: Visitors, browser: Browser, server: Server, tmp_path: Path
) -> None:
    lead, wyn = visitors.page("lead"), visitors.page("outsider")
    path = write_hackathon(lead, server.address)
    lead.get_by_role("link", name="Challenges and teams").click()
    lead.get_by_role("link", name="Post a challenge").click()
    lead.get_by_label("The problem in a line").fill("Letters are keyed in twice")
    lead.get_by_label("What happens, and what it costs").fill("Every letter is typed again.")
    lead.get_by_role("button", name="Post the challenge").click()
    challenge = lead.url.removeprefix(server.address)
    lead.goto(f"{server.address}{path}/teams/new")
    lead.get_by_label("Name of the team").fill("Red pens")
    lead.get_by_label("Challenge").select_option(label="Letters are keyed in twice")
    lead.get_by_role("button", name="Form the team").click()
    team = lead.url.removeprefix(server.address)
    lead.goto(f"{server.address}{team}/project")
    lead.get_by_label("What you built, in a line").fill("A letter that writes itself")
    lead.get_by_role("button", name="Save the project").click()
    wyn.goto(server.address + path)
    wyn.get_by_role("button", name="Sign up").click()
    wyn.goto(f"{server.address}{path}/hackathon")
    wyn.get_by_role("button", name="Join Red pens").click()
    wyn.get_by_role("link", name="Say what you did").click()
    wyn.get_by_label("Tester").check()
    wyn.get_by_role("button", name="Save").click()
    lead.goto(server.address + team)
    lead.get_by_role("button", name=re.compile("Confirm .*: Tester")).click()
    assert lead.get_by_text("confirmed by a team-mate", exact=True).is_visible()
    lead.goto(f"{server.address}{path}/hackathon/set-up")
    lead.get_by_label("Criteria for judging, one a line").fill("Does it help?")
    lead.get_by_role("button", name="Save").click()
    file = tmp_path / "list.csv"
    file.write_bytes(
        "Name;Email;Team;Hours\nLena;learner@demo.example;=Blué;5\nX;x@demo.example;;ten\n".encode("latin-1")
    )
    lead.goto(f"{server.address}{path}/import")
    lead.get_by_label("CSV file").set_input_files(str(file))
    lead.get_by_role("button", name="Send the file and look at it").click()
    preview = lead.url.removeprefix(server.address)
    assert lead.get_by_text("=Blué").is_visible()
    below = ("/hackathon", "/hackathon/set-up", "/looking", "/teams/new", "/judging", "/results", "/hours", "/import")
    of_team = ("", "/change", "/part", "/project")
    of_challenge = ("", "/change", "/close")
    pages = [
        *(path + rest for rest in below),
        *(team + rest for rest in of_team),
        *(challenge + rest for rest in of_challenge),
        *(preview, "/challenges", "/challenges?show=closed", "/challenges/new"),
    ]
    context = chromium.context_for(browser, Session(server.address).sign_in("lead").state(), script=True)
    inspector = Inspector(context, server.address)
    wrong = {page: seen.problems for page in pages if (seen := inspector.look_at(Found("lead", page, page))).problems}
    context.close()
    assert wrong == {}
