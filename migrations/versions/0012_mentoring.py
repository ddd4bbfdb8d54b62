"""mentoring

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

BIG_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "support_session",
        sa.Column("id", BIG_KEY, nullable=False),
        sa.Column("ambassador_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("how", sa.String(length=20), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.BigInteger(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("topics", sa.String(length=500), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("office", sa.String(length=100), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=True),
        sa.Column("request_id", BIG_KEY, nullable=True),
        sa.Column("mentorship_id", BIG_KEY, nullable=True),
        sa.Column("unnamed", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=True),
        sa.Column("code_until", sa.BigInteger(), nullable=True),
        sa.Column("statement_seq", sa.BigInteger(), nullable=True),
        sa.Column("logged_at", sa.BigInteger(), nullable=False),
        sa.Column("voided_at", sa.BigInteger(), nullable=True),
        sa.Column("form_key", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["ambassador_id"], ["ambassador.id"], name=op.f("fk_support_session_ambassador_id_ambassador")
        ),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_support_session_course_id_course")),
        sa.ForeignKeyConstraint(
            ["mentorship_id"], ["mentorship.id"], name=op.f("fk_support_session_mentorship_id_mentorship")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["help_request.id"], name=op.f("fk_support_session_request_id_help_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_session")),
        sa.UniqueConstraint("ambassador_id", "form_key", name=op.f("uq_support_session_ambassador_id_form_key")),
        sa.UniqueConstraint("statement_seq", name=op.f("uq_support_session_statement_seq")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_support_session_ambassador_id_on_day", "support_session", ["ambassador_id", "on_day", "id"], unique=False
    )
    op.create_index(
        "ix_support_session_code",
        "support_session",
        ["code"],
        unique=True,
        sqlite_where=sa.text("code IS NOT NULL"),
        postgresql_where=sa.text("code IS NOT NULL"),
    )
    op.create_index(
        "ix_support_session_mentorship_id",
        "support_session",
        ["mentorship_id"],
        unique=False,
        sqlite_where=sa.text("mentorship_id IS NOT NULL"),
        postgresql_where=sa.text("mentorship_id IS NOT NULL"),
    )
    op.create_index("ix_support_session_on_day", "support_session", ["on_day"], unique=False)
    op.create_index(op.f("ix_support_session_request_id"), "support_session", ["request_id"], unique=False)
    op.create_table(
        "session_person",
        sa.Column("id", BIG_KEY, nullable=False),
        sa.Column("session_id", BIG_KEY, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("confirmed", sa.Boolean(), nullable=True),
        sa.Column("by_code", sa.Boolean(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=True),
        sa.Column("statement_seq", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_session_person_person_id_person")),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["support_session.id"],
            name=op.f("fk_session_person_session_id_support_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_person")),
        sa.UniqueConstraint("session_id", "person_id", name=op.f("uq_session_person_session_id_person_id")),
        sa.UniqueConstraint("statement_seq", name=op.f("uq_session_person_statement_seq")),
    )
    op.create_index("ix_session_person_person_id", "session_person", ["person_id", "answered_at"], unique=False)
    op.create_table(
        "mentorship_goal",
        sa.Column("id", BIG_KEY, nullable=False),
        sa.Column("mentorship_id", BIG_KEY, nullable=False),
        sa.Column("skill", sa.String(length=60), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("set_at", sa.BigInteger(), nullable=False),
        sa.Column("reached_at", sa.BigInteger(), nullable=True),
        sa.Column("dropped_at", sa.BigInteger(), nullable=True),
        sa.Column("form_key", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["mentorship_id"],
            ["mentorship.id"],
            name=op.f("fk_mentorship_goal_mentorship_id_mentorship"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentorship_goal")),
        sa.UniqueConstraint("mentorship_id", "form_key", name=op.f("uq_mentorship_goal_mentorship_id_form_key")),
    )
    op.create_index(op.f("ix_mentorship_goal_mentorship_id"), "mentorship_goal", ["mentorship_id"], unique=False)
    op.create_table(
        "mentorship_step",
        sa.Column("id", BIG_KEY, nullable=False),
        sa.Column("mentorship_id", BIG_KEY, nullable=False),
        sa.Column("by_person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("set_at", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("form_key", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["by_person_id"], ["person.id"], name=op.f("fk_mentorship_step_by_person_id_person")),
        sa.ForeignKeyConstraint(
            ["mentorship_id"],
            ["mentorship.id"],
            name=op.f("fk_mentorship_step_mentorship_id_mentorship"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentorship_step")),
        sa.UniqueConstraint("mentorship_id", "form_key", name=op.f("uq_mentorship_step_mentorship_id_form_key")),
    )
    op.create_index(op.f("ix_mentorship_step_mentorship_id"), "mentorship_step", ["mentorship_id"], unique=False)
    op.create_table(
        "mentorship_note",
        sa.Column("id", BIG_KEY, nullable=False),
        sa.Column("mentorship_id", BIG_KEY, nullable=False),
        sa.Column("by_person_id", sa.Integer(), nullable=False),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.BigInteger(), nullable=False),
        sa.Column("form_key", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["by_person_id"], ["person.id"], name=op.f("fk_mentorship_note_by_person_id_person")),
        sa.ForeignKeyConstraint(
            ["mentorship_id"],
            ["mentorship.id"],
            name=op.f("fk_mentorship_note_mentorship_id_mentorship"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentorship_note")),
        sa.UniqueConstraint("mentorship_id", "form_key", name=op.f("uq_mentorship_note_mentorship_id_form_key")),
    )
    op.create_index(op.f("ix_mentorship_note_mentorship_id"), "mentorship_note", ["mentorship_id"], unique=False)
    op.create_table(
        "mentorship_meeting",
        sa.Column("id", BIG_KEY, nullable=False),
        sa.Column("mentorship_id", BIG_KEY, nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("zone", sa.String(length=50), nullable=False),
        sa.Column("starts_local", sa.DateTime(), nullable=False),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("cancelled_at", sa.BigInteger(), nullable=True),
        sa.Column("form_key", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["mentorship_id"],
            ["mentorship.id"],
            name=op.f("fk_mentorship_meeting_mentorship_id_mentorship"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentorship_meeting")),
        sa.UniqueConstraint("mentorship_id", "form_key", name=op.f("uq_mentorship_meeting_mentorship_id_form_key")),
        sa.UniqueConstraint("token", name=op.f("uq_mentorship_meeting_token")),
    )
    op.create_index(op.f("ix_mentorship_meeting_mentorship_id"), "mentorship_meeting", ["mentorship_id"], unique=False)
    op.create_table(
        "shared_part",
        sa.Column("id", BIG_KEY, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("to_person_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("shared_at", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_shared_part_person_id_person")),
        sa.ForeignKeyConstraint(["to_person_id"], ["person.id"], name=op.f("fk_shared_part_to_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_part")),
    )
    op.create_index("ix_shared_part_person_id", "shared_part", ["person_id", "withdrawn_at"], unique=False)
    op.create_index("ix_shared_part_to_person_id", "shared_part", ["to_person_id", "withdrawn_at"], unique=False)


def downgrade() -> None:
    op.drop_table("shared_part")
    op.drop_table("mentorship_meeting")
    op.drop_table("mentorship_note")
    op.drop_table("mentorship_step")
    op.drop_table("mentorship_goal")
    op.drop_table("session_person")
    op.drop_table("support_session")
