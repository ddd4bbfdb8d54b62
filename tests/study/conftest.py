"""What the stories of the study log share."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from learnhub import clock
from learnhub import db as database
from learnhub.study.actions import Said, log_study
from learnhub.study.evidence_content import checked
from learnhub.study.models import StudyEntry
from tests import people
from tests.page import Page

Log = Callable[..., StudyEntry]


@pytest.fixture
def lena(page: Page) -> Page:
    """The learner's browser."""
    return page.sign_in("learner")


@pytest.fixture
def log(app: Flask) -> Log:
    """`log("A podcast", 45)`: an entry of the learner's, of today unless a day is said."""

    def write(title: str = "A podcast", minutes: int = 45, day: date | None = None, *, who: str = "learner",
              file: bytes | None = None, **said: object) -> StudyEntry:  # fmt: skip
        kept = checked(file, "notes.txt") if file is not None else None
        with database.write():
            return log_study(
                people.person(who).learner_id, Said(title, minutes, day or clock.today(), **said), file=kept
            )

    return write


@pytest.fixture
def evidence_folder(app: Flask) -> Path:
    folder: Path = app.extensions["learnhub.settings"].evidence
    return folder


def files_in(folder: Path) -> list[Path]:
    """Every file of evidence that is kept."""
    return sorted(path for path in folder.glob("**/*") if path.is_file())
