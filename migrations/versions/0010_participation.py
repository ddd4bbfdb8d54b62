"""participation

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "participation_quarter",
        sa.Column("quarter", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("claimed_at", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("quarter", name=op.f("pk_participation_quarter")),
    )
    op.create_table(
        "participation_cell",
        sa.Column("quarter", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("scope_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("dimension", sa.String(length=10), nullable=False),
        sa.Column("place", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("label", sa.String(length=100), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("merged", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("taking_part", sa.Integer(), nullable=False),
        sa.Column("newcomers", sa.Integer(), nullable=True),
        sa.Column("top_share", sa.SmallInteger(), nullable=True),
        sa.PrimaryKeyConstraint(
            "quarter", "scope_id", "kind", "dimension", "place", name=op.f("pk_participation_cell")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "learning_hours",
        sa.Column("quarter", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("scope_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("assurance", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("quarter", "scope_id", "kind", "assurance", name=op.f("pk_learning_hours")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "pulse_tally",
        sa.Column("year", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("department_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("changing", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("knowing", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", "department_id", "changing", "knowing", name=op.f("pk_pulse_tally")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "pulse_asked",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_pulse_asked_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_pulse_asked")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    for table in ("pulse_asked", "pulse_tally", "learning_hours", "participation_cell", "participation_quarter"):
        op.drop_table(table)
