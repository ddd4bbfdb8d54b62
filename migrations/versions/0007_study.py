"""study

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BIG_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "study_entry",
        sa.Column("id", BIG_KEY, nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("time", sa.String(length=10), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=True),
        sa.Column("provider", sa.String(length=100), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("skills", sa.JSON(), nullable=False),
        sa.Column("reflection", sa.Text(), nullable=False),
        sa.Column("evidence_link", sa.String(length=500), nullable=False),
        sa.Column("evidence_hash", sa.String(length=64), nullable=True),
        sa.Column("evidence_name", sa.String(length=120), nullable=True),
        sa.Column("evidence_type", sa.String(length=10), nullable=True),
        sa.Column("evidence_size", sa.Integer(), nullable=True),
        sa.Column("statement_seq", sa.BigInteger(), nullable=True),
        sa.Column("replaced_by_id", sa.BigInteger(), nullable=True),
        sa.Column("voided_at", sa.BigInteger(), nullable=True),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("source_key", sa.String(length=64), nullable=True),
        sa.Column("logged_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_study_entry_learner_id_learner")),
        sa.ForeignKeyConstraint(
            ["replaced_by_id"], ["study_entry.id"], name=op.f("fk_study_entry_replaced_by_id_study_entry")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study_entry")),
        sa.UniqueConstraint("learner_id", "source_key", name=op.f("uq_study_entry_learner_id_source_key")),
        sa.UniqueConstraint("statement_seq", name=op.f("uq_study_entry_statement_seq")),
        sqlite_autoincrement=True,
    )
    # A page of the log is read from this index in its order; a week is a stretch of it.
    op.create_index("ix_study_entry_learner_id_on_day_id", "study_entry", ["learner_id", "on_day", "id"], unique=False)
    for name in ("evidence_hash", "replaced_by_id"):
        there = sa.text(f"{name} IS NOT NULL")
        op.create_index(
            f"ix_study_entry_{name}", "study_entry", [name], unique=False, sqlite_where=there, postgresql_where=there
        )
    op.create_table(
        "study_goal",
        sa.Column("learner_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("minutes_a_week", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_study_goal_learner_id_learner")),
        sa.PrimaryKeyConstraint("learner_id", name=op.f("pk_study_goal")),
    )
    op.create_table(
        "study_import",
        sa.Column("id", BIG_KEY, nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("finished_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_study_import_learner_id_learner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study_import")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_study_import_learner_id"), "study_import", ["learner_id"], unique=False)
    op.create_index(op.f("ix_study_import_made_at"), "study_import", ["made_at"], unique=False)


def downgrade() -> None:
    op.drop_table("study_import")
    op.drop_table("study_goal")
    op.drop_table("study_entry")
