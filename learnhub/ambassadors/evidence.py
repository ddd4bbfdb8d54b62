"""What the record has of somebody's helping: for their tier, which they and their lead alone see."""

from sqlalchemy import and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from learnhub import clock
from learnhub.ambassadors.tiers import Evidence
from learnhub.db import db
from learnhub.people.models import Learner
from learnhub.record.models import Statement, Voided
from learnhub.record.words import Assurance, Verb


def evidence_of(learner_id: int) -> Evidence:
    """Sessions held, those the other side confirmed, minutes, the first day; none taken back. One statement."""
    also = select(Learner.id).where(Learner.merged_into_id == learner_id)
    other, taken_back = aliased(Statement), aliased(Voided)
    witnessed = exists().where(
        other.learner_id == Statement.learner_id,
        other.about_seq == Statement.seq,
        other.verb == Verb.WITNESSED.value,
        ~exists().where(taken_back.seq == other.seq),
    )
    confirmed = or_(Statement.assurance >= Assurance.WITNESSED.value, witnessed)
    row = db.session.execute(
        select(
            func.count(),
            func.coalesce(func.sum(case((confirmed, 1), else_=0)), 0),
            func.coalesce(func.sum(Statement.minutes), 0),
            func.min(Statement.at),
        ).where(
            and_(
                or_(Statement.learner_id == learner_id, Statement.learner_id.in_(also)),
                Statement.verb == Verb.HELPED.value,
                ~exists().where(Voided.seq == Statement.seq),
            )
        )
    ).one()
    return Evidence(row[0], int(row[1]), int(row[2]), clock.day_of(row[3]) if row[3] else None)
