"""What `openbadgeslib` (PyPI; LGPL, in tests only) says of a credential, given the issuer's public keys and no network.

A program that is given keys beforehand, as this one, picks the key that the credential names out of the issuer's own
document, and does not go on when it is not among them: that much a caller of any such library does itself.
"""

import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc.jwk import RSAKey
from openbadgeslib.errors import LibOpenBadgesException
from openbadgeslib.ob3.ldp import OB3LdpVerifier
from openbadgeslib.ob3.verifier import OB3Verifier

from learnhub.badges.multibase import from_base58
from tests.badges.issued import Document, decoded


class RefusedError(Exception):
    """The library, or the choice of a key before it, refuses."""


def accepts_document(document: Document, issuer: Document, lists: dict[str, str]) -> None:
    """An embedded proof, and that it is not revoked. Raises RefusedError."""
    named = _first(document.get("proof")).get("verificationMethod")
    method = next((one for one in issuer["verificationMethod"] if one["id"] == named), None)
    if method is None or "publicKeyMultibase" not in method or _issuer_of(document) != issuer["id"]:
        raise RefusedError("no key of the issuer")
    raw = from_base58(method["publicKeyMultibase"])[2:]
    pem = Ed25519PublicKey.from_public_bytes(raw).public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    verifier = OB3LdpVerifier(pubkey_pem=pem)
    try:
        verifier.verify(
            json.dumps(document),
            check_status="credentialStatus" in document,
            download=lambda url: lists[url].encode(),
            verify_status_list=False,
        )
    except (LibOpenBadgesException, KeyError) as error:
        raise RefusedError(str(error)) from error


def accepts_token(token: str, issuer: Document, lists: dict[str, str]) -> None:
    """A JWT, its status list (a JWT of ours, too) checked with the same key. Raises RefusedError."""
    try:
        header, payload = (decoded(part) for part in token.split(".")[:2])
    except ValueError as error:
        raise RefusedError("no token") from error
    method = next((one for one in issuer["verificationMethod"] if one["id"] == header.get("kid")), None)
    if method is None or "publicKeyJwk" not in method or _issuer_of(payload) != issuer["id"]:
        raise RefusedError("no key of the issuer")
    verifier = OB3Verifier(RSAKey.import_key(method["publicKeyJwk"]).as_pem(private=False))
    try:
        verifier.verify(token, check_status=True, download=lambda url: lists[url].encode())
    except (LibOpenBadgesException, KeyError) as error:
        raise RefusedError(str(error)) from error


def token_in_picture(svg: str) -> str:
    """The token that the library finds in a baked picture."""
    return str(OB3Verifier.extract_token_from_svg(svg.encode()))


def _first(value: Any) -> Document:
    first = value[0] if isinstance(value, list) and value else value
    return first if isinstance(first, dict) else {}


def _issuer_of(document: Document) -> Any:
    issuer = document.get("issuer")
    return issuer.get("id") if isinstance(issuer, dict) else issuer
