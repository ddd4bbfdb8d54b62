"""A lead asks an ambassador to take over a mentorship that waits; until they say yes nothing of it is theirs.

As with a request it is answered within three of their working days, else the lead is to ask somebody else. The learner
is told that somebody is asked, and reads who once that somebody has agreed: who said no the lead alone knows. The yes
is `mentorship_ending.accept_handover`. Each flushes; none commits.
"""

from collections.abc import Callable
from typing import Any

from flask import abort, current_app
from sqlalchemy import ColumnElement, select, update

from learnhub import clock
from learnhub.ambassadors import capacity
from learnhub.ambassadors.answering import last_day_to_answer, passes_on_at
from learnhub.ambassadors.capacity import Full
from learnhub.ambassadors.models import Ambassador
from learnhub.ambassadors.words import HELPING, Answer, MentorshipState
from learnhub.db import db
from learnhub.mentoring.holding import Over, hold_row
from learnhub.mentoring.mentorship_telling import path_of, tell
from learnhub.mentoring.mentorships import name_of
from learnhub.mentoring.models import HandoverOffer
from learnhub.people.faults import Refused
from learnhub.people.models import Person
from learnhub.web.i18n import gettext as _
from learnhub.web.i18n import show_date


def offer_handover(mentorship_id: int, to_ambassador_id: int, by_person_id: int) -> bool:
    """Ask an ambassador to take it over, instead of who was asked before; False when they are asked already.

    It holds no place of theirs: that is taken with the yes. Raises Over when it does not wait any more, Full when they
    have no room now.
    """
    row = hold_row(mentorship_id)
    if row is None:
        abort(404)
    if row.state != MentorshipState.HANDOVER or row.ambassador_id == to_ambassador_id:
        raise Over(_("This mentorship does not wait for a handover any more."))
    to = _asked(to_ambassador_id)
    if to.id == row.person_id:
        raise Refused(_("Nobody is their own mentor: choose somebody else."), "ambassador")
    if (why := capacity.why_full(to_ambassador_id, row.kind, clock.today())) is not None:
        raise Full(why)
    open_ones = (HandoverOffer.mentorship_id == row.id, HandoverOffer.answer.is_(None))
    same = select(HandoverOffer.id).where(*open_ones, HandoverOffer.ambassador_id == to_ambassador_id)
    if db.session.execute(same).scalar_one_or_none() is not None:
        return False
    take_back_offers(*open_ones)
    last = last_day_to_answer(clock.today(), to.working_days)
    offer = HandoverOffer(
        mentorship_id=row.id,
        ambassador_id=to_ambassador_id,
        by_person_id=by_person_id,
        offered_at=clock.now(),
        pass_on_at=passes_on_at(last),
    )
    db.session.add(offer)
    db.session.flush()
    name = name_of(row.person_id)
    tell(
        [to.id],
        f"handover:{offer.id}:offered",
        lambda _person: _(
            "Would you take over as the mentor of %(name)s? Say yes or no by %(day)s.", name=name, day=show_date(last)
        ),
        path_of_offer(offer.id),
    )
    tell(
        [row.person_id],
        f"handover:{offer.id}:learner",
        lambda _person: _(
            "Somebody is asked to take over as your mentor. Until they say yes nothing of it is theirs; "
            "you can ask to be matched with somebody else instead."
        ),
        path_of(row.id),
    )
    return True


def decline_handover(offer_id: int, person_id: int, reason: str = "") -> bool:
    """Say no; the lead is told. False when it was answered or taken back before. To anybody else: 404."""
    offer = offer_or_404(offer_id, person_id)
    if not _settle(Answer.DECLINED, HandoverOffer.id == offer.id, reason=reason):
        return False
    name = name_of(person_id)
    _tell_lead(
        offer, lambda _person: _("%(name)s cannot take over a mentorship you offered: choose somebody else.", name=name)
    )
    return True


def take_back_offers(*which: ColumnElement[bool]) -> None:
    """Nobody need answer these any more; whoever was asked is told."""
    found = select(HandoverOffer.id, Ambassador.person_id).join(
        Ambassador, Ambassador.id == HandoverOffer.ambassador_id
    )
    for offer_id, person_id in db.session.execute(found.where(*which, HandoverOffer.answer.is_(None))).all():
        if _settle(Answer.TAKEN_BACK, HandoverOffer.id == offer_id):
            tell(
                [person_id],
                f"handover:{offer_id}:taken-back",
                lambda _person: _("You need not answer any more whether you take over a mentorship. Thank you."),
                "/mentoring",
            )


def pass_on_offers() -> int:
    """What nobody answered in time, or was asked of who helps no more: the lead is to ask somebody else. How many.

    For a job, in its transaction.
    """
    late = HandoverOffer.pass_on_at <= clock.now()
    found = db.session.execute(
        select(HandoverOffer)
        .join(Ambassador, Ambassador.id == HandoverOffer.ambassador_id)
        .where(HandoverOffer.answer.is_(None), late | Ambassador.state.not_in(HELPING))
        .order_by(HandoverOffer.id)
    ).scalars()
    return sum(_pass_on(offer) for offer in found.all())


def settle_accepted(offer_id: int) -> bool:
    """Note the yes; False when it was answered or taken back meanwhile."""
    return _settle(Answer.ACCEPTED, HandoverOffer.id == offer_id)


def offer_or_404(offer_id: int, person_id: int) -> HandoverOffer:
    """An offer made to this person, as it is now."""
    mine = (
        select(HandoverOffer)
        .join(Ambassador, Ambassador.id == HandoverOffer.ambassador_id)
        .where(HandoverOffer.id == offer_id, Ambassador.person_id == person_id)
    )
    found = db.session.execute(mine.execution_options(populate_existing=True)).scalar_one_or_none()
    return found if found is not None else abort(404)


def path_of_offer(offer_id: int) -> str:
    """The path of the page on which it is answered."""
    return current_app.url_map.bind("").build("mentoring.answer_handover", {"offer_id": offer_id})


def _pass_on(offer: HandoverOffer) -> bool:
    if not _settle(Answer.PASSED, HandoverOffer.id == offer.id):
        return False
    name = name_of(_asked(offer.ambassador_id).id)
    _tell_lead(
        offer,
        lambda _person: _(
            "%(name)s has not answered whether they take over a mentorship: choose somebody else.", name=name
        ),
    )
    return True


def _settle(answer: Answer, which: ColumnElement[bool], **values: Any) -> bool:
    """Answer an offer that is open; whether it was. One conditional UPDATE: of two presses the first counts."""
    statement = update(HandoverOffer).where(which, HandoverOffer.answer.is_(None))
    settled = statement.values(answer=answer.value, answered_at=clock.now(), **values)
    return bool(getattr(db.session.execute(settled.execution_options(synchronize_session=False)), "rowcount", 0))


def _tell_lead(offer: HandoverOffer, sentence: Callable[[Person], str]) -> None:
    path = f"/network/mentorships/{offer.mentorship_id}/hand-over"
    tell([offer.by_person_id], f"handover:{offer.id}:answer", sentence, path)


def _asked(ambassador_id: int) -> Any:
    """The person an ambassador is."""
    found = (
        select(Person.id, Person.working_days)
        .join(Ambassador, Ambassador.person_id == Person.id)
        .where(Ambassador.id == ambassador_id)
    )
    row = db.session.execute(found).one_or_none()
    return row if row is not None else abort(404)
