"""The issuer's keys: readable by nobody else, rotated without losing what was signed, refused when in wrong hands."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from learnhub import clock
from learnhub.badges import keys as issuer
from learnhub.badges import trust
from learnhub.badges.checking import check
from learnhub.badges.credential_queries import our_list
from learnhub.badges.findings import Report
from learnhub.badges.keys import KeysError
from learnhub.badges.reading import read_credential
from tests import people
from tests.badges.issued import BASE, ISSUED, Files, credentials_of, earn, files_of, make_issuer, settings, use
from tests.page import Page


@pytest.fixture
def runner(app: Flask) -> FlaskCliRunner:
    return app.test_cli_runner()


def path(app: Flask) -> Path:
    found = settings(app).issuer_keys
    assert found is not None
    return found


def verdict(text: str) -> Report:
    ring = trust.KeyRing(trust.ours(BASE, issuer.issuer_keys().keys))
    return check(read_credential(text.encode()), ring, our_list)


@pytest.fixture
def files(app: Flask) -> Files:
    make_issuer(app)
    return files_of(app, credentials_of(earn(people.person("learner")))[0].uuid)


def test_the_file_is_made_for_its_owner_alone(app: Flask, runner: FlaskCliRunner) -> None:
    made = runner.invoke(args=["badges", "keys", "make"])
    assert made.exit_code == 0, made.output
    assert path(app).stat().st_mode & 0o777 == 0o600
    assert {key.kind for key in issuer.read(path(app)).keys} == {"RSA", "Ed25519"}
    again = runner.invoke(args=["badges", "keys", "make"])
    assert again.exit_code == 1
    assert "is there already" in again.output
    assert not list(path(app).parent.glob(".*issuer-keys*"))


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_file_that_others_can_read_signs_nothing(app: Flask, files: Files, mode: int) -> None:
    path(app).chmod(mode)
    with pytest.raises(KeysError, match="chmod 600"):
        issuer.read(path(app))
    said = json.loads(Page(app).open("/readyz").body)["checks"]["issuer keys"]
    assert said["signs"] is False
    assert "chmod 600" in said["why"]
    Page(app).get(f"/credentials/{files.document['id'].rpartition('/')[2]}.json", 503)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"keys": [{"kty": "RSA"}]}', '{"keys": 3}', "\x00"])
def test_a_broken_file_signs_nothing_and_breaks_nothing(app: Flask, text: str) -> None:
    path(app).write_text(text)
    path(app).chmod(0o600)
    assert json.loads(Page(app).open("/readyz").body)["checks"]["issuer keys"]["signs"] is False
    Page(app).get("/issuer")


def test_a_key_under_another_keys_name_is_refused(app: Flask) -> None:
    make_issuer(app)
    rows = json.loads(path(app).read_text())
    rows["keys"][0]["kid"] = rows["keys"][1]["kid"]
    path(app).write_text(json.dumps(rows))
    with pytest.raises(KeysError):
        issuer.read(path(app))


def test_after_a_rotation_what_was_downloaded_before_goes_on_verifying(
    app: Flask, runner: FlaskCliRunner, files: Files
) -> None:
    before = issuer.read(path(app))
    assert runner.invoke(args=["badges", "keys", "rotate"]).exit_code == 0
    after = issuer.read(path(app))
    assert len(after.keys) == 4
    assert path(app).stat().st_mode & 0o777 == 0o600
    for text in (files.json, files.jwt, files.svg):
        assert verdict(text).is_proven
    kept = [after.named(key.name) for key in before.keys]
    assert all(key is not None and not key.can_sign and not issuer.PRIVATE & set(key.jwk) for key in kept)


def test_after_a_rotation_new_downloads_are_signed_by_the_new_key(
    app: Flask, runner: FlaskCliRunner, files: Files
) -> None:
    runner.invoke(args=["badges", "keys", "rotate"])
    now = files_of(app, files.document["id"].rpartition("/")[2])
    assert now.header["kid"] != files.header["kid"]
    assert now.document["proof"]["verificationMethod"] != files.document["proof"]["verificationMethod"]
    assert {**now.document, "proof": 0} == {**files.document, "proof": 0}
    assert verdict(now.json).is_proven
    assert verdict(now.jwt).is_proven
    assert len(now.keys["keys"]) == 4
    retired = [key for key in now.keys["keys"] if "exp" in key]
    assert len(retired) == 2
    assert len([one for one in now.issuer["verificationMethod"] if "expires" in one]) == 2


def test_what_is_signed_after_its_key_expired_is_refused(app: Flask, files: Files) -> None:
    keys = issuer.read(path(app))
    early = ISSUED - timedelta(days=1)
    issuer.write(path(app), issuer.IssuerKeys(tuple(issuer.retired(key, early) for key in keys.keys)))
    for text in (files.json, files.jwt):
        report = verdict(text)
        assert report.is_refused
        assert "The key had expired when it was signed." in report.lines[-1].text
    late = ISSUED + timedelta(seconds=1)
    issuer.write(path(app), issuer.IssuerKeys(tuple(issuer.retired(key, late) for key in keys.keys)))
    assert verdict(files.json).is_proven


def test_nothing_that_a_key_in_wrong_hands_signed_is_believed(app: Flask, runner: FlaskCliRunner, files: Files) -> None:
    runner.invoke(args=["badges", "keys", "rotate"])
    old = files.document["proof"]["verificationMethod"].partition("#")[2]
    done = runner.invoke(args=["badges", "keys", "retire", old, "--compromised"])
    assert done.exit_code == 0, done.output
    assert verdict(files.json).is_refused
    assert verdict(files.jwt).is_proven  # the other key is another key
    issuer_document = json.loads(Page(app).get("/issuer", headers={"Accept": "application/json"}).body)
    assert not any(address.endswith(old) for address in issuer_document["assertionMethod"])
    assert "wrong hands" in Page(app).get("/issuer").text


def test_retiring_the_last_key_says_what_to_do(app: Flask, runner: FlaskCliRunner) -> None:
    make_issuer(app)
    rsa = issuer.read(path(app)).signing("RSA")
    done = runner.invoke(args=["badges", "keys", "retire", rsa.name])
    assert "No RSA key is left that signs" in done.output
    assert runner.invoke(args=["badges", "keys", "retire", "nobody"]).exit_code == 1
    listed = runner.invoke(args=["badges", "keys", "list"]).output.splitlines()
    assert sorted(line.rpartition("\t")[2] for line in listed) == ["signs", "verifies only"]


def test_commands_without_a_file_say_so(app: Flask, runner: FlaskCliRunner) -> None:
    for command in (["rotate"], ["list"], ["retire", "x"]):
        refused = runner.invoke(args=["badges", "keys", *command])
        assert refused.exit_code == 1
        assert "flask badges keys make" in refused.output
    use(app, issuer_keys=None)
    assert "LEARNHUB_ISSUER_KEYS is not set" in runner.invoke(args=["badges", "keys", "list"]).output


def test_a_file_being_written_is_whole_or_not_there(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    before = make_issuer(app)

    def fail(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="disk is full"):
        issuer.write(path(app), issuer.rotated(before))
    assert issuer.read(path(app)).keys == before.keys


def test_public_keys_that_were_published_can_be_put_beside_new_ones(app: Flask, files: Files) -> None:
    """The file was lost, its backup too; what was signed goes on verifying."""
    published = files.keys["keys"]
    issuer.write(path(app), issuer.IssuerKeys(issuer.make()))
    assert verdict(files.json).is_refused
    rows = json.loads(path(app).read_text())
    path(app).write_text(json.dumps({"keys": rows["keys"] + published}))
    assert verdict(files.json).is_proven
    assert verdict(files.jwt).is_proven
    assert issuer.read(path(app)).signing("RSA").jwk["n"] == rows["keys"][0]["n"]


def test_keys_are_dated(app: Flask) -> None:
    with clock.at(datetime(2026, 5, 1, 12, tzinfo=UTC)):
        rsa, ed25519 = issuer.make()
    assert rsa.made_at == ed25519.made_at == datetime(2026, 5, 1, 12, tzinfo=UTC)
    assert rsa.public["iat"] == 1777636800
    assert "d" not in rsa.public
    assert "d" not in ed25519.public


def test_a_key_whose_name_begins_with_a_dash_is_a_name_and_no_option(app: Flask) -> None:
    runner = app.test_cli_runner()
    runner.invoke(args=["badges", "keys", "make"])
    done = runner.invoke(args=["badges", "keys", "retire", "-no-such-key"])
    assert "No such option" not in done.output
    assert "-no-such-key" in done.output
