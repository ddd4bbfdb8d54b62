"""What an uploaded file may be, told from its content alone: PDF, PNG, JPEG, WebP, plain text. Pure.

Whatever its name and its sender say counts nothing. What is let in is only ever handed out as a download, so this
need not understand a file, but it must not be two things at once: an archive hung onto a
picture, a page that calls itself a text. Word processor files are left out: they are archives that can carry programs
and links.
"""

import re
import unicodedata
import zlib
from dataclasses import dataclass
from enum import StrEnum

LARGEST = 5_000_000  # bytes
LONGEST_NAME = 100

# The test file that every virus scanner knows (eicar.org), refused with or without one.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class FileType(StrEnum):
    """An allowed type; the value is the ending that a download gets, whatever the file was called."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpg"
    WEBP = "webp"
    TEXT = "txt"

    @property
    def mimetype(self) -> str:
        return _MIMETYPES[self]


_MIMETYPES = {
    FileType.PDF: "application/pdf",
    FileType.PNG: "image/png",
    FileType.JPEG: "image/jpeg",
    FileType.WEBP: "image/webp",
    FileType.TEXT: "text/plain",
}


class FileFault(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    NOT_ALLOWED = "not-allowed"
    BROKEN = "broken"
    TWO_THINGS = "two-things"
    ACTIVE = "active"
    INFECTED = "infected"
    NOT_SCANNED = "not-scanned"


class FileRefused(ValueError):
    """A file that is not taken; `why` says why."""

    def __init__(self, why: FileFault) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be kept: its bytes, what it is, what a download of it is called."""

    content: bytes
    type: FileType
    name: str


def checked(content: bytes, name: str) -> Checked:
    """A file as it may be kept. Raises FileRefused."""
    if not content:
        raise FileRefused(FileFault.EMPTY)
    if len(content) > LARGEST:
        raise FileRefused(FileFault.TOO_LARGE)
    if EICAR in content:
        raise FileRefused(FileFault.INFECTED)
    type_ = _type_of(content)
    if _ends_with_archive(content):
        raise FileRefused(FileFault.TWO_THINGS)
    return Checked(content, type_, clean_name(name, type_))


def clean_name(name: str, type_: FileType) -> str:
    """A name to show and to download under: no folders, no marks that deceive, and the ending of what it is."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    # Every control, format and private character goes, turning marks among them; what is left is letters and signs.
    kept = "".join(c if unicodedata.category(c)[0] not in "CZ" else " " if c.isspace() else "" for c in last)
    kept = " ".join(re.sub(r'[<>:"|?*;%]', "", kept).split())
    stem = re.sub(rf"\.(?:{type_.value}|jpeg|text)$", "", kept, flags=re.I).strip(" .")[:LONGEST_NAME]
    return f"{stem or 'evidence'}.{type_.value}"


def _type_of(content: bytes) -> FileType:
    if content.startswith(b"%PDF-"):
        return _pdf(content)
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _png(content)
    if content.startswith(b"\xff\xd8\xff"):
        return _jpeg(content)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return _webp(content)
    return _text(content)


_PDF_HEAD = re.compile(rb"%PDF-[12]\.\d[\s%]")
_PDF_ACTS = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFile|RichMedia|XFA)\b")
_PDF_LETTER = re.compile(rb"#([0-7][0-9A-Fa-f])")  # how a name may write a letter: /J#61vaScript


def _pdf(content: bytes) -> FileType:
    """ISO 32000-1, 7.5: a header, a trailer that says where the cross-references are, and the end. No scripts in it."""
    tail = content[-2048:]
    if not _PDF_HEAD.match(content) or b"startxref" not in tail or b"%%EOF" not in tail:
        raise FileRefused(FileFault.BROKEN)
    if tail[tail.rindex(b"%%EOF") + 5 :].strip(b"\r\n\t \x00"):
        raise FileRefused(FileFault.TWO_THINGS)
    if _PDF_ACTS.search(_PDF_LETTER.sub(lambda found: bytes([int(found[1], 16)]), content)):
        raise FileRefused(FileFault.ACTIVE)
    return FileType.PDF


def _png(content: bytes) -> FileType:
    """PNG (third edition), 5: chunks with their lengths and checksums, IHDR first, IEND last, and nothing after it."""
    at, first, pictures = 8, True, 0
    while at + 12 <= len(content):
        length, name = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
        end = at + 12 + length
        if end > len(content) or zlib.crc32(content[at + 4 : end - 4]) != int.from_bytes(content[end - 4 : end]):
            raise FileRefused(FileFault.BROKEN)
        if first != (name == b"IHDR") or (first and length != 13):
            raise FileRefused(FileFault.BROKEN)
        pictures += name == b"IDAT"
        at, first = end, False
        if name == b"IEND":
            if not pictures:
                raise FileRefused(FileFault.BROKEN)
            if at != len(content):
                raise FileRefused(FileFault.TWO_THINGS)
            return FileType.PNG
    raise FileRefused(FileFault.BROKEN)


_JPEG_ALONE = {0x01, *range(0xD0, 0xD8)}
_JPEG_FRAMES = {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}


def _jpeg(content: bytes) -> FileType:
    """ITU-T T.81, annex B: segments with their lengths up to the scan, a frame among them, and an end of image.

    What follows the end is let be: phones put a second picture or a short film there. An archive is refused elsewhere.
    """
    at, has_frame = 2, False
    while at + 4 <= len(content):
        if content[at] != 0xFF:
            raise FileRefused(FileFault.BROKEN)
        marker = content[at + 1]
        if marker == 0xFF:  # fill
            at += 1
        elif marker in _JPEG_ALONE:
            at += 2
        elif marker == 0xDA:
            if not has_frame or content.find(b"\xff\xd9", at) < 0:
                break
            return FileType.JPEG
        else:
            has_frame = has_frame or marker in _JPEG_FRAMES
            length = int.from_bytes(content[at + 2 : at + 4])
            if length < 2:
                break
            at += 2 + length
    raise FileRefused(FileFault.BROKEN)


def _webp(content: bytes) -> FileType:
    """RFC 9649, 2.4 and 2.5: the container's length is the file's, and a picture comes first."""
    said = int.from_bytes(content[4:8], "little") + 8
    if content[12:16] not in (b"VP8 ", b"VP8L", b"VP8X") or said > len(content):
        raise FileRefused(FileFault.BROKEN)
    if said + said % 2 < len(content):
        raise FileRefused(FileFault.TWO_THINGS)
    return FileType.WEBP


_MARKUP = re.compile(r"<(?:!|\?|svg|html|head|body|script|iframe|object|embed|img)\b|<[!?]", re.I)


def _text(content: bytes) -> FileType:
    """UTF-8 without control characters, and not a page or a drawing in disguise."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileRefused(FileFault.NOT_ALLOWED) from None
    if any(ord(c) < 32 and c not in "\t\n\r\f" for c in text) or _MARKUP.search(text):
        raise FileRefused(FileFault.NOT_ALLOWED)
    if not text.strip():
        raise FileRefused(FileFault.EMPTY)
    return FileType.TEXT


def _ends_with_archive(content: bytes) -> bool:
    """Whether a ZIP's directory ends the file (APPNOTE 4.3.16): its record says how long the comment after it is."""
    tail = content[-65_557:]
    at = tail.rfind(b"PK\x05\x06")
    while at >= 0:
        if at + 22 <= len(tail) and at + 22 + int.from_bytes(tail[at + 20 : at + 22], "little") <= len(tail):
            return True
        at = tail.rfind(b"PK\x05\x06", 0, at)
    return False
