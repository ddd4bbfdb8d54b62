"""Support sessions: logging one in half a minute, looking at it, putting it right. The ambassador's pages."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from learnhub import clock
from learnhub import db as database
from learnhub.ambassadors.models import Ambassador, Mentorship
from learnhub.ambassadors.profiles import ambassador_of, skills_of
from learnhub.catalogue.shelf import shelf
from learnhub.catalogue.suggesting import skill_names
from learnhub.db import db
from learnhub.mentoring import room_codes, rooms, session_answer_views, sessions
from learnhub.mentoring import session_queries as queries
from learnhub.mentoring import session_words as words
from learnhub.mentoring.blueprint import blueprint
from learnhub.mentoring.kinds import USUAL_MINUTES, How, SessionKind, kind_asked
from learnhub.mentoring.models import SupportSession
from learnhub.mentoring.near_people import near_people
from learnhub.mentoring.offices import offices
from learnhub.mentoring.session_forms import SessionForm
from learnhub.people.faults import Refused
from learnhub.people.models import Person
from learnhub.web.access import signed_in, visitor, writes_late
from learnhub.web.bars import unbarred
from learnhub.web.i18n import gettext as _
from learnhub.web.i18n import language
from learnhub.web.rows import row_number


@blueprint.get("/support")
@signed_in
def list_sessions() -> ResponseReturnValue:
    """What waits for one's own answer; of an ambassador the sessions they held, newest first."""
    me, after = visitor(), request.args.get("after")
    ambassador = ambassador_of(me.person_id)
    page = queries.sessions_held(ambassador.id, after) if ambassador else None
    return render_template(
        "mentoring/list_sessions.html",
        waiting=queries.to_confirm(me.person_id),
        page=page,
        may_log=sessions.last_day_to_log(ambassador) is not None,
        next_address=url_for("mentoring.list_sessions", after=page.next_key if page else None),
        first_address=url_for("mentoring.list_sessions") if after else "",
        words=words,
    )


@blueprint.route("/support/new", methods=["GET", "POST"])
@signed_in
@writes_late
def log_session() -> ResponseReturnValue:
    """The form, filled in from what led here; and logging it. The same form sent twice is one session."""
    me = visitor()
    ambassador = ambassador_of(me.person_id)
    if ambassador is None or sessions.last_day_to_log(ambassador) is None:
        why = words.WHY_NOT.get(ambassador.state if ambassador else "", words.WHY_NOT[""])
        return render_template("mentoring/may_not_log.html", why=why), 200 if request.method == "GET" else 403
    ambassador_id = ambassador.id
    filled = _filled_in(ambassador) if request.method == "GET" else None
    form = SessionForm(me.person_id, skills_of(ambassador_id), near_people(me.person_id), data=filled)
    row = _logged(ambassador_id, form) if form.is_ok() else None
    if row is None:
        return _form_page("mentoring/log_session.html", form), 422 if request.method == "POST" else 200
    if form.with_code.data:
        return redirect(url_for("mentoring.show_code", session_id=row.id), 303)
    flash(_("Logged. It counts in your hours now."))
    return redirect(url_for("mentoring.show_session", session_id=row.id), 303)


@blueprint.get("/support/<int:session_id>")
@signed_in
def show_session(session_id: int) -> ResponseReturnValue:
    """A session, for who held it and, without the others' names, for who is named in it."""
    me = visitor()
    row = queries.held_or_none(session_id, me.person_id)
    if row is None:
        return session_answer_views.attended_page(queries.asked_or_404(session_id, me.person_id))
    people = queries.attenders_of(session_id)
    return render_template(
        "mentoring/show_session.html",
        row=row,
        people=people,
        unseen=sum(one.by_code and not one.is_seen for one in people),
        course=_course_title(row.course_id),
        skills=skill_names(unbarred(row.topics)),
        code=queries.code_of(row),
        is_today=row.on_day == clock.today(),
        words=words,
    )


@blueprint.route("/support/<int:session_id>/correct", methods=["GET", "POST"])
@signed_in
@writes_late
def correct_session(session_id: int) -> ResponseReturnValue:
    """What the session says, to put right: it is taken back and stated anew."""
    row = queries.held_or_404(session_id, visitor().person_id)
    ambassador_id, skills, is_room = row.ambassador_id, unbarred(row.topics), row.minutes == rooms.NOT_SAID
    filled = _of_session(row) if request.method == "GET" else None
    form = SessionForm(visitor().person_id, skills, data=filled)
    if form.is_ok():
        database.begin_write()
        try:
            if sessions.correct_session(session_id, ambassador_id, form.said(), language=language()) is None:
                abort(404)
            flash(_("Logged. It counts in your hours now.") if is_room else _("Your correction is kept."))
            return redirect(url_for("mentoring.show_session", session_id=session_id), 303)
        except Refused as refused:
            form.refuse(refused)
    page = _form_page("mentoring/correct_session.html", form, session_id=session_id, is_room=is_room)
    return page, 422 if request.method == "POST" else 200


