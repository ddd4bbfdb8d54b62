"""required

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

CURRENT = {"sqlite_where": sa.text("is_current = 1"), "postgresql_where": sa.text("is_current")}


def upgrade() -> None:
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=True),
        sa.Column("pathway", sa.String(length=100), nullable=True),
        sa.Column("is_list", sa.Boolean(), nullable=False),
        sa.Column("departments", sa.JSON(), nullable=False),
        sa.Column("grades", sa.JSON(), nullable=False),
        sa.Column("professions", sa.JSON(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("within_days", sa.Integer(), nullable=True),
        sa.Column("recurs", sa.String(length=20), nullable=True),
        sa.Column("early_counts", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("scope_id", sa.Integer(), nullable=True),
        sa.Column("by_person_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=True),
        sa.Column("withdrawn_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("(course_id IS NULL) <> (pathway IS NULL)", name=op.f("ck_assignment_object")),
        sa.CheckConstraint(
            "kind <> 'required' OR (due_on IS NULL) <> (within_days IS NULL)", name=op.f("ck_assignment_due")
        ),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_assignment_course_id_course")),
        sa.ForeignKeyConstraint(["scope_id"], ["department.id"], name=op.f("fk_assignment_scope_id_department")),
        sa.ForeignKeyConstraint(
            ["by_person_id"], ["person.id"], name=op.f("fk_assignment_by_person_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    op.create_table(
        "assignment_person",
        sa.Column("assignment_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_assignment_person_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_assignment_person_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("assignment_id", "person_id", name=op.f("pk_assignment_person")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_assignment_person_person_id", "assignment_person", ["person_id"], unique=False)
    op.create_table(
        "assignment_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("by_person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("kind <> 'extended' OR until_on IS NOT NULL", name=op.f("ck_assignment_case_extended")),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_assignment_case_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_assignment_case_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["by_person_id"], ["person.id"], name=op.f("fk_assignment_case_by_person_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_case")),
        sa.UniqueConstraint(
            "assignment_id", "person_id", name=op.f("uq_assignment_case_assignment_id_person_id")
        ),
    )
    op.create_index("ix_assignment_case_person_id", "assignment_case", ["person_id"], unique=False)
    # Audiences by grade or profession are counted from the first two of these alone; the others find the few whose own
    # date may be later than everybody's: who came lately, works part of the week, or is away.
    op.create_index(
        "ix_posting_current_grade", "posting", ["grade", "department_id", "profession", "person_id", "is_current"],
        unique=False, **CURRENT,
    )
    op.create_index(
        "ix_posting_current_profession", "posting", ["profession", "department_id", "grade", "person_id", "is_current"],
        unique=False, **CURRENT,
    )
    op.create_index("ix_posting_current_from", "posting", ["from_on", "person_id", "is_current"], unique=False, **CURRENT)
    op.create_index("ix_person_joined_on", "person", ["joined_on"], unique=False)
    op.create_index(
        "ix_person_part_time", "person", ["working_days"], unique=False,
        sqlite_where=sa.text("working_days <> '1111100'"), postgresql_where=sa.text("working_days <> '1111100'"),
    )
    op.create_index("ix_absence_until_on", "absence", ["until_on", "person_id"], unique=False)
    # The row that two officers who press at the same moment wait for.
    op.execute("INSERT INTO stamp (name, value) VALUES ('required', 0)")


def downgrade() -> None:
    op.execute("DELETE FROM stamp WHERE name = 'required'")
    op.drop_index("ix_absence_until_on", table_name="absence")
    op.drop_index(
        "ix_person_part_time", table_name="person",
        sqlite_where=sa.text("working_days <> '1111100'"), postgresql_where=sa.text("working_days <> '1111100'"),
    )
    op.drop_index("ix_person_joined_on", table_name="person")
    op.drop_index("ix_posting_current_from", table_name="posting", **CURRENT)
    op.drop_index("ix_posting_current_profession", table_name="posting", **CURRENT)
    op.drop_index("ix_posting_current_grade", table_name="posting", **CURRENT)
    op.drop_index("ix_assignment_case_person_id", table_name="assignment_case")
    op.drop_table("assignment_case")
    op.drop_index("ix_assignment_person_person_id", table_name="assignment_person")
    op.drop_table("assignment_person")
    op.drop_table("assignment")
