"""Twenty ways to tamper with a credential. Each makes of what we issued something that must be refused.

Those of a document are done to the JSON with the embedded proof; those of a token to the JWT. An attacker has keys of
their own, all that is public of ours, and nothing else.
"""

import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc import jws
from joserfc.jwk import RSAKey

from learnhub.badges import proofs
from learnhub.badges.findings import instant_of
from tests.badges.issued import Document, Files, changed, encoded

THEIR_RSA = RSAKey.generate_key(2048)
THEIR_ED25519 = Ed25519PrivateKey.from_private_bytes(b"an attacker's own key, 32 bytes!")

Change = Callable[[Document], Any]


def subject(change: Change) -> Change:
    return lambda document: change(document["credentialSubject"])


def proof(change: Change) -> Change:
    return lambda document: change(document["proof"])


def flip(text: str, at: int = 10) -> str:
    """One character of a text, another of the same alphabet."""
    return text[:at] + ("2" if text[at] != "2" else "3") + text[at + 1 :]


# What is done to the document: to the JSON as it stands, and to the payload of the token.
DOCUMENT: dict[str, Change] = {
    "the holder's name": subject(lambda one: one["identifier"][0].update(identityHash="Somebody Else")),
    "the salt": subject(lambda one: one["identifier"][1].update(salt="00" * 16)),
    "the hash of the e-mail address": subject(lambda one: one["identifier"][1].update(identityHash="sha256$0")),
    "the holder": subject(lambda one: one.update(id="urn:uuid:00000000-0000-4000-8000-000000000000")),
    "the date of issue": lambda one: one.update(validFrom="2020-01-01T00:00:00Z"),
    "the date of the award": lambda one: one.update(awardedDate="2020-01-01T00:00:00Z"),
    "the name of the badge": subject(lambda one: one["achievement"].update(name="Master of everything")),
    "another badge": subject(lambda one: one["achievement"].update(id="http://localhost/issuer/achievements/x/9")),
    "what it takes": subject(lambda one: one["achievement"]["criteria"].update(narrative="Walk on water.")),
    "a skill more": subject(lambda one: one["achievement"]["alignment"].append(
        {"type": ["Alignment"], "targetName": "Flying", "targetUrl": "http://localhost/issuer/skills#flying"})),
    "an extra claim": subject(lambda one: one.update(licenseNumber="007")),
    "a claim that no context knows": subject(lambda one: one.update(honours="first class")),
    "its place on the list of the revoked": lambda one: one["credentialStatus"].update(statusListIndex="7"),
    "no list of the revoked": lambda one: one.pop("credentialStatus"),
    "the issuer": lambda one: one["issuer"].update(id="https://elsewhere.example/issuer"),
    "the issuer's name": lambda one: one["issuer"].update(name="The Crown"),
    "its own address": lambda one: one.update(id="http://localhost/credentials/00000000-0000-4000-8000-000000000000"),
    "another context": lambda one: one["@context"].__setitem__(
        1, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json"),
    "a claim in words of its own": lambda one: (
        one["@context"].append({"honours": "https://example.org/honours"}),
        one["credentialSubject"].update(honours="first class")),
}  # fmt: skip

# What is done to the proof.
PROOF: dict[str, Change] = {
    "the proof's value": proof(lambda one: one.update(proofValue=flip(one["proofValue"]))),
    "the proof's value cut": proof(lambda one: one.update(proofValue=one["proofValue"][:-4])),
    "the proof's key swapped for another of the issuer's": proof(
        lambda one: one.update(verificationMethod=one["verificationMethod"][:-6] + "AAAAAA")),
    "the proof's key in another place": proof(
        lambda one: one.update(verificationMethod="https://elsewhere.example/issuer#key")),
    "the cryptosuite": proof(lambda one: one.update(cryptosuite="ecdsa-rdfc-2019")),
    "when it was signed": proof(lambda one: one.update(created="2020-01-01T00:00:00Z")),
    "what the proof is for": proof(lambda one: one.update(proofPurpose="authentication")),
    "the proof removed": lambda one: one.pop("proof"),
    "the proof emptied": lambda one: one.update(proof=[]),
}  # fmt: skip


def documents(files: Files) -> dict[str, Document]:
    """Every tampered document, by what was done to it."""
    made = {name: changed(files.document, change) for name, change in {**DOCUMENT, **PROOF}.items()}
    method, created = files.document["proof"]["verificationMethod"], files.document["proof"]["created"]
    plain = {name: value for name, value in files.document.items() if name != "proof"}
    made["signed anew with another key"] = proofs.embed(plain, THEIR_ED25519, method, instant_of(created))
    return made


def tokens(files: Files) -> dict[str, str]:
    """Every tampered token, by what was done to it."""
    head, body, signature = files.jwt.split(".")
    header, kid = files.header, files.header["kid"]
    made = {name: f"{head}.{encoded(changed(files.payload, change))}.{signature}" for name, change in DOCUMENT.items()}
    public = next(key for key in files.keys["keys"] if key["kty"] == "RSA")
    other = next(key for key in files.keys["keys"] if key["kty"] == "OKP")
    made |= {
        "alg none": f"{encoded({**header, 'alg': 'none'})}.{body}.",
        "alg None, in other letters": f"{encoded({**header, 'alg': 'None'})}.{body}.{signature}",
        "alg HS256 with the public key as its secret": _hmac(header, body, public),
        "signed with another key": _signed({"alg": "RS256", "kid": kid, "typ": "JWT"}, files.payload),
        "another key's name": f"{encoded({**header, 'kid': other['kid']})}.{body}.{signature}",
        "a key nobody knows": _signed({"alg": "RS256", "kid": "https://elsewhere.example/key"}, files.payload),
        "a key of its own in the header": _signed(
            {"alg": "RS256", "kid": kid, "jwk": THEIR_RSA.as_dict(private=False)}, files.payload
        ),
        "a key of its own in the header, and no name": _signed(
            {"alg": "RS256", "jwk": THEIR_RSA.as_dict(private=False)}, files.payload
        ),
        "the payload of another token": f"{head}.{encoded({**files.payload, 'sub': 'urn:uuid:other'})}.{signature}",
        "the signature flipped": f"{head}.{body}.{flip(signature)}",
        "the signature removed": f"{head}.{body}.",
        "truncated": files.jwt[:-30],
        "the payload cut": f"{head}.{body[:-20]}.{signature}",
    }
    return made


def _hmac(header: Document, body: str, public: Document) -> str:
    head = encoded({**header, "alg": "HS256"})
    secret = json.dumps(public).encode()
    return f"{head}.{body}.{encoded(hmac.new(secret, f'{head}.{body}'.encode(), hashlib.sha256).digest())}"


def _signed(header: Document, payload: Document) -> str:
    return jws.serialize_compact(header, json.dumps(payload).encode(), THEIR_RSA, algorithms=["RS256"])
