"""What is signed about a badge: chosen by its holder, revoked when it no longer holds, the same bytes each time."""

import hashlib
import json
import os
import subprocess
import sys
from datetime import timedelta
from itertools import pairwise

import pytest
from flask import Flask
from sqlalchemy import delete, select

from learnhub import clock
from learnhub import db as database
from learnhub.badges import credentials, status
from learnhub.badges.contexts import FOLDER, SHIPPED
from learnhub.badges.models import Award, Credential, StatusList
from learnhub.db import db
from learnhub.people.models import Person
from learnhub.record.models import Statement
from learnhub.record.words import Verb
from tests import factories, people
from tests.architecture.source import ROOT
from tests.badges.issued import EARNED, ISSUED, Document, award_of, credentials_of, earn, files_of, make_issuer
from tests.badges.test_races import at_once
from tests.badges.world import complete, make_badge, void
from tests.page import Page


@pytest.fixture
def lena(app: Flask) -> Person:
    make_issuer(app)
    return people.person("learner")


def is_revoked(app: Flask, row: Credential) -> bool:
    """As the published list says."""
    document = json.loads(Page(app).get(f"/issuer/status/{row.list_number}").body)
    return status.is_set(status.decoded(document["credentialSubject"]["encodedList"]), row.place)


def identifiers(document: Document) -> dict[str, str]:
    found = document["credentialSubject"].get("identifier", [])
    return {one["identityType"]: one["identityHash"] for one in found}


def choose(award: Award, **choice: bool) -> Credential:
    with database.write():
        return credentials.choose(award, **choice)


def test_every_award_has_one_from_the_start_with_the_most_private_choice(app: Flask, lena: Person) -> None:
    award = earn(lena)
    (row,) = credentials_of(award)
    files = files_of(app, row.uuid)
    assert identifiers(files.document) == {}
    assert (row.holder_name, row.email_hash) == (None, None)
    assert lena.name not in files.json
    assert lena.email not in files.json


def test_a_sign_of_the_address_is_signed_once_its_holder_ticks_it(app: Flask, lena: Person) -> None:
    row = choose(earn(lena), with_name=False, with_email=True)
    files = files_of(app, row.uuid)
    expected = hashlib.sha256((lena.email + row.salt).encode()).hexdigest()
    assert identifiers(files.document) == {"emailAddress": f"sha256${expected}"}
    assert lena.name not in files.json
    assert lena.email not in files.json


def test_the_document_says_what_was_earned_when_and_how_it_is_known(app: Flask, lena: Person) -> None:
    (row,) = credentials_of(earn(lena))
    document = files_of(app, row.uuid).document
    subject = document["credentialSubject"]
    assert document["id"] == f"http://localhost/credentials/{row.uuid}"
    assert (document["validFrom"], document["awardedDate"]) == ("2026-03-04T11:00:00Z", "2026-03-04T10:30:00Z")
    assert document["proof"]["created"] == document["validFrom"]
    assert subject["achievement"]["name"] == "Letters"
    assert subject["achievement"]["criteria"] == {"narrative": "Complete the course “Letters”."}
    assert subject["achievement"]["alignment"][0]["targetCode"] == "letters"
    assert subject["narrative"] == (
        "Recorded by LearnHub. Of a course that is its check, passed; "
        "reading and practical tasks are on the holder's word."
    )


def test_the_same_bytes_are_made_each_time(app: Flask, lena: Person) -> None:
    (row,) = credentials_of(earn(lena))
    first = files_of(app, row.uuid)
    with clock.at(ISSUED + timedelta(days=400)):
        later = files_of(app, row.uuid)
    assert (first.json, first.jwt, first.svg) == (later.json, later.jwt, later.svg)


def test_it_says_the_name_that_the_badge_had_when_it_was_earned(app: Flask, lena: Person) -> None:
    (row,) = credentials_of(earn(lena))
    before = files_of(app, row.uuid)
    make_badge("letters", {"course": "letters"}, title="Post", criteria="Something else.")
    assert files_of(app, row.uuid).json == before.json


