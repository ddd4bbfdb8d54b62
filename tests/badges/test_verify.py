"""`flask badges verify`: anybody's credential, on a machine without network or database; hostile files cost little."""

import json
import struct
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask
from joserfc import jws
from joserfc.jwk import ECKey, OKPKey, RSAKey

from learnhub.badges import contexts, proofs
from learnhub.badges.baking import bake_json, baked_in
from learnhub.badges.findings import instant_of
from learnhub.badges.multibase import ED25519, base58, base64url, from_base58, from_base64url
from learnhub.badges.reading import LARGEST_FILE
from learnhub.db import db
from tests import people
from tests.architecture.source import ROOT
from tests.badges.issued import (
    ISSUED,
    Document,
    Files,
    changed,
    credentials_of,
    earn,
    encoded,
    files_of,
    make_issuer,
    use,
)
from tests.badges.tampering import THEIR_RSA
from tests.page import Page

VECTORS = ROOT / "tests/badges/vectors"
VALID, REFUSED, UNPROVEN = 0, 1, 3
Verify = Callable[..., tuple[int, str]]


@pytest.fixture
def files(app: Flask) -> Files:
    make_issuer(app)
    return files_of(app, credentials_of(earn(people.person("learner")))[0].uuid)


@pytest.fixture
def verify(app: Flask, tmp_path: Path) -> Verify:
    """Run the command on a text or bytes; its exit code and what it printed."""

    def run(content: str | bytes, keys: Any = None, status: str | None = None) -> tuple[int, str]:
        args = ["badges", "verify", written("credential", content)]
        if keys is not None:
            args += ["--keys", written("keys", keys if isinstance(keys, str) else json.dumps(keys))]
        if status is not None:
            args += ["--status", written("status", status)]
        done = app.test_cli_runner().invoke(args=args)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.exit_code, done.output

    def written(name: str, content: str | bytes) -> str:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    return run


def test_each_form_of_ours_is_valid(files: Files, verify: Verify) -> None:
    for text in (files.json, files.jwt, files.svg, bake_json('<svg width="1"></svg>', files.json)):
        code, said = verify(text)
        assert code == VALID, said
        assert "VALID: everything was checked." in said
        assert "not on the issuer's list" in said


def test_the_list_of_the_revoked_may_be_a_jwt(app: Flask, files: Files, verify: Verify) -> None:
    listed = Page(app).get("/issuer/status/1", headers={"Accept": "application/jwt"}).body.decode()
    use(app, issuer_keys=None, base_url="https://another.example", demo=False)
    assert verify(files.json, files.issuer, listed)[0] == VALID


def test_ours_verify_with_the_whole_database_gone(app: Flask, files: Files, verify: Verify, tmp_path: Path) -> None:
    """By the issuer's file; with the published list also that it is not revoked."""
    db.session.remove()
    db.engine.dispose()
    if db.engine.dialect.name == "sqlite":
        for path in tmp_path.glob("*.db*"):
            path.unlink()
    else:
        app.extensions["sqlalchemy"].engines[None].url  # noqa: B018  # elsewhere the file is what we can take away
    code, said = verify(files.json, status=files.status)
    assert (code, "VALID" in said) == (VALID, True), said
    if db.engine.dialect.name == "sqlite":
        code, said = verify(files.json)
        assert code == UNPROVEN, said
        assert "Whether it was revoked could not be checked" in said
        assert "The embedded signature fits" in said


def test_ours_verify_elsewhere_with_the_issuers_document_or_its_keys(app: Flask, files: Files, verify: Verify) -> None:
    use(app, issuer_keys=None, base_url="https://another.example", demo=False)
    assert verify(files.json)[0] == REFUSED
    for keys in (files.issuer, files.keys):
        for file in (files.jwt, files.json):
            assert verify(file, keys, files.status)[0] == VALID
    assert verify(files.jwt, files.keys)[0] == UNPROVEN


def test_a_revoked_one_is_refused(app: Flask, files: Files, verify: Verify) -> None:
    from learnhub import db as database
    from learnhub.badges import credentials
    from tests.badges.issued import award_of

    award = award_of(people.person("learner"))
    with database.write():
        credentials.take_away(award)
    code, said = verify(files.json)
    assert code == REFUSED
    assert "It has been revoked by its issuer." in said


