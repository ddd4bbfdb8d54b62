"""What somebody tried: written, read by a second ambassador, given back, published, hidden."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from learnhub import clock
from learnhub import db as database
from learnhub.db import db
from learnhub.people.faults import Refused
from learnhub.permissions import Role
from learnhub.questions import notes
from learnhub.questions.models import TriedNote
from tests import factories, people
from tests.page import Page
from tests.questions.conftest import WriteNote, notices

Browser = Callable[[str], Page]
TYPED = {
    "title": "A shared calendar for the counter",
    "tried": "We **stopped** using the wall.",
    "tool": "Calendar",
    "cost": "Two hours",
    "result": "Fewer calls.",
    "again": "yes",
    "language": "en",
}
TICKED = {"says": "y", "no_advertising": "y", "nothing_private": "y", "fair": "y"}


def fresh(note: TriedNote) -> TriedNote:
    db.session.expire_all()
    return db.session.get_one(TriedNote, note.id)


def seen(note: TriedNote) -> int:
    return clock.to_ms(note.written_at)


def test_a_note_is_written_read_and_published(browser: Browser) -> None:
    lena, amir, oona = browser("learner"), browser("ambassador"), browser("outsider")
    assert "No note is published yet" in lena.get("/notes").text
    lena.get(lena.now.link("Write down what you tried"))
    opened = lena.submit("Send it to be read", **{name: TYPED[name] for name in TYPED if name != "language"})
    assert "Waits for a second reader" in opened.text
    path = opened.path
    oona.get(path, 404)
    assert "A shared calendar" not in oona.get("/notes").text
    assert "A shared calendar" not in oona.get("/notes?show=review").text
    oona.get(f"{path}/review", 404)
    amir.get("/notes?show=review")
    amir.get(amir.now.link("A shared calendar for the counter"))
    amir.get(amir.now.link("Review this note"))
    refused = amir.submit("Publish it", 422)
    assert len(refused.problems) == 4
    amir.get(f"{path}/review")
    amir.submit("Publish it", **TICKED)
    assert "The note is published" in amir.now.text
    assert notices("learner") == ["Your note “A shared calendar for the counter” is published."]
    body = oona.get(path).body.decode()
    assert "<strong>stopped</strong>" in body
    assert "Read before by Amir Osei" in body
    assert "A shared calendar" in oona.get("/notes").text


def test_the_writer_does_not_read_their_own(browser: Browser, tried: WriteNote) -> None:
    note = tried(by="ambassador")
    amir = browser("ambassador")
    assert "Review this note" not in amir.get(f"/notes/{note.id}").text
    amir.get(f"/notes/{note.id}/review", 404)
    amir.post(f"/notes/{note.id}/review", {**TICKED, "seen": seen(note), "action": "publish"}, 404)
    assert "A shared calendar" not in amir.get("/notes?show=review").text
    with database.write(), pytest.raises(Refused):
        notes.review_note(note.id, people.person("ambassador").id, seen(note))
    assert notes.count_to_review(people.person("ambassador").id) == 0
    assert notes.count_to_review(people.person("lead").id) == 1


def test_it_is_given_back_with_what_to_change_and_comes_again(browser: Browser, tried: WriteNote) -> None:
    note = tried()
    amir, lena = browser("ambassador"), browser("learner")
    amir.get(f"/notes/{note.id}/review")
    assert amir.submit("Give it back", 422).problems == ["Say what its writer should change"]
    amir.get(f"/notes/{note.id}/review")
    amir.submit("Give it back", change="Say what did not work.")
    assert fresh(note).state == "back"
    amir.get(f"/notes/{note.id}", 404)  # it is its writer's now
    assert "needs a change" in notices("learner")[0]
    assert "Amir Osei asks: Say what did not work." in lena.get(f"/notes/{note.id}").text
    assert "Given back to you to change" in lena.get("/notes?show=mine").text
    lena.get(f"/notes/{note.id}/change")
    lena.submit("Keep the change", result="Fewer calls; two people do not use it.")
    assert fresh(note).state == "review"
    amir.get(f"/notes/{note.id}/review")
    amir.submit("Publish it", **TICKED)
    assert fresh(note).state == "published"


def test_what_was_changed_while_it_was_read_is_not_published(browser: Browser, tried: WriteNote) -> None:
    note = tried()
    amir, lena = browser("ambassador"), browser("learner")
    amir.get(f"/notes/{note.id}/review")
    lena.post(f"/notes/{note.id}/change", {**TYPED, "tried": "Buy from my cousin."})
    refused = amir.submit("Publish it", 422, **TICKED)
    assert "has changed this note while you were reading" in refused.problems[0]
    assert "Buy from my cousin" in refused.text
    assert fresh(note).state == "review"


def test_a_published_note_that_is_changed_is_read_again(browser: Browser, tried: WriteNote) -> None:
    note = tried()
    with database.write():
        notes.review_note(note.id, people.person("ambassador").id, seen(note))
    lena, oona = browser("learner"), browser("outsider")
    oona.get(f"/notes/{note.id}")
    oona.get(f"/notes/{note.id}/change", 404)
    lena.get(f"/notes/{note.id}/change")
    lena.submit("Keep the change", title="Another calendar")
    oona.get(f"/notes/{note.id}", 404)
    assert "Another calendar" not in oona.get("/questions?q=calendar").text


def test_two_read_it_at_once_and_one_decides(app: Flask, tried: WriteNote) -> None:
    note = tried()
    other = factories.make_person("Bea Second", roles=(Role.AMBASSADOR,))
    with database.write():
        notes.review_note(note.id, people.person("ambassador").id, seen(note))
    with database.write(), pytest.raises(Refused):
        notes.review_note(note.id, other.id, seen(note), "No.")
    assert fresh(note).state == "published"


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(browser: Browser) -> None:
    lena = browser("learner")
    opened = lena.post("/notes/new", {"title": "Only this", "language": "en"}, 422)
    assert len(opened.problems) == 3
    assert opened.main.find("input", id="title").get("value") == "Only this"
    key = {**TYPED, "form_key": "abc"}
    assert lena.post("/notes/new", key).location == lena.post("/notes/new", key).location
    assert db.session.execute(select(func.count()).select_from(TriedNote)).scalar_one() == 1


def test_the_list_takes_two_statements_and_pages_by_key(browser: Browser, tried: WriteNote) -> None:
    reader = people.person("ambassador").id
    for number in range(30):
        note = tried(f"Note number {number}", skills=("mail",) if number < 3 else ())
        with database.write():
            notes.review_note(note.id, reader, seen(note))
    oona = browser("outsider")
    oona.get("/notes")
    with oona.statements() as counted:
        opened = oona.get("/notes")
    assert len(counted) == 2, counted
    first = [link.text for link in opened.main.all("a") if link.text.startswith("Note number")]
    opened = oona.get(opened.link("Next page"))
    rest = [link.text for link in opened.main.all("a") if link.text.startswith("Note number")]
    assert first + rest == [f"Note number {number}" for number in range(29, -1, -1)]
    assert oona.get("/notes?skill=mail").text.count("Note number") == 3
    for nonsense in ("x", "1.x", "9" * 40):
        oona.get(f"/notes?after={nonsense}")
    for number in range(27):
        tried(f"Waiting number {number}")
    amir = browser("ambassador")
    opened = amir.get("/notes?show=review")
    first = [link.text for link in opened.main.all("a") if link.text.startswith("Waiting number")]
    opened = amir.get(opened.link("Next page"))
    rest = [link.text for link in opened.main.all("a") if link.text.startswith("Waiting number")]
    assert first + rest == [f"Waiting number {number}" for number in range(27)]
