"""events

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def big_key() -> sa.types.TypeEngine:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("about_html", sa.Text(), nullable=False),
        sa.Column("organiser_person_id", sa.Integer(), nullable=True),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("starts_local", sa.DateTime(), nullable=False),
        sa.Column("ends_local", sa.DateTime(), nullable=False),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("break_minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("region", sa.String(length=40), nullable=False),
        sa.Column("remote_link", sa.String(length=500), nullable=False),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("prefers_newcomers", sa.Boolean(), nullable=False),
        sa.Column("for_departments", sa.Text(), nullable=False),
        sa.Column("for_grades", sa.Text(), nullable=False),
        sa.Column("for_professions", sa.Text(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("closes_at", sa.BigInteger(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=True),
        sa.Column("module_slug", sa.String(length=100), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("invited_at", sa.BigInteger(), nullable=True),
        sa.Column("tidied_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organiser_person_id"], ["person.id"], name=op.f("fk_event_organiser_person_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_event_course_id_course")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("token", name=op.f("uq_event_token")),
    )
    op.create_index("ix_event_starts_at", "event", ["starts_at", "id"])
    op.create_index("ix_event_ends_at", "event", ["ends_at"])
    op.create_index("ix_event_organiser_person_id", "event", ["organiser_person_id"])
    op.create_index("ix_event_course_id", "event", ["course_id"])
    op.create_table(
        "event_organiser",
        sa.Column("event_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_event_organiser_event_id_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_event_organiser_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", "person_id", name=op.f("pk_event_organiser")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_event_organiser_person", "event_organiser", ["person_id"])
    op.create_table(
        "event_sign_up",
        sa.Column("id", big_key(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("is_newcomer", sa.Boolean(), nullable=False),
        sa.Column("queued_at", sa.BigInteger(), nullable=False),
        sa.Column("access_needs", sa.Text(), nullable=False),
        sa.Column("checked_in_at", sa.BigInteger(), nullable=True),
        sa.Column("confirmed_at", sa.BigInteger(), nullable=True),
        sa.Column("absent_at", sa.BigInteger(), nullable=True),
        sa.Column("statement_seq", sa.BigInteger(), nullable=True),
        sa.Column("witness_seq", sa.BigInteger(), nullable=True),
        sa.Column("module_seq", sa.BigInteger(), nullable=True),
        sa.Column("module_witness_seq", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_event_sign_up_event_id_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_event_sign_up_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_event_sign_up_learner_id_learner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_sign_up")),
        sa.UniqueConstraint("event_id", "person_id", name=op.f("uq_event_sign_up_event_id_person_id")),
    )
    op.create_index("ix_event_sign_up_queue", "event_sign_up", ["event_id", "state", "queued_at", "id"])
    op.create_index("ix_event_sign_up_person_id", "event_sign_up", ["person_id", "statement_seq"])
    op.create_index("ix_event_sign_up_learner_id", "event_sign_up", ["learner_id"])
    op.create_table(
        "event_news",
        sa.Column("id", big_key(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("reached", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_event_news_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_news")),
    )
    op.create_index("ix_event_news_event_id", "event_news", ["event_id"])
    op.create_table(
        "event_feed",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_event_feed_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_event_feed")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_event_feed_token_hash")),
    )


def downgrade() -> None:
    for table in ("event_feed", "event_news", "event_sign_up", "event_organiser", "event"):
        op.drop_table(table)
