"""Becoming an ambassador: nominated or by oneself, the line manager's word, the course. Writes in the caller's
transaction; everything here first takes the person's row, so that two at once come one after the other.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask_babel import gettext as _
from sqlalchemy import delete, or_, select

from learnhub import clock
from learnhub.ambassadors import states
from learnhub.ambassadors.buddies import buddy_for
from learnhub.ambassadors.listed import bring_up_to_date
from learnhub.ambassadors.models import Ambassador, AmbassadorSkill
from learnhub.ambassadors.profiles import ambassador_of
from learnhub.ambassadors.states import Candidacy, Move
from learnhub.ambassadors.stopping import grant, stop
from learnhub.ambassadors.telling import leads_of, moment, tell
from learnhub.ambassadors.words import COURSE, Place, State
from learnhub.catalogue.shelf import shelf
from learnhub.db import db
from learnhub.people.faults import Refused
from learnhub.people.models import EVERY_WEEKDAY, Person, Posting
from learnhub.record.entries import Appended
from learnhub.record.progress_queries import progress_of
from learnhub.web.bars import barred

APPLICATION = "/network/applications"


@dataclass(frozen=True, slots=True)
class Offer:
    """What somebody says of themselves. `skills`: code → level of the standard; `free_days` Monday to Sunday."""

    skills: Mapping[str, str] = field(default_factory=dict)
    languages: tuple[str, ...] = ("en",)
    place: str = Place.EITHER
    free_days: str = EVERY_WEEKDAY
    availability: str = ""
    about: str = ""
    minutes_a_month: int = 240
    most_mentorships: int = 2


def apply_to_join(person_id: int, offer: Offer, why: str = "") -> Ambassador:
    """Apply, or say yes to a nomination; the line manager is asked. Again while it waits: what is said now counts.

    Raises Refused for who is in the network already.
    """
    person = _lock(person_id)
    row = ambassador_of(person_id)
    if row is not None and not states.may(Move.APPLY, State(row.state)):
        raise Refused(_("You are in the network already."))
    is_new = row is None or row.state != State.APPLIED
    if row is None:
        row = Ambassador(person_id=person_id)
        db.session.add(row)
    if is_new:
        _begin_anew(row)
    row.why = why
    describe(row, offer)
    manager = manager_of(person)
    if is_new and manager is not None:
        _ask_manager(row, person, manager)
    progress(row)
    return row


def nominate(person_id: int, by_person_id: int) -> Ambassador:
    """Propose a colleague: nothing happens until they say yes themselves.

    Raises Refused for oneself, and for somebody who is in the network or proposed already.
    """
    if person_id == by_person_id:
        raise Refused(_("To propose yourself, apply."), "email")
    person = _lock(person_id)
    if person.left_on is not None and person.left_on <= clock.today():
        raise Refused(_("They have left the service."), "email")
    row = ambassador_of(person_id)
    if not states.may(Move.NOMINATE, State(row.state) if row else None):
        raise Refused(_("They are in the network or on the way into it already."), "email")
    if row is None:
        row = Ambassador(person_id=person_id)
        db.session.add(row)
    _begin_anew(row)
    row.state, row.nominated_by_person_id = State.NOMINATED, by_person_id
    db.session.flush()
    by = db.session.get_one(Person, by_person_id)
    tell(
        [person_id],
        f"ambassador:{row.id}:nominated:{moment()}",
        lambda: _("%(name)s thinks you would make a good digital ambassador. It is for you to say.", name=by.name),
        "/ambassadors/join",
    )
    return row


def turn_down(person_id: int) -> bool:
    """Say no to a nomination; nothing of it is kept of who never was in the network. Whether there was one."""
    _lock(person_id)
    row = ambassador_of(person_id)
    if row is None or row.state != State.NOMINATED:
        return False
    if row.began_at is None:
        db.session.delete(row)
        db.session.flush()
    else:
        stop(row)
    return True


def agree_as_manager(row: Ambassador, manager_id: int) -> None:
    """The line manager agrees; pressed twice it is once. Whether it is theirs to say is the caller's to ask."""
    row = held_for(row, Move.AGREE)
    if row.manager_agreed_at is not None:
        return
    row.manager_person_id, row.manager_agreed_at, row.manager_refused_at = manager_id, clock.now(), None
    manager = db.session.get_one(Person, manager_id)
    tell(
        [row.person_id],
        f"ambassador:{row.id}:agreed:{moment()}",
        lambda: _("%(name)s agrees that you become a digital ambassador.", name=manager.name),
        "/ambassadors/profile",
    )
    progress(row)


def refuse_as_manager(row: Ambassador, manager_id: int, said: str = "") -> None:
    """The line manager does not agree: the application ends, and the applicant reads why."""
    row = held_for(row, Move.REFUSE)
    manager = db.session.get_one(Person, manager_id)
    row.manager_person_id, row.manager_agreed_at, row.manager_refused_at = manager_id, None, clock.now()
    row.state, row.decided_at, row.decision = State.DECLINED, clock.now(), said
    db.session.flush()
    tell(
        [row.person_id],
        f"ambassador:{row.id}:refused:{moment()}",
        lambda: _("%(name)s does not agree now that you become a digital ambassador.", name=manager.name),
        "/ambassadors/profile",
    )


