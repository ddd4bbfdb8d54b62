"""The last course of a pathway proves itself to a stranger; and what HR requires is done, and seen to be done."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from learnhub import clock
from tests.journeys import small
from tests.journeys.answers import fill_in
from tests.journeys.house import House
from tests.journeys.steps import DONE, Visitor, follow, go_to, heading, main, press, sign_in

pytestmark = pytest.mark.browser

VALID, REFUSED = 0, 1  # exit codes of `flask badges verify`
GONE, FRIDAY = 410, 4
LETTERS, PARCELS, STAMPS = small.COURSES
OFFICE = "PEN-OPS-SRT"
WHY = "Everybody in the sorting office keeps stamps."


@pytest.fixture(autouse=True)
def author(house: House) -> None:
    """Small courses, a pathway and badges are there."""
    house.publish_small()


def test_the_last_course_of_a_pathway_earns_a_badge_that_a_stranger_can_check(
    visitor: Visitor, house: House, tmp_path: Path
) -> None:
    assert house.command("badges", "keys", "make")[0] == 0
    name = "Nerys Abara"
    page = visitor()
    sign_in(page, house.learner(name))
    take(page, house, LETTERS)
    go_to(page, "Courses")
    follow(page, "Pathways: courses in a sensible order for your work")
    follow(page, small.PATHWAY_TITLE)
    main(page, "1 of 2 courses done")

    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    take(page, house, PARCELS)
    expect(page.get_by_role("status").last).to_contain_text(f"You have earned the badge “{small.BADGE_TITLE}”.")
    all_of_it_is_on_the_record(page, name)
    assert sent[-1].endswith(f"/{PARCELS}/check-it")  # nothing was sent after the check was handed in

    link = link_to_show(page)
    stranger = visitor()
    files = what_a_stranger_gets(stranger, link, name)
    for kind in ("json", "jwt"):
        code, said = verified(house, tmp_path, files, kind)
        assert (code, "VALID: everything was checked." in said) == (VALID, True), said

    assert say_who_it_is(page, name) != link
    stranger.goto(link)
    heading(stranger, "This badge has been revoked")
    main(stranger, "has chosen that it should say something else")
    expect(stranger.locator("main")).not_to_contain_text(name)
    for kind in ("json", "jwt"):
        assert stranger.request.get(f"{link}.{kind}").status == GONE
        code, said = verified(house, tmp_path, {**files, "list": list_of_revoked(stranger, house)}, kind)
        assert (code, "It has been revoked by its issuer." in said) == (REFUSED, True), said


def take(page: Page, house: House, slug: str) -> None:
    """A small course from its beginning to the result of its check."""
    go_to(page, "Courses")
    follow(page, small.COURSES[slug])
    press(page, "Start this course")
    press(page, DONE)
    fill_in(page, house.key(slug))
    press(page, "Hand in")
    main(page, "Passed: 100%", "You have completed the course")


def all_of_it_is_on_the_record(page: Page, name: str) -> None:
    """The badge and two certificates, each with the learner's name on it."""
    go_to(page, "My record")
    expect(page.get_by_role("row").filter(has_text=small.BADGE_TITLE)).to_contain_text("Earned")
    for title in (small.PATHWAY_TITLE, small.COURSES[PARCELS]):
        completed = page.get_by_role("row").filter(has_text=title).filter(has_text="Certificate")
        with page.expect_navigation():
            completed.get_by_role("link", name="Certificate").click()
        heading(page, "Certificate of completion")
        main(page, name, title)
        page.go_back()


def link_to_show(page: Page) -> str:
    """The address of the badge's page, as its holder finds it."""
    follow(page, small.BADGE_TITLE)
    heading(page, small.BADGE_TITLE)
    main(page, "You earned this badge on", "It does not give your name.")
    follow(page, "Choose what it says, or take the link away")
    return page.locator("main a", has_text="/credentials/").inner_text()


def what_a_stranger_gets(stranger: Page, link: str, name: str) -> dict[str, str]:
    """The files that somebody without an account finds behind the link."""
    stranger.goto(link)
    heading(stranger, small.BADGE_TITLE)
    main(stranger, "This badge is valid", f"Complete the pathway “{small.PATHWAY_TITLE}”.", "Recorded by LearnHub")
    expect(stranger.locator("main")).not_to_contain_text(name)
    return {
        "json": downloaded(stranger, "Credential with its signature inside (JSON)"),
        "jwt": downloaded(stranger, "The same as a signed token (JWT)"),
        "list": downloaded(stranger, "The issuer’s list of what is revoked: list.json"),
    }


def downloaded(page: Page, name: str) -> str:
    with page.expect_download() as started:
        page.get_by_role("link", name=name, exact=True).click()
    return Path(started.value.path()).read_text(encoding="utf-8")


def list_of_revoked(stranger: Page, house: House) -> str:
    """The issuer's list as it is now."""
    return stranger.request.get(f"{house.address}/issuer/status/1").text()


