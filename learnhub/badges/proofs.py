"""The two ways a credential is signed: a JWT (RS256) and an embedded Data Integrity proof (eddsa-rdfc-2022).

Sources: Open Badges 3.0, 8.2 and 8.3; Data Integrity EdDSA Cryptosuites 1.0, 3.2; RDF Dataset Canonicalization 1.0. The
cryptography is joserfc's and cryptography's, the canonicalization PyLD's. All three are imported when a credential is
asked for and not before: a worker that signs nothing is 37 MB smaller.
"""

import hashlib
import json
import threading
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from learnhub.badges import contexts
from learnhub.badges.multibase import base58, from_base58, from_base64url

CRYPTOSUITE = "eddsa-rdfc-2022"
PROOF_WORDS = frozenset(
    {"@context", "type", "cryptosuite", "created", "expires", "verificationMethod", "proofPurpose", "proofValue"}
    | {"id", "domain", "challenge", "nonce", "previousProof"}
)
LARGEST_DOCUMENT = 256 * 1024  # bytes of what may be canonicalized
LARGEST_HEADER, LARGEST_TOKEN = 8 * 1024, 1024 * 1024  # characters, encoded; a header may bring a key along
MOST_NODES = 2_000
MOST_WORK = 20_000  # steps among blank nodes that look alike: a few kilobytes can ask for a factorial of them

# By the kind of key, never by what the token says of itself: so no "none", and no HMAC with a public key as its secret.
ALGORITHMS = {
    "RSA": ("RS256", "PS256"),
    "P-256": ("ES256",),
    "P-384": ("ES384",),
    "Ed25519": ("EdDSA", "Ed25519"),
}
SHORTEST_RSA = 2048  # bits

_one_at_a_time = threading.Lock()  # PyLD's caches know no threads


class ProofError(ValueError):
    """A signature is missing, wrong, or cannot be looked at; the message says which, in words for people."""


def instant(at: datetime) -> str:
    """As it stands in documents: "2026-11-22T09:30:00Z"."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


# Embedded proofs


def embed(document: Mapping[str, Any], private_key: Any, method: str, created: datetime) -> dict[str, Any]:
    """The document with a proof in it. `private_key`: Ed25519, of cryptography; `method`: where its public half is.

    The same document, key and instant give the same bytes.
    """
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": CRYPTOSUITE,
        "created": instant(created),
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }
    signature = private_key.sign(_hashed(document, proof))
    return {**document, "proof": {**proof, "proofValue": base58(signature)}}


def verify_embedded(document: Mapping[str, Any], proof: Mapping[str, Any], public_key: bytes) -> None:
    """Whether a proof of a document (given without it) was made with an Ed25519 key. Raises ProofError."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        signature = from_base58(str(proof.get("proofValue", "")))
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, _hashed(document, proof))
    except InvalidSignature:
        raise ProofError("the signature does not fit: something has been changed, or another key signed it") from None
    except ProofError:
        raise
    except ValueError as error:
        raise ProofError(f"the proof value is not a signature ({error})") from error


def _hashed(document: Mapping[str, Any], proof: Mapping[str, Any]) -> bytes:
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    options["@context"] = document.get("@context")
    plain = {name: value for name, value in document.items() if name != "proof"}
    return b"".join(hashlib.sha256(canonical(part).encode()).digest() for part in (options, plain))


def canonical(document: Mapping[str, Any]) -> str:
    """What a JSON-LD document says, as sorted N-Quads (RDFC-1.0). Raises ProofError; bounded in size and work."""
    from pyld import jsonld

    refuse_large(document)
    with _one_at_a_time:
        try:
            dataset = jsonld.to_rdf(dict(document), {"documentLoader": contexts.load})
            return str(_canonizer()().main(dataset, {"format": "application/n-quads"}))
        except (jsonld.JsonLdError, contexts.UnknownContextError) as error:
            raise ProofError(_why(error)) from error


def compacted(document: Mapping[str, Any]) -> Any:
    """The document as its contexts alone explain it: what they do not explain is not in it, and not signed."""
    from pyld import jsonld

    refuse_large(document)
    with _one_at_a_time:
        try:
            return jsonld.compact(
                dict(document), {"@context": document.get("@context")}, {"documentLoader": contexts.load}
            )
        except (jsonld.JsonLdError, contexts.UnknownContextError) as error:
            raise ProofError(_why(error)) from error


def refuse_large(document: Mapping[str, Any]) -> None:
    """Raises ProofError for a document that would take too long to canonicalize."""
    if len(json.dumps(document)) > LARGEST_DOCUMENT or _nodes(document) > MOST_NODES:
        raise ProofError("the document is too large for an embedded proof")


def _nodes(value: Any) -> int:
    below = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return isinstance(value, Mapping) + sum(map(_nodes, below))


@cache
def _canonizer() -> Any:
    """PyLD's canonicalization, counting its steps where they can explode."""
    from pyld.canon import URDNA2015

    class Bounded(URDNA2015):
        steps = 0

        def hash_related_blank_node(self, *args: Any) -> Any:
            self.steps += 1
            if self.steps > MOST_WORK:
                raise ProofError("the document is built so that checking it would take for ever")
            return super().hash_related_blank_node(*args)

    return Bounded


def _why(error: BaseException) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, contexts.UnknownContextError):
            return f"it uses words defined elsewhere ({str(cause)[:200]}), which are never fetched"
        cause = cause.__cause__ or getattr(cause, "cause", None)
    return "it is not a JSON-LD document that can be read"


# JWTs


def sign_jwt(payload: Mapping[str, Any], key: Any, kid: str) -> str:
    """A compact JWT (RS256) with the credential itself as its payload. `key`: an RSAKey of joserfc."""
    from joserfc import jws

    body = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
    return jws.serialize_compact({"alg": "RS256", "kid": kid, "typ": "JWT"}, body, key, algorithms=["RS256"])


def verify_jwt(token: str, jwk: Mapping[str, Any]) -> None:
    """Whether a compact JWT was signed with the private half of a public JWK. Raises ProofError."""
    from joserfc import jws
    from joserfc.errors import JoseError
    from joserfc.jwk import import_key

    algorithm = algorithm_of(token)
    kind = str(jwk.get("kty") if jwk.get("kty") == "RSA" else jwk.get("crv"))
    if algorithm not in ALGORITHMS.get(kind, ()):
        raise ProofError(f"the header asks for {algorithm!r}, which does not fit the key ({kind})")
    try:
        if kind == "RSA" and len(from_base64url(str(jwk.get("n", "")))) * 8 < SHORTEST_RSA:
            raise ProofError("the RSA key is too short to be trusted")
        public = {name: jwk[name] for name in ("kty", "n", "e", "crv", "x", "y") if name in jwk}
        registry = jws.JWSRegistry(algorithms=[algorithm], strict_check_header=False)  # `crit` was refused before
        registry.max_header_length, registry.max_payload_length = LARGEST_HEADER, LARGEST_TOKEN
        jws.deserialize_compact(token, import_key(public), registry=registry)
    except ProofError:
        raise
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise ProofError("the signature does not fit: something has been changed, or another key signed it") from error


def algorithm_of(token: str) -> str:
    """What a token's header names; only to refuse it when it does not fit the key."""
    try:
        header = json.loads(from_base64url(token.partition(".")[0]))
        return str(header["alg"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ProofError("the header of the token cannot be read") from error