@blueprint.route("/support/<int:session_id>/remove", methods=["GET", "POST"])
@signed_in
def remove_session(session_id: int) -> ResponseReturnValue:
    """What goes and what stays, then taking it back."""
    row = queries.held_or_404(session_id, visitor().person_id)
    if request.method == "GET":
        return render_template("mentoring/remove_session.html", row=row, words=words)
    sessions.void_session(session_id, row.ambassador_id, language=language())
    flash(_("The session is taken back. It no longer counts in your hours or in anybody’s record."))
    return redirect(url_for("mentoring.list_sessions"), 303)


def _logged(ambassador_id: int, form: SessionForm) -> SupportSession | None:
    """Write it; None with the error noted when it cannot have been so."""
    database.begin_write()
    try:
        row = sessions.log_session(
            ambassador_id,
            form.said(),
            form_key=form.form_key.data,
            request_id=form.request_id,
            mentorship_id=form.mentorship_id,
            with_code=bool(form.with_code.data),
            is_sure=bool(form.sure.data),
            language=language(),
        )
        if form.with_code.data:
            room_codes.open_code(row)
        return row
    except Refused as refused:
        form.refuse(refused)
        return None


def _form_page(template: str, form: SessionForm, **more: Any) -> str:
    return render_template(
        template,
        form=form,
        problems=form.problems,
        kinds=SessionKind,
        kind=form.session_kind,
        words=words,
        offices=offices() if form.session_kind is SessionKind.VISIT else (),
        **more,
    )


def _filled_in(ambassador: Ambassador) -> dict[str, Any]:
    """What the form begins with: the last session again, a request, a mentorship, a course, somebody's address."""
    asked = request.args
    again = row_number(asked.get("again"))
    last = queries.held_or_none(again, ambassador.person_id) if again else None
    if last is not None:
        return {**_of_session(last), "on_day": sessions.last_day_to_log(ambassador), "starts": "", "note": ""}
    kind = kind_asked(asked.get("kind"))
    course = shelf().course(asked.get("course", ""))
    how = How.SCREEN_SHARE if kind is SessionKind.SUPPORT and ambassador.place == "remote" else How.IN_PERSON
    filled: dict[str, Any] = {
        "kind": kind,
        "how": how,
        "minutes": str(USUAL_MINUTES[kind]),
        "on_day": sessions.last_day_to_log(ambassador),
        "people": asked.get("people", "")[:254],
        "course": course.slug if course else "",
    }
    return filled | _of_request(ambassador) | _of_mentorship(ambassador)


def _of_request(ambassador: Ambassador) -> dict[str, Any]:
    wanted = row_number(request.args.get("request"))
    wished = queries.request_to_meet(wanted, ambassador.id) if wanted else None
    if wished is None:
        return {}
    return {"people": f"{wished.name} <{wished.email}>", "request": wished.id, "topics": list(wished.skills)}


def _of_mentorship(ambassador: Ambassador) -> dict[str, Any]:
    wanted = row_number(request.args.get("mentorship"))
    found = (
        select(Mentorship.id, Person.name, Person.email)
        .join(Person, Person.id == Mentorship.person_id)
        .where(Mentorship.id == wanted, Mentorship.ambassador_id == ambassador.id)
    )
    row = db.session.execute(found).one_or_none() if wanted else None
    return {"people": f"{row.name} <{row.email}>", "mentorship": row.id} if row is not None else {}


def _of_session(row: SupportSession) -> dict[str, Any]:
    """A session as its form says it."""
    people = [one for one in queries.attenders_of(row.id) if not one.by_code]
    course = shelf().by_id(row.course_id) if row.course_id else None
    starts = row.starts_at.astimezone(clock.zone()).strftime("%H:%M") if row.starts_at else ""
    return {
        "kind": row.kind,
        "people": "\n".join(f"{one.name} <{one.email}>" for one in people),
        "unnamed": str(row.unnamed or ""),
        "office": row.office,
        "course": course.slug if course else "",
        "minutes": str(row.minutes or ""),
        "how": row.how,
        "on_day": row.on_day,
        "starts": starts,
        "topics": list(unbarred(row.topics)),
        "note": row.note,
    }


def _course_title(course_id: int | None) -> str:
    course = shelf().by_id(course_id, language()) if course_id is not None else None
    return course.title if course is not None else ""
