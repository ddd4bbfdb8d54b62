"""How a mentorship ends, and what comes of it: the end, the outcome both say, the fit, a new mentor, a handover.

What changes the count of open mentorships holds the ambassador's row, then the mentorship's: of two ends at once one
finds it ended, and the count goes down once. Each flushes; none commits.
"""

from collections.abc import Sequence

from flask import abort
from sqlalchemy import select, update

from learnhub import clock
from learnhub.ambassadors import capacity
from learnhub.ambassadors.models import Ambassador, HelpRequest
from learnhub.ambassadors.requests import Asked, ask_for_help
from learnhub.ambassadors.telling import leads_of
from learnhub.ambassadors.words import Answer, Fit, Kind, MentorshipState, Outcome, Place, Preference
from learnhub.db import db
from learnhub.mentoring.handover_offers import offer_or_404, settle_accepted, take_back_offers
from learnhub.mentoring.holding import Holding, Over, change, hold, hold_both, hold_live, hold_row, hold_with_mentor
from learnhub.mentoring.mentorship_rules import Verdict, verdict_of
from learnhub.mentoring.mentorship_telling import path_of, tell
from learnhub.mentoring.mentorships import name_of
from learnhub.mentoring.models import HandoverOffer, MentorshipMeeting, MentorshipStep
from learnhub.mentoring.sharing import withdraw_after
from learnhub.people.faults import Refused
from learnhub.people.models import Person, Posting
from learnhub.web.bars import unbarred
from learnhub.web.i18n import gettext as _

LONGEST_REASON = 300


def end_mentorship(mentorship_id: int, by_person_id: int, reason: str = "") -> bool:
    """End it; both are asked what came of it. False when the other was first: nothing changes then."""
    held = hold_both(mentorship_id, by_person_id)
    if not held.is_live:
        return False
    _end(held, reason)
    _tell_ended(held, by_person_id)
    return True


def end_for_leaver(mentorship_id: int) -> bool:
    """The learner has left the service: it ends by itself. False when it has ended already."""
    row = hold_with_mentor(mentorship_id)
    if row is None or row.state == MentorshipState.ENDED:
        return False
    held = Holding(**row._mapping, by_person_id=row.person_id)
    _end(held, "")
    name = name_of(held.person_id)
    tell(
        [held.mentor_person_id],
        f"mentorship:{held.id}:ended",
        lambda _person: _("%(name)s has left the service, so your mentorship has ended. Thank you.", name=name),
        path_of(held.id),
    )
    return True


def say_outcome(mentorship_id: int, by_person_id: int, outcome: Outcome) -> Verdict:
    """Say what came of it, once it has ended; what both have confirmed is not changed any more."""
    held = hold(mentorship_id, by_person_id)
    if held.is_live:
        raise Refused(_("You are asked what came of it once it has ended."), "outcome")
    said = {"outcome_by_ambassador": held.outcome_by_ambassador, "outcome_by_learner": held.outcome_by_learner}
    if verdict_of(**_verdict(said)) is not Verdict.AGREED:
        said["outcome_by_learner" if held.by_learner else "outcome_by_ambassador"] = outcome.value
        change(held.id, **said)
    return verdict_of(**_verdict(said))


def say_fit(mentorship_id: int, by_person_id: int) -> bool:
    """The learner says that the two fit; seen by nobody else. False when it was answered."""
    held = hold_live(mentorship_id, by_person_id)
    if not held.by_learner:
        abort(404)
    if held.fit is not None:
        return False
    change(held.id, fit=Fit.GOOD.value)
    return True


def match_again(mentorship_id: int, by_person_id: int) -> HelpRequest:
    """End it and ask for somebody else, with the same words. The mentor is told that it ended, with thanks: not why.

    Pressed twice it is one request. Raises Over when it had ended otherwise; Refused when too many requests are open.
    """
    held = hold_both(mentorship_id, by_person_id)
    if not held.by_learner:
        abort(404)
    key = f"again-{held.id}"
    if not held.is_live and held.fit != Fit.AGAIN:
        raise Over(_("This mentorship has ended."))
    if held.is_live:
        _end(held, "")
        change(held.id, fit=Fit.AGAIN.value)
        _tell_ended(held, by_person_id)
    db.session.flush()
    return ask_for_help(by_person_id, _asked_again(held), key)


def give_up_mentorship(mentorship_id: int, by_person_id: int) -> bool:
    """The mentor cannot go on: somebody else is to take over. False when that was said already."""
    held = hold_both(mentorship_id, by_person_id)
    if held.by_learner:
        abort(404)
    if not held.is_live:
        raise Over(_("This mentorship has ended."))
    if held.state != MentorshipState.OPEN:
        return False
    capacity.free_mentorship(held.ambassador_id)
    change(held.id, state=MentorshipState.HANDOVER.value, last_at=clock.now())
    cancel_dates([held.id])
    name = name_of(by_person_id)
    key = f"mentorship:{held.id}:given-up:{clock.to_ms(clock.now())}"
    tell(
        [held.person_id],
        key,
        lambda _person: _(
            "%(name)s cannot go on as your mentor: dates you had agreed are cancelled. "
            "Somebody else will be asked to take over.",
            name=name,
        ),
        path_of(held.id),
    )
    if held.kind != Kind.REVERSE:  # of those a lead sees counts alone
        department = select(Posting.department_id).where(Posting.person_id == held.person_id, Posting.is_current)
        tell(
            leads_of(db.session.execute(department).scalar_one_or_none()),
            f"{key}:lead",
            lambda _person: _(
                "%(name)s cannot go on with a mentorship: it waits for somebody to take over.", name=name
            ),
            f"/network/mentorships/{held.id}/hand-over",
        )
    return True


