"""Pictures, videos and captions of a course: what they are, how large, and that nothing in them runs or calls outside.

Sizes are read from the file's first bytes; nothing is decoded, so a picture bomb stays a small file with a big number.
"""

import hashlib
import re
import struct
from dataclasses import dataclass
from xml.etree import ElementTree

NAME = re.compile(r"^[a-z0-9][a-z0-9._-]{0,79}\.(?:svg|png|jpg|jpeg|webp|mp4|webm|vtt)$")
NAME_MEND = "Use svg, png, jpg, webp, mp4, webm or vtt; names of lower-case letters, digits, hyphens."
MIMETYPES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".vtt": "text/vtt",
}
PICTURES = frozenset({".svg", ".png", ".jpg", ".jpeg", ".webp"})
LARGEST = {  # bytes; 150 kB take five seconds of a 256 kbit/s line, a video is fetched only when asked for
    suffix: 150_000 if suffix in PICTURES else 30_000_000 if suffix != ".vtt" else 200_000 for suffix in MIMETYPES
}
WIDEST = 4_000  # pixels a side
MOST_PIXELS = 8_000_000


class MediaFault(ValueError):
    """Why a file is not taken, and how to mend it."""

    def __init__(self, message: str, mend: str, line: int = 1) -> None:
        super().__init__(message)
        self.mend, self.line = mend, line


@dataclass(frozen=True, slots=True)
class Media:
    """A file that was found to be harmless. Width and height in pixels, for pictures."""

    name: str
    content: bytes
    mimetype: str
    hash: str
    width: int = 0
    height: int = 0

    @property
    def is_picture(self) -> bool:
        return self.width > 0


def examine(name: str, content: bytes) -> Media:
    """The file with its kind and size. Raises MediaFault when it is not what its name says, or not harmless."""
    suffix = name[name.rindex(".") :]
    width = height = 0
    if suffix in PICTURES:
        width, height = _SIZES[suffix](content)
        if not (0 < width <= WIDEST and 0 < height <= WIDEST) or width * height > MOST_PIXELS:
            raise MediaFault(
                f"The picture says it is {width} by {height} pixels", f"Make it at most {WIDEST} a side, and fewer."
            )
    elif not _BEGINNINGS[suffix].match(content):
        raise MediaFault(f"This is not a {suffix[1:]} file, whatever its name says", "Export it again.")
    return Media(name, content, MIMETYPES[suffix], hashlib.sha256(content).hexdigest(), width, height)


_BEGINNINGS = {
    ".mp4": re.compile(rb"^.{4}ftyp", re.S),
    ".webm": re.compile(rb"^\x1aE\xdf\xa3"),
    ".vtt": re.compile(rb"^(?:\xef\xbb\xbf)?WEBVTT"),
}


def _png_size(content: bytes) -> tuple[int, int]:
    if content[:8] != b"\x89PNG\r\n\x1a\n" or content[12:16] != b"IHDR" or len(content) < 24:
        raise MediaFault("This is not a PNG picture", "Export it again as PNG.")
    width, height = struct.unpack(">II", content[16:24])
    return int(width), int(height)


def _jpeg_size(content: bytes) -> tuple[int, int]:
    """From the first frame header (ITU-T T.81, B.2.2)."""
    if content[:3] != b"\xff\xd8\xff":
        raise MediaFault("This is not a JPEG picture", "Export it again as JPEG.")
    at = 2
    while at + 9 <= len(content):
        if content[at] != 0xFF:
            break
        marker = content[at + 1]
        if marker == 0xFF or 0xD0 <= marker <= 0xD8:
            at += 1 if marker == 0xFF else 2
            continue
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return int(width), int(height)
        length = struct.unpack(">H", content[at + 2 : at + 4])[0]
        if length < 2:
            break
        at += 2 + length
    raise MediaFault("The size of this JPEG picture cannot be read", "Export it again as JPEG.")


