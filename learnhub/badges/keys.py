"""The issuer's keys: a file of their own (LEARNHUB_ISSUER_KEYS), readable by its owner alone.

A JWK Set with the private halves, outside the database and its backups.

Two keys sign: an RSA key for JWTs, an Ed25519 key for embedded proofs. A rotation makes two new ones and throws the
private halves of the old away; their public halves stay, so that what they signed goes on verifying. `exp`: a
signature said to be made later is refused. `revoked`: the key is in wrong hands, everything it signed is refused.
"""

import hashlib
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import current_app

from learnhub import clock
from learnhub.badges.multibase import ED25519, base58, base64url, from_base64url
from learnhub.config import Settings

RSA_BITS = 3072
PRIVATE = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
_REQUIRED = {"RSA": ("e", "kty", "n"), "OKP": ("crv", "kty", "x")}  # for the thumbprint of RFC 7638


class KeysError(Exception):
    """The issuer's keys are missing or cannot be used; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class IssuerKey:
    """One key by its name, the thumbprint of RFC 7638."""

    name: str
    jwk: Mapping[str, Any]
    made_at: datetime
    not_after: datetime | None = None
    revoked_at: datetime | None = None

    @property
    def kind(self) -> str:
        """RSA or Ed25519."""
        return "RSA" if self.jwk["kty"] == "RSA" else "Ed25519"

    @property
    def can_sign(self) -> bool:
        return "d" in self.jwk and self.revoked_at is None and (self.not_after is None or self.not_after > clock.now())

    @property
    def public(self) -> dict[str, Any]:
        """The public half, with its dates in seconds since 1970: `iat`, and `exp` and `revoked` where there are any."""
        shown = {name: value for name, value in self.jwk.items() if name not in PRIVATE}
        shown.update(use="sig", alg="RS256" if self.kind == "RSA" else "Ed25519", iat=_seconds(self.made_at))
        for name, at in (("exp", self.not_after), ("revoked", self.revoked_at)):
            if at is not None:
                shown[name] = _seconds(at)
        return shown

    @property
    def multikey(self) -> str:
        """An Ed25519 key's public half as a Multikey."""
        return base58(ED25519 + from_base64url(self.jwk["x"]))

    def private_key(self) -> Any:
        """What signs: an RSAKey of joserfc, or an Ed25519 key of cryptography."""
        parts = {name: self.jwk[name] for name in self.jwk if name in PRIVATE | {"kty", "n", "e", "crv", "x"}}
        return _private_key(json.dumps(parts))


@dataclass(frozen=True, slots=True)
class IssuerKeys:
    """All keys, the newest first."""

    keys: tuple[IssuerKey, ...]

    def signing(self, kind: str) -> IssuerKey:
        """The newest key of a kind that may sign. Raises KeysError."""
        for key in self.keys:
            if key.kind == kind and key.can_sign:
                return key
        raise KeysError(f"no {kind} key may sign any more: run `flask badges keys rotate`")

    def named(self, name: str) -> IssuerKey | None:
        return next((key for key in self.keys if key.name == name), None)


def read(path: Path) -> IssuerKeys:
    """The keys of a file. Raises KeysError when it is missing, broken, or readable by others than its owner."""
    try:
        found = path.stat()
    except OSError:
        raise KeysError(f"{path} is not there: run `flask badges keys make`") from None
    if not path.is_file():
        raise KeysError(f"{path} is not a file")
    if found.st_mode & 0o077:
        raise KeysError(f"{path} can be read by others than its owner: run `chmod 600 {path}`")
    return _read(path, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int, _size: int) -> IssuerKeys:
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))["keys"]
        keys = tuple(_key(row) for row in rows)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise KeysError(f"{path} is not a set of issuer keys ({type(error).__name__})") from error
    return IssuerKeys(tuple(sorted(keys, key=lambda key: key.made_at, reverse=True)))


