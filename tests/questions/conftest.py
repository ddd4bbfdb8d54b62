"""What the stories of questions and notes share."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from learnhub import db as database
from learnhub.catalogue.shelf import shelf
from learnhub.db import db
from learnhub.messages.models import Notice
from learnhub.questions import actions, notes
from learnhub.questions.models import Question, QuestionAnswer, TriedNote
from learnhub.questions.texts import rendered
from tests import people
from tests.page import Page

Ask = Callable[..., Question]
Answer = Callable[..., QuestionAnswer]
WriteNote = Callable[..., TriedNote]


_LEVELS = "{awareness: I know it., working: I do it., practitioner: I show it., expert: I lead it.}"
SKILLS = "areas:\n  - code: all\n    title: All of them\n    skills:\n" + "".join(
    f"      - code: {code}\n        title: {title}\n        levels: {_LEVELS}\n"
    for code, title in {
        "scams": "Recognising scams and passwords",
        "sheets": "Spreadsheets",
        "calls": "Calls with a screen",
        "mail": "Writing mail",
        "files": "Keeping files",
        "data": "Reading charts",
    }.items()
)


@pytest.fixture(autouse=True)
def standard(app: Flask) -> None:
    """A skills standard of six."""
    folder = app.extensions["learnhub.settings"].courses
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "skills.yaml").write_text(SKILLS)
    app.extensions["learnhub.shelf"].shelf = None


@pytest.fixture
def browser(app: Flask) -> Callable[[str], Page]:
    """`browser("lead")`: a browser of one of the cast."""
    return lambda role: Page(app).sign_in(role)


@pytest.fixture
def ask(app: Flask) -> Ask:
    """`ask("How do I share a sheet?", by="learner")`."""

    def write(title: str, text: str = "", *, by: str = "learner", skills: tuple[str, ...] = (),
              language: str = "en") -> Question:  # fmt: skip
        with database.write():
            asked = actions.Asked(title, text, rendered(text), skills, language)
            return actions.ask_question(people.person(by).id, asked)

    return write


@pytest.fixture
def answer(app: Flask) -> Answer:
    """`answer(question, "Like this.", by="ambassador")`."""

    def write(question: Question, text: str = "Like this.", *, by: str = "ambassador", language: str = "en"):
        with database.write():
            said = actions.Answered(text, rendered(text), language)
            written = actions.answer_question(question.id, people.person(by).id, said)
            assert written is not None
            return written

    return write


@pytest.fixture
def tried(app: Flask) -> WriteNote:
    """`tried("A shared calendar", by="learner")`: a note that waits for a reader."""

    def write(title: str = "A shared calendar", *, by: str = "learner", skills: tuple[str, ...] = (),
              result: str = "Fewer calls.", language: str = "en") -> TriedNote:  # fmt: skip
        said = notes.Tried(
            title=title, tried="We used one.", tried_html="<p>We used one.</p>", tool="Calendar", cost="Nothing",
            result=result, result_html=rendered(result), again="yes", skills=skills, language=language,
        )  # fmt: skip
        with database.write():
            return notes.write_note(people.person(by).id, said)

    return write


def notices(role: str) -> list[str]:
    """What somebody was told, the oldest first."""
    rows = select(Notice.text).where(Notice.person_id == people.person(role).id).order_by(Notice.id)
    return list(db.session.execute(rows).scalars())


def some_skills(count: int) -> tuple[str, ...]:
    """Codes of the standard."""
    return tuple(skill.code for area in shelf().areas for skill in area.skills)[:count]
