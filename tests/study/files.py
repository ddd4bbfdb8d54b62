"""Small files that are what they say, made by hand; the hostile ones are made of them."""

import io
import struct
import zipfile
import zlib

from learnhub.study.evidence_content import EICAR


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(extra: bytes = b"") -> bytes:
    """One grey pixel; `extra` follows its end."""
    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    data = zlib.compress(b"\x00\x80")
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"") + extra


def jpeg(extra: bytes = b"") -> bytes:
    """The segments of a JPEG: application, tables, frame, scan, end."""
    app = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    table = b"\xff\xdb\x00\x43\x00" + bytes(range(1, 65))
    frame = b"\xff\xc0\x00\x0b\x08\x00\x01\x00\x01\x01\x01\x11\x00"
    scan = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x7f\xff\x00\x12"
    return b"\xff\xd8" + app + table + frame + scan + b"\xff\xd9" + extra


def webp(extra: bytes = b"") -> bytes:
    body = b"WEBPVP8L" + struct.pack("<I", 6) + b"\x2f\x00\x00\x00\x00\x00"
    return b"RIFF" + struct.pack("<I", len(body)) + body + extra


def pdf(inside: bytes = b"", extra: bytes = b"") -> bytes:
    body = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R " + inside + b">>\nendobj\n"
    body += b"2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
    return body + b"trailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n" + extra


def archive(name: str = "x.exe", comment: bytes = b"") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        file.writestr(name, "MZ and so on")
        file.comment = comment
    return made.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'

# name → (what is sent, the fault that it has): each is refused and nothing of it is kept.
HOSTILE: dict[str, tuple[bytes, str]] = {
    "drawing.svg": (SVG, "not-allowed"),
    "drawing.png": (b'<?xml version="1.0"?>\n' + SVG, "not-allowed"),
    "drawing-with-mark.txt": (b"\xef\xbb\xbf  " + SVG, "not-allowed"),
    "page.txt": (b"My notes\n<!DOCTYPE html><html><body onload=alert(1)>", "not-allowed"),
    "archive.png": (archive(), "not-allowed"),
    "letter.docx": (archive("word/document.xml"), "not-allowed"),
    "program.pdf": (b"MZ\x90\x00\x03\x00\x00\x00", "not-allowed"),
    "notes.txt": (b"plain at first\x00\x01\x02", "not-allowed"),
    "latin.txt": ("caf\xe9 notes".encode("latin-1"), "not-allowed"),
    "animation.gif": (b"GIF89a\x01\x00\x01\x00\x80\x00\x00", "not-allowed"),
    "empty.pdf": (b"", "empty"),
    "spaces.txt": (b" \n ", "empty"),
    "large.txt": (b"a" * 5_000_001, "too-large"),
    "eicar.txt": (EICAR, "infected"),
    "eicar-in-a-picture.png": (png(EICAR), "infected"),
    "cut.png": (png()[:40], "broken"),
    "cut.jpg": (jpeg()[:60], "broken"),
    "cut.pdf": (pdf()[:60], "broken"),
    "cut.webp": (webp()[:20], "broken"),
    "only-a-signature.png": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "broken"),
    "wrong-checksum.png": (png().replace(b"\x08\x00\x00\x00\x00", b"\x08\x00\x00\x00\x01"), "broken"),
    "not-a-jpeg.jpg": (b"\xff\xd8\xff<script>alert(1)</script>", "broken"),
    "png-and-archive.png": (png(archive()), "two-things"),
    "png-and-page.png": (png(b"<script>alert(1)</script>"), "two-things"),
    "webp-and-more.webp": (webp(b"<html>" * 4), "two-things"),
    "jpeg-and-archive.jpg": (jpeg(archive()), "two-things"),
    "jpeg-and-archive-with-comment.jpg": (jpeg(archive(comment=b"hidden")), "two-things"),
    "pdf-and-archive.pdf": (pdf(extra=archive()), "two-things"),
    "script.pdf": (pdf(b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >> "), "active"),
    "hidden-script.pdf": (pdf(b"/OpenAction << /S /J#61vaScript /JS (app.alert(1)) >> "), "active"),
    "launches.pdf": (pdf(b"/OpenAction << /S /Launch /F (cmd.exe) >> "), "active"),
    "carries-files.pdf": (pdf(b"/Names << /EmbeddedFile 3 0 R >> "), "active"),
}
GOOD: dict[str, bytes] = {
    "certificate.pdf": pdf(),
    "screen.png": png(),
    "photo.jpg": jpeg(),
    "photo-with-film.jpg": jpeg(b"\x00\x00\x00\x18ftypmp42 and a short film"),
    "picture.webp": webp(),
    "notes.txt": "What I took from it: 5 < 6, naïve café.\n".encode(),
}