def _key(row: Mapping[str, Any]) -> IssuerKey:
    dates = {name: datetime.fromtimestamp(row[name], UTC) for name in ("iat", "exp", "revoked") if name in row}
    jwk = {name: value for name, value in row.items() if name not in {"iat", "exp", "revoked", "kid", "use", "alg"}}
    # As we publish it, the name stands in an address: of a file, or of a part of the issuer's document.
    name = str(row["kid"]).rpartition("/")[2].rpartition("#")[2].removesuffix(".json")
    if name != thumbprint(jwk):
        raise ValueError("a key's name is not its thumbprint")
    return IssuerKey(name, jwk, dates["iat"], dates.get("exp"), dates.get("revoked"))


@lru_cache(maxsize=4)
def _private_key(text: str) -> Any:
    """Read once: that the primes of an RSA key are primes takes longer to see than a signature."""
    from joserfc.jwk import OKPKey, RSAKey

    parts = json.loads(text)
    return RSAKey.import_key(parts) if parts["kty"] == "RSA" else OKPKey.import_key(parts).private_key


def thumbprint(jwk: Mapping[str, Any]) -> str:
    """A key's name (RFC 7638): it follows from the key, so that no name can point at another key."""
    wanted = {name: jwk[name] for name in _REQUIRED[jwk["kty"]]}
    return base64url(hashlib.sha256(json.dumps(wanted, sort_keys=True, separators=(",", ":")).encode()).digest())


def issuer_keys() -> IssuerKeys:
    """The keys of this service, as its file is now. Raises KeysError. The demo makes its own when it has none."""
    settings: Settings = current_app.extensions["learnhub.settings"]
    if settings.issuer_keys is None:
        raise KeysError("LEARNHUB_ISSUER_KEYS is not set")
    if settings.demo and not settings.issuer_keys.exists():
        write(settings.issuer_keys, IssuerKeys(make()), new=True)
    return read(settings.issuer_keys)


def are_usable() -> dict[str, object]:
    """Readiness: whether credentials can be signed. The service does its work without; so this fails nothing."""
    try:
        found = issuer_keys()
        for kind in ("RSA", "Ed25519"):
            found.signing(kind)
    except KeysError as error:
        return {"usable": True, "signs": False, "why": str(error)}
    return {"usable": True, "signs": True}


def write(path: Path, keys: IssuerKeys, *, new: bool = False) -> None:
    """Write the file so that nobody else can read it, whole or not at all. `new`: a file that is there stays."""
    rows = []
    for key in keys.keys:
        kept = {name: value for name, value in key.jwk.items() if name in PRIVATE}
        rows.append({"kid": key.name, **key.public, **kept})
    path.parent.mkdir(parents=True, exist_ok=True)
    making = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump({"keys": rows}, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        if new:
            os.link(making, path)  # two processes may start at once: the first to link its file wins
        else:
            making.replace(path)
    except FileExistsError:
        pass
    finally:
        making.unlink(missing_ok=True)


def make() -> tuple[IssuerKey, IssuerKey]:
    """A new pair: RSA and Ed25519."""
    from joserfc.jwk import OKPKey, RSAKey

    made_at = clock.now().replace(microsecond=0)
    pair = (RSAKey.generate_key(RSA_BITS), OKPKey.generate_key("Ed25519"))
    jwks = [{name: value for name, value in key.as_dict(private=True).items() if name != "kid"} for key in pair]
    rsa, ed25519 = (IssuerKey(thumbprint(jwk), jwk, made_at) for jwk in jwks)
    return rsa, ed25519


def rotated(keys: IssuerKeys) -> IssuerKeys:
    """A new pair signs from now on. What the old keys signed goes on verifying; their private halves are gone."""
    now = clock.now().replace(microsecond=0)
    return IssuerKeys((*make(), *(retired(key, now) for key in keys.keys)))


def retired(key: IssuerKey, at: datetime, *, compromised: bool = False) -> IssuerKey:
    """A key that signs no more; `compromised`: nothing it ever signed is to be believed."""
    public = {name: value for name, value in key.jwk.items() if name not in PRIVATE}
    return replace(
        key,
        jwk=public,
        not_after=key.not_after or at,
        revoked_at=(key.revoked_at or at) if compromised else key.revoked_at,
    )


def _seconds(at: datetime) -> int:
    return clock.to_ms(at) // 1000
