"""The pulse's tables: a tally without people, and who need not be asked again this year.

There is no row of an answer: answers are only ever added up. What is kept about a person says that they have been
asked, not whether they answered.
"""

from sqlalchemy import ForeignKey, Integer, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from learnhub.db import Model


class PulseTally(Model):
    """How many people of a department (the topmost above them; 0 for none) gave these two answers in a year."""

    __tablename__ = "pulse_tally"
    __table_args__ = ({"sqlite_with_rowid": False},)
    year: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    department_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    changing: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    knowing: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    answers: Mapped[int] = mapped_column(Integer, default=0)


class PulseAsked(Model):
    """The last year in which somebody answered or said "not this year": the two are not told apart.

    In the order of people, not of time.
    """

    __tablename__ = "pulse_asked"
    __table_args__ = ({"sqlite_with_rowid": False},)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    year: Mapped[int] = mapped_column(SmallInteger)
