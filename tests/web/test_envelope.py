"""What surrounds every page: headers, the stylesheet's way to the browser, cookies, statements, log lines."""

import json
import logging

import brotli
import pytest
from flask import Flask

from learnhub.web.headers import STYLE_COOKIE, stylesheet
from tests import factories
from tests.page import Page

PAGES_FOR_ANYBODY = {"/help": 0, "/privacy": 0, "/accessibility": 0, "/password/forgotten": 0, "/sign-in": 1}


@pytest.mark.parametrize(("path", "statements"), PAGES_FOR_ANYBODY.items())
def test_a_page_for_anybody_asks_the_database_nothing(page: Page, path: str, statements: int) -> None:
    """Sign-in has one in the demo alone: whom it can name."""
    with page.statements() as counted:
        page.get(path)
    assert len(counted) <= statements, counted


@pytest.mark.parametrize(
    ("path", "statements"),
    [("/help", 1), ("/account", 2), ("/account/history", 2), ("/account/sessions", 2), ("/home", 2)],
)
def test_a_signed_in_page_states_how_much_it_asks(page: Page, path: str, statements: int) -> None:
    """Session, person, posting and roles are the first; the page's own follow."""
    page.sign_in("learner")
    page.get(path)
    with page.statements() as counted:
        page.get(path)
    assert len(counted) <= statements, counted


def test_the_policy_forbids_what_we_do_not_use(page: Page) -> None:
    policy = page.get("/help").headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "script-src" not in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert f"'{stylesheet.csp_hash}'" in policy


def test_a_page_is_never_kept_by_a_cache_in_between(page: Page) -> None:
    headers = page.sign_in("learner").get("/account").headers
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_the_stylesheet_is_inline_once_and_linked_from_then_on(app: Flask) -> None:
    client = app.test_client()
    first = client.get("/help").text
    assert f"<style>{stylesheet.text}</style>" in first
    assert 'rel="prefetch"' in first
    second = client.get("/help")
    assert "<style>" not in second.text
    assert f'<link rel="stylesheet" href="/static/learnhub-{stylesheet.name}.css">' in second.text
    assert stylesheet.csp_hash not in second.headers["Content-Security-Policy"]


def test_a_changed_stylesheet_is_inline_again(app: Flask) -> None:
    client = app.test_client()
    client.set_cookie(STYLE_COOKIE, "an-older-one")
    assert "<style>" in client.get("/help").text


def test_the_linked_stylesheet_is_immutable_and_compressed_once(page: Page) -> None:
    opened = page.get(f"/static/learnhub-{stylesheet.name}.css")
    assert opened.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert opened.headers["Content-Encoding"] == "br"
    assert opened.body.decode() == stylesheet.text
    page.get("/static/learnhub-0000000000.css", 404)


def test_the_stylesheet_stays_small() -> None:
    """About 2 kB; it is paid for by every first page, out of 14,600 bytes."""
    assert len(brotli.compress(stylesheet.text.encode(), quality=5)) <= 2_600


def test_cookies_are_ours_alone(app: Flask) -> None:
    client = app.test_client()
    client.get("/sign-in")
    for cookie in client._cookies.values():
        assert cookie.http_only
        assert cookie.same_site == "Lax"


def test_light_mode_is_chosen_or_asked_for(app: Flask) -> None:
    page = Page(app)
    assert "Light mode" in page.get("/help").text
    assert "Show pictures again" in page.get("/help", headers={"Save-Data": "on"}).text
    assert "Show pictures again" in page.submit("Show pictures again").text or page.get("/help").status == 200
    page.get("/help")
    assert "Show pictures again" in page.submit("Light mode: pictures as links").text


@pytest.mark.parametrize(
    ("wanted", "lands"),
    [
        ("/courses?q=scam", "/courses?q=scam"),
        ("//evil.example/x", "/"),
        ("https://evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("/ok\r\nSet-Cookie: x", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_going_back_never_leads_off_the_site(page: Page, wanted: str, lands: str) -> None:
    assert page.post("/light", {"light": "1", "next": wanted}, 302).location == lands


def test_a_language_that_is_not_offered_is_refused(page: Page) -> None:
    page.post("/language", {"language": "fr"}, 400)


def test_a_log_line_names_the_route_and_nobody(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger("learnhub")
    logger.addHandler(caplog.handler)
    try:
        page = Page(app).sign_in("learner")
        page.get("/courses?q=my+secret+question")
        page.get("/people/3", 403)
    finally:
        logger.removeHandler(caplog.handler)
    lines = [record.fields for record in caplog.records if hasattr(record, "fields")]
    assert [(line["method"], line["route"], line["status"]) for line in lines] == [
        ("GET", "/courses", 200),
        ("GET", "/people/<int:person_id>", 403),
    ]
    text = json.dumps(lines)
    assert not any(word in text for word in ("secret", "learner@", "Lena", "/people/3"))


def test_readiness_names_each_check(page: Page) -> None:
    assert json.loads(page.get("/readyz", 503).body)["checks"]["courses"]["usable"] is False
    factories.make_course()
    opened = page.get("/readyz")
    checks = json.loads(opened.body)["checks"]
    assert checks["database"] == {"usable": True}
    assert all("usable" in check for check in checks.values())
