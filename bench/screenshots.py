"""`make screenshots`: the pages that docs/ shows, at both widths, from a demo. Look at them before committing."""

from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import select

from bench import databases
from bench.paint import CHROMIUM, FLAGS
from bench.servers import ROOT, Server, serve
from bench.visitors import visits
from learnhub.catalogue.shelf import shelf
from learnhub.db import db
from learnhub.people.models import Person
from learnhub.record.models import Progress

FOLDER = ROOT / "docs" / "screenshots"
WIDTHS = (320, 1280)
COURSE = "/courses/staying-safe-and-legal-online"


def main() -> None:
    """Take them all."""
    FOLDER.mkdir(exist_ok=True)
    database = databases.filled(f"sqlite:///{databases.BUILD / 'screenshots.db'}", 300, 3_000)
    owner, certificate = somebody_with_a_certificate(database)
    with serve("wsgi:app", database.environment, workers=1) as server, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for width in WIDTHS:
            learner = signed_in(browser, database, server, "learner@demo.example", width)
            take(learner, server, "/home", "home", width)
            take(learner, server, f"{COURSE}/accounts-and-devices", "module", width)
            quiz_with_an_error(learner, server, width)
            take(signed_in(browser, database, server, owner, width), server, "/record", "record", width)
            take(signed_in(browser, database, server, owner, width), server, certificate, "certificate", width)
            officer = signed_in(browser, database, server, "hr@demo.example", width)
            take(officer, server, "/reports/progress", "hr", width)
        browser.close()


def somebody_with_a_certificate(database: databases.Database) -> tuple[str, str]:
    """The e-mail address of one of the cast who completed a course, and that certificate's address."""
    with database.app.app_context():
        email, course_id = db.session.execute(
            select(Person.email, Progress.course_id)
            .join(Progress, Progress.learner_id == Person.learner_id)
            .where(Progress.completed_at.is_not(None), Person.email == "ambassador@demo.example")
            .limit(1)
        ).one()
        course = shelf().by_id(course_id)
        assert course is not None
        return email, f"/courses/{course.slug}/certificate"


def signed_in(browser: Browser, database: databases.Database, server: Server, email: str, width: int) -> Page:
    """A page without script, of that width, in which this person is signed in."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 900})
    visit = visits(database.app, 1, emails=(email,))[0]
    pairs = [pair.split("=", 1) for pair in visit.cookie.split("; ")]
    context.add_cookies([{"name": name, "value": value, "url": server.address} for name, value in pairs])
    return context.new_page()


def take(page: Page, server: Server, path: str, name: str, width: int) -> None:
    """Open an address and keep its picture."""
    response = page.goto(server.address + path)
    assert response is not None
    assert response.status == 200, f"{path} answered {response.status}"
    keep(page, name, width)


def quiz_with_an_error(page: Page, server: Server, width: int) -> None:
    """The check handed in with nothing answered."""
    page.goto(f"{server.address}{COURSE}/check-what-you-know")
    page.get_by_role("button", name="Hand in").click()
    keep(page, "quiz-error", width)


def keep(page: Page, name: str, width: int) -> None:
    """The first two screens: enough to see, small enough to keep."""
    path: Path = FOLDER / f"{name}-{width}.png"
    height = min(int(page.locator("body").bounding_box()["height"]), 1_800)
    page.screenshot(path=path, clip={"x": 0, "y": 0, "width": width, "height": height}, full_page=True)


if __name__ == "__main__":
    main()
