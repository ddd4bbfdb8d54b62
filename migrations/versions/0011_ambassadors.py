"""ambassadors

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

BIG_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "ambassador",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("is_adviser", sa.Boolean(), nullable=False),
        sa.Column("about", sa.String(length=500), nullable=False),
        sa.Column("languages", sa.String(length=100), nullable=False),
        sa.Column("place", sa.String(length=20), nullable=False),
        sa.Column("free_days", sa.String(length=7), nullable=False),
        sa.Column("availability", sa.String(length=100), nullable=False),
        sa.Column("minutes_a_month", sa.Integer(), nullable=False),
        sa.Column("most_mentorships", sa.Integer(), nullable=False),
        sa.Column("applied_at", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.String(length=1000), nullable=False),
        sa.Column("nominated_by_person_id", sa.Integer(), nullable=True),
        sa.Column("manager_person_id", sa.Integer(), nullable=True),
        sa.Column("manager_agreed_at", sa.BigInteger(), nullable=True),
        sa.Column("manager_refused_at", sa.BigInteger(), nullable=True),
        sa.Column("buddy_id", sa.Integer(), nullable=True),
        sa.Column("decided_by_person_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("decision", sa.String(length=500), nullable=False),
        sa.Column("began_at", sa.BigInteger(), nullable=True),
        sa.Column("checklist", sa.JSON(), nullable=False),
        sa.Column("active_at", sa.BigInteger(), nullable=False),
        sa.Column("asked_to_renew_at", sa.BigInteger(), nullable=True),
        sa.Column("paused_from", sa.Date(), nullable=True),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("stopped_at", sa.BigInteger(), nullable=True),
        sa.Column("open_mentorships", sa.Integer(), nullable=False),
        sa.Column("promised_minutes", sa.Integer(), nullable=False),
        sa.Column("used_month", sa.Integer(), nullable=False),
        sa.Column("used_minutes", sa.Integer(), nullable=False),
        sa.Column("last_offered_at", sa.BigInteger(), nullable=True),
        sa.Column("listed_name", sa.String(length=200), nullable=False),
        sa.Column("listed_department_id", sa.Integer(), nullable=True),
        sa.Column("listed_office", sa.String(length=100), nullable=True),
        sa.Column("listed_region", sa.String(length=100), nullable=True),
        sa.CheckConstraint("length(free_days) = 7", name=op.f("ck_ambassador_free_days_week")),
        sa.CheckConstraint(
            "open_mentorships >= 0 AND promised_minutes >= 0 AND used_minutes >= 0", name=op.f("ck_ambassador_counts")
        ),
        sa.ForeignKeyConstraint(["buddy_id"], ["ambassador.id"], name=op.f("fk_ambassador_buddy_id_ambassador")),
        sa.ForeignKeyConstraint(
            ["decided_by_person_id"], ["person.id"], name=op.f("fk_ambassador_decided_by_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["manager_person_id"], ["person.id"], name=op.f("fk_ambassador_manager_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["nominated_by_person_id"], ["person.id"], name=op.f("fk_ambassador_nominated_by_person_id_person")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_ambassador_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ambassador")),
        sa.UniqueConstraint("person_id", name=op.f("uq_ambassador_person_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_ambassador_listed",
        "ambassador",
        ["state", "listed_name", "minutes_a_month", "promised_minutes", "used_month", "used_minutes"],
        unique=False,
    )
    op.create_index("ix_ambassador_manager_person_id", "ambassador", ["manager_person_id"], unique=False)
    op.create_index("ix_ambassador_state_active_at", "ambassador", ["state", "active_at"], unique=False)
    op.create_table(
        "ambassador_skill",
        sa.Column("ambassador_id", sa.Integer(), nullable=False),
        sa.Column("skill", sa.String(length=60), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["ambassador_id"],
            ["ambassador.id"],
            name=op.f("fk_ambassador_skill_ambassador_id_ambassador"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("ambassador_id", "skill", name=op.f("pk_ambassador_skill")),
    )
    op.create_index("ix_ambassador_skill_skill", "ambassador_skill", ["skill", "ambassador_id"], unique=False)
    op.create_table(
        "ambassador_away",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ambassador_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_ambassador_away_order")),
        sa.ForeignKeyConstraint(
            ["ambassador_id"],
            ["ambassador.id"],
            name=op.f("fk_ambassador_away_ambassador_id_ambassador"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ambassador_away")),
    )
    op.create_index("ix_ambassador_away_ambassador_id", "ambassador_away", ["ambassador_id", "until_on"], unique=False)
    op.create_table(
        "help_request",
        sa.Column("id", BIG_KEY, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("skills", sa.String(length=500), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("place", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("preference", sa.String(length=10), nullable=False),
        sa.Column("wants_manager", sa.Boolean(), nullable=False),
        sa.Column("wanted_id", sa.Integer(), nullable=True),
        sa.Column("about", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("offered_to_id", sa.Integer(), nullable=True),
        sa.Column("offered_at", sa.BigInteger(), nullable=True),
        sa.Column("pass_on_at", sa.BigInteger(), nullable=True),
        sa.Column("first_answered_at", sa.BigInteger(), nullable=True),
        sa.Column("accepted_by_id", sa.Integer(), nullable=True),
        sa.Column("accepted_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("close_reason", sa.String(length=500), nullable=False),
        sa.Column("form_key", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["accepted_by_id"], ["ambassador.id"], name=op.f("fk_help_request_accepted_by_id_ambassador")
        ),
        sa.ForeignKeyConstraint(
            ["offered_to_id"], ["ambassador.id"], name=op.f("fk_help_request_offered_to_id_ambassador")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_help_request_person_id_person")),
        sa.ForeignKeyConstraint(["wanted_id"], ["ambassador.id"], name=op.f("fk_help_request_wanted_id_ambassador")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_request")),
        sa.UniqueConstraint("person_id", "form_key", name=op.f("uq_help_request_person_id_form_key")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_help_request_accepted_by_id_state", "help_request", ["accepted_by_id", "state"], unique=False)
    op.create_index(
        "ix_help_request_department_id_state", "help_request", ["department_id", "state", "asked_at"], unique=False
    )
    op.create_index("ix_help_request_offered_to_id_state", "help_request", ["offered_to_id", "state"], unique=False)
    op.create_index("ix_help_request_person_id", "help_request", ["person_id", "id"], unique=False)
    op.create_index("ix_help_request_state_pass_on_at", "help_request", ["state", "pass_on_at"], unique=False)
    op.create_table(
        "request_offer",
        sa.Column("id", BIG_KEY, nullable=False),
        sa.Column("request_id", BIG_KEY, nullable=False),
        sa.Column("ambassador_id", sa.Integer(), nullable=False),
        sa.Column("offered_at", sa.BigInteger(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("answer", sa.String(length=20), nullable=True),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("decline_reason", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["ambassador_id"], ["ambassador.id"], name=op.f("fk_request_offer_ambassador_id_ambassador")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["help_request.id"],
            name=op.f("fk_request_offer_request_id_help_request"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_offer")),
        sa.UniqueConstraint("request_id", "ambassador_id", name=op.f("uq_request_offer_request_id_ambassador_id")),
    )
    op.create_index("ix_request_offer_ambassador_id", "request_offer", ["ambassador_id", "offered_at"], unique=False)
    op.create_table(
        "mentorship",
        sa.Column("id", BIG_KEY, nullable=False),
        sa.Column("request_id", BIG_KEY, nullable=True),
        sa.Column("ambassador_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("began_at", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("end_reason", sa.String(length=300), nullable=False),
        sa.Column("outcome_by_ambassador", sa.String(length=10), nullable=True),
        sa.Column("outcome_by_learner", sa.String(length=10), nullable=True),
        sa.Column("fit", sa.String(length=10), nullable=True),
        sa.Column("handed_over_from_id", sa.Integer(), nullable=True),
        sa.Column("handed_over_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["ambassador_id"], ["ambassador.id"], name=op.f("fk_mentorship_ambassador_id_ambassador")
        ),
        sa.ForeignKeyConstraint(
            ["handed_over_from_id"], ["ambassador.id"], name=op.f("fk_mentorship_handed_over_from_id_ambassador")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mentorship_person_id_person")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["help_request.id"], name=op.f("fk_mentorship_request_id_help_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentorship")),
        sa.UniqueConstraint("request_id", name=op.f("uq_mentorship_request_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_mentorship_ambassador_id_state", "mentorship", ["ambassador_id", "state"], unique=False)
    op.create_index("ix_mentorship_person_id", "mentorship", ["person_id", "state"], unique=False)
    op.create_index("ix_mentorship_state_last_at", "mentorship", ["state", "last_at"], unique=False)
    op.create_table(
        "network_post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("by_person_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("meets_at", sa.BigInteger(), nullable=True),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("posted_at", sa.BigInteger(), nullable=False),
        sa.Column("taken_down_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["by_person_id"], ["person.id"], name=op.f("fk_network_post_by_person_id_person")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_network_post_department_id_department")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_post")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_network_post_department_id"), "network_post", ["department_id"], unique=False)
    op.create_index(op.f("ix_network_post_posted_at"), "network_post", ["posted_at"], unique=False)


def downgrade() -> None:
    op.drop_table("network_post")
    op.drop_table("mentorship")
    op.drop_table("request_offer")
    op.drop_table("help_request")
    op.drop_table("ambassador_away")
    op.drop_table("ambassador_skill")
    op.drop_table("ambassador")
