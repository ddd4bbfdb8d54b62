"""notices

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# Table, index, column and the rows it holds, for indexes that hold only some.
PARTIAL = (
    ("notice", "ix_notice_for_mail", "person_id", "mail_settled_at IS NULL"),
    ("notice", "ix_notice_read_at", "read_at", "read_at IS NOT NULL"),
    ("message", "ix_message_sent_at", "sent_at", "sent_at IS NOT NULL"),
    ("message", "ix_message_given_up_at", "given_up_at", "given_up_at IS NOT NULL"),
)


def upgrade() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("written_at", sa.BigInteger(), nullable=False),
        sa.Column("read_at", sa.BigInteger(), nullable=True),
        sa.Column("mail_settled_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("key", name=op.f("uq_notice_key")),
    )
    op.create_index("ix_notice_person_id_id", "notice", ["person_id", "id"])
    op.create_index(op.f("ix_notice_written_at"), "notice", ["written_at"])
    op.create_table(
        "mail_refusal",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("since_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "kind", name=op.f("pk_mail_refusal")),
    )
    op.create_table(
        "daily_run",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("reached", sa.Integer(), nullable=False),
        sa.Column("is_finished", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_daily_run")),
    )
    for table, name, column, rows in PARTIAL:
        op.create_index(name, table, [column], sqlite_where=sa.text(rows), postgresql_where=sa.text(rows))


def downgrade() -> None:
    for table, name, _column, _rows in reversed(PARTIAL):
        op.drop_index(name, table_name=table)
    op.drop_table("daily_run")
    op.drop_table("mail_refusal")
    op.drop_table("notice")
