"""Both proofs of what we issue are accepted by a program that is not ours, and every tampered variant is refused: by it
and by our own checker. (By npm's as well: `independent/README.md`.)"""

import json

import jsonschema
import pytest
from flask import Flask
from jsonschema import Draft201909Validator

from learnhub import db as database
from learnhub.badges import credentials, trust
from learnhub.badges.checking import check
from learnhub.badges.credential_queries import our_list
from learnhub.badges.keys import issuer_keys
from learnhub.badges.reading import UnreadableError, read_credential
from tests import people
from tests.architecture.source import ROOT
from tests.badges import tampering
from tests.badges.independent import openbadgeslib_says as library
from tests.badges.issued import BASE, Files, award_of, credentials_of, earn, files_of, make_issuer
from tests.page import Page

SCHEMAS = ROOT / "tests/badges/schemas"


@pytest.fixture
def files(app: Flask) -> Files:
    """A credential with everything in it that can be chosen."""
    make_issuer(app)
    award = earn(people.person("learner"))
    with database.write():
        credentials.choose(award, with_name=True, with_email=True)
    return files_of(app, credentials_of(award)[-1].uuid)


def status_lists(app: Flask) -> dict[str, str]:
    token = Page(app).get("/issuer/status/1", headers={"Accept": "application/jwt"}).body.decode()
    return {f"{BASE}/issuer/status/1": token}


def ours_accepts(text: str) -> bool:
    try:
        sealed = read_credential(text.encode())
    except UnreadableError:
        return False
    return check(sealed, trust.KeyRing(trust.ours(BASE, issuer_keys().keys)), our_list).is_proven


def test_another_program_accepts_both_proofs(app: Flask, files: Files) -> None:
    lists = status_lists(app)
    library.accepts_document(files.document, files.issuer, lists)
    library.accepts_token(files.jwt, files.issuer, lists)
    library.accepts_token(library.token_in_picture(files.svg), files.issuer, lists)
    assert all(ours_accepts(text) for text in (files.json, files.jwt, files.svg))


def test_another_program_and_ours_refuse_every_tampered_document(app: Flask, files: Files) -> None:
    """There are more than twenty; each is refused by both."""
    lists, taken = status_lists(app), {}
    variants = tampering.documents(files)
    for name, document in variants.items():
        assert document != files.document, name
        try:
            library.accepts_document(document, files.issuer, lists)
        except library.RefusedError:
            pass
        else:
            taken[name] = "openbadgeslib"
        if ours_accepts(json.dumps(document)):
            taken[name] = "ours"
    assert taken == {}
    assert len(variants) >= 20


def test_another_program_and_ours_refuse_every_tampered_token(app: Flask, files: Files) -> None:
    lists, taken = status_lists(app), {}
    variants = tampering.tokens(files)
    for name, token in variants.items():
        assert token != files.jwt, name
        try:
            library.accepts_token(token, files.issuer, lists)
        except library.RefusedError:
            pass
        else:
            taken[name] = "openbadgeslib"
        if ours_accepts(token):
            taken[name] = "ours"
    assert taken == {}
    assert len(variants) >= 20


def test_another_program_sees_that_it_is_revoked(app: Flask, files: Files) -> None:
    award = award_of(people.person("learner"))
    with database.write():
        credentials.take_away(award)
    with pytest.raises(library.RefusedError, match="is set at index"):
        library.accepts_token(files.jwt, files.issuer, status_lists(app))
    with pytest.raises(library.RefusedError, match="is set at index"):
        library.accepts_document(files.document, files.issuer, status_lists(app))


def test_the_credential_and_the_issuer_fit_the_schemas_of_open_badges_3(files: Files) -> None:
    for document, name in (
        (files.document, "ob_v3p0_achievementcredential_schema"),
        (files.payload, "ob_v3p0_achievementcredential_schema"),
        (files.issuer, "ob_v3p0_profile_schema"),
    ):
        schema = json.loads((SCHEMAS / f"{name}.json").read_text())
        found = sorted(Draft201909Validator(schema).iter_errors(document), key=lambda error: list(error.path))
        assert [f"{list(error.path)}: {error.message}" for error in found] == []


def test_the_schema_would_refuse_a_credential_without_its_issuer(files: Files) -> None:
    schema = json.loads((SCHEMAS / "ob_v3p0_achievementcredential_schema.json").read_text())
    broken = {name: value for name, value in files.document.items() if name != "issuer"}
    with pytest.raises(jsonschema.ValidationError):
        Draft201909Validator(schema).validate(broken)
