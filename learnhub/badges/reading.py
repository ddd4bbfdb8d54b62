"""A file that may hold an Open Badges 3.0 credential, as plain data. Trusts nothing: size, depth, doubled names.

JSON with an embedded proof, a JWT, or either of them in an SVG or PNG.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from learnhub.badges import baking
from learnhub.badges.multibase import from_base64url

LARGEST_FILE = 8 * 1024 * 1024  # bytes; a picture may be large, the credential in it may not
LARGEST_TEXT = 1024 * 1024
DEEPEST = 40


class UnreadableError(ValueError):
    """There is no credential in it that can be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A credential as it came: its document, and the token it came in if it is a JWT.

    `extra`: what the JWT says beside the credential (iss, jti, nbf, sub, exp).
    """

    document: Mapping[str, Any]
    token: str = ""
    header: Mapping[str, Any] | None = None
    extra: Mapping[str, Any] | None = None
    was: str = ""  # for people: "an SVG picture with a JWT in it"


CLAIMS = ("iss", "jti", "nbf", "sub", "exp", "iat", "aud", "cnf")


def read_credential(data: bytes) -> Sealed:
    """The credential in a file. Raises UnreadableError."""
    if len(data) > LARGEST_FILE:
        raise UnreadableError("the file is larger than 8 MB")
    picture, text = "", ""
    if data.startswith(baking.PNG) or data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        try:
            text = baking.baked_in(data)
        except baking.BakingError as error:
            raise UnreadableError(str(error)) from error
        picture = "a PNG picture with " if data.startswith(baking.PNG) else "an SVG picture with "
    else:
        try:
            text = data.decode("utf-8-sig").strip()
        except UnicodeDecodeError:
            raise UnreadableError("it is neither text nor a picture of a badge") from None
    if text.startswith("{"):
        return Sealed(object_of(text), was=picture + "a JSON document")
    return _from_jwt(text, picture)


def _from_jwt(text: str, picture: str) -> Sealed:
    parts = text.split(".")
    if len(parts) != 3 or len(text) > LARGEST_TEXT:
        raise UnreadableError("it is neither JSON nor a JWT")
    try:
        header, payload = (from_base64url(part).decode() for part in parts[:2])
    except ValueError:
        raise UnreadableError("it is neither JSON nor a JWT") from None
    whole = object_of(payload)
    extra = {name: whole[name] for name in CLAIMS if name in whole}
    # Up to 2021 the credential stood in `vc`; now it is the payload itself.
    document = whole["vc"] if isinstance(whole.get("vc"), dict) else without(whole, *CLAIMS)
    return Sealed(document, text, object_of(header), extra, picture + "a JWT")


def object_of(text: str) -> dict[str, Any]:
    """A JSON object from anywhere. Raises UnreadableError."""
    if len(text) > LARGEST_TEXT:
        raise UnreadableError("the document is larger than 1 MB")
    try:
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except RecursionError:
        raise UnreadableError("the document is nested too deeply") from None
    except json.JSONDecodeError as error:
        raise UnreadableError(f"it is not JSON: {error.msg}, line {error.lineno}") from None
    except ValueError as error:
        raise UnreadableError(str(error)) from None
    if not isinstance(found, dict):
        raise UnreadableError("it is not a JSON object")
    if _depth(found) > DEEPEST:
        raise UnreadableError("the document is nested too deeply")
    try:
        json.dumps(found, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise UnreadableError("it holds half a character") from None
    return found


def without(document: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name not in names}


def listed(value: Any) -> list[Any]:
    """JSON-LD writes one of something as itself, several as a list."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one object, which two readers may read differently")
    return found


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number of JSON")


def _depth(value: Any) -> int:
    """How deep it is nested; the reader itself refuses what would be too deep to count."""
    deepest, waiting = 0, [(value, 1)]
    while waiting:
        one, depth = waiting.pop()
        deepest = max(deepest, depth)
        below = one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
        waiting.extend((each, depth + 1) for each in below)
    return deepest