def _webp_size(content: bytes) -> tuple[int, int]:
    """From the first chunk (RFC 9649, sections 2.5 to 2.7)."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP" and len(content) >= 30:
        kind = content[12:16]
        if kind == b"VP8 ":
            width, height = struct.unpack("<HH", content[26:30])
            return width & 0x3FFF, height & 0x3FFF
        if kind == b"VP8L" and content[20] == 0x2F:
            bits = struct.unpack("<I", content[21:25])[0]
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        if kind == b"VP8X":
            return int.from_bytes(content[24:27], "little") + 1, int.from_bytes(content[27:30], "little") + 1
    raise MediaFault("This is not a WebP picture", "Export it again as WebP.")


_FORBIDDEN_IN_SVG = frozenset(
    {
        "script",
        "foreignObject",
        "iframe",
        "embed",
        "object",
        "audio",
        "video",
        "image",
        "feImage",
        "handler",
        "listener",
        "a",
    }
)
_OUTSIDE = re.compile(r"url\(\s*['\"]?\s*(?!#)[^)\s]|@import|javascript:|expression\(", re.I)


def _svg_size(content: bytes) -> tuple[int, int]:
    """Width and height, or those of the viewBox. Refuses whatever runs, or fetches from elsewhere."""
    if re.search(rb"<!(?:DOCTYPE|ENTITY)|<\?xml-stylesheet", content, re.I) or b"\x00" in content:
        raise MediaFault(
            "The picture has a document type, an entity or a stylesheet of its own", "Save it as plain SVG."
        )
    try:
        root = ElementTree.fromstring(content)  # noqa: S314  # no document type, so no entities: nothing can grow
    except (ElementTree.ParseError, ValueError, LookupError, RecursionError) as error:
        line = getattr(error, "position", (1, 0))[0]
        raise MediaFault("The picture is not well-formed SVG", "Export it again as plain SVG.", line) from None
    if _local(root.tag) != "svg":
        raise MediaFault("This is not an SVG picture", "Export it again as plain SVG.")
    for element in root.iter():
        _refuse_active(element)
    _refuse_copies_of_copies(root)
    return _svg_dimensions(root)


def _refuse_copies_of_copies(root: ElementTree.Element) -> None:
    """Ten copies of ten copies, twelve times over, are a small file that no browser finishes drawing."""
    copied = {
        value.strip()[1:]
        for use in root.iter()
        if _local(use.tag) == "use"
        for name, value in use.attrib.items()
        if _local(name) == "href"
    }
    for element in root.iter():
        if element.get("id") in copied and any(_local(inner.tag) == "use" for inner in element.iter()):
            raise MediaFault("The picture copies what holds copies itself (<use>)", "Draw it without <use>, or once.")


def _refuse_active(element: ElementTree.Element) -> None:
    tag = _local(element.tag)
    if tag in _FORBIDDEN_IN_SVG:
        raise MediaFault(f"The picture contains <{tag}>", "Take it out: pictures only draw.")
    if tag == "style" and _OUTSIDE.search(element.text or ""):
        raise MediaFault("The picture's style fetches something from elsewhere", "Take it out: pictures stand alone.")
    for name, value in element.attrib.items():
        local = _local(name)
        if local.lower().startswith("on"):
            raise MediaFault(f"The picture has “{local}”, which runs a script", "Take it out: pictures only draw.")
        if (local in {"href", "src"} and not value.strip().startswith("#")) or _OUTSIDE.search(value):
            raise MediaFault(f"The picture fetches “{value[:60]}” from elsewhere", "Draw it in the picture itself.")


def _svg_dimensions(root: ElementTree.Element) -> tuple[int, int]:
    numbers = re.findall(r"[-+]?\d+(?:\.\d+)?", root.get("viewBox", ""))[:4]
    box = [float(number) for number in numbers] if len(numbers) == 4 else [0.0, 0.0, 0.0, 0.0]
    width, height = _pixels(root.get("width")) or box[2], _pixels(root.get("height")) or box[3]
    if not (width > 0 and height > 0):
        raise MediaFault("The picture does not say how large it is", 'Give its <svg> a viewBox="0 0 width height".')
    return int(min(width, 1e9)), int(min(height, 1e9))


def _pixels(value: str | None) -> float:
    match = re.fullmatch(r"\s*(\d{1,6}(?:\.\d{1,6})?)(?:px)?\s*", value or "")
    return float(match[1]) if match else 0.0


def _local(name: object) -> str:
    return name.rpartition("}")[2] if isinstance(name, str) else ""


_SIZES = {".svg": _svg_size, ".png": _png_size, ".jpg": _jpeg_size, ".jpeg": _jpeg_size, ".webp": _webp_size}
