"""The pages of questions with a few hundred questions, and with 20,000 of them and 60,000 answers.

Words are drawn as people use them: a few stand in nearly every question, most in hardly any. `BENCH_QUESTIONS` says
another number.
"""

import itertools
import os
import random
import statistics
from typing import Any

from flask import Flask
from sqlalchemy import func, insert, select, text

from bench import load
from bench.report import Line
from bench.scale import of
from bench.servers import serve
from bench.visitors import visits
from learnhub import clock
from learnhub import db as database
from learnhub.catalogue.suggesting import all_skills
from learnhub.db import db
from learnhub.people.models import Person
from learnhub.questions.finding_words import kept_words, together
from learnhub.questions.models import FoundWord, Question, QuestionAnswer
from learnhub.questions.words import Indexed, State
from learnhub.web.bars import barred

QUESTIONS = int(os.environ.get("BENCH_QUESTIONS", "20000"))
FEW, ANSWERS = 300, 3  # questions at first; answers to most of them
WORDS, IN_TITLE, IN_TEXT = 6_000, 8, 40
ROUNDS, REQUESTS = 3, 60
MOST_MS = 40.0
HOUR_MS = 3_600_000
PAGES = (
    "/questions",
    "/questions?show=unanswered&skill={rare}",
    "/questions?skill={common}",
    "/questions?q=bordam",  # in nearly every question
    "/questions?q=bordam+berdom+birdem+bordim",  # four of the commonest
    "/questions?q=bordam+berdom&skill={common}&show=unanswered",
    "/questions?q=rustof+bordam",  # a rare one and a common one
    "/questions?q=bor",  # what thousands begin with
    "/questions/new?title=bordam+berdom+birdem+rustof+lentap+mirvos+quolan",
    "/questions/{question}",
)


def compare(app: Flask, environment: dict[str, str], label: str) -> list[Line]:
    """CPU of each page with few and with many, on one database, one after the other."""
    with app.app_context():
        names = fill(FEW)
    before = _costs(app, environment, names)
    with app.app_context():
        fill(QUESTIONS - FEW)
        total, words = (
            db.session.execute(select(func.count()).select_from(table)).scalar_one() for table in (Question, FoundWord)
        )
        db.session.rollback()
    after = _costs(app, environment, names)
    grown = f"CPU, {FEW} → {total:,} questions, {words:,} words kept"
    lines = [Line(f"{label}: {grown}", "", "")]
    for path in PAGES:
        what = f"{label}: {path} ({before[path]:.1f} ms with few)"
        lines.append(Line.at_most(what, after[path], MOST_MS, "ms", 1))
    return lines


def fill(count: int) -> dict[str, str]:
    """Write so many questions; the names that stand in PAGES."""
    drawn = random.Random(17 + count)
    vocabulary = list(_vocabulary())
    shares = list(itertools.accumulate(1 / place for place in range(1, WORDS + 1)))
    people = list(db.session.execute(select(Person.id).limit(500)).scalars())
    skills = list(all_skills()) or ["none"]
    first = (db.session.execute(select(func.max(Question.id))).scalar_one() or 0) + 1
    answer = (db.session.execute(select(func.max(QuestionAnswer.id))).scalar_one() or 0) + 1

    def some(number: int) -> str:
        return " ".join(drawn.choices(vocabulary, cum_weights=shares, k=number))

    for start in range(first, first + count, 1_000):
        questions: list[dict[str, Any]] = []
        answers: list[dict[str, Any]] = []
        kept: list[dict[str, Any]] = []
        for number in range(start, min(start + 1_000, first + count)):
            said = [some(IN_TEXT) for _ in range(ANSWERS if number % 10 else 0)]
            question = _question(number, drawn.choice(people), some(IN_TITLE), some(IN_TEXT), skills, len(said))
            questions.append(question)
            for words in said:
                answers.append(_answer(answer, number, drawn.choice(people), words))
                answer += 1
            forms = together(
                kept_words(question["title"], question["text"], "en"), *(kept_words("", one, "en") for one in said)
            )
            kept += [
                {"word": word, "what": Indexed.QUESTION.value, "number": number, "weight": weight}
                for word, weight in forms.items()
            ]
        with database.write():
            db.session.execute(insert(Question), questions)
            db.session.execute(insert(QuestionAnswer), answers)
            db.session.execute(insert(FoundWord), kept)
    with database.write():
        db.session.execute(text("ANALYZE"))
    return {"common": skills[0], "rare": skills[-1], "question": str(first)}


def _question(number: int, who: int, title: str, words: str, skills: list[str], answers: int) -> dict[str, Any]:
    about = [skills[0]] if number % 4 == 0 else [skills[-1]] if number % 5_000 == 10 else skills[1:-1][:2]
    at = clock.from_ms(clock.to_ms(clock.now()) - (number * 7919 % 9_000) * HOUR_MS)
    return {
        "id": number, "person_id": who, "title": title, "text": words, "html": f"<p>{words}</p>",
        "skills": barred(about), "language": "en", "state": State.OPEN.value, "hidden_why": "", "same": 0,
        "answers": answers, "asked_at": at, "last_at": at,
    }  # fmt: skip


def _answer(number: int, question: int, who: int, words: str) -> dict[str, Any]:
    return {
        "id": number, "question_id": question, "person_id": who, "text": words, "html": f"<p>{words}</p>",
        "language": "en", "written_at": clock.now(), "hidden_why": "",
    }  # fmt: skip


def _vocabulary() -> list[str]:
    """Words that are none, so that nothing is stemmed away; the commonest are those of PAGES."""
    known = ["bordam", "berdom", "birdem", "bordim"]
    rare = ["rustof", "lentap", "mirvos", "quolan"]
    heads, middles, tails = (
        ("bor", "tam", "kel", "rus", "vin", "gop", "lud", "nef", "sar", "pim"),
        "aeiou",
        "bdfgklmnprtv",
    )
    made = [f"{head}{first}{second}{tail}{last}" for head in heads for first in tails for second in middles
            for tail in tails for last in "oa"]  # fmt: skip
    others = made[: WORDS - len(known) - len(rare)]
    random.Random(5).shuffle(others)
    return [*known, *others[:2_000], *rare, *others[2_000:]]


def _costs(app: Flask, environment: dict[str, str], names: dict[str, str]) -> dict[str, float]:
    """The median CPU of each page, in ms."""
    found: dict[str, list[float]] = {path: [] for path in PAGES}
    people = visits(app, 20)
    with serve("wsgi:app", environment) as server:
        for _ in range(ROUNDS):
            for path, costs in found.items():
                asked = of(people, path.format(**names))
                costs.append(load.closed_loop(server, 2, REQUESTS, asked).cpu_ms)
    return {path: statistics.median(costs) for path, costs in found.items()}