LISTS = {
    "of another address": lambda one: one.update(id="http://localhost/issuer/status/2"),
    "of another issuer": lambda one: one.update(issuer="https://elsewhere.example/issuer"),
    "changed": lambda one: one["credentialSubject"].update(encodedList="uH4sIAAAAAAAA_2NgAAAAAQABAA"),
    "of another purpose": lambda one: one["credentialSubject"].update(statusPurpose="suspension"),
    "unsigned": lambda one: one.pop("proof"),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_that_is_not_the_issuers_proves_nothing(files: Files, verify: Verify, name: str) -> None:
    code, said = verify(files.json, status=json.dumps(changed(json.loads(files.status), LISTS[name])))
    assert code == REFUSED
    assert "The list of what is revoked is wrong" in said


# Others' credentials


def badge_by(issuer: str, **more: Any) -> Document:
    """A small credential of somebody else."""
    return {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": "urn:uuid:a63a60be-f4af-491c-87fc-2c8fd3007a58",
        "type": ["VerifiableCredential", "AchievementCredential"],
        "issuer": {"id": issuer, "type": ["Profile"], "name": "Somebody"},
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {
            "id": "did:example:holder",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "urn:uuid:bd6d9316-f7ae-4073-a1e5-2f7f5bd22922",
                "type": ["Achievement"],
                "name": "Robotics",
                "description": "Builds robots.",
                "criteria": {"narrative": "Build one."},
            },
        },
        **more,
    }


SOMEBODY = Ed25519PrivateKey.from_private_bytes(b"somebody else's own key: 32 byte")
DID = "did:key:" + base58(ED25519 + SOMEBODY.public_key().public_bytes_raw())


def by_did_key(**more: Any) -> str:
    method = f"{DID}#{DID.removeprefix('did:key:')}"
    return json.dumps(proofs.embed(badge_by(DID, **more), SOMEBODY, method, ISSUED))


def token(key: Any, algorithm: str, document: Document, **header: Any) -> str:
    claims = {"iss": document["issuer"]["id"], "jti": document["id"], "nbf": 1767225600, "sub": "did:example:holder"}
    return jws.serialize_compact(
        {"alg": algorithm, **header}, json.dumps({**document, **claims}).encode(), key, algorithms=[algorithm]
    )


def test_somebody_elses_with_a_did_key_is_valid(verify: Verify) -> None:
    code, said = verify(by_did_key())
    assert code == VALID, said
    assert DID in said


def test_somebody_elses_jwt_with_a_did_jwk_is_valid(verify: Verify) -> None:
    for key, algorithm in ((ECKey.generate_key("P-256"), "ES256"), (OKPKey.generate_key("Ed25519"), "Ed25519")):
        did = "did:jwk:" + encoded(key.as_dict(private=False))
        code, said = verify(token(key, algorithm, badge_by(did), kid=f"{did}#0"))
        assert code == VALID, said


def test_somebody_elses_with_the_keys_one_was_given(verify: Verify) -> None:
    key = RSAKey.generate_key(2048)
    keys = {"keys": [{**key.as_dict(private=False), "kid": "https://badges.example/keys/1"}]}
    signed = token(key, "RS256", badge_by("https://badges.example/issuer"), kid="https://badges.example/keys/1")
    assert verify(signed, keys)[0] == VALID
    assert verify(signed)[0] == REFUSED
    elsewhere = token(key, "RS256", badge_by("https://another.example/issuer"), kid="https://badges.example/keys/1")
    code, said = verify(elsewhere, keys)
    assert code == UNPROVEN
    assert "Nothing says that the key belongs to https://another.example/issuer" in said


def test_a_key_that_came_along_says_nothing_about_who_signed(verify: Verify) -> None:
    signed = token(THEIR_RSA, "RS256", badge_by("https://badges.example/issuer"), jwk=THEIR_RSA.as_dict(private=False))
    code, said = verify(signed)
    assert code == UNPROVEN, said
    assert "says nothing about who signed it" in said


def test_what_cannot_be_checked_is_said_and_not_taken_for_good(verify: Verify) -> None:
    entry = {"id": "https://e.example/1#2", "type": "BitstringStatusListEntry", "statusPurpose": "revocation",
             "statusListIndex": "2", "statusListCredential": "https://e.example/1"}  # fmt: skip
    code, said = verify(by_did_key(credentialStatus=entry))
    assert code == UNPROVEN
    assert "https://e.example/1" in said


