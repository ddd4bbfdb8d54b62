"""What a stranger may write into an address: answered with a page of ours, never a fault, never with their host."""

import re
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from learnhub.db import db
from learnhub.messages.models import Message
from tests.factories import make_course, quiz, reading
from tests.page import Page

BIG, HUGE = "9" * 30, "9" * 5_000
ADDRESSES = [
    "/courses/%00",
    "/courses/%ff%fe",
    "/courses/letters/%00",
    f"/courses/letters/check-it/result/{BIG}",
    f"/courses/letters/check-it/result/{HUGE}",
    "/courses/letters/media/..%2f..%2fcourse.md",
    "/courses/letters/media/%00.svg?v=%00",
    "/courses?q=%00%ff&after=%00&skill=%00&level=zz&minutes=" + BIG,
    "/courses?q=" + "%22*(" * 500,
    f"/record?year={HUGE}&course={BIG}&after={BIG}&kind=%00&known={BIG}",
    "/record?after=%00",
    f"/record/access?after={BIG}",
    "/record/transcript?year=0",
    f"/people?after={BIG}",
    f"/people?after=-{BIG}",
    "/people?after=2147483648",
    "/people?q=%00%ff%25_",
    f"/people/{BIG}",
    "/people/2147483648",
    f"/people/{HUGE}",
    f"/people/{BIG}/roles",
    f"/people/1/roles/{BIG}",
    f"/people/{BIG}/password-link",
    f"/messages?before={BIG}",
    f"/messages/{BIG}",
    f"/messages/{HUGE}",
    "/messages?state=%00",
    "/catalogue?after=%00%ff",
    "/catalogue/%00",
    "/catalogue/..%2f..",
    f"/exports/proofs/{BIG}.json",
    f"/exports/proofs/{HUGE}.json",
    "/exports/completions.csv?department=%00",
    "/exports/completions.csv?course=%00",
    "/exports?dataset=%00",
    f"/exports?dataset=completions&from={HUGE}",
    "/reports/progress?endpoint=x&self=y",
    "/reports/progress?_method=XYZ&_anchor=x",
    "/reports/progress?after=%00&sort=%00&by=%00",
    "/reports/completions?endpoint=x&from=0001-01-01",
    "/reports/progress?department=%00",
    "/home?held=%00",
    "/account?held=%00",
    "/account?held=%F0%9F%98%80%ff",
    "/sign-in?next=%00",
    "/password/choose/%00",
    "/static/..%2fconfig.py",
    "/%ff",
    "/%c0%af",
    "/%00",
]


@pytest.fixture
def letters(app: Flask) -> None:
    make_course(reading("open-it"), quiz("check-it"), slug="letters", title="Letters")


def forged_host(page: Page) -> dict[str, str]:
    """The headers of a proxy that lies; the browser believes it and sends its cookie there."""
    page.get("/account")
    cookie = page.client.get_cookie("learnhub")
    assert cookie is not None
    page.client.set_cookie("learnhub", cookie.value, domain="evil.example")
    return {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "ftp"}


@pytest.mark.usefixtures("letters")
@pytest.mark.parametrize("role", ["learner", "hr", "admin", "author"])
def test_no_address_makes_a_fault(app: Flask, page: Page, role: str) -> None:
    app.config["PROPAGATE_FAULTS"] = False
    page.sign_in(role)
    answers = {address[:60]: page.open(address).status for address in ADDRESSES}
    assert {address: status for address, status in answers.items() if status >= 500} == {}


@pytest.mark.usefixtures("letters")
def test_words_of_our_own_in_an_address_change_no_link(page: Page) -> None:
    page.sign_in("hr")
    opened = page.get("/reports/progress?_external=1&_scheme=javascript&_anchor=x", headers=forged_host(page))
    assert "evil.example" not in opened.body.decode()
    assert not [link for link in opened.links if urlsplit(link).scheme and "learnhub" not in link]


def test_an_earlier_address_leads_on_to_ours_whatever_is_asked_beside_it(app: Flask, page: Page) -> None:
    make_course(reading("open-it", was=("opening",)), slug="letters", title="Letters")
    page.sign_in("learner")
    opened = page.get("/courses/letters/opening?endpoint=x&_external=1&_scheme=ftp&step=%0d%0aX:1", 301)
    assert opened.location.startswith("/courses/letters/open-it?")
    assert "X" not in opened.headers


@pytest.mark.usefixtures("letters")
def test_a_forged_host_stays_out_of_every_letter(app: Flask, page: Page) -> None:
    page.sign_in("learner")
    forged = forged_host(page)
    page.post("/courses/letters/open-it/feedback", {"what": "A word is missing"}, headers=forged)
    page.post("/password/forgotten", {"email": "learner@demo.example"}, headers=forged)
    written = db.session.execute(select(Message.text)).scalars().all()
    assert len(written) == 2
    assert all("http://localhost/" in text and "evil" not in text for text in written)


@pytest.mark.parametrize("path", ["/\\evil.example", "/courses//evil.example", "/.//evil.example", "/%2f/evil.example"])
def test_no_path_redirects_to_another_host(page: Page, path: str) -> None:
    opened = page.open(path)
    target = re.sub(r"[\\]", "/", opened.location)
    assert not target.startswith("//")
    assert urlsplit(target).netloc in {"", "localhost"}
