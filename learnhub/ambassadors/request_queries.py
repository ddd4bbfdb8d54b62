"""Requests as their two sides see them: the asker, and the ambassador who is asked or has agreed.

To others they are not there. The asker sees who helps, never who was asked.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from flask import abort
from sqlalchemy import Select, and_, bindparam, or_, select
from sqlalchemy.orm import aliased

from learnhub import clock
from learnhub.ambassadors.answering import answer_by
from learnhub.ambassadors.models import Ambassador, HelpRequest, Mentorship, RequestOffer
from learnhub.ambassadors.words import Kind, Place, Preference, RequestState
from learnhub.catalogue.shelf import shelf
from learnhub.db import db
from learnhub.people.department_columns import TODAY, name_column, top_column
from learnhub.people.models import Person, Posting
from learnhub.web.access import Visitor
from learnhub.web.bars import unbarred
from learnhub.web.paging import PAGE_SIZE, Page, page_of

# How many requests wait for somebody's answer: for a page that asks several rooms in one statement.
OFFERED = (
    "SELECT count(*) FROM help_request r JOIN ambassador a ON a.id = r.offered_to_id"
    " WHERE a.person_id = :person_id AND r.state = 'offered'"
)
MINE = (RequestState.ACCEPTED, RequestState.MET)


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A line of one's own requests; `helper` once somebody has agreed."""

    id: int
    text: str
    kind: str
    state: str
    asked_at: datetime
    helper: str | None


@dataclass(frozen=True, slots=True)
class Side:
    """The other side: who they are and how to reach them. `department`: their unit and the one at the top."""

    person_id: int
    name: str
    email: str
    department: str
    office: str
    region: str


@dataclass(frozen=True, slots=True)
class About:
    """What a request came from: a course, or a part of it that did not go well. Titles know their language."""

    slug: str
    course: str
    module: str


@dataclass(frozen=True, slots=True)
class SeenRequest:
    """A request as somebody sees it. `reasons` as kept; `answer` is the ambassador's own, when they look."""

    id: int
    text: str
    skills: tuple[str, ...]
    kind: str
    place: str
    language: str
    preference: str
    state: str
    asked_at: datetime
    pass_on_at: datetime | None
    close_reason: str
    is_asker: bool
    other: Side | None
    reasons: list[Any]
    about: str
    mentorship_id: int | None
    is_offered: bool = False  # to who looks
    has_chosen: bool = False  # its asker chose who is asked first: said alike whoever has it now
    me_id: int | None = None  # the ambassador who looks
    is_gone: bool = False  # it was offered to who looks, and is not any more: nothing else is shown

    @property
    def is_open(self) -> bool:
        """Whether nobody has agreed yet."""
        return self.state in (RequestState.WAITING, RequestState.OFFERED)

    @property
    def answer_by(self) -> date | None:
        """The last day on which the ambassador may answer what is offered to them."""
        return answer_by(self.pass_on_at) if self.pass_on_at else None

    @property
    def may_be_withdrawn(self) -> bool:
        """Whether its asker may still take it back."""
        return self.is_open or self.state == RequestState.ACCEPTED

    @property
    def is_narrow(self) -> bool:
        """Whether it waits for somebody of a place or department, and could be widened."""
        is_free = self.place == Place.EITHER and self.preference == Preference.ANY
        return self.state == RequestState.WAITING and not is_free

    @property
    def is_mentoring(self) -> bool:
        return self.kind != Kind.SESSION


def requests_of(person_id: int, after: int | None = None) -> Page[RequestLine]:
    """Somebody's own requests, the newest first; those older than number `after`. One statement."""
    helper = aliased(Person)
    statement = (
        select(
            HelpRequest.id, HelpRequest.text, HelpRequest.kind, HelpRequest.state, HelpRequest.asked_at, helper.name
        )
        .outerjoin(Ambassador, Ambassador.id == HelpRequest.accepted_by_id)
        .outerjoin(helper, helper.id == Ambassador.person_id)
        .where(HelpRequest.person_id == person_id)
        .order_by(HelpRequest.id.desc())
        .limit(PAGE_SIZE + 1)
    )  # fmt: skip
    if after is not None:
        statement = statement.where(HelpRequest.id < after)
    return page_of([RequestLine(*row) for row in db.session.execute(statement)], key=lambda line: str(line.id))


