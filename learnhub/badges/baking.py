"""A credential inside a badge's picture (Open Badges 3.0, 5.3): put into our own SVG, read from anybody's SVG or PNG.

Reading trusts nothing: a document type or an entity is refused before it can mean anything, and what is packed is
unpacked up to a bound.
"""

import re
import struct
import zlib
from xml.parsers import expat

NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
PNG = b"\x89PNG\r\n\x1a\n"
KEYWORD = b"openbadgecredential"
LARGEST = 1024 * 1024  # bytes of a credential
_ROOT = re.compile(r"<svg\b[^>]*>")


class BakingError(ValueError):
    """The picture holds no credential, or cannot be read; the message says which."""


def bake_jwt(svg: str, token: str) -> str:
    """Our SVG with a credential signed as a JWT."""
    return _bake(svg, f'<openbadges:credential verify="{token}"/>')


def bake_json(svg: str, text: str) -> str:
    """Our SVG with a credential that has an embedded proof, as JSON text."""
    whole = text.replace("]]>", "]]]]><![CDATA[>")
    return _bake(svg, f"<openbadges:credential><![CDATA[{whole}]]></openbadges:credential>")


def _bake(svg: str, element: str) -> str:
    root = _ROOT.search(svg)
    if root is None or root.group().endswith("/>"):
        raise BakingError("not a picture of ours")
    opened = f'{root.group()[:-1]} xmlns:openbadges="{NAMESPACE}">'
    return svg[: root.start()] + opened + element + svg[root.end() :]


def baked_in(data: bytes) -> str:
    """The credential in an SVG or PNG: a JWT, or JSON text. Raises BakingError."""
    return _in_png(data) if data.startswith(PNG) else _in_svg(data)


class _Reader:
    """Finds the credential of an SVG; the first is it, a second is refused."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.inside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name != f"{NAMESPACE} credential":
            return
        if self.found:
            raise BakingError("the picture holds more than one credential")
        self.inside = True
        self.found.append(attributes.get("verify", ""))

    def end(self, name: str) -> None:
        if name == f"{NAMESPACE} credential":
            self.inside = False

    def text(self, data: str) -> None:
        if self.inside:
            self.found[0] += data

    def refuse(self, *_what: object) -> None:
        raise BakingError("the picture defines entities: refused")


def _in_svg(data: bytes) -> str:
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = reader.refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise BakingError("not a picture that can be read") from error
    text = "".join(reader.found).strip()
    if not text:
        raise BakingError("the picture holds no Open Badges 3.0 credential")
    return text


def _in_png(data: bytes) -> str:
    """The iTXt chunk of that keyword: keyword, two bytes on packing, language, translated keyword, text."""
    at = len(PNG)
    while at + 8 <= len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + length]
        if kind == b"iTXt" and body.startswith(KEYWORD + b"\0") and body.count(b"\0", len(KEYWORD) + 3) >= 2:
            is_packed = body[len(KEYWORD) + 1]
            text = body[len(KEYWORD) + 3 :].split(b"\0", 2)[2]
            try:
                return (_unpacked(text) if is_packed else text).decode()
            except (zlib.error, UnicodeDecodeError) as error:
                raise BakingError("the credential in the picture cannot be read") from error
        at += 12 + length
    raise BakingError("the picture holds no Open Badges 3.0 credential")


def _unpacked(data: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    text = unpacker.decompress(data, LARGEST)
    if unpacker.unconsumed_tail:
        raise BakingError("the credential in the picture unpacks to too much")
    return text
