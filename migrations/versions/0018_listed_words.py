"""what a search of the directory looks through, in one column

Revision ID: 0018
Revises: 0015
"""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("ambassador", sa.Column("listed_words", sa.String(length=420), nullable=False, server_default=""))
    rows = op.get_bind().execute(
        sa.text("SELECT id, listed_name, listed_office, listed_region FROM ambassador ORDER BY id")
    )
    filled = [{"id": row[0], "words": _folded(" ".join(part for part in row[1:] if part))} for row in rows]
    if filled:
        op.get_bind().execute(sa.text("UPDATE ambassador SET listed_words = :words WHERE id = :id"), filled)


def downgrade() -> None:
    op.drop_column("ambassador", "listed_words")


def _folded(text: str) -> str:
    """As the service folds it on the day of this revision."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))[:420]