def _seen() -> Select[Any]:
    """A request, and what joins it to a visitor."""
    visitor_id: Any = bindparam("person_id")
    mine = select(Ambassador.id).where(Ambassador.person_id == visitor_id).scalar_subquery()
    of_mine = RequestOffer.ambassador_id == mine
    of_helper = and_(HelpRequest.person_id == visitor_id, RequestOffer.ambassador_id == HelpRequest.accepted_by_id)
    helper = select(Ambassador.person_id).where(Ambassador.id == HelpRequest.accepted_by_id).scalar_subquery()
    columns: tuple[Any, ...] = (
        HelpRequest,
        mine.label("me"),
        helper.label("helper"),
        RequestOffer.reasons,
        Mentorship.id.label("mentorship"),
    )
    return (
        select(*columns)
        .select_from(HelpRequest)
        .outerjoin(RequestOffer, and_(RequestOffer.request_id == HelpRequest.id, or_(of_mine, of_helper)))
        .outerjoin(Mentorship, Mentorship.request_id == HelpRequest.id)
        .where(HelpRequest.id == bindparam("request_id"))
    )


_SEEN = _seen()


def request_visible_to(visitor: Visitor, request_id: int, language: str = "en") -> SeenRequest:
    """A request for who asked it, who is asked, or who has agreed; else 404. Two statements.

    Whom it was offered to before sees that it is no longer with them, and nothing else.
    """
    row = db.session.execute(_SEEN, {"person_id": visitor.person_id, "request_id": request_id}).first()
    request: HelpRequest | None = row.HelpRequest if row else None
    if row is None or request is None:
        abort(404)
    is_asker = request.person_id == visitor.person_id
    if not is_asker and row.reasons is None:
        abort(404)
    is_helper = request.accepted_by_id == row.me and request.state in MINE
    is_offered = request.offered_to_id == row.me and request.state == RequestState.OFFERED
    is_gone = not (is_asker or is_helper or is_offered)
    other_id = None if is_gone else row.helper if is_asker else request.person_id
    return SeenRequest(
        id=request.id,
        text="" if is_gone else request.text,
        skills=() if is_gone else unbarred(request.skills),
        kind=request.kind,
        place=request.place,
        language=request.language,
        preference=request.preference,
        state=request.state,
        asked_at=request.asked_at,
        pass_on_at=request.pass_on_at,
        close_reason=request.close_reason,
        is_asker=is_asker,
        other=_side(other_id, language),
        reasons=row.reasons or [],
        about="" if is_gone else request.about,
        mentorship_id=None if is_gone else row.mentorship,
        is_offered=is_offered and not is_asker,
        has_chosen=is_asker and request.wanted_id is not None,
        me_id=row.me,
        is_gone=is_gone,
    )


def _side(person_id: int | None, language: str) -> Side | None:
    if person_id is None:
        return None
    row = db.session.execute(_sides(language), {"person_id": person_id, "today": clock.today()}).one()
    units = dict.fromkeys(name for name in (row.unit, row.top) if name)
    return Side(row.id, row.name, row.email, ", ".join(units), row.office or "", row.region or "")


@cache
def _sides(language: str) -> Select[Any]:
    """Built once: building it costs more than running it."""
    columns: tuple[Any, ...] = (
        Person.id,
        Person.name,
        Person.email,
        name_column(Posting.department_id, TODAY, language, beside=Posting).label("unit"),
        name_column(top_column(Posting.department_id, beside=Posting), TODAY, language, beside=Posting).label("top"),
        Posting.office,
        Person.region,
    )
    posting = and_(Posting.person_id == Person.id, Posting.is_current)
    return select(*columns).outerjoin(Posting, posting).where(Person.id == bindparam("person_id"))


def about_of(about: str, language: str) -> About | None:
    """What a request came from, in words and as an address; None for nothing, or a course that is gone."""
    kind, _, rest = about.partition("/")
    slug, _, module_slug = rest.partition("/")
    course = shelf().course(slug, language) if kind in ("course", "check") else None
    if course is None:
        return None
    module = next((one for one in course.modules if one.slug == module_slug), None)
    return About(course.slug, course.title, module.title if module else "")