def hand_over(mentorship_id: int, to_ambassador_id: int) -> None:
    """Give a mentorship that waits to another ambassador, who has agreed; both are told. What was shared ends, and
    dates with the one before: who takes over sees goals, steps and sessions, and no note written before.

    Raises Over when it does not wait any more, Full when they have no room (capacity.Full).
    """
    new = db.session.execute(select(Ambassador.person_id).where(Ambassador.id == to_ambassador_id)).scalar_one_or_none()
    if new is None:
        abort(404)
    capacity.take_mentorship(to_ambassador_id)  # holds their row; then the mentorship's
    row = hold_row(mentorship_id)
    if row is None:
        abort(404)
    if row.state != MentorshipState.HANDOVER or row.ambassador_id == to_ambassador_id:
        raise Over(_("This mentorship does not wait for a handover any more."))
    if new == row.person_id:
        raise Refused(_("Nobody is their own mentor: choose somebody else."), "ambassador")
    now = clock.now()
    change(
        row.id, ambassador_id=to_ambassador_id, handed_over_from_id=row.ambassador_id, handed_over_at=now, last_at=now,
        state=MentorshipState.OPEN.value, fit=None,
    )  # fmt: skip
    cancel_dates([row.id])
    mine = (MentorshipStep.mentorship_id == row.id, MentorshipStep.by_person_id == row.mentor_person_id)
    db.session.execute(
        update(MentorshipStep)
        .where(*mine, MentorshipStep.done_at.is_(None))
        .values(by_person_id=new)
        .execution_options(synchronize_session=False)
    )
    withdraw_after(row.person_id, row.mentor_person_id)
    names = {person_id: name_of(person_id) for person_id in (new, row.person_id)}
    key = f"mentorship:{row.id}:handed-over:{clock.to_ms(now)}"
    tell([row.person_id], key, lambda _person: _("%(name)s is your mentor now.", name=names[new]), path_of(row.id))
    tell(
        [new],
        key,
        lambda _person: _("You are now the mentor of %(name)s: get in touch soon.", name=names[row.person_id]),
        path_of(row.id),
    )


def accept_handover(offer_id: int, person_id: int) -> int:
    """Say yes to taking a mentorship over: now it is theirs, and everybody is told. The mentorship's number.

    Pressed again it is the same. Raises Over when nobody need answer any more, Full when they have no room (the offer
    stands then). To anybody but who was asked: 404.
    """
    offer = offer_or_404(offer_id, person_id)
    # Their row is held first, as in `hand_over`: of two presses the second finds the answer of the first.
    db.session.execute(select(Ambassador.id).where(Ambassador.id == offer.ambassador_id).with_for_update())
    offer = offer_or_404(offer_id, person_id)
    mentorship_id, lead_id = offer.mentorship_id, offer.by_person_id
    if offer.answer == Answer.ACCEPTED:
        return mentorship_id
    if offer.answer is not None:
        raise Over(_("You need not answer any more: this mentorship is being settled otherwise."))
    hand_over(mentorship_id, offer.ambassador_id)
    if not settle_accepted(offer_id):
        raise Over(_("You need not answer any more: this mentorship is being settled otherwise."))
    name = name_of(person_id)
    tell(
        [lead_id],
        f"handover:{offer_id}:answer",
        lambda _person: _("%(name)s has taken over a mentorship you offered.", name=name),
        "/network/mentorships",
    )
    return mentorship_id


def cancel_dates(mentorship_ids: Sequence[int]) -> None:
    """Nobody comes to dates that are still to come: the mentorships have ended, or lost their mentor."""
    now = clock.now()
    to_come = (MentorshipMeeting.starts_at > now, MentorshipMeeting.cancelled_at.is_(None))
    db.session.execute(
        update(MentorshipMeeting)
        .where(MentorshipMeeting.mentorship_id.in_(mentorship_ids), *to_come)
        .values(cancelled_at=now, sequence=MentorshipMeeting.sequence + 1)
        .execution_options(synchronize_session=False)
    )


def _tell_ended(held: Holding, by_person_id: int) -> None:
    """The same words however it ended: from these nobody learns that the other asked for somebody else."""
    name = name_of(by_person_id)
    tell(
        [held.other_id],
        f"mentorship:{held.id}:ended",
        lambda _person: _(
            "Your mentorship with %(name)s has ended. Thank you for your time. What came of it?", name=name
        ),
        path_of(held.id),
    )


def _end(held: Holding, reason: str) -> None:
    now = clock.now()
    change(held.id, state=MentorshipState.ENDED.value, ended_at=now, last_at=now, end_reason=reason)
    if held.state == MentorshipState.OPEN:  # one that waits for a handover is counted nowhere
        capacity.free_mentorship(held.ambassador_id)
    cancel_dates([held.id])
    take_back_offers(HandoverOffer.mentorship_id == held.id)
    withdraw_after(held.person_id, held.mentor_person_id)


def _asked_again(held: Holding) -> Asked:
    """The request that began it, without whom it wanted; for one that began otherwise, its kind."""
    before = db.session.get(HelpRequest, held.request_id) if held.request_id is not None else None
    if before is None:
        language = db.session.execute(select(Person.language).where(Person.id == held.person_id)).scalar_one()
        return Asked(_("I am looking for a mentor."), kind=Kind(held.kind), language=language)
    return Asked(
        before.text,
        unbarred(before.skills),
        Kind(held.kind),
        Place(before.place),
        before.language,
        Preference(before.preference),
        before.wants_manager,
        None,
        before.about,
    )


def _verdict(said: dict[str, str | None]) -> dict[str, str | None]:
    return {name.removeprefix("outcome_"): value for name, value in said.items()}
