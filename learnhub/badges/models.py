"""What was awarded: one row for each badge (or level of one) that a learner has or had.

Nothing here holds a name or free text. An award is made once; when what it rests on is taken back it is marked as
revoked and stays, and a later one is a row of its own.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from learnhub import clock
from learnhub.columns import BigKey, Instant, Uuid16
from learnhub.db import Model


class Award(Model):
    """That a learner earned a badge, at a level ("" for a badge without levels), by a version of its file.

    `earned_at` is the moment its rule became true by the statements, however late that was noticed. `statement_seq` is
    the statement *earned*; it is voided when the award is revoked. `why` is a word of `words.WHY`.
    """

    __tablename__ = "award"
    __table_args__ = (
        # At most one that holds: two requests that earn the same at the same moment make one award.
        Index(
            "uq_award_held",
            "learner_id",
            "slug",
            "level",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
        Index("ix_award_learner_id_slug", "learner_id", "slug"),
    )
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid16, unique=True, default=clock.uuid7)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    slug: Mapped[str] = mapped_column(String(100))
    level: Mapped[str] = mapped_column(String(40), default="")
    version_id: Mapped[int] = mapped_column(Integer)
    earned_at: Mapped[datetime] = mapped_column(Instant)
    statement_seq: Mapped[int] = mapped_column(BigInteger, unique=True)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)
    why: Mapped[str | None] = mapped_column(String(40))
