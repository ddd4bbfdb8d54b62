"""A course's folder as texts and media: bounded, nothing followed out of the folder, every fault with its line."""

import re
import stat
from dataclasses import dataclass, field
from pathlib import Path

from learnhub import markup
from learnhub.catalogue.faults import Report
from learnhub.catalogue.media import LARGEST, NAME, NAME_MEND, Media, MediaFault, examine
from learnhub.catalogue.yaml_reader import YamlFault, YamlText, read_yaml

LARGEST_TEXT = 200_000  # bytes of one Markdown file
MOST_FILES = 200
MODULE_FILE = re.compile(r"^(\d{2})-([a-z0-9]+(?:-[a-z0-9]+)*)\.md$")
SLUG = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
LONGEST_SLUG = 80
OTHER_TEXTS = frozenset({"course.md", "session.md", "review.md"})
_DIRECTIONS = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(slots=True)
class SourceFile:
    """One Markdown file: front matter, body, and where to report what is wrong with it."""

    name: str  # inside the course's folder, "cy/course.md"
    shown: str  # as messages name it
    text: str
    report: Report
    front: YamlText = field(default_factory=lambda: YamlText({}))
    body: str = ""
    body_line: int = 1

    def error(self, line: int, message: str, mend: str) -> None:
        self.report.error(self.shown, line, message, mend)

    def warn(self, line: int, message: str, mend: str) -> None:
        self.report.warn(self.shown, line, message, mend)

    def line_of(self, text: str, nth: int = 0) -> int:
        """The line of the nth place where a text stands in the body; the body's first when it cannot be found."""
        at = -1
        for _ in range(nth + 1):
            found = self.body.find(text, at + 1)
            if found < 0:
                break
            at = found
        return self.body_line + (self.body.count("\n", 0, at) if at >= 0 else 0)


@dataclass(slots=True)
class Folder:
    """Everything read from a course's folder; `shown` is how messages name the folder."""

    slug: str
    shown: str
    texts: dict[str, SourceFile] = field(default_factory=dict)
    media: dict[str, Media] = field(default_factory=dict)

    def module_files(self) -> list[tuple[int, str, SourceFile]]:
        """(number, slug, file) of the English modules in their order."""
        found = []
        for name, source in self.texts.items():
            match = MODULE_FILE.match(name)
            if match:
                found.append((int(match[1]), match[2], source))
        return sorted(found, key=lambda entry: (entry[0], entry[1]))


