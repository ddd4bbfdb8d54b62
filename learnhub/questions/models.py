"""Questions, answers, who has the same question, who follows, what was reported; notes of what somebody tried; and the
words by which all of them are found."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, SmallInteger, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learnhub.columns import BigKey, Instant
from learnhub.db import Model


class Question(Model):
    """A question to the network. `skills` are codes between bars; `state` is one of words.State (open, hidden, merged).

    `same` and `answers` are counts of the rows that say so.
    """

    __tablename__ = "question"
    __table_args__ = (
        UniqueConstraint("person_id", "form_key"),
        # It holds all that a list filters by: a filter that fits few questions reads no row of the others.
        Index("ix_question_listed", "state", "last_at", "id", "answers", "skills"),
        Index("ix_question_person_id", "person_id", "id"),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text, default="")
    html: Mapped[str] = mapped_column(Text, default="")
    skills: Mapped[str] = mapped_column(String(500), default="")
    language: Mapped[str] = mapped_column(String(5))
    state: Mapped[str] = mapped_column(String(10))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"), index=True)
    hidden_why: Mapped[str] = mapped_column(String(500), default="")
    accepted_answer_id: Mapped[int | None] = mapped_column(Integer)
    same: Mapped[int] = mapped_column(Integer, default=0)
    answers: Mapped[int] = mapped_column(Integer, default=0)
    asked_at: Mapped[datetime] = mapped_column(Instant)
    last_at: Mapped[datetime] = mapped_column(Instant)
    form_key: Mapped[str | None] = mapped_column(String(64))


class QuestionAnswer(Model):
    __tablename__ = "question_answer"
    __table_args__ = (
        UniqueConstraint("person_id", "form_key"),
        Index("ix_question_answer_question_id", "question_id", "id"),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(5))
    written_at: Mapped[datetime] = mapped_column(Instant)
    hidden_at: Mapped[datetime | None] = mapped_column(Instant)
    hidden_why: Mapped[str] = mapped_column(String(500), default="")
    form_key: Mapped[str | None] = mapped_column(String(64))


class QuestionFollower(Model):
    """Who is told of new answers; `has_same` is a vote: it is their question too."""

    __tablename__ = "question_follower"
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    has_same: Mapped[bool] = mapped_column(default=False)
    follows: Mapped[bool] = mapped_column(default=True)
    since: Mapped[datetime] = mapped_column(Instant)


class TriedNote(Model):
    """Show and tell: what somebody tried. Shown once a second ambassador has read it."""

    __tablename__ = "tried_note"
    __table_args__ = (
        UniqueConstraint("person_id", "form_key"),
        Index("ix_tried_note_state_published_at", "state", "published_at", "id"),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    tried: Mapped[str] = mapped_column(Text)
    tried_html: Mapped[str] = mapped_column(Text)
    tool: Mapped[str] = mapped_column(String(200), default="")
    cost: Mapped[str] = mapped_column(String(200), default="")
    result: Mapped[str] = mapped_column(Text)
    result_html: Mapped[str] = mapped_column(Text)
    again: Mapped[str] = mapped_column(String(20))  # of words.Again
    skills: Mapped[str] = mapped_column(String(500), default="")
    language: Mapped[str] = mapped_column(String(5))
    state: Mapped[str] = mapped_column(String(10))  # of words.NoteState: review, back, published, hidden
    reviewer_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    review: Mapped[str] = mapped_column(String(1000), default="")  # what the reviewer asks to change
    hidden_why: Mapped[str] = mapped_column(String(500), default="")
    written_at: Mapped[datetime] = mapped_column(Instant)  # as it stands now
    published_at: Mapped[datetime | None] = mapped_column(Instant)
    form_key: Mapped[str | None] = mapped_column(String(64))


class ContentReport(Model):
    """Somebody says that a question, an answer or a note should not stand as it does; a lead settles it."""

    __tablename__ = "content_report"
    __table_args__ = (
        UniqueConstraint("what", "number", "by_person_id"),
        Index("ix_content_report_settled_at", "settled_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(String(10))  # question, answer, note
    number: Mapped[int] = mapped_column(Integer)
    by_person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    why: Mapped[str] = mapped_column(String(500))
    reported_at: Mapped[datetime] = mapped_column(Instant)
    settled_at: Mapped[datetime | None] = mapped_column(Instant)
    settled_by_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class FoundWord(Model):
    """A word, folded as the catalogue's search folds it, of a question (1) or a note (2). The index of their search.

    Words sort by their bytes on both databases, so that those with a beginning are a range.
    """

    __tablename__ = "found_word"
    __table_args__ = (
        Index("ix_found_word_what_number", "what", "number", "word", "weight"),
        {"sqlite_with_rowid": False},
    )
    word: Mapped[str] = mapped_column(
        String(40).with_variant(String(40, collation="C"), "postgresql"), primary_key=True
    )
    what: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    weight: Mapped[int] = mapped_column(SmallInteger)
