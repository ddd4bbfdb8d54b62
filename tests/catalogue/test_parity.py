"""Two languages side by side: what has no Welsh, what has old Welsh, and who is told."""

from pathlib import Path

import pytest

from learnhub.catalogue import parity
from learnhub.catalogue.parity import State
from tests.factories import write_course

WELSH = "---\ntitle: Teitl\n---\nTestun.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    written = write_course(tmp_path, "letters")
    (written / "cy").mkdir()
    (written / "cy" / "course.md").write_text(WELSH, encoding="utf-8")
    return written


def states(folder: Path) -> dict[str, State]:
    return {file.file: file.state for file in parity.parity_of(folder.parent)}


def test_a_course_without_welsh_is_not_counted(tmp_path: Path) -> None:
    write_course(tmp_path, "letters")
    assert list(parity.parity_of(tmp_path)) == []


def test_what_is_not_there_is_missing_and_what_names_no_english_is_stale(folder: Path) -> None:
    found = states(folder)
    assert found["course.md"] is State.STALE
    assert {state for file, state in found.items() if file != "course.md"} == {State.MISSING}


def test_a_marked_file_is_current_until_the_english_changes(folder: Path) -> None:
    parity.mark(folder / "cy" / "course.md")
    assert states(folder)["course.md"] is State.CURRENT
    english = folder / "course.md"
    english.write_text(english.read_text() + "One more sentence.\n")
    assert states(folder)["course.md"] is State.STALE


def test_marking_twice_leaves_one_mark(folder: Path) -> None:
    welsh = folder / "cy" / "course.md"
    parity.mark(welsh)
    (folder / "course.md").write_text((folder / "course.md").read_text() + "More.\n")
    parity.mark(welsh)
    assert welsh.read_text().count(parity.MARK) == 1
    assert states(folder)["course.md"] is State.CURRENT


def test_line_ends_make_no_difference() -> None:
    assert parity.fingerprint_of("a\r\nb\r\n") == parity.fingerprint_of("a\nb")


def test_a_mark_counts_only_in_the_front_matter() -> None:
    assert parity.marked_in("---\ntitle: x\n---\ntranslates: abc123\n") == ""
