"""Pressed twice at the same moment, by two workers: one entry, a day of 24 hours, each row imported once."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from learnhub import clock
from learnhub import db as database
from learnhub.db import db
from learnhub.record.queries import statements_of
from learnhub.study import actions, importing
from learnhub.study.actions import DayIsFull, Said
from learnhub.study.csv_rows import read_sheet
from learnhub.study.evidence_content import checked
from learnhub.study.models import StudyEntry
from tests import people, threads
from tests.study.conftest import Log, files_in

AT_ONCE = 6


def at_once(app: Flask, work: Callable[[int], object]) -> list[object]:
    """What each gives back or raises."""
    return threads.at_once(app, work, AT_ONCE, writes=False)


def standing() -> int:
    return db.session.execute(select(func.count()).where(StudyEntry.voided_at.is_(None))).scalar_one()


def test_one_form_sent_by_many_at_once_is_one_entry(app: Flask) -> None:
    learner_id = people.person("learner").learner_id

    def press(_number: int) -> int:
        with database.write():
            return actions.log_study(learner_id, Said("A podcast", 45, clock.today()), token="abc").id

    assert len(set(at_once(app, press))) == 1
    assert standing() == 1
    assert len(statements_of(learner_id).rows) == 1


def test_a_day_never_has_more_than_24_hours(app: Flask) -> None:
    learner_id = people.person("learner").learner_id

    def press(number: int) -> int:
        with database.write():
            return actions.log_study(learner_id, Said(f"Part {number}", 480, clock.today())).id

    refused = [one for one in at_once(app, press) if isinstance(one, DayIsFull)]
    assert len(refused) == AT_ONCE - 3
    assert standing() == 3


def test_one_entry_corrected_by_many_at_once_is_one_entry(app: Flask, log: Log) -> None:
    entry_id, learner_id = log("One", 45).id, people.person("learner").learner_id

    def press(number: int) -> int:
        with database.write():
            return actions.correct_study(entry_id, learner_id, Said(f"Two {number}", 50, clock.today())).id

    assert len(set(at_once(app, press))) == 1
    assert standing() == 1


def test_one_entry_removed_and_corrected_at_once_does_not_stand_twice(app: Flask, log: Log) -> None:
    entry_id, learner_id = log("One", 45).id, people.person("learner").learner_id

    def press(number: int) -> object:
        with database.write():
            if number % 2:
                return actions.remove_study(entry_id, learner_id)
            return actions.correct_study(entry_id, learner_id, Said("Two", 50, clock.today()))

    assert not [one for one in at_once(app, press) if isinstance(one, Exception)]
    assert standing() <= 1


def test_one_file_imported_by_many_at_once_is_logged_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "SECONDS", 60)  # a busy machine must not make them leave rows for another press
    learner_id = people.person("learner").learner_id
    lines = "".join(f"Podcast {number},5,2026-11-0{number % 9 + 1}\n" for number in range(90))
    sheet = read_sheet(f"Title,Minutes,Date\n{lines}".encode(), today=date(2026, 11, 20), joined_on=people.JOINED_ON)
    with database.write():
        import_id = importing.keep_preview(learner_id, sheet)
    done = at_once(app, lambda _number: importing.import_rows(learner_id, import_id)[0])
    assert sum(done) == 90
    assert standing() == 90


def test_the_same_file_kept_and_erased_at_once_is_there_for_whoever_has_it(app: Flask, evidence_folder: Path) -> None:
    """Removing the last entry with a file while others log the same file: their download must not be gone."""
    learner_id = people.person("learner").learner_id
    with database.write():
        first = actions.log_study(learner_id, Said("First", 5, clock.today()), file=checked(b"Notes.", "n.txt")).id

    def press(number: int) -> object:
        with database.write():
            if number == 0:
                return actions.remove_study(first, learner_id)
            return actions.log_study(
                learner_id, Said(f"{number}", 5, clock.today()), file=checked(b"Notes.", "n.txt")
            ).id

    assert not [one for one in at_once(app, press) if isinstance(one, Exception)]
    assert standing() == AT_ONCE - 1
    assert len(files_in(evidence_folder)) == 1
