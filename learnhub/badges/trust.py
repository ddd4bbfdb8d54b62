"""Whose key signed: finding public keys without asking anybody on the network.

Ours from the issuer's file; `did:key` and `did:jwk`, which are their own key; a file that the asker brings (a JWK Set,
or an issuer's document). A key that a token brings along itself says nothing about who signed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from learnhub.badges import documents
from learnhub.badges.keys import IssuerKey
from learnhub.badges.multibase import ED25519, P256, base64url, from_base58, from_base64url
from learnhub.badges.reading import UnreadableError, listed, object_of


class Source(Enum):
    """Where a key was found."""

    OURS = "the issuer keys of this service"
    GIVEN = "a file that the asker brought"
    ITSELF = "the issuer's own name, which is a key"
    BROUGHT = "in the token itself"


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key by its address. `issuer`: whose it is; empty when only the asker knows. Dates: what it may vouch for."""

    address: str
    jwk: Mapping[str, Any]
    source: Source
    issuer: str = ""
    not_after: datetime | None = None
    revoked: bool = False
    may_assert: bool = True

    @property
    def ed25519(self) -> bytes | None:
        """The 32 bytes of an Ed25519 key."""
        return from_base64url(str(self.jwk["x"])) if self.jwk.get("crv") == "Ed25519" else None


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The keys one knows by their addresses. A name that a DID is, is found without being on it."""

    keys: tuple[PublicKey, ...] = ()

    def find(self, address: str) -> PublicKey | None:
        """The key at an address, as a `kid` or a verification method names it. Raises ValueError for a broken DID."""
        if address.startswith(("did:key:", "did:jwk:")):
            return _of_did(address)
        return next((key for key in self.keys if key.address == address), None)


def ours(base: str, keys: Iterable[IssuerKey]) -> tuple[PublicKey, ...]:
    """This service's keys, each under both its addresses: of a `kid`, and of a verification method."""
    issuer = documents.issuer_address(base)
    return tuple(
        PublicKey(address, key.public, Source.OURS, issuer, key.not_after, key.revoked_at is not None)
        for key in keys
        for address in (documents.key_address(base, key), documents.method_address(base, key))
    )


def given(text: str) -> tuple[PublicKey, ...]:
    """The keys of a file: a JWK Set, or an issuer's (controller) document. Raises UnreadableError."""
    document = object_of(text)
    rows = document.get("keys")
    try:
        if isinstance(rows, list):
            return tuple(_of_jwk(row, str(row["kid"]), "") for row in rows if row.get("kty") != "oct")
        return tuple(_of_method(document, method) for method in listed(document["verificationMethod"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UnreadableError("it is neither a JWK Set nor an issuer's document with keys") from error


def in_header(jwk: Mapping[str, Any]) -> PublicKey:
    """A key that a token brings along."""
    return PublicKey("", jwk, Source.BROUGHT)


def _of_jwk(row: Mapping[str, Any], address: str, issuer: str) -> PublicKey:
    until = datetime.fromtimestamp(int(row["exp"]), UTC) if "exp" in row else None
    return PublicKey(address, row, Source.GIVEN, issuer, until, revoked="revoked" in row)


def _of_method(document: Mapping[str, Any], method: Mapping[str, Any]) -> PublicKey:
    issuer, address = str(document["id"]), str(method["id"])
    if method.get("controller", issuer) != issuer:
        raise ValueError("a key of another controller")
    address = issuer + address if address.startswith("#") else address
    jwk = method.get("publicKeyJwk") or _jwk_of_multikey(str(method.get("publicKeyMultibase")))
    until = datetime.fromisoformat(str(method["expires"])) if "expires" in method else None
    named = [one if isinstance(one, str) else one.get("id") for one in listed(document.get("assertionMethod"))]
    may_assert = not named or address in [issuer + str(one) if str(one).startswith("#") else one for one in named]
    return PublicKey(address, jwk, Source.GIVEN, issuer, until, "revoked" in method, may_assert)


def _of_did(address: str) -> PublicKey:
    """did:key (its name is a Multikey) and did:jwk (its name is a JWK): the name before # is the issuer."""
    issuer, _, fragment = address.partition("#")
    name = issuer.split(":", 2)[2]
    if issuer.startswith("did:key:"):
        if fragment not in {"", name}:
            raise ValueError("a did:key has one key, of its own name")
        return PublicKey(address, _jwk_of_multikey(name), Source.ITSELF, issuer)
    if fragment not in {"", "0"}:
        raise ValueError("a did:jwk has one key, #0")
    return PublicKey(address, object_of(from_base64url(name).decode()), Source.ITSELF, issuer)


def _jwk_of_multikey(text: str) -> dict[str, Any]:
    data = from_base58(text)
    if data.startswith(ED25519) and len(data) == 34:
        return {"kty": "OKP", "crv": "Ed25519", "x": base64url(data[2:])}
    if data.startswith(P256) and len(data) == 35:
        from cryptography.hazmat.primitives.asymmetric import ec

        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), data[2:]).public_numbers()
        x, y = (base64url(number.to_bytes(32, "big")) for number in (point.x, point.y))
        return {"kty": "EC", "crv": "P-256", "x": x, "y": y}
    raise ValueError("a kind of key that is not known here")