def test_in_the_language_of_its_holder_and_naming_the_other_edition(app: Flask) -> None:
    make_issuer(app)
    (row,) = credentials_of(earn(people.person("welsh")))
    document = files_of(app, row.uuid).document
    achievement = document["credentialSubject"]["achievement"]
    assert (document["name"], achievement["inLanguage"]) == ("Llythyrau", "cy")
    (other,) = achievement["related"]
    assert (other["id"] + "/cy", other["inLanguage"]) == (achievement["id"], "en")
    as_json = {"Accept": "application/json"}
    for address, name in ((other["id"], "Letters"), (achievement["id"], "Llythyrau")):
        found = json.loads(Page(app).get(address.removeprefix("http://localhost"), headers=as_json).body)
        assert (found["id"], found["name"]) == (address, name)


def test_a_choice_revokes_what_was_and_issues_another_at_another_address(app: Flask, lena: Person) -> None:
    award = earn(lena)
    choose(award, with_name=True, with_email=False)
    before, now = credentials_of(award)
    assert before.uuid != now.uuid
    assert (before.why, now.revoked_at) == ("choice", None)
    assert identifiers(files_of(app, now.uuid).document) == {"name": lena.name}
    assert (is_revoked(app, before), is_revoked(app, now)) == (True, False)
    for form in ("", ".json", ".jwt", ".svg"):
        Page(app).get(f"/credentials/{before.uuid}{form}", 410)


def test_neither_name_nor_address_leaves_a_holder_without_a_face(app: Flask, lena: Person) -> None:
    award = earn(lena)
    row = choose(award, with_name=False, with_email=False)
    document = files_of(app, row.uuid).document
    assert identifiers(document) == {}
    assert document["credentialSubject"]["id"].startswith("urn:uuid:")


def test_two_credentials_of_one_person_share_nothing_that_joins_them(app: Flask, lena: Person) -> None:
    award = earn(lena)
    first = files_of(app, credentials_of(award)[-1].uuid).document
    second = files_of(app, choose(award, with_name=False, with_email=True).uuid).document
    assert first["credentialSubject"]["id"] != second["credentialSubject"]["id"]
    assert identifiers(first) != identifiers(second)


def test_when_the_award_falls_its_credential_is_revoked(app: Flask, lena: Person) -> None:
    make_badge("letters", {"course": "letters"})
    seq = complete(lena, factories.make_course(slug="letters"))
    award = award_of(lena)
    void(seq, lena)
    (row,) = credentials_of(award)
    assert row.why == "award"
    assert is_revoked(app, row)
    page = Page(app).get(f"/credentials/{row.uuid}", 410)
    assert page.h1 == "This badge has been revoked"
    assert "taken back" in page.text
    assert lena.name not in page.text


def test_what_is_revoked_stays_revoked_when_the_rest_is_erased(app: Flask, lena: Person) -> None:
    award = earn(lena)
    with database.write():
        credentials.take_away(award)
    (row,) = credentials_of(award)
    number, place = row.list_number, row.place
    with database.write():
        db.session.execute(delete(Credential))
    assert status.is_set(status.decoded(status.encoded([place])), place)
    document = json.loads(Page(app).get(f"/issuer/status/{number}").body)
    assert status.is_set(status.decoded(document["credentialSubject"]["encodedList"]), place)


def test_places_are_given_once_each_and_in_no_order_that_can_be_seen() -> None:
    places = [status.place(b"a seed of 16 byt", number) for number in range(5_000)]
    assert len(set(places)) == len(places)
    assert all(0 <= place < status.PLACES for place in places)
    rising = sum(one < other for one, other in pairwise(places))
    assert 2_300 < rising < 2_700
    assert places[:50] != [status.place(b"another seed 16b", number) for number in range(50)]


