"""Rows of this room for those who test addresses: what the learner has asked, answered, and tried."""

from learnhub.people.models import Person
from learnhub.questions import actions, moderation, notes
from learnhub.questions.words import Thing


def questions_of(learner: Person) -> dict[str, int]:
    """The learner's question with their own answer to it, a note that waits for a reader, and a report. In a write."""
    question = actions.ask_question(learner.id, actions.Asked("How do I freeze a row?", "", "", (), "en"))
    answer = actions.answer_question(question.id, learner.id, actions.Answered("Like this.", "<p>Like this.</p>", "en"))
    assert answer is not None
    tried = notes.Tried(
        title="A calendar", tried="One.", tried_html="<p>One.</p>", tool="", cost="", result="Fewer calls.",
        result_html="<p>Fewer calls.</p>", again="yes", skills=(), language="en",
    )  # fmt: skip
    note = notes.write_note(learner.id, tried)
    report = moderation.report(Thing.QUESTION, question.id, learner.id, "Look at it, please.")
    return {"question": question.id, "answer": answer.id, "note": note.id, "report": report.id}
