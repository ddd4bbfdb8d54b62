"""What a closed quarter came to, made once by a job and never changed: counts of groups large enough to be shown.

Nothing here names a person or a small group: a figure that may not be seen is not written.
"""

from datetime import datetime

from sqlalchemy import Integer, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from learnhub.columns import Instant
from learnhub.db import Model

EVERYWHERE = 0  # the scope of the whole service


class ParticipationQuarter(Model):
    """A quarter whose figures are being made (since `claimed_at`, by one machine) or are there (`made_at`)."""

    __tablename__ = "participation_quarter"
    quarter: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    claimed_at: Mapped[datetime] = mapped_column(Instant)
    made_at: Mapped[datetime | None] = mapped_column(Instant)


class ParticipationCell(Model):
    """A row of a published table.

    `scope_id` is the department or unit the table is of, `EVERYWHERE` for the whole service. `dimension` "all" is its
    total, with the share of the most active tenth in percent where that can be said. `people` worked there on the
    quarter's last day, `taking_part` of them took part, `newcomers` of those for the first time (None: not told apart).
    """

    __tablename__ = "participation_cell"
    __table_args__ = ({"sqlite_with_rowid": False},)
    quarter: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    scope_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    dimension: Mapped[str] = mapped_column(String(10), primary_key=True)
    place: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    label: Mapped[str] = mapped_column(String(100), default="")
    unit_id: Mapped[int | None] = mapped_column(Integer)
    merged: Mapped[int] = mapped_column(Integer, default=0)  # how many groups are put together in this row
    people: Mapped[int] = mapped_column(Integer)
    taking_part: Mapped[int] = mapped_column(Integer)
    newcomers: Mapped[int | None] = mapped_column(Integer)
    top_share: Mapped[int | None] = mapped_column(SmallInteger)


class LearningHours(Model):
    """Minutes of a kind of learning, known in one way, by ten people or more of a department in a quarter."""

    __tablename__ = "learning_hours"
    __table_args__ = ({"sqlite_with_rowid": False},)
    quarter: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    scope_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    assurance: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    minutes: Mapped[int] = mapped_column(Integer)