BAD_DOCUMENTS: dict[str, tuple[str, str]] = {
    "not valid yet": (by_did_key(validFrom="2999-01-01T00:00:00Z"), "not valid yet"),
    "expired": (by_did_key(validUntil="2026-02-01T00:00:00Z"), "has expired"),
    "no date": (by_did_key(validFrom="soon"), "no date"),
    "another kind of document": (by_did_key(type=["VerifiableCredential"]), "not an Open Badges 3.0 credential"),
    "another's key": (
        json.dumps(proofs.embed(badge_by("did:key:z6Mkother"), SOMEBODY, f"{DID}#{DID[8:]}", ISSUED)),
        "the key is another's",
    ),
    "a context that is not shipped": (
        json.dumps(
            {**json.loads(by_did_key()), "@context": ["https://www.w3.org/ns/credentials/v2", "https://e.example"]}
        ),
        "never fetched",
    ),
    "a word in the proof that is not covered": (
        json.dumps(changed(json.loads(by_did_key()), lambda one: one["proof"].update(note="x"))),
        "does not cover",
    ),
}


@pytest.mark.parametrize("name", BAD_DOCUMENTS)
def test_what_is_wrong_is_refused_with_its_reason(verify: Verify, name: str) -> None:
    text, reason = BAD_DOCUMENTS[name]
    code, said = verify(text)
    assert code == REFUSED, said
    assert reason in said


def poison() -> str:
    """A few kilobytes whose canonicalization would take for ever: blank nodes that all look alike."""
    names = [f"_:b{number}" for number in range(14)]
    related = [
        {"id": one, "type": ["Related"], "related": [{"id": other} for other in names if other != one]} for one in names
    ]
    return json.dumps(changed(json.loads(by_did_key()), lambda one: one["credentialSubject"]["achievement"].update(
        related=[{**each, "type": ["Achievement"]} for each in related])))  # fmt: skip


def png(text: bytes, *, packed: bool = False) -> bytes:
    data = b"openbadgecredential\0" + (b"\1" if packed else b"\0") + b"\0" + b"en\0\0" + text
    chunk = struct.pack(">I", len(data)) + b"iTXt" + data + struct.pack(">I", zlib.crc32(b"iTXt" + data))
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + b"\0" * 17 + chunk


