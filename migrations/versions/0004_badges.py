"""badges

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def uuid16():
    return sa.LargeBinary(16).with_variant(sa.UUID(), "postgresql")


def upgrade() -> None:
    _upgrade_awards()


def downgrade() -> None:
    _downgrade_awards()


def _upgrade_awards() -> None:
    op.create_table(
        "award",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uuid", uuid16(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("earned_at", sa.BigInteger(), nullable=False),
        sa.Column("statement_seq", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.Column("why", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_award_learner_id_learner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award")),
        sa.UniqueConstraint("statement_seq", name=op.f("uq_award_statement_seq")),
        sa.UniqueConstraint("uuid", name=op.f("uq_award_uuid")),
    )
    op.create_index("ix_award_learner_id_slug", "award", ["learner_id", "slug"], unique=False)
    holds = sa.text("revoked_at IS NULL")
    op.create_index(
        "uq_award_held",
        "award",
        ["learner_id", "slug", "level"],
        unique=True,
        sqlite_where=holds,
        postgresql_where=holds,
    )


def _downgrade_awards() -> None:
    op.drop_table("award")
