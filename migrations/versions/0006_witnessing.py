"""witnessing

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "witness_request",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("statement_seq", sa.BigInteger(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("asked_of_person_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("confirmed", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_witness_request_learner_id_learner"),
        sa.ForeignKeyConstraint(
            ["asked_of_person_id"], ["person.id"], name="fk_witness_request_asked_of_person_id_person", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_witness_request"),
    )
    op.create_index("ix_witness_request_statement_seq", "witness_request", ["statement_seq"])
    op.create_index("ix_witness_request_learner_id", "witness_request", ["learner_id"])
    op.create_index("ix_witness_request_asked_of", "witness_request", ["asked_of_person_id", "answered_at"])
    op.create_index(
        "uq_witness_request_open",
        "witness_request",
        ["statement_seq"],
        unique=True,
        sqlite_where=sa.text("answered_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("witness_request")
