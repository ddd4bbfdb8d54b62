"""What a demo's network says: questions with their answers, the newest without one; notes of what somebody tried."""

import random
from collections.abc import Mapping, Sequence
from datetime import timedelta

from learnhub import clock
from learnhub import db as database
from learnhub.demo.around_people import Somebody
from learnhub.demo.network_words import NOTES, QUESTIONS
from learnhub.markup import render
from learnhub.questions.actions import Answered, Asked, answer_question, ask_question, say_same
from learnhub.questions.notes import Tried, review_note, write_note


def load_talk(
    cast: Mapping[str, Somebody], ambassadors: Sequence[Somebody], others: Sequence[Somebody], rng: random.Random
) -> None:
    """Ask, answer, write, review; the last note still waits for its reader."""
    for place, (title, text, skill, answer) in enumerate(QUESTIONS):
        asked_at = clock.now() - timedelta(days=4 * (len(QUESTIONS) - place))
        with clock.at(asked_at), database.write():
            asker = rng.choice(others).person_id
            question = ask_question(asker, Asked(title, text, render(text), (skill,), "en"))
            say_same(question.id, cast["outsider"].person_id)
        if answer:
            with clock.at(asked_at + timedelta(hours=5)), database.write():
                answer_question(question.id, rng.choice(ambassadors).person_id, Answered(answer, render(answer), "en"))
    for place, (title, tried, tool, cost, result, again) in enumerate(NOTES):
        writer, reader = rng.sample(list(ambassadors), 2)
        said = Tried(title, tried, render(tried), tool, cost, result, render(result), again, (), "en")
        with clock.at(clock.now() - timedelta(days=9 * (len(NOTES) - place))), database.write():
            note = write_note(writer.person_id, said)
            if place < len(NOTES) - 1:
                review_note(note.id, reader.person_id, clock.to_ms(note.written_at))