def shown_path(path: Path) -> str:
    """A path as people type it: relative to where they are, if it is below."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def read_folder(path: Path, report: Report) -> Folder:
    """The course in a folder. Never raises for what is in it: faults go to the report."""
    folder = Folder(path.name, shown_path(path))
    if path.is_symlink():
        report.error(folder.shown, 1, "The course's folder is a link to somewhere else", "Put the folder itself here.")
        return folder
    if not SLUG.match(path.name) or len(path.name) > LONGEST_SLUG:
        report.error(folder.shown, 1, f"“{path.name}” cannot be a course's name", _SLUG_MEND)
    _read_texts(folder, path, "", report)
    _read_media(folder, path / "media", "", report)
    if _is_folder(path / "cy", report):
        _read_texts(folder, path / "cy", "cy/", report)
        _read_media(folder, path / "cy" / "media", "cy-", report)
    return folder


_SLUG_MEND = "Use lower-case letters, digits and single hyphens, for example “spot-a-scam”."


def _read_texts(folder: Folder, path: Path, prefix: str, report: Report) -> None:
    for entry in _entries(path, report):
        if entry.name in {"media", "cy"} and not entry.is_symlink() and entry.is_dir():
            if entry.name == "cy" and prefix:
                report.error(
                    shown_path(entry), 1, "A cy folder inside a cy folder is not read", "Move its files one folder up."
                )
            continue
        if not entry.name.endswith(".md"):
            report.warn(
                shown_path(entry), 1, "This file is not used", "Move it out of the course, or pictures into media/."
            )
            continue
        if entry.name not in OTHER_TEXTS and not MODULE_FILE.match(entry.name):
            report.error(
                shown_path(entry), 1, "This name is not one of a course", "Name a module like 01-spot-a-scam.md."
            )
            continue
        text = read_text(entry, report)
        if text is not None:
            source = SourceFile(prefix + entry.name, shown_path(entry), text, report)
            split_front(source)
            folder.texts[source.name] = source


def _read_media(folder: Folder, path: Path, prefix: str, report: Report) -> None:
    if not _is_folder(path, report):
        return
    for entry in _entries(path, report):
        shown = shown_path(entry)
        largest = LARGEST.get(entry.suffix)
        if not NAME.match(entry.name) or largest is None:
            report.error(shown, 1, "This is not a picture, video or caption file we serve", NAME_MEND)
            continue
        content = _read_bytes(entry, largest, report)
        if content is None:
            continue
        try:
            folder.media[prefix + entry.name] = examine(entry.name, content)
        except MediaFault as fault:
            report.error(shown, fault.line, str(fault), fault.mend)


def _is_folder(path: Path, report: Report) -> bool:
    if path.is_symlink():
        report.error(shown_path(path), 1, "This folder is a link to somewhere else", "Put the folder itself here.")
        return False
    return path.is_dir()


def _entries(path: Path, report: Report) -> list[Path]:
    try:
        entries = sorted(
            entry for entry in path.iterdir() if not entry.name.startswith(".") and not entry.name.endswith("~")
        )
    except OSError as error:
        report.error(
            shown_path(path), 1, f"The folder cannot be read: {error.strerror}", "Check its name and who may read it."
        )
        return []
    if len(entries) > MOST_FILES:
        report.error(
            shown_path(path),
            1,
            f"The folder holds {len(entries)} files; the limit is {MOST_FILES}",
            "Split the course.",
        )
    return entries[:MOST_FILES]


def _read_bytes(path: Path, largest: int, report: Report) -> bytes | None:
    """The bytes of a plain file that is no link and not too large; None with a fault noted."""
    try:
        about = path.lstat()
        if not stat.S_ISREG(about.st_mode):
            report.error(
                shown_path(path),
                1,
                "This is a link or not a plain file, so it is not read",
                "Put the file itself here.",
            )
            return None
        if about.st_size > largest:
            report.error(
                shown_path(path),
                1,
                f"The file has {about.st_size:,} bytes; the limit is {largest:,}",
                "Make it smaller or split it.",
            )
            return None
        with path.open("rb") as file:
            return file.read(largest)
    except OSError as error:
        report.error(shown_path(path), 1, f"The file cannot be read: {error.strerror}", "Check who may read it.")
        return None


def read_text(path: Path, report: Report) -> str | None:
    """The text of a plain file of people we do not know; None with a fault noted when it cannot be one of ours."""
    raw = _read_bytes(path, LARGEST_TEXT, report)
    if raw is None:
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        report.error(shown_path(path), line, "This is not UTF-8 text", "Save the file as UTF-8.")
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for pattern, what in ((_FORBIDDEN, "a control character"), (_DIRECTIONS, "an invisible mark that reverses text")):
        match = pattern.search(text)
        if match:
            line = text.count("\n", 0, match.start()) + 1
            report.error(
                shown_path(path),
                line,
                f"There is {what} here (U+{ord(match[0]):04X})",
                "Delete it, or type the line anew.",
            )
            return None
    return text


def split_front(source: SourceFile) -> None:
    """Fill in front matter and body of a file."""
    lines = source.text.split("\n")
    if not lines or lines[0].strip() != "---":
        source.body = source.text
        if source.name.rpartition("/")[2] != "review.md":
            source.error(1, "There is no front matter", "Begin the file with “---”, lines like “title: …”, and “---”.")
        return
    end = next((number for number, line in enumerate(lines[1:], 1) if line.strip() == "---"), None)
    if end is None:
        source.error(1, "The front matter does not end", "Put a line with “---” after the last “name: value”.")
        return
    try:
        source.front = read_yaml("\n".join(lines[1:end]), 2)
    except YamlFault as fault:
        source.error(fault.line, fault.message, fault.mend)
    source.body = "\n".join(lines[end + 1 :])
    source.body_line = end + 2
    try:
        markup.refuse_what_is_slow(source.body)
    except markup.MarkupError as error:
        source.error(source.body_line + error.line - 1, str(error), "Write it shorter and flatter.")
        source.body = ""
