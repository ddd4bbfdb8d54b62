"""Files of evidence: kept under their hash, handed out as downloads to those entitled, erased with the entry."""

import os
import stat
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage

from learnhub import db as database
from learnhub.config import SettingsError, load_settings
from learnhub.db import db
from learnhub.study import actions, evidence
from learnhub.study.models import StudyEntry
from learnhub.web import file_scan
from tests import people
from tests.page import Page
from tests.study.conftest import Log, files_in
from tests.study.files import GOOD, HOSTILE, pdf, png


def sent(content: bytes, name: str) -> FileStorage:
    return FileStorage(BytesIO(content), filename=name)


def post(page: Page, content: bytes, name: str, status: int = 303, **fields: str):
    return page.post(
        "/study/new", {"title": "A certificate", "minutes": "45", "evidence": sent(content, name), **fields}, status
    )


def entries() -> int:
    return db.session.execute(select(func.count()).select_from(StudyEntry)).scalar_one()


@pytest.mark.parametrize("name", GOOD)
def test_a_file_comes_back_as_it_was_and_only_as_a_download(lena: Page, evidence_folder: Path, name: str) -> None:
    opened = lena.get(post(lena, GOOD[name], f"../../{name}").location)
    assert f"Download {name}" in opened.text
    got = lena.get(opened.path + "/evidence")
    assert got.body == GOOD[name]
    assert got.headers["Content-Disposition"] == f"attachment; filename=\"{name}\"; filename*=UTF-8''{name}"
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert got.headers["Cache-Control"] == "private, no-store"
    (path,) = files_in(evidence_folder)
    assert len(path.name) == 64
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(evidence_folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_a_reason_and_nothing_is_kept(
    lena: Page, evidence_folder: Path, name: str
) -> None:
    content, _why = HOSTILE[name]
    opened = post(lena, content, name, 422, reflection="What I typed.")
    assert opened.problems
    assert "What you typed is still here." in opened.problems[0]
    assert opened.html.find("textarea", name="reflection").text == "What I typed."
    assert opened.html.find("input", name="title").get("value") == "A certificate"
    assert opened.html.find("details").has("open")
    assert (entries(), files_in(evidence_folder)) == (0, [])


def test_fifty_megabytes_get_a_page_that_says_so(lena: Page, evidence_folder: Path) -> None:
    opened = post(lena, b"\x89PNG\r\n\x1a\n" + b"\x00" * 50_000_000, "picture.png", 413)
    assert opened.h1 == "That is too large"
    assert (entries(), files_in(evidence_folder)) == (0, [])


def test_a_good_file_beside_a_wrong_field_must_be_chosen_again(lena: Page, evidence_folder: Path) -> None:
    opened = post(lena, pdf(), "a.pdf", 422, minutes="a while")
    assert any("Choose your file again" in problem for problem in opened.problems)
    assert files_in(evidence_folder) == []
    for _ in range(3):
        post(lena, pdf(), "a.pdf", minutes="480", title=f"Long {_}") if _ < 2 else None
    opened = post(lena, png(), "a.png", 422, minutes="960")
    assert any("Choose your file again" in problem for problem in opened.problems)
    assert len(files_in(evidence_folder)) == 1  # the two long ones have the same file


def test_a_name_in_welsh_and_one_that_deceives(lena: Page) -> None:
    opened = lena.get(post(lena, pdf(), "Tystysgrif Ŵyn \u202efdp.exe").location)
    got = lena.get(opened.path + "/evidence")
    assert got.headers["Content-Disposition"] == (
        "attachment; filename=\"Tystysgrif _yn fdp.exe.pdf\"; filename*=UTF-8''Tystysgrif%20%C5%B4yn%20fdp.exe.pdf"
    )


def test_who_may_download_it(page: Page, log: Log) -> None:
    entry = log("A talk", 45, file=b"What I noted.")
    address = f"/study/{entry.id}/evidence"
    assert page.open(address).location.startswith("/sign-in")
    for role in ("outsider", "ambassador", "hr", "admin"):
        page.sign_in(role).get(address, 404)
    page.sign_in("learner").get(f"/record/{entry.statement_seq}/confirm")
    page.submit("Ask them", email="ambassador@demo.example")
    page.sign_in("ambassador").get("/witness")
    assert page.get(page.now.link("Download the file they added")).body == b"What I noted."
    for role in ("outsider", "hr"):
        page.sign_in(role).get(address, 404)
    page.sign_in("ambassador").get("/witness")
    page.submit("Confirm Lena Marsh: A talk")
    page.get(address)  # what was confirmed on the strength of it can be looked at again


def test_a_colleague_who_could_not_confirm_sees_it_no_more(page: Page, log: Log) -> None:
    entry = log("A talk", 45, file=b"What I noted.")
    page.sign_in("learner").get(f"/record/{entry.statement_seq}/confirm")
    page.submit("Ask them", email="ambassador@demo.example")
    page.sign_in("ambassador").get("/witness")
    page.submit("I cannot confirm this Lena Marsh: A talk")
    page.get(f"/study/{entry.id}/evidence", 404)


def test_a_request_that_was_taken_back_shows_nothing(page: Page, log: Log) -> None:
    entry = log("A talk", 45, file=b"What I noted.")
    page.sign_in("learner").get(f"/record/{entry.statement_seq}/confirm")
    page.submit("Ask them", email="ambassador@demo.example")
    page.get(f"/record/{entry.statement_seq}/confirm")
    page.submit("Take my request back")
    page.sign_in("ambassador").get(f"/study/{entry.id}/evidence", 404)


def test_the_file_goes_with_the_last_entry_that_has_it(app: Flask, log: Log, evidence_folder: Path) -> None:
    one, other = log("One", 10, file=b"The same notes."), log("Two", 10, who="outsider", file=b"The same notes.")
    assert len(files_in(evidence_folder)) == 1
    with database.write():
        actions.remove_study(one.id, one.learner_id)
    assert len(files_in(evidence_folder)) == 1
    with database.write():
        actions.remove_study(other.id, other.learner_id)
    assert files_in(evidence_folder) == []


def test_a_correction_keeps_replaces_or_removes_the_file(lena: Page, log: Log, evidence_folder: Path) -> None:
    entry = log("One", 10, file=b"First notes.")
    lena.get(f"/study/{entry.id}/correct")
    opened = lena.submit("Keep the correction", title="Two")
    assert lena.get(opened.path + "/evidence").body == b"First notes."
    lena.get(opened.path + "/correct")
    opened = lena.submit("Keep the correction", evidence=[sent(b"Second notes.", "b.txt")])
    assert lena.get(opened.path + "/evidence").body == b"Second notes."
    assert len(files_in(evidence_folder)) == 1
    lena.get(opened.path + "/correct")
    opened = lena.submit("Keep the correction", drop_file="y")
    lena.get(opened.path + "/evidence", 404)
    assert files_in(evidence_folder) == []


def test_what_was_rolled_back_loses_no_file(app: Flask, log: Log, evidence_folder: Path) -> None:
    entry = log("One", 10, file=b"Notes.")
    database.begin_write()
    actions.remove_study(entry.id, entry.learner_id)
    database.rollback()
    assert len(files_in(evidence_folder)) == 1


def test_the_job_removes_old_orphans_alone(app: Flask, log: Log, evidence_folder: Path) -> None:
    log("One", 10, file=b"Notes.")
    (kept,) = files_in(evidence_folder)
    fresh, old = kept.with_name("f" * 64), kept.with_name("0" * 64)
    for path in (fresh, old, evidence_folder / "scan-left"):
        path.write_bytes(b"x")
    for path in (kept, old, evidence_folder / "scan-left"):
        os.utime(path, (1_600_000_000, 1_600_000_000))
    assert "evidence: 2 files removed" in app.test_cli_runner().invoke(args=["jobs", "run"]).output
    assert files_in(evidence_folder) == sorted([fresh, kept])
    assert evidence.remove_orphans() == 0


def test_a_file_that_is_not_there_is_not_found(lena: Page, log: Log, evidence_folder: Path) -> None:
    entry = log("One", 10, file=b"Notes.")
    files_in(evidence_folder)[0].unlink()
    lena.get(f"/study/{entry.id}/evidence", 404)


@pytest.fixture
def scanner(app: Flask, tmp_path: Path):
    """`scanner("exit 1")`: a scanner that does this. It notes what it was shown."""
    from dataclasses import replace

    def use(script: str) -> Path:
        seen, command = tmp_path / "seen", tmp_path / "scan.sh"
        command.write_text(f'#!/bin/sh\ncat "$1" > {seen}\n{script}\n')
        command.chmod(0o700)
        settings = app.extensions["learnhub.settings"]
        app.extensions["learnhub.settings"] = replace(settings, scan_command=(str(command),))
        return seen

    return use


def test_a_scanner_that_finds_nothing(lena: Page, scanner, evidence_folder: Path) -> None:
    seen = scanner("exit 0")
    post(lena, pdf(), "a.pdf")
    assert seen.read_bytes() == pdf()
    assert (entries(), len(files_in(evidence_folder))) == (1, 1)


@pytest.mark.parametrize(
    ("script", "says"),
    [("exit 1", "found something"), ("exit 2", "could not look"), ("kill -9 $$", "could not look")],
)
def test_a_scanner_that_does_not_say_clean(lena: Page, scanner, evidence_folder: Path, script: str, says: str) -> None:
    scanner(script)
    opened = post(lena, pdf(), "a.pdf", 422, reflection="Typed.")
    assert says in opened.problems[0]
    assert opened.html.find("textarea", name="reflection").text == "Typed."
    assert (entries(), files_in(evidence_folder)) == (0, [])


def test_a_scanner_that_never_answers_or_is_gone(
    app: Flask, lena: Page, scanner, evidence_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_scan, "SCAN_SECONDS", 0.3)
    scanner("exec sleep 20")
    assert "could not look" in post(lena, pdf(), "a.pdf", 422).problems[0]
    (tmp_path / "scan.sh").unlink()
    assert "could not look" in post(lena, pdf(), "a.pdf", 422).problems[0]
    assert files_in(evidence_folder) == []


def test_no_write_is_held_while_a_scanner_looks(lena: Page, scanner, monkeypatch: pytest.MonkeyPatch) -> None:
    scanner("exit 0")
    writing = []
    look = file_scan._ask
    monkeypatch.setattr(file_scan, "_ask", lambda *args: writing.append(database.is_writing()) or look(*args))
    post(lena, pdf(), "a.pdf")
    assert writing == [False]


def test_uploads_are_bounded(lena: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    from learnhub.study import entry_views
    from learnhub.web.throttle import Limit

    monkeypatch.setattr(entry_views, "UPLOADS", Limit("study-evidence", 2, entry_views.UPLOADS.per))
    for number in range(2):
        post(lena, pdf(), "a.pdf", title=f"Number {number}")
    post(lena, pdf(), "a.pdf", 429)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LEARNHUB_EVIDENCE", "evidence"),
        ("LEARNHUB_EVIDENCE", __file__),
        ("LEARNHUB_SCAN_COMMAND", "no-such-scanner --fast"),
        ("LEARNHUB_SCAN_COMMAND", "sh 'half"),
    ],
)
def test_a_wrong_setting_stops_the_start(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        load_settings({"LEARNHUB_DEMO": "1", "LEARNHUB_SECRET_KEY": "x" * 40, name: value})


def test_somebody_elses_hash_is_no_way_to_their_file(page: Page, log: Log) -> None:
    """There is no address by hash: only an entry leads to a file."""
    log("One", 10, file=b"Notes.")
    hash_ = db.session.execute(select(StudyEntry.evidence_hash)).scalar_one()
    for path in (f"/study/{hash_}", f"/evidence/{hash_}", f"/instance/evidence/{hash_}", f"/static/{hash_}"):
        page.sign_in("outsider").get(path, 404)
    assert people.person("outsider").learner_id != people.person("learner").learner_id