def test_every_place_of_a_list_is_given_out() -> None:
    assert {status.place(b"a seed of 16 byt", number) for number in range(status.PLACES)} == set(range(status.PLACES))


def test_two_choices_at_once_leave_one_credential_that_holds(app: Flask, lena: Person) -> None:
    award_id = earn(lena).id

    def work(with_name: bool) -> None:
        with database.write():
            credentials.choose(db.session.get_one(Award, award_id), with_name=with_name, with_email=True)

    at_once(app, *(lambda name=name: work(name) for name in (True, False, True, False)))
    rows = credentials_of(award_of(lena))
    assert [row.revoked_at is None for row in rows].count(True) == 1
    assert len(rows) == 5
    assert len({row.place for row in rows}) == 5


def test_a_credential_is_not_issued_for_what_was_taken_back(app: Flask, lena: Person) -> None:
    make_badge("letters", {"course": "letters"})
    seq = complete(lena, factories.make_course(slug="letters"))
    void(seq, lena)
    award = award_of(lena)
    with pytest.raises(ValueError, match="taken back"), database.write():
        credentials.choose(award, with_name=True, with_email=True)
    assert [row.why for row in credentials_of(award)] == ["award"]


def test_a_full_list_is_followed_by_another(app: Flask, lena: Person) -> None:
    award = earn(lena)
    with database.write():
        db.session.execute(select(StatusList)).scalar_one().taken = status.PLACES
    row = choose(award, with_name=False, with_email=True)
    assert row.list_number == 2
    assert files_of(app, row.uuid, 2).document["credentialStatus"]["statusListCredential"].endswith("/issuer/status/2")


def test_a_credential_says_how_well_the_award_is_known(app: Flask, lena: Person) -> None:
    award = earn(lena)
    (row,) = credentials_of(award)
    said = db.session.execute(select(Statement).filter_by(verb=Verb.EARNED)).scalar_one()
    assert (row.assurance, row.earned_at, row.issued_at) == (said.assurance, EARNED, ISSUED)


@pytest.mark.parametrize("address", SHIPPED)
def test_contexts_are_as_they_were_published(address: str) -> None:
    """What a word means is part of what a signature covers: SHA-256 of each file, as its publisher has it."""
    digests = {
        "credentials-v2.json": "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",
        "ob-v3p0-context-3.0.1.json": "5f3d9dd6288ef437ff8286cf95ffbff609c748a66f24a1e9450c45ca64be1571",
        "ob-v3p0-context-3.0.2.json": "00666ad080ba407687ed1846b7f5e7495f5019042b202a727de47c48a1755c53",
        "ob-v3p0-context-3.0.3.json": "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84",
        "ob-v3p0-extensions.json": "87c06c81bc2317663bf288d740d94fddd2818c4342b186270ff6371dfaa63f93",
        "security-data-integrity-v2.json": "67f21e6e33a6c14e5ccfd2fc7865f7474fb71a04af7e94136cb399dfac8ae8f4",
        "security-multikey-v1.json": "ba2c182de2d92f7e47184bcca8fcf0beaee6d3986c527bf664c195bbc7c58597",
    }
    assert hashlib.sha256((FOLDER / SHIPPED[address]).read_bytes()).hexdigest() == digests[SHIPPED[address]]


def test_nothing_that_signs_renders_or_stems_is_loaded_until_it_is_asked_for() -> None:
    """46 MB of libraries: an idle worker does without."""
    code = (
        "import sys; from learnhub import create_app; create_app(); "
        "print(sorted({'joserfc', 'pyld', 'lxml', 'cryptography', 'markdown', 'bleach', 'nh3', 'snowballstemmer'}"
        " & set(sys.modules)))"
    )
    environment = {**os.environ, "LEARNHUB_DEMO": "1", "LEARNHUB_SECRET_KEY": "0" * 32}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
