"""Documents signed when they are asked for, with the keys of the moment. Raises KeysError when there are none.

Both algorithms give the same signature for the same document, so that nothing signed need be kept.
"""

import json
from datetime import datetime
from typing import Any

from learnhub.badges import documents, proofs
from learnhub.badges.baking import bake_jwt
from learnhub.badges.checking import check
from learnhub.badges.credential_queries import Issued, base, our_list
from learnhub.badges.findings import Report
from learnhub.badges.keys import issuer_keys
from learnhub.badges.reading import read_credential
from learnhub.badges.showing import picture_of
from learnhub.badges.structures import KIND, Badge
from learnhub.badges.trust import KeyRing, ours
from learnhub.catalogue import definitions


def as_json(issued: Issued) -> str:
    """A credential with an embedded proof."""
    return _embedded(documents.credential(issued.facts), issued.facts.issued_at)


def as_jwt(issued: Issued) -> str:
    """A credential as a JWT."""
    facts = issued.facts
    return _signed(documents.claims(documents.credential(facts), facts.issued_at))


def as_picture(issued: Issued) -> str:
    """The badge's picture with the credential in it, as a JWT: the form that most readers take."""
    badge: Badge = definitions.version(KIND, issued.facts.achievement.version_id).in_language(issued.facts.language)
    return bake_jwt(picture_of(badge, issued.facts.achievement.level).file, as_jwt(issued))


def list_as_json(number: int, places: tuple[int, ...], as_at: datetime) -> str:
    """A status list with an embedded proof."""
    return _embedded(documents.status_list(base(), number, places, as_at), as_at)


def list_as_jwt(number: int, places: tuple[int, ...], as_at: datetime) -> str:
    """A status list as a JWT."""
    document = documents.status_list(base(), number, places, as_at)
    return _signed(documents.claims(document, as_at))


def checked(issued: Issued) -> Report:
    """What a stranger would find who checked it now: signed anew, and looked at from outside."""
    ring = KeyRing(ours(base(), issuer_keys().keys))
    return check(read_credential(as_json(issued).encode()), ring, our_list)


def _embedded(document: dict[str, Any], created: datetime) -> str:
    key = issuer_keys().signing("Ed25519")
    signed = proofs.embed(document, key.private_key(), documents.method_address(base(), key), created)
    return json.dumps(signed, ensure_ascii=False, indent=1)


def _signed(payload: dict[str, Any]) -> str:
    key = issuer_keys().signing("RSA")
    return proofs.sign_jwt(payload, key.private_key(), documents.key_address(base(), key))
