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
    _upgrade_credentials()


def downgrade() -> None:
    _downgrade_credentials()
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


REVOCATION = "revocation"  # append-only: what was revoked stays revoked; the function of the triggers is made in 0001


def _upgrade_credentials() -> None:
    op.create_table(
        "achievement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_achievement")),
        sa.UniqueConstraint("version_id", "level", name=op.f("uq_achievement_version_id_level")),
    )
    op.create_table(
        "status_list",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seed", sa.LargeBinary(length=16), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_status_list")),
    )
    op.create_table(
        REVOCATION,
        sa.Column("list_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("list_number", "place", name=op.f("pk_revocation")),
    )
    op.create_table(
        "credential",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uuid", uuid16(), nullable=False),
        sa.Column("award_id", sa.BigInteger(), nullable=False),
        sa.Column("achievement_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("assurance", sa.SmallInteger(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("holder_name", sa.String(length=200), nullable=True),
        sa.Column("email_hash", sa.String(length=80), nullable=True),
        sa.Column("list_number", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("earned_at", sa.BigInteger(), nullable=False),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.Column("why", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_credential_award_id_award")),
        sa.ForeignKeyConstraint(
            ["achievement_id"], ["achievement.id"], name=op.f("fk_credential_achievement_id_achievement")
        ),
        sa.ForeignKeyConstraint(
            ["list_number"], ["status_list.number"], name=op.f("fk_credential_list_number_status_list")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credential")),
        sa.UniqueConstraint("uuid", name=op.f("uq_credential_uuid")),
        sa.UniqueConstraint("list_number", "place", name=op.f("uq_credential_list_number_place")),
    )
    op.create_index(op.f("ix_credential_award_id"), "credential", ["award_id"], unique=False)
    current = sa.text("revoked_at IS NULL")
    op.create_index(
        "uq_credential_current",
        "credential",
        ["award_id"],
        unique=True,
        sqlite_where=current,
        postgresql_where=current,
    )
    if op.get_bind().dialect.name == "sqlite":
        for what in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {REVOCATION}_no_{what.lower()} BEFORE {what} ON {REVOCATION} "
                f"BEGIN SELECT RAISE(ABORT, '{REVOCATION} is append-only'); END"
            )
    else:
        op.execute(
            f"CREATE TRIGGER {REVOCATION}_append_only BEFORE UPDATE OR DELETE ON {REVOCATION} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {REVOCATION}_no_truncate BEFORE TRUNCATE ON {REVOCATION} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def _downgrade_credentials() -> None:
    op.drop_table("credential")
    op.drop_table(REVOCATION)  # its triggers go with it
    op.drop_table("status_list")
    op.drop_table("achievement")
