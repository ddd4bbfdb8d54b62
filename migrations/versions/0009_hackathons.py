"""hackathons

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BIG_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = (
    "hackathon_picture",
    "hackathon_follow_up",
    "hackathon_claim",
    "hackathon_score",
    "hackathon_project",
    "hackathon_prize",
    "hackathon_member",
    "hackathon_team",
    "hackathon_seeker",
    "hackathon_judge",
    "hackathon_import",
    "hackathon_hours",
    "hackathon_criterion",
    "hackathon",
    "challenge",
)


def upgrade() -> None:
    op.create_table(
        "challenge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("who_has_it", sa.Text(), nullable=False),
        sa.Column("would_help", sa.Text(), nullable=False),
        sa.Column("material", sa.Text(), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_challenge_department_id_department")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_challenge_event_id_event"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_challenge_person_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge")),
    )
    op.create_index("ix_challenge_event_id", "challenge", ["event_id"])
    op.create_index("ix_challenge_list", "challenge", ["closed_at", "id"])
    op.create_index("ix_challenge_person_id", "challenge", ["person_id"])
    op.create_table(
        "hackathon",
        sa.Column("event_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("largest_team", sa.Integer(), nullable=False),
        sa.Column("announcement", sa.Text(), nullable=False),
        sa.Column("published_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_hackathon_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_hackathon")),
    )
    op.create_table(
        "hackathon_criterion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_hackathon_criterion_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hackathon_criterion")),
    )
    op.create_index("ix_hackathon_criterion_event_id", "hackathon_criterion", ["event_id", "id"])
    op.create_table(
        "hackathon_hours",
        sa.Column("id", BIG_KEY, nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_hackathon_hours_event_id_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_hackathon_hours_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hackathon_hours")),
        sa.UniqueConstraint("event_id", "person_id", name=op.f("uq_hackathon_hours_event_id_person_id")),
    )
    op.create_index("ix_hackathon_hours_person_id", "hackathon_hours", ["person_id"])
    op.create_table(
        "hackathon_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("finished_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_hackathon_import_event_id_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_hackathon_import_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hackathon_import")),
    )
    op.create_index("ix_hackathon_import_made_at", "hackathon_import", ["made_at"])
    op.create_index("ix_hackathon_import_person_id", "hackathon_import", ["person_id"])
    op.create_table(
        "hackathon_judge",
        sa.Column("event_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_hackathon_judge_event_id_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_hackathon_judge_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", "person_id", name=op.f("pk_hackathon_judge")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_hackathon_judge_person_id", "hackathon_judge", ["person_id"])
    op.create_table(
        "hackathon_seeker",
        sa.Column("id", BIG_KEY, nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("brings", sa.String(length=300), nullable=False),
        sa.Column("skills", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_hackathon_seeker_event_id_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_hackathon_seeker_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hackathon_seeker")),
        sa.UniqueConstraint("event_id", "person_id", name=op.f("uq_hackathon_seeker_event_id_person_id")),
    )
    op.create_index("ix_hackathon_seeker_person_id", "hackathon_seeker", ["person_id"])
    op.create_table(
        "hackathon_team",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("challenge_id", sa.Integer(), nullable=True),
        sa.Column("captain_person_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["captain_person_id"],
            ["person.id"],
            name=op.f("fk_hackathon_team_captain_person_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["challenge_id"],
            ["challenge.id"],
            name=op.f("fk_hackathon_team_challenge_id_challenge"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_hackathon_team_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hackathon_team")),
    )
    op.create_index("ix_hackathon_team_challenge_id", "hackathon_team", ["challenge_id"])
    op.create_index(
        "uq_hackathon_team_name",
        "hackathon_team",
        ["event_id", "name_key"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "hackathon_member",
        sa.Column("id", BIG_KEY, nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("joined_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_hackathon_member_event_id_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_hackathon_member_learner_id_learner")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_hackathon_member_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["hackathon_team.id"],
            name=op.f("fk_hackathon_member_team_id_hackathon_team"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hackathon_member")),
        sa.UniqueConstraint("event_id", "person_id", name=op.f("uq_hackathon_member_event_id_person_id")),
    )
    op.create_index("ix_hackathon_member_learner_id", "hackathon_member", ["learner_id"])
    op.create_index("ix_hackathon_member_person_id", "hackathon_member", ["person_id"])
    op.create_index("ix_hackathon_member_team", "hackathon_member", ["team_id", "id"])
    op.create_table(
        "hackathon_prize",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_hackathon_prize_event_id_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["hackathon_team.id"],
            name=op.f("fk_hackathon_prize_team_id_hackathon_team"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hackathon_prize")),
    )
    op.create_index("ix_hackathon_prize_event_id", "hackathon_prize", ["event_id", "id"])
    op.create_table(
        "hackathon_project",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("built", sa.Text(), nullable=False),
        sa.Column("for_whom", sa.String(length=300), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["hackathon_team.id"],
            name=op.f("fk_hackathon_project_team_id_hackathon_team"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hackathon_project")),
        sa.UniqueConstraint("team_id", name=op.f("uq_hackathon_project_team_id")),
    )
    op.create_table(
        "hackathon_score",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("judge_person_id", sa.Integer(), nullable=False),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("scored_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["judge_person_id"],
            ["person.id"],
            name=op.f("fk_hackathon_score_judge_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["hackathon_team.id"],
            name=op.f("fk_hackathon_score_team_id_hackathon_team"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hackathon_score")),
        sa.UniqueConstraint("team_id", "judge_person_id", name=op.f("uq_hackathon_score_team_id_judge_person_id")),
    )
    op.create_index("ix_hackathon_score_judge_person_id", "hackathon_score", ["judge_person_id"])
    op.create_table(
        "hackathon_claim",
        sa.Column("id", BIG_KEY, nullable=False),
        sa.Column("member_id", BIG_KEY, nullable=False),
        sa.Column("what", sa.String(length=10), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("claimed_at", sa.BigInteger(), nullable=False),
        sa.Column("confirmed_at", sa.BigInteger(), nullable=True),
        sa.Column("confirmed_by_person_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["confirmed_by_person_id"],
            ["person.id"],
            name=op.f("fk_hackathon_claim_confirmed_by_person_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["hackathon_member.id"],
            name=op.f("fk_hackathon_claim_member_id_hackathon_member"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hackathon_claim")),
        sa.UniqueConstraint("member_id", "what", "code", name=op.f("uq_hackathon_claim_member_id_what_code")),
    )
    op.create_table(
        "hackathon_follow_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("answered_by_person_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by_person_id"],
            ["person.id"],
            name=op.f("fk_hackathon_follow_up_answered_by_person_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["hackathon_project.id"],
            name=op.f("fk_hackathon_follow_up_project_id_hackathon_project"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hackathon_follow_up")),
        sa.UniqueConstraint("project_id", "days", name=op.f("uq_hackathon_follow_up_project_id_days")),
    )
    op.create_table(
        "hackathon_picture",
        sa.Column("project_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ending", sa.String(length=4), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["hackathon_project.id"],
            name=op.f("fk_hackathon_picture_project_id_hackathon_project"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_hackathon_picture")),
    )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