def verified(house: House, folder: Path, files: dict[str, str], kind: str) -> tuple[int, str]:
    """What `flask badges verify` says of one of the files, given the issuer's list."""
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return house.command("badges", "verify", str(folder / kind), "--status", str(folder / "list"))


def say_who_it_is(page: Page, name: str) -> str:
    """The holder has their name put on the badge, and gets another address."""
    page.get_by_label(f"My name: {name}").check()
    press(page, "Continue")
    main(page, "then says that it is revoked", "That cannot be undone.")
    press(page, "Yes, make this link")
    main(page, "the one before shows that it is revoked")
    address = page.locator("main a", has_text="/credentials/").inner_text()
    follow(page, address)
    main(page, "This badge is valid", name)
    return address


def test_required_learning_is_counted_explained_reminded_of_once_and_seen_to_be_done(
    visitor: Visitor, house: House
) -> None:
    house.department(OFFICE, above="PEN-OPS")
    manager = house.learner("Moira Quill", OFFICE)
    email = house.learner("Idris Vaughan", OFFICE, manager)
    early = visitor()
    sign_in(early, house.learner("Tamsin Oddy", OFFICE))
    take(early, house, STAMPS)

    working_day = next_working_day()
    due_on = working_day + timedelta(days=28)  # the same day of the week
    hr = visitor()
    sign_in(hr, "hr@demo.example")
    require(hr, due_on.date())
    figures(hr, {"Asked of": "3", "Done": "1 of 3 (33.3%)", "Overdue": "0 of 3"})

    page = visitor()
    sign_in(page, email)
    main(page, "Required of you", f"By {shown(due_on)}")
    follow(page, "Who asks for this, why, and all the dates")
    main(page, small.COURSES[STAMPS], f"By {shown(due_on)}.", "Asked by Hana Reid", f"Why you: {WHY}")

    jobs = ("reminders", "digests", "messages")
    first, again = (house.run_jobs(working_day, *jobs) for _ in range(2))
    assert first[0].startswith("2 told, 0 reminders")  # the manager is one of those whom it is asked of
    assert [again[0].split()[0], again[1]] == ["0", "0 daily mails written"]
    for asked in (email, manager):
        assert sum(small.COURSES[STAMPS] in letter for letter in house.letters_to(asked)) == 1
    go_to(page, "Home")
    follow(page, "1 new message for you")
    main(page, f"“{small.COURSES[STAMPS]}” is now required of you, by {shown(due_on)}.", "Asked by Hana Reid", WHY)
    week_before = due_on - timedelta(days=7)
    assert house.run_jobs(week_before, *jobs)[0].startswith("0 told, 2 reminders")
    page.reload()
    main(page, f"“{small.COURSES[STAMPS]}” is due in 7 days, on {shown(due_on)}.")

    take(page, house, STAMPS)
    go_to(page, "Home")
    expect(page.locator("main")).not_to_contain_text("Required of you")
    hr.reload()
    figures(hr, {"Asked of": "3", "Done": "2 of 3 (66.7%)", "Overdue": "0 of 3"})
    follow(hr, "done")
    expect(hr.get_by_role("row").filter(has_text="Idris Vaughan")).to_contain_text("Done")
    boss = visitor()
    sign_in(boss, manager)
    go_to(boss, "My team")
    cells = boss.get_by_role("row").filter(has_text="Idris Vaughan").get_by_role("cell")
    assert cells.all_inner_texts() == ["1 of 1", "nothing", "nothing"]


def next_working_day() -> datetime:
    """Ten in the morning of the next day from Monday to Friday: a time when reminders are written and sent."""
    day = clock.today() + timedelta(days=1)
    while day.weekday() > FRIDAY:
        day += timedelta(days=1)
    return datetime.combine(day, time(10), clock.zone())


def shown(at: datetime) -> str:
    """A day as pages write it."""
    return f"{at.day} {at:%B %Y}"


def require(hr: Page, due_on: date) -> None:
    """An HR officer asks a course of one department."""
    go_to(hr, "Required learning")
    follow(hr, "Assign learning")
    hr.get_by_label("Course or pathway", exact=True).select_option(label=small.COURSES[STAMPS])
    hr.get_by_label("Required: ").check()
    hr.get_by_label("Some departments, with everything below them").check()
    hr.get_by_text("Which departments", exact=True).click()
    hr.get_by_label("Other departments, by their codes").fill(OFFICE)
    hr.get_by_label("Day", exact=True).fill(due_on.isoformat())
    hr.get_by_label("Why them").fill(WHY)
    press(hr, "Continue")
    heading(hr, "Require this?")
    main(hr, "3 people who work there now", small.COURSES[STAMPS], WHY)
    press(hr, "Yes, require it")


def figures(hr: Page, wanted: dict[str, str]) -> None:
    """What HR's page of the assignment counts."""
    for name, figure in wanted.items():
        pair = hr.locator("main dl div").filter(has=hr.locator("dt", has_text=name))
        expect(pair.locator("dd")).to_have_text(figure)
