"""`flask export`: the same rows for a scheduler; file and proof appear whole or not at all; a cursor misses nothing."""

import hashlib
import json
from pathlib import Path

import pytest
from flask import Flask

from learnhub.exports import csv_format, making
from tests.exports.conftest import Complete, rows_of
from tests.factories import make_person
from tests.page import Page


def run(app: Flask, *arguments: str):
    return app.test_cli_runner().invoke(args=["export", *arguments])


def test_it_writes_the_same_rows_as_the_page(app: Flask, page: Page, complete: Complete, tmp_path: Path) -> None:
    complete(make_person(department="PEN-OPS"))
    complete(make_person(department="REV"))
    for dataset in ("completions", "progress"):
        file = tmp_path / f"{dataset}.csv"
        done = run(app, dataset, "--out", str(file), "--department", "PEN")
        assert done.exit_code == 0, done.output
        assert file.read_bytes() == page.sign_in("hr").get(f"/exports/{dataset}.csv?department=PEN").body
        proof = json.loads(file.with_name(file.name + ".proof.json").read_text())
        assert proof["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
        assert (proof["file"], proof["rows"], proof["filters"]) == (file.name, 1, {"department": "PEN"})


def test_from_cursor_to_cursor_no_row_is_missed_and_none_comes_twice(
    app: Flask, complete: Complete, tmp_path: Path
) -> None:
    cursor, seen = "0", []
    for night in range(4):
        for _number in range(night):
            complete(make_person(department="PEN"))
        file = tmp_path / f"{night}.csv"
        done = run(app, "completions", "--out", str(file), "--since", cursor)
        cursor = done.stdout.strip()
        seen += [row["seq"] for row in rows_of(file.read_bytes())]
    assert len(seen) == len(set(seen)) == 6


def test_when_it_fails_the_file_of_the_night_before_is_untouched(
    app: Flask, complete: Complete, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    complete(make_person(department="PEN"))
    file = tmp_path / "completions.csv"
    run(app, "completions", "--out", str(file))
    before = file.read_bytes()
    monkeypatch.setattr(making, "rows_counted", None)
    for name in ("_by_lines", "_by_copy"):
        monkeypatch.setattr(csv_format, name, lambda *_arguments: iter([(0, b"half")]))
    done = run(app, "completions", "--out", str(file))
    assert done.exit_code == 1
    assert "nothing was written" in done.stderr
    assert file.read_bytes() == before
    assert sorted(path.name for path in tmp_path.glob("*completions*")) == [
        "completions.csv",
        "completions.csv.proof.json",
    ]
    assert [path.name for path in tmp_path.glob(".*")] == []


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("completions", "--department", "NO-SUCH"), "no department with the code NO-SUCH"),
        (("completions", "--course", "no-such"), "no course no-such"),
        (("progress", "--since", "5"), "no --since"),
        (("progress", "--from", "2026-01-01"), "no --from"),
        (("payroll",), "Invalid value"),
    ],
)
def test_what_makes_no_sense_is_refused(app: Flask, tmp_path: Path, arguments: tuple[str, ...], why: str) -> None:
    done = run(app, *arguments, "--out", str(tmp_path / "x.csv"))
    assert done.exit_code != 0
    assert why in done.stderr
    assert not (tmp_path / "x.csv").exists()