TAG = "<openbadges:credential verify='a'/>"
OB = "xmlns:openbadges='https://purl.imsglobal.org/ob/v3p0'"
HOSTILE: dict[str, bytes] = {
    "nothing": b"",
    "a word": b"hello",
    "ten megabytes": b'{"a": "' + b"x" * (10 * 1024 * 1024) + b'"}',
    "two megabytes of JSON": b'{"a": "' + b"x" * (2 * 1024 * 1024) + b'"}',
    "nested a hundred thousand deep": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "lists a hundred thousand deep": b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "a list": b"[]",
    "a name twice": b'{"type": "a", "type": "b"}',
    "not a number": b'{"a": NaN}',
    "half a character": b'{"a": "\\ud800"}',
    "a NUL": b"\0\0\0",
    "latin": "é".encode("latin-1"),
    "dots": b"..",
    "a token of nothing": b"e30.e30.e30",
    "a token of lists": f"{encoded([])}.{encoded([])}.".encode(),
    "a token whose header is a bomb": f"{encoded(b'[' * 50_000)}.{encoded({})}.x".encode(),
    "an SVG without": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "an SVG cut": b"<svg",
    "an entity bomb": (
        b"<!DOCTYPE svg [<!ENTITY a 'aaaaaaaaaa'>"
        + b"".join(f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>".encode() for n in range(9))
        + f"]><svg {OB}><openbadges:credential>&j;</openbadges:credential></svg>".encode()
    ),
    "an entity from a file": (
        b"<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
        + f"<svg {OB}><openbadges:credential>&x;</openbadges:credential></svg>".encode()
    ),
    "two credentials in one picture": f"<svg {OB}>{TAG}{TAG}</svg>".encode(),
    "a PNG without": b"\x89PNG\r\n\x1a\n" + b"\0" * 50,
    "a PNG cut": png(b"x")[:40],
    "a PNG bomb": png(zlib.compress(b"{" + b" " * 50_000_000), packed=True),
    "a PNG that is not packed as it says": png(b"xxxx", packed=True),
    "blank nodes that look alike": poison().encode(),
    "a thousand proofs": json.dumps({**json.loads(by_did_key()), "proof": [{}] * 1000}).encode(),
    "a proof that is a number": json.dumps({**json.loads(by_did_key()), "proof": 7}).encode(),
    "an endless base58": json.dumps(
        changed(json.loads(by_did_key()), lambda one: one["proof"].update(proofValue="z" + "2" * 200_000))
    ).encode(),
    "types that are lists": json.dumps({**badge_by(DID), "type": [["VerifiableCredential"], {}]}).encode(),
    "an issuer that is a list": json.dumps({**badge_by(DID), "issuer": [DID]}).encode(),
    "dates past all calendars": by_did_key(validFrom="9999-12-31T23:59:59-23:59").encode(),
    "a did of nonsense": by_did_key().replace(DID, "did:key:zzz0OIl").encode(),
    "a did:jwk of nonsense": by_did_key().replace(DID, "did:jwk:e30").encode(),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_quickly_and_without_a_traceback(verify: Verify, name: str) -> None:
    began = time.perf_counter()
    code, said = verify(HOSTILE[name])
    assert code == REFUSED, said
    assert "NO " in said
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize(
    "keys", ["", "{}", "[]", '{"keys": [{"kty": "oct", "k": "AA", "kid": "x"}]}', '{"keys": [{}]}', "\x00"]
)
def test_keys_that_are_none_are_refused(verify: Verify, keys: str) -> None:
    code, said = verify(token(THEIR_RSA, "RS256", badge_by("https://b.example/issuer"), kid="x"), keys)
    assert code == REFUSED, said


def test_a_key_of_the_wrong_length_is_refused(verify: Verify) -> None:
    keys = {"keys": [{"kty": "RSA", "n": base64url(b"\x7f" * 64), "e": "AQAB", "kid": "https://b.example/k"}]}
    signed = token(THEIR_RSA, "RS256", badge_by("https://b.example/issuer"), kid="https://b.example/k")
    code, said = verify(signed, keys)
    assert code == REFUSED
    assert "too short" in said


def test_a_credential_in_a_png_is_found(files: Files, verify: Verify) -> None:
    for picture in (png(files.jwt.encode()), png(zlib.compress(files.json.encode()), packed=True)):
        code, said = verify(picture)
        assert code == VALID, said
        assert "a PNG picture" in said


def test_what_is_baked_is_read_back(files: Files) -> None:
    text = files.json.replace("Letters", "]]> Letters")
    assert baked_in(bake_json('<svg width="1"></svg>', text).encode()) == text.strip()
    assert baked_in(files.svg.encode()) == files.jwt


def test_a_file_that_is_too_large_is_not_read(verify: Verify) -> None:
    assert "larger than 8 MB" in verify(b" " * (LARGEST_FILE + 1))[1]


@pytest.mark.parametrize("data", [b"", b"\0", b"\0\0a", b"hello", bytes(range(40))])
def test_base58_there_and_back(data: bytes) -> None:
    assert from_base58(base58(data)) == data


@pytest.mark.parametrize("text", ["QQ==", "QR", "Q", "Q+", "Q Q"])
def test_base64url_is_strict(text: str) -> None:
    with pytest.raises(ValueError, match="base64url"):
        from_base64url(text)


def test_a_proof_as_the_standard_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The example of Data Integrity EdDSA Cryptosuites 1.0, B.1: the same proof value, byte for byte."""
    example = json.loads((VECTORS / "signed-credential.json").read_text())
    words = json.loads((VECTORS / "credentials-examples-v2.json").read_text())
    shipped = contexts.context
    monkeypatch.setattr(contexts, "context", lambda address: words if "examples" in address else shipped(address))
    secret = from_base58(json.loads((VECTORS / "key-pair.json").read_text())["privateKeyMultibase"])[2:]
    plain = {name: value for name, value in example.items() if name != "proof"}
    key, proof = Ed25519PrivateKey.from_private_bytes(secret), example["proof"]
    made = proofs.embed(plain, key, proof["verificationMethod"], instant_of(proof["created"]))
    assert made["proof"]["proofValue"] == proof["proofValue"]
