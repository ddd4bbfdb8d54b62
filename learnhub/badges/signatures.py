"""Whose signature a credential carries and whether it fits: an embedded proof, or the JWT that it came in."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from learnhub import clock
from learnhub.badges import proofs
from learnhub.badges.findings import Line, Outcome, RefusedError, instant_of, is_text, issuer_of
from learnhub.badges.reading import Sealed, listed, without
from learnhub.badges.trust import KeyRing, PublicKey, Source, in_header
from learnhub.web.i18n import gettext as _

ALIASES = {"AchievementCredential": "OpenBadgeCredential"}  # two names of one type in the contexts of Open Badges
LATEST = 32_503_680_000  # seconds: the year 3000
WHERE: dict[Source, LazyString] = {
    Source.OURS: _l("from the issuer keys of this service"),
    Source.GIVEN: _l("from the keys you gave"),
    Source.ITSELF: _l("the issuer's own name, which is a key"),
}


def signatures(sealed: Sealed, ring: KeyRing) -> Iterator[Line]:
    """Who signed, with which key, and whether it fits. Raises RefusedError and ProofError."""
    if sealed.token:
        yield from _token(sealed, ring)
        return
    found = [proof for proof in listed(sealed.document.get("proof")) if isinstance(proof, dict)]
    if not found:
        raise RefusedError(_("It has no signature."))
    known = [proof for proof in found if proof.get("cryptosuite") == proofs.CRYPTOSUITE]
    if not known:
        kinds = ", ".join(str(proof.get("cryptosuite") or proof.get("type"))[:60] for proof in found)
        raise RefusedError(_("It is signed in a way that cannot be checked here (%(kinds)s).", kinds=kinds))
    for proof in known:
        yield from _embedded(without(sealed.document, "proof"), proof, ring)
    if len(known) < len(found):
        yield Line(Outcome.UNKNOWN, _("Another signature on it could not be checked here."))


def _embedded(document: Mapping[str, Any], proof: Mapping[str, Any], ring: KeyRing) -> Iterator[Line]:
    if proof.get("type") != "DataIntegrityProof" or proof.get("proofPurpose") != "assertionMethod":
        raise RefusedError(_("Its proof was not made to vouch for a credential."))
    if unknown := set(proof) - proofs.PROOF_WORDS:
        raise RefusedError(
            _("Its proof holds what the signature does not cover (%(what)s).", what=", ".join(sorted(unknown))[:200])
        )
    if proof.get("@context", document.get("@context")) != document.get("@context"):
        raise RefusedError(_("Its proof is about another document."))
    _refuse_uncovered(document)
    address = proof.get("verificationMethod")
    if not is_text(address):
        raise RefusedError(_("Its proof names no key."))
    created = instant_of(proof.get("created")) if "created" in proof else None
    key = _key_at(str(address), ring)
    yield _whose(key, issuer_of(document), created)
    if "expires" in proof and instant_of(proof["expires"]) < clock.now():
        raise RefusedError(_("Its signature was made to hold until a day that has passed."))
    raw = key.ed25519
    if raw is None:
        raise RefusedError(_("The key it names is of another kind than its signature."))
    proofs.verify_embedded(document, proof, raw)
    yield Line(Outcome.GOOD, _("The embedded signature fits: nothing in it has been changed since it was signed."))


def _refuse_uncovered(document: Mapping[str, Any]) -> None:
    """What the contexts do not explain is not signed, so a document that has any of it is refused."""
    if not all(map(is_text, listed(document.get("@context")))):
        raise RefusedError(_("It defines words of its own, so that one cannot know what was signed."))
    plain = {**document, "type": [ALIASES.get(str(kind), kind) for kind in listed(document.get("type"))]}
    if _even(proofs.compacted(plain)) != _even(plain):
        raise RefusedError(_("It holds something that the signature does not cover."))


def _even(value: Any) -> Any:
    """One of something and a list of one mean the same; neither does the order of sets."""
    if isinstance(value, dict):
        return {name: _even(one) for name, one in value.items()}
    if isinstance(value, list):
        evened = sorted((_even(one) for one in value), key=repr)
        return evened[0] if len(evened) == 1 else evened
    return value


def _token(sealed: Sealed, ring: KeyRing) -> Iterator[Line]:
    document, header, extra = sealed.document, sealed.header or {}, sealed.extra or {}
    issuer = issuer_of(document)
    if "crit" in header:
        raise RefusedError(_("Its header demands something that is not known here."))
    algorithm = proofs.algorithm_of(sealed.token)
    if algorithm.lower() == "none":
        raise RefusedError(_("It is not signed: its header says so."))
    if algorithm not in {name for names in proofs.ALGORITHMS.values() for name in names}:
        raise RefusedError(_("It is signed in a way that proves nothing (%(kinds)s).", kinds=algorithm[:40]))
    key = _key_of(header, issuer, ring)
    made_at = datetime.fromtimestamp(extra["nbf"], UTC) if _is_time(extra.get("nbf")) else None
    yield _whose(key, issuer, made_at)
    proofs.verify_jwt(sealed.token, key.jwk)
    yield Line(Outcome.GOOD, _("The signature of the JWT fits: nothing in it has been changed since it was signed."))
    yield _claims(document, extra)


def _key_of(header: Mapping[str, Any], issuer: str, ring: KeyRing) -> PublicKey:
    """The key a token names; the one it brings along only if its issuer is unknown here anyway."""
    kid, jwk = header.get("kid"), header.get("jwk")
    if is_text(kid):
        return _key_at(issuer + str(kid) if str(kid).startswith("#") else str(kid), ring)
    if issuer.startswith("did:"):
        return _key_at(issuer, ring)
    if isinstance(jwk, dict) and not any(key.issuer == issuer for key in ring.keys):
        return in_header(jwk)
    raise RefusedError(_("It does not say which of its issuer's keys signed it."))


def _key_at(address: str, ring: KeyRing) -> PublicKey:
    try:
        key = ring.find(address)
    except ValueError:
        key = None
    if key is None:
        raise RefusedError(
            _("The key %(address)s is not known here. Get the issuer's keys and give them.", address=address[:200])
        )
    return key


def _whose(key: PublicKey, issuer: str, made_at: datetime | None) -> Line:
    """That the key is the issuer's, and was good when it signed."""
    if key.issuer and key.issuer != issuer:
        raise RefusedError(_("It says that it is by %(issuer)s, but the key is another's.", issuer=issuer[:200]))
    if key.revoked:
        raise RefusedError(_("The key that signed it fell into wrong hands: nothing it signed is to be believed."))
    if not key.may_assert:
        raise RefusedError(_("Its issuer does not let this key vouch for credentials."))
    if key.not_after is not None and (made_at is None or made_at > key.not_after):
        raise RefusedError(_("The key had expired when it was signed."))
    if key.source is Source.BROUGHT:
        return Line(Outcome.UNKNOWN, _("It brings its own key along. That says nothing about who signed it."))
    if not key.issuer and not _same_place(key.address, issuer):
        return Line(Outcome.UNKNOWN, _("Nothing says that the key belongs to %(issuer)s.", issuer=issuer[:200]))
    return Line(
        Outcome.GOOD, _("The issuer is %(issuer)s. Its key: %(where)s.", issuer=issuer[:200], where=WHERE[key.source])
    )


def _same_place(address: str, issuer: str) -> bool:
    one, other = urlsplit(address), urlsplit(issuer)
    return bool(one.netloc) and (one.scheme, one.netloc) == (other.scheme, other.netloc)


def _claims(document: Mapping[str, Any], extra: Mapping[str, Any]) -> Line:
    """What the token says around the credential is what the credential says."""
    valid_from = instant_of(document["validFrom"]) if "validFrom" in document else None
    subject = document.get("credentialSubject")
    named = subject.get("id") if isinstance(subject, dict) else None
    same = (
        extra.get("iss") == issuer_of(document),
        extra.get("jti") == document.get("id"),
        extra.get("sub") == named,
        "nbf" not in extra or (valid_from is not None and extra["nbf"] == int(valid_from.timestamp())),
    )
    if not all(same):
        raise RefusedError(_("The token says something else than the credential in it."))
    if "exp" in extra and (not _is_time(extra["exp"]) or extra["exp"] < clock.now().timestamp()):
        raise RefusedError(_("It has expired."))
    return Line(Outcome.GOOD, _("The token and the credential in it say the same."))


def _is_time(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < LATEST
