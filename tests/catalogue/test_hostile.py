"""What somebody who means harm could put into a course's folder: refused on its line, at once."""

import os
import struct
import time
from pathlib import Path

import pytest

from learnhub.catalogue.faults import Report
from learnhub.catalogue.library import read_library
from learnhub.catalogue.media import MediaFault, examine
from learnhub.catalogue.structures import to_json
from tests.catalogue import courses
from tests.catalogue.courses import CHECK, COURSE, MODULE
from tests.test_markup import ATTACKS, runs

BOMB = "---\na: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{after}: &{after} [{', '.join(['*' + before] * 9)}]\n"
    for before, after in zip("abcdefgh", "bcdefghi", strict=True)
)

# What is in course.md → what the checker says.
FRONT = {
    "alias bomb": (BOMB + "---\n", "Anchors and aliases"),
    "python object": ("---\ntitle: !!python/object/apply:os.system [ls]\n---\n", "This is not YAML"),
    "deep nesting": ("---\ntitle: " + "[" * 5_000 + "]" * 5_000 + "\n---\n", "nested more than 12 deep"),
    "not a mapping": ("---\n- a\n- b\n---\n", "This is not a list of “name: value” lines"),
    "numbers as names": ("---\n1: a\n---\n", "This is not a list of “name: value” lines"),
    "nothing": ("---\n---\n", "“title” is missing"),
    "null bytes": ("---\ntitle: a\x00b\n---\n", "control character here (U+0000)"),
    "text that reads backwards": ("---\ntitle: a\u202eb\n---\n", "invisible mark that reverses text here (U+202E)"),
    "dates out of range": ("---\nreview_by: 99999-99-99\n---\n", "“review_by” is not a date"),
    "infinity": ("---\ntitle: .inf\n---\n", "“title” is not text but a number"),
    "a title of a megabyte": ("---\ntitle: " + "a" * 150_000 + "\n---\n", "“title” is too long"),
    "mapping for a list": ("---\nskills: {a: b}\n---\n", "“skills” must be a list of words"),
    "list of lists": ("---\nskills: [[a], [b]]\n---\n", "“skills” must be a list of words"),
    "sources as text": ("---\nsources: none\n---\n", "“sources” must be a list"),
    "source as number": ("---\nsources: [1]\n---\n", "This is not a list of “name: value” lines"),
    "source of script": (
        "---\nsources: [{title: x, url: 'javascript:alert(1)'}]\n---\n",
        "“url” is not an https address",
    ),
    "outcome of script": ("---\noutcomes: {'<script>': x}\n---\n", "cannot be an outcome's slug"),
    "rule as text": ("---\ncompletion: [all]\n---\n", "This is not a list of “name: value” lines"),
}


@pytest.mark.parametrize(("text", "expected"), FRONT.values(), ids=FRONT.keys())
def test_hostile_front_matter_is_a_fault(tmp_path: Path, text: str, expected: str) -> None:
    began = time.perf_counter()
    found = courses.faults(tmp_path, {"course.md": text})
    assert any(expected in fault for fault in found), found
    assert time.perf_counter() - began < 3


