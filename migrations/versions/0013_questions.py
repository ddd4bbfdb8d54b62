"""questions

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

BIG_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WORD = sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("skills", sa.String(length=500), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("hidden_why", sa.String(length=500), nullable=False),
        sa.Column("accepted_answer_id", sa.Integer(), nullable=True),
        sa.Column("same", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.Column("form_key", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["merged_into_id"], ["question.id"], name=op.f("fk_question_merged_into_id_question")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_question_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sa.UniqueConstraint("person_id", "form_key", name=op.f("uq_question_person_id_form_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_question_merged_into_id"), "question", ["merged_into_id"], unique=False)
    op.create_index("ix_question_person_id", "question", ["person_id", "id"], unique=False)
    op.create_index("ix_question_listed", "question", ["state", "last_at", "id", "answers", "skills"], unique=False)
    op.create_table(
        "question_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("written_at", sa.BigInteger(), nullable=False),
        sa.Column("hidden_at", sa.BigInteger(), nullable=True),
        sa.Column("hidden_why", sa.String(length=500), nullable=False),
        sa.Column("form_key", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_question_answer_person_id_person")),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_question_answer_question_id_question")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_answer")),
        sa.UniqueConstraint("person_id", "form_key", name=op.f("uq_question_answer_person_id_form_key")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_question_answer_question_id", "question_answer", ["question_id", "id"], unique=False)
    op.create_table(
        "question_follower",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("has_same", sa.Boolean(), nullable=False),
        sa.Column("follows", sa.Boolean(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_question_follower_person_id_person")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_question_follower_question_id_question")
        ),
        sa.PrimaryKeyConstraint("question_id", "person_id", name=op.f("pk_question_follower")),
    )
    op.create_index(op.f("ix_question_follower_person_id"), "question_follower", ["person_id"], unique=False)
    op.create_table(
        "tried_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("tried", sa.Text(), nullable=False),
        sa.Column("tried_html", sa.Text(), nullable=False),
        sa.Column("tool", sa.String(length=200), nullable=False),
        sa.Column("cost", sa.String(length=200), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("result_html", sa.Text(), nullable=False),
        sa.Column("again", sa.String(length=20), nullable=False),
        sa.Column("skills", sa.String(length=500), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reviewer_person_id", sa.Integer(), nullable=True),
        sa.Column("review", sa.String(length=1000), nullable=False),
        sa.Column("hidden_why", sa.String(length=500), nullable=False),
        sa.Column("written_at", sa.BigInteger(), nullable=False),
        sa.Column("published_at", sa.BigInteger(), nullable=True),
        sa.Column("form_key", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_tried_note_person_id_person")),
        sa.ForeignKeyConstraint(
            ["reviewer_person_id"], ["person.id"], name=op.f("fk_tried_note_reviewer_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tried_note")),
        sa.UniqueConstraint("person_id", "form_key", name=op.f("uq_tried_note_person_id_form_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_tried_note_person_id"), "tried_note", ["person_id"], unique=False)
    op.create_index("ix_tried_note_state_published_at", "tried_note", ["state", "published_at", "id"], unique=False)
    op.create_table(
        "content_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=10), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("by_person_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.Column("reported_at", sa.BigInteger(), nullable=False),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.Column("settled_by_person_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_person_id"], ["person.id"], name=op.f("fk_content_report_by_person_id_person")),
        sa.ForeignKeyConstraint(
            ["settled_by_person_id"], ["person.id"], name=op.f("fk_content_report_settled_by_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_report")),
        sa.UniqueConstraint("what", "number", "by_person_id", name=op.f("uq_content_report_what_number_by_person_id")),
    )
    op.create_index("ix_content_report_settled_at", "content_report", ["settled_at"], unique=False)
    op.create_table(
        "found_word",
        sa.Column("word", WORD, nullable=False),
        sa.Column("what", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("number", BIG_KEY, autoincrement=False, nullable=False),
        sa.Column("weight", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("word", "what", "number", name=op.f("pk_found_word")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_found_word_what_number", "found_word", ["what", "number", "word", "weight"], unique=False)


def downgrade() -> None:
    op.drop_table("found_word")
    op.drop_table("content_report")
    op.drop_table("tried_note")
    op.drop_table("question_follower")
    op.drop_table("question_answer")
    op.drop_table("question")
