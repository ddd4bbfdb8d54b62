"""Reading the CSV files that other systems write: bytes to text, text to lines, headings to columns. Pure.

UTF-8 with or without its mark, UTF-16, Windows' Latin-1; commas, semicolons, tabs or bars; headings in their own words.
A cell is text, whatever a spreadsheet would make of it.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from learnhub.folding import folded

LARGEST = 2_000_000  # bytes
LONGEST_CELL = 5_000


class NotText(ValueError):
    """Bytes that are no text."""


def text_of(content: bytes) -> str:
    """The text of a file's bytes. Raises NotText."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\x00" in content[:200]:
        encodings = ["utf-16-le" if content[1:2] == b"\x00" else "utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp1252", "latin-1"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        # A picture or an archive is text in Latin-1 too: its control characters give it away.
        if sum(ord(c) < 32 and c not in "\t\r\n" for c in text[:4_000]) > 4:
            break
        return text
    raise NotText


def lines_of(text: str) -> Iterator[tuple[int, list[str] | None]]:
    """Records that are not empty, with the line each begins on; None for one that is broken."""
    plain = text.replace("\x00", "")
    says_so = plain.casefold().startswith("sep=")
    reader = csv.reader(io.StringIO(plain, newline=""), delimiter=_delimiter(plain))
    while True:
        begins = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield begins, None
            continue
        if (says_so and begins == 1) or not any(cell.strip() for cell in cells):
            continue
        yield begins, None if any(len(cell) > LONGEST_CELL for cell in cells) else cells


def columns_of(headings: Sequence[str], called: Mapping[str, str]) -> dict[str, int]:
    """Which column is which of ours; `called`: ours → what it is called elsewhere, best first, with bars between."""
    said = [_plain(heading) for heading in headings]
    found: dict[str, int] = {}
    for name, names in called.items():
        places = [said.index(one) for one in names.split("|") if one in said and said.index(one) not in found.values()]
        if places:
            found[name] = places[0]
    return found


def cell(cells: Sequence[str], places: Mapping[str, int], name: str) -> str:
    """What a line has in a column, with every run of spaces as one; "" where it has none."""
    place = places.get(name, len(cells))
    return " ".join(cells[place].split()) if place < len(cells) else ""


def has_hidden(text: str) -> bool:
    """Whether a text holds what cannot be seen and can deceive: control characters, turning marks, half characters."""
    return any(
        (unicodedata.category(c) in {"Cc", "Cs", "Co", "Cn"} and not c.isspace())
        or c in "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
        for c in text
    )


def _plain(heading: str) -> str:
    """A heading in small letters, without signs: "E-mail (work)" is "e mail work"."""
    return " ".join(re.findall(r"[a-z0-9]+", folded(heading)))


def _delimiter(text: str) -> str:
    """What parts the cells of the heading; Excel may say it in a first line of its own: "sep=;"."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    if first.casefold().startswith("sep=") and first[4:5] in set(",;\t|"):
        return first[4]
    outside = re.sub(r'"[^"]*"', "", first)
    return max(",;\t|", key=outside.count)
