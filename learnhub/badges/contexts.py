"""The JSON-LD contexts shipped with the app (`contexts/`, with their sources).

Nothing is ever fetched: a context that is not here is refused, since what a credential's words mean is part of what its
signature covers.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "contexts"
CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
CONTROLLER = "https://www.w3.org/ns/did/v1"  # the words of a controller document; not one that we read
MULTIKEY = "https://w3id.org/security/multikey/v1"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"

SHIPPED = {
    CREDENTIALS: "credentials-v2.json",
    OPEN_BADGES: "ob-v3p0-context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json": "ob-v3p0-context-3.0.2.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json": "ob-v3p0-context-3.0.1.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json": "ob-v3p0-extensions.json",
    "https://w3id.org/security/data-integrity/v2": "security-data-integrity-v2.json",
    MULTIKEY: "security-multikey-v1.json",
}


class UnknownContextError(ValueError):
    """A document uses words from a context that is not shipped with the app."""


@cache
def context(address: str) -> dict[str, Any]:
    """A shipped context by its exact address. Raises UnknownContextError."""
    if address not in SHIPPED:
        raise UnknownContextError(address)
    found: dict[str, Any] = json.loads((FOLDER / SHIPPED[address]).read_text(encoding="utf-8"))
    return found


def load(address: str, _options: object = None) -> dict[str, Any]:
    """What PyLD calls instead of fetching."""
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": address,
        "document": context(address),
    }
