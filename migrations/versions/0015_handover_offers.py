"""handover offers

Revision ID: 0015
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0013"
branch_labels = None
depends_on = None

BIG_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "handover_offer",
        sa.Column("id", BIG_KEY, nullable=False),
        sa.Column("mentorship_id", BIG_KEY, nullable=False),
        sa.Column("ambassador_id", sa.Integer(), nullable=False),
        sa.Column("by_person_id", sa.Integer(), nullable=False),
        sa.Column("offered_at", sa.BigInteger(), nullable=False),
        sa.Column("pass_on_at", sa.BigInteger(), nullable=False),
        sa.Column("answer", sa.String(length=20), nullable=True),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["ambassador_id"], ["ambassador.id"], name=op.f("fk_handover_offer_ambassador_id_ambassador")
        ),
        sa.ForeignKeyConstraint(["by_person_id"], ["person.id"], name=op.f("fk_handover_offer_by_person_id_person")),
        sa.ForeignKeyConstraint(
            ["mentorship_id"],
            ["mentorship.id"],
            name=op.f("fk_handover_offer_mentorship_id_mentorship"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_offer")),
    )
    op.create_index(op.f("ix_handover_offer_mentorship_id"), "handover_offer", ["mentorship_id"], unique=False)
    op.create_index("ix_handover_offer_ambassador_id", "handover_offer", ["ambassador_id", "answer"], unique=False)
    op.create_index(
        "ix_handover_offer_open",
        "handover_offer",
        ["mentorship_id"],
        unique=True,
        sqlite_where=sa.text("answer IS NULL"),
        postgresql_where=sa.text("answer IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("handover_offer")
