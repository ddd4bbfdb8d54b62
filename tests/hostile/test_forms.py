"""What a stranger may put into a form: too long, in the wrong type, twice, by another method, with another's token."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from learnhub import db as database
from learnhub.db import db
from learnhub.messages.models import Message
from learnhub.people.models import Person, RoleGrant
from tests import people
from tests.factories import make_course, quiz, reading, task
from tests.page import Page

MEGABYTE = "<b>é" + "plain words " * 87_000 + "end"
FIELDS = [  # role, form, its fields; the one that is pasted into
    ("outsider", "/sign-in", {"email": MEGABYTE, "password": "x"}, "email"),
    ("outsider", "/sign-in", {"email": "a@b.example", "password": MEGABYTE}, "password"),
    ("outsider", "/password/forgotten", {"email": MEGABYTE}, "email"),
    ("learner", "/account", {"language": MEGABYTE}, "language"),
    ("learner", "/account/password", {"password": MEGABYTE, "new_password": "x"}, "new_password"),
    ("learner", "/courses/letters/try-it", {"action": "done", "reflection": MEGABYTE}, "reflection"),
    ("learner", "/courses/letters/try-it", {"action": "alternative", "why": "1", "instead": MEGABYTE}, "instead"),
    ("learner", "/courses/letters/try-it", {"action": "alternative", "why": MEGABYTE, "instead": "x"}, "why"),
    ("learner", "/courses/letters/open-it/feedback", {"what": MEGABYTE}, "what"),
    ("admin", "/people/1/roles", {"role": MEGABYTE}, "role"),
    ("admin", "/people/1/roles", {"role": "hr", "where": "department", "department": MEGABYTE}, "department"),
]


REFUSED = {303, 400}  # 303: back to the form, with what was typed in it and nothing done


@pytest.fixture
def letters(app: Flask) -> None:
    make_course(reading("open-it"), task("try-it"), quiz("check-it"), slug="letters", title="Letters")


@pytest.mark.usefixtures("letters")
@pytest.mark.parametrize(("role", "path", "fields", "named"), FIELDS, ids=[f"{path} {f}" for _r, path, _d, f in FIELDS])
def test_a_megabyte_is_refused_beside_its_field_and_kept(
    page: Page, role: str, path: str, fields: dict[str, str], named: str
) -> None:
    if path.startswith("/people"):
        path = path.replace("/1/", f"/{people.person('learner').id}/")
    if role != "outsider":
        page.sign_in(role)
    page.checks = False  # the page is as heavy as what was pasted
    opened = page.post(path, fields, 422)
    summary = opened.html.find(class_="summary")
    assert any(link.get("href").startswith(f"#{named}") for link in summary.all("a")), summary.text
    kept = [area for area in opened.html.all("textarea") if area.get("name") == named]
    if kept:
        assert len(kept[0].text) > 30_000  # the beginning: a whole megabyte is half a minute on a slow line
        assert MEGABYTE.startswith(kept[0].text)


@pytest.mark.usefixtures("letters")
@pytest.mark.parametrize("text", ["a\x00b", "\ud800".encode("utf-8", "surrogatepass"), b"\xff\xfe", "\u202e\ufeff"])
def test_what_no_text_holds_is_taken_without_a_fault(page: Page, text: Any) -> None:
    page.sign_in("learner")
    page.post("/courses/letters/open-it/feedback", {"what": text})
    page.post("/courses/letters/try-it", {"action": "done", "reflection": text})
    page.post("/people", {"q": text}, 405)
    assert page.get("/courses/letters/try-it").status == 200


@pytest.mark.usefixtures("letters")
def test_script_that_a_person_typed_is_shown_as_text(app: Flask, page: Page) -> None:
    script = '"><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7 * 7 }}<a href="javascript:alert(1)">x</a>'
    with database.write():
        db.session.get_one(Person, people.person("learner").id).name = script
    page.sign_in("learner")
    page.post("/courses/letters/try-it", {"action": "done", "reflection": script})
    page.post("/courses/letters/open-it/feedback", {"what": script, "named": "y"})
    for path in (
        "/home",
        "/courses/letters/try-it",
        "/account",
        "/record",
        "/record/transcript",
        "/courses?q=" + script,
    ):
        assert "alert(1)" in page.get(path).text or path == "/record"
    page.sign_in("admin")
    for path in ("/people", f"/people/{people.person('learner').id}", "/people?q=" + script, "/messages"):
        page.get(path)
    with app.app_context():
        letter = db.session.execute(select(Message).where(Message.kind != "password-link")).scalars().first()
        assert letter is not None
        assert letter.subject.isprintable()


def test_a_form_over_two_megabytes_is_told_so_whatever_its_type(app: Flask, page: Page) -> None:
    page.sign_in("learner")
    text = "a" * 2_200_000
    assert page.post("/account", {"language": text}, 413).h1 == "That is too large"
    page.post("/account", {"language": text, "file": (BytesIO(b"x"), "x.txt")}, 413)
    many = "&".join(f"a{number}=1" for number in range(50_000))
    assert page.open("/account", "POST", data=many, content_type="application/x-www-form-urlencoded").status in {
        400,
        413,
    }


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/plain", b"language=cy&csrf_token={}"),
        ("application/json", b'{"language": "cy", "csrf_token": "{}"}'),
        ("multipart/form-data; boundary=x", b"--x\r\ngarbage {}"),
        ("multipart/form-data", b"language=cy"),
        ("", b"language=cy&csrf_token={}"),
        ("application/x-www-form-urlencoded", b"%zz=%&&&==&language=cy"),
    ],
)
def test_what_no_form_of_ours_sends_changes_nothing(app: Flask, page: Page, kind: str, body: bytes) -> None:
    page.sign_in("learner")
    sent = body.replace(b"{}", page.token().encode())
    assert page.open("/account", "POST", data=sent, content_type=kind).status in REFUSED
    assert people.person("learner").language == "en"


def test_a_token_is_its_session_s_own(app: Flask, page: Page) -> None:
    stranger = Page(app).sign_in("outsider")
    stranger.get("/account")
    foreign = stranger.token()
    page.sign_in("learner").get("/account")
    with page.client.session_transaction() as cookie:
        cookie["csrf_token"] = "1" * 40
    for token in (None, "", foreign, "x" * 10_000):
        fields = {"language": "cy", **({} if token is None else {"csrf_token": token})}
        assert page.open("/account", "POST", data=fields).status in REFUSED
    assert page.open(f"/account?csrf_token={page.token()}", "POST", data={"language": "cy"}).status in REFUSED
    assert page.open("/account", "POST", data={"language": "cy"}, headers={"X-CSRFToken": foreign}).status in REFUSED
    assert people.person("learner").language == "en"


def test_no_other_method_stands_for_a_post(page: Page) -> None:
    page.sign_in("learner")
    for method in ("PUT", "PATCH", "DELETE", "TRACE", "FOO"):
        assert page.open("/account", method, data={"language": "cy"}).status == 405
    page.get("/sign-out?_method=POST", headers={"X-HTTP-Method-Override": "POST"})
    page.get("/account?language=cy")
    assert people.person("learner").language == "en"


def test_a_field_sent_twice_gives_no_role_unasked(page: Page) -> None:
    page.sign_in("admin")
    someone = people.person("learner").id
    before = db.session.execute(select(func.count()).select_from(RoleGrant)).scalar_one()
    page.post(
        f"/people/{someone}/roles", {"role": ["author", "admin"], "where": "everywhere", "department": ["", "PEN"]}, 200
    )
    assert db.session.execute(select(func.count()).select_from(RoleGrant)).scalar_one() == before


def test_a_role_taken_back_opens_nothing_from_that_moment(app: Flask, page: Page) -> None:
    page.sign_in("hr").get("/reports")
    with database.write():
        db.session.delete(
            db.session.execute(select(RoleGrant).where(RoleGrant.person_id == page.person_id)).scalar_one()
        )
    page.get("/reports", 403)
    page.get("/exports/completions.csv", 403)


def test_signing_out_has_the_browser_forget_its_pages(page: Page) -> None:
    page.sign_in("learner")
    for path in ("/record", "/record.csv", "/account", "/home"):
        assert page.get(path).headers["Cache-Control"] == "private, no-store"
    # What was typed into a course must survive a press on Back on a bad line.
    assert page.get("/courses").headers["Cache-Control"] == "private, no-cache"
    opened = page.post("/sign-out")
    assert opened.headers["Clear-Site-Data"] == '"cache"'
    assert any(cookie.startswith("style=;") for cookie in opened.headers.getlist("Set-Cookie"))


def test_one_s_own_file_holds_no_formula(app: Flask) -> None:
    from learnhub.record.download import safe_cell

    for text in ("=1+1", " =1", "\t=1", "\u3000＝1", "\u00a0@x", "-1+1", "﹢1", "\r=1", "\ufeff=1", "\u200b+1"):
        assert safe_cell(text) == "'" + text
    assert safe_cell("Ordinary – text = fine") == "Ordinary – text = fine"
    assert safe_cell(-5) == "-5"
