"""who completed a course, and where people were before: indexes from which it is counted how an assignment stands

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_progress_completed",
        "progress",
        ["course_id", "learner_id", "completed_at"],
        sqlite_where=sa.text("completed_at IS NOT NULL"),
        postgresql_where=sa.text("completed_at IS NOT NULL"),
    )
    op.create_index(
        "ix_posting_ended",
        "posting",
        ["person_id", "until_on", "from_on", "department_id", "grade", "profession"],
        sqlite_where=sa.text("until_on IS NOT NULL"),
        postgresql_where=sa.text("until_on IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_posting_ended", table_name="posting")
    op.drop_index("ix_progress_completed", table_name="progress")