@pytest.mark.parametrize("name", ["glossary.yaml", "facts.yaml", "skills.yaml"])
@pytest.mark.parametrize(
    "text", [BOMB[4:], "- a", "a: 1", "a: [1]", "a: {en: 1}", "\x00", "areas: [[1]]", "areas: {a: b}", "[" * 900]
)
def test_hostile_shared_files_are_faults(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    report = Report()
    read_library(tmp_path, report)
    assert report.errors


def test_twenty_megabytes_are_not_even_read(tmp_path: Path) -> None:
    began = time.perf_counter()
    found = courses.faults(tmp_path, {"01-open-it.md": MODULE + "word and " * 2_300_000})
    assert any("01-open-it.md:1: The file has 20," in fault for fault in found)
    assert time.perf_counter() - began < 3


def test_deep_nesting_is_refused_on_its_line(tmp_path: Path) -> None:
    found = courses.faults(tmp_path, {"01-open-it.md": MODULE + "\n" + "> " * 500 + "a"})
    assert any("01-open-it.md:13: Quotes and lists are nested more than 8 deep" in fault for fault in found), found


def test_text_that_is_not_utf8_is_refused_on_its_line(tmp_path: Path) -> None:
    found = courses.faults(tmp_path, {"01-open-it.md": MODULE.encode() + b"\ncaf\xe9\n"})
    assert "01-open-it.md:13: This is not UTF-8 text" in found


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text(MODULE + "\nthe secret\n")
    folder = courses.write(tmp_path, {"media/a.svg": courses.SVG})
    (folder / "03-secret.md").symlink_to(secret)
    (folder / "media" / "b.svg").symlink_to(secret)
    (folder / "cy").symlink_to(tmp_path)
    os.mkfifo(folder / "04-pipe.md")  # reading it would wait for ever
    draft = courses.read(tmp_path)
    found = [str(fault) for fault in draft.report.errors]
    for name in ("03-secret.md", "b.svg", "04-pipe.md"):
        assert any(name in fault and "This is a link or not a plain file" in fault for fault in found), found
    assert any("cy:1: This folder is a link" in fault for fault in found)
    assert "the secret" not in str(to_json(draft.course))


def test_a_course_that_is_itself_a_link_is_refused(tmp_path: Path) -> None:
    courses.write(tmp_path / "elsewhere")
    (tmp_path / "letters").symlink_to(tmp_path / "elsewhere" / "letters")
    assert any("is a link to somewhere else" in fault.message for fault in courses.read(tmp_path).report.errors)


@pytest.mark.parametrize("attack", ATTACKS)
def test_script_in_any_field_stays_text(tmp_path: Path, attack: str) -> None:
    line = attack.replace("\n", " ")
    quoted = line.replace("\\", "\\\\").replace('"', '\\"')
    files = {
        "course.md": COURSE.replace("About", attack + "\n\nAbout").replace("Letters", f'"{quoted}"'),
        "01-open-it.md": MODULE.replace("Open it", f'"{quoted}"') + f"\n{attack}\n\n## {line}\n",
        "02-check-it.md": CHECK.replace("Reads it", line, 1)
        .replace("Yes: then", f"{line} then")
        .replace("What does she do next?", line)
        .replace("Reading comes first.", line),
        "03-s.md": courses.SCENARIO.replace("It gets worse.", attack).replace("A reply", line),
        "session.md": courses.SESSION.replace("What to bring.", attack),
    }
    courses.write(tmp_path, files)
    course = courses.read(tmp_path).course
    assert course is not None
    assert not [html for html in every_html(to_json(course)) if runs(html)]


def every_html(data: object, name: str = "") -> list[str]:
    """The fields of a course that are put on a page as they are."""
    if isinstance(data, dict):
        return [html for key, value in data.items() for html in every_html(value, key)]
    if isinstance(data, list | tuple):
        return [html for value in data for html in every_html(value, name)]
    return [data] if name.endswith("html") and isinstance(data, str) else []


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">{}</svg>'
BAD_SVG = {
    "script": SVG.format("<script>alert(1)</script>"),
    "foreign object": SVG.format("<foreignObject><p>x</p></foreignObject>"),
    "handler": SVG.format('<rect onload="alert(1)"/>'),
    "picture from elsewhere": SVG.format('<image href="https://x.example/a.png"/>'),
    "use from elsewhere": SVG.format('<use xlink:href="https://x.example/a.svg#b"/>'),
    "fill from elsewhere": SVG.format('<rect fill="url(https://x.example/a.svg#b)"/>'),
    "style from elsewhere": SVG.format("<style>@import 'https://x.example/a.css';</style>"),
    "stylesheet": '<?xml-stylesheet href="https://x.example/a.css"?>' + SVG.format(""),
    "entity": '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + SVG.format("&b;"),
    "outside file": '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + SVG.format("&a;"),
    "picture that multiplies itself": SVG.format(
        "".join(f'<g id="a{n}">' + f'<use href="#a{n + 1}"/>' * 10 + "</g>" for n in range(12)) + '<use href="#a0"/>'
    ),
    "link": SVG.format('<a href="javascript:alert(1)"><text>x</text></a>'),
    "not well formed": "<svg",
    "no size": '<svg xmlns="http://www.w3.org/2000/svg"/>',
    "enormous": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000000 1000000"/>',
    "not an svg": "<html/>",
    "utf-16": SVG.format("<script/>").encode("utf-16"),
}


@pytest.mark.parametrize("content", BAD_SVG.values(), ids=BAD_SVG.keys())
def test_a_drawing_that_does_more_than_draw_is_refused(content: str | bytes) -> None:
    with pytest.raises(MediaFault):
        examine("a.svg", content if isinstance(content, bytes) else content.encode())


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, height) + b"\x08\x02\x00\x00\x00"