def describe(row: Ambassador, offer: Offer) -> None:
    """What somebody says of themselves, in place of what they said before."""
    row.languages, row.place = barred(offer.languages) or "|en|", offer.place
    row.free_days, row.availability, row.about = offer.free_days, offer.availability, offer.about
    row.minutes_a_month, row.most_mentorships = offer.minutes_a_month, offer.most_mentorships
    db.session.flush()
    db.session.execute(delete(AmbassadorSkill).where(AmbassadorSkill.ambassador_id == row.id))
    for skill, level in offer.skills.items():
        db.session.add(AmbassadorSkill(ambassador_id=row.id, skill=skill, level=level))
    db.session.flush()


def candidacy_of(row: Ambassador) -> Candidacy:
    """Where an application stands; two statements and the course's progress."""
    person = db.session.get_one(Person, row.person_id)
    return Candidacy(
        state=State(row.state),
        has_manager=manager_of(person) is not None,
        has_agreed=row.manager_agreed_at is not None,
        has_course=has_course(person.learner_id),
    )


def manager_of(person: Person) -> Person | None:
    """Somebody's line manager on file who is still in service."""
    if person.line_manager_id is None:
        return None
    here = or_(Person.left_on.is_(None), Person.left_on > clock.today())
    return db.session.execute(select(Person).where(Person.id == person.line_manager_id, here)).scalar_one_or_none()


def has_course(learner_id: int) -> bool:
    """Whether somebody has completed the course that an ambassador begins with."""
    course = shelf().ever(COURSE)
    done = progress_of(learner_id, course.id) if course is not None else None
    return done is not None and done.completed_at is not None


def progress(row: Ambassador) -> None:
    """Let an applicant begin when all is there; where only the lead's word is missing, tell the leads. Once each."""
    one = candidacy_of(row)
    person = db.session.get_one(Person, row.person_id)
    if states.may_help_now(one):
        _begin_helping(row, person)
    elif not states.may_be_approved(one):
        return
    tell(
        leads_of(_department_of(person.id)),
        f"ambassador:{row.id}:to-decide:{clock.to_ms(row.applied_at)}",
        lambda: _("%(name)s waits for your decision on becoming a digital ambassador.", name=person.name),
        f"{APPLICATION}/{row.id}",
    )


def follow(appended: Appended) -> None:
    """Follow the record: with the course done, an applicant may begin. Every other statement costs nothing."""
    entry = appended.entry
    if not entry.is_course_completion:
        return
    course = shelf().ever(COURSE)
    if course is None or course.id != entry.course_id:
        return
    waiting = (
        select(Ambassador)
        .join(Person, Person.id == Ambassador.person_id)
        .where(Person.learner_id == entry.learner_id, Ambassador.state == State.APPLIED)
    )
    row = db.session.execute(waiting).scalar_one_or_none()
    if row is not None:
        progress(row)


def _begin_helping(row: Ambassador, person: Person) -> None:
    row.state, row.began_at, row.active_at = State.PROVISIONAL, clock.now(), clock.now()
    db.session.flush()
    grant(person.id)
    row.buddy_id = buddy_for(row)
    db.session.flush()
    tell(
        [person.id],
        f"ambassador:{row.id}:began:{moment()}",
        lambda: _("You can help colleagues now, with a buddy, until the network lead has approved you."),
        "/ambassadors/profile",
    )
    buddy = db.session.get(Ambassador, row.buddy_id) if row.buddy_id else None
    if buddy is not None:
        tell(
            [buddy.person_id],
            f"ambassador:{row.id}:buddy:{buddy.id}:{moment()}",
            lambda: _("%(name)s is new in the network, and you are their buddy.", name=person.name),
            f"/ambassadors/{row.id}",
        )


def _ask_manager(row: Ambassador, person: Person, manager: Person) -> None:
    row.manager_person_id = manager.id
    db.session.flush()
    tell(
        [manager.id],
        f"ambassador:{row.id}:manager:{moment()}",
        lambda: _("%(name)s would like to become a digital ambassador and asks for your agreement.", name=person.name),
        f"/ambassadors/agree/{row.id}",
    )


def _begin_anew(row: Ambassador) -> None:
    """As if for the first time; what is counted of earlier sessions stays."""
    now = clock.now()
    is_nominated = row.state == State.NOMINATED
    row.state, row.applied_at, row.active_at = State.APPLIED, now, now
    if not is_nominated:
        row.nominated_by_person_id = None
    row.manager_person_id = row.manager_agreed_at = row.manager_refused_at = None
    row.decided_by_person_id = row.decided_at = row.buddy_id = row.stopped_at = row.asked_to_renew_at = None
    row.decision, row.checklist = "", {}
    bring_up_to_date(row)


def held_for(row: Ambassador, move: Move) -> Ambassador:
    """An ambassador's row as it is now, held until this transaction ends. Raises Refused when it is too late."""
    _lock(row.person_id)
    db.session.refresh(row)
    if not states.may(move, State(row.state)):
        raise Refused(_("This has been decided already."))
    return row


def _lock(person_id: int) -> Person:
    held = select(Person).where(Person.id == person_id).with_for_update()
    return db.session.execute(held.execution_options(populate_existing=True)).scalar_one()


def _department_of(person_id: int) -> int | None:
    current = select(Posting.department_id).where(Posting.person_id == person_id, Posting.is_current)
    return db.session.execute(current).scalar_one_or_none()