def jpeg(width: int, height: int) -> bytes:
    comment = b"\xff\xfe\x00\x04ab"
    return (
        b"\xff\xd8\xff\xe0\x00\x04ab"
        + comment
        + b"\xff\xc0\x00\x11\x08"
        + struct.pack(">HH", height, width)
        + b"\x00" * 12
    )


def webp(kind: bytes, body: bytes) -> bytes:
    return b"RIFF\x00\x00\x00\x00WEBP" + kind + b"\x00\x00\x00\x00" + body + b"\x00" * 12


SIZES = {
    "png": ("a.png", png(640, 480)),
    "jpeg": ("a.jpg", jpeg(640, 480)),
    "webp, lossy": ("a.webp", webp(b"VP8 ", b"\x00\x00\x00\x9d\x01\x2a" + struct.pack("<HH", 640, 480))),
    "webp, lossless": ("a.webp", webp(b"VP8L", b"\x2f" + struct.pack("<I", 639 | 479 << 14))),
    "webp, extended": (
        "a.webp",
        webp(b"VP8X", b"\x00\x00\x00\x00" + (639).to_bytes(3, "little") + (479).to_bytes(3, "little")),
    ),
    "svg by its box": ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 480"/>'),
    "svg by its size": (
        "a.svg",
        b'<svg xmlns="http://www.w3.org/2000/svg" width="640px" height="480" viewBox="0 0 4 3"/>',
    ),
}


@pytest.mark.parametrize(("name", "content"), SIZES.values(), ids=SIZES.keys())
def test_a_picture_says_its_size(name: str, content: bytes) -> None:
    found = examine(name, content)
    assert (found.width, found.height) == (640, 480)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", png(60_000, 60_000)),
        ("a.png", png(0, 10)),
        ("a.jpg", jpeg(65_535, 65_535)),
        ("a.png", jpeg(10, 10)),
        ("a.jpg", b"\xff\xd8\xff" + b"\xff" * 100_000),
        ("a.jpg", b"\xff\xd8\xff\xe0\x00\x00"),
        ("a.webp", b"RIFF"),
        ("a.webp", webp(b"VP8X", b"\x00\x00\x00\x00" + b"\xff" * 6)),
        ("a.png", b""),
        ("a.mp4", b"<script>"),
        ("a.webm", png(1, 1)),
        ("a.vtt", b"<html>"),
    ],
)
def test_a_picture_bomb_or_a_false_name_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(MediaFault):
        examine(name, content)


@pytest.mark.parametrize("name", ["A.svg", "a.svg.exe", "a.html", "ä.svg", "a b.svg", "-a.svg"])
def test_a_strange_media_name_is_a_fault(tmp_path: Path, name: str) -> None:
    assert any(
        "This is not a picture, video or caption file" in fault
        for fault in courses.faults(tmp_path, {f"media/{name}": "x"})
    )
