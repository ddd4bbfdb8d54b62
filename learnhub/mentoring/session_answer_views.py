"""Answering whether a session was so, by one press; and the code of a room, shown and typed in."""

from datetime import timedelta
from io import BytesIO

from flask import Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learnhub import db as database
from learnhub.ambassadors.profiles import ambassador_of
from learnhub.catalogue.shelf import shelf
from learnhub.catalogue.suggesting import skill_names
from learnhub.config import Settings
from learnhub.mentoring import room_codes, rooms, sessions
from learnhub.mentoring import session_queries as queries
from learnhub.mentoring import session_words as words
from learnhub.mentoring.blueprint import blueprint
from learnhub.mentoring.session_forms import HereForm
from learnhub.mentoring.session_queries import Asked
from learnhub.people.faults import Refused
from learnhub.record.filters import Filters, What
from learnhub.record.queries import statements_of
from learnhub.record.showing import Shown, shown
from learnhub.record.witness_rules import has_witnesses
from learnhub.record.words import Assurance
from learnhub.web import throttle
from learnhub.web.access import signed_in, visitor, writes_late
from learnhub.web.i18n import gettext as _
from learnhub.web.i18n import language, ngettext
from learnhub.web.throttle import Limit

# Of thousands of millions of codes a few are right: nobody may try many, and everybody together not many more.
TRIES = Limit("room-code", 10, timedelta(minutes=10))
TRIES_OF_ALL = Limit("room-code-all", 3_000, timedelta(minutes=10))
MOST_TASKS = 5


@blueprint.route("/support/<int:session_id>/confirm", methods=["GET", "POST"])
@signed_in
def answer_session(session_id: int) -> ResponseReturnValue:
    """Was it so? One press; and another if it was the wrong one."""
    me = visitor()
    asked = queries.asked_or_404(session_id, me.person_id)
    if asked.is_room:  # on the list; asked once it has been said how long it was
        return redirect(url_for("mentoring.show_session", session_id=session_id), 303)
    if request.method == "GET":
        return render_template("mentoring/answer_session.html", asked=asked, **_about(asked))
    answer = request.form.get("answer")
    if answer == "yes":
        sessions.confirm_session(session_id, me.person_id, language=language())
        flash(_("Thank you. It is on your record now."))
        return redirect(url_for("mentoring.show_session", session_id=session_id), 303)
    if answer != "no":
        abort(400)
    sessions.say_no(session_id, me.person_id, language=language())
    flash(_("Thank you. Nothing of it is on your record, and nobody is told that you said so."))
    return redirect(url_for("mentoring.list_sessions"), 303)


def attended_page(asked: Asked) -> ResponseReturnValue:
    """A session for who is named in it, with what they could ask the ambassador to confirm."""
    tasks = _tasks() if asked.confirmed else []
    return render_template("mentoring/show_attended.html", asked=asked, tasks=tasks, **_about(asked))


@blueprint.post("/support/<int:session_id>/seen")
@signed_in
def say_seen(session_id: int) -> ResponseReturnValue:
    """Say as the ambassador that one saw everybody who came in by the code."""
    row = queries.held_or_404(session_id, visitor().person_id)
    done = sessions.vouch_for(session_id, row.ambassador_id)
    flash(ngettext("%(num)d person is confirmed by you.", "%(num)d people are confirmed by you.", done))
    return redirect(url_for("mentoring.show_session", session_id=session_id), 303)


@blueprint.post("/support/room")
@signed_in
def open_room() -> ResponseReturnValue:
    """Show a code before anything is said of the session; pressed twice it is one room."""
    ambassador = ambassador_of(visitor().person_id) or abort(403)
    try:
        room = rooms.open_room(ambassador.id)
    except Refused as refused:
        flash(str(refused))
        return redirect(url_for("mentoring.list_sessions"), 303)
    return redirect(url_for("mentoring.show_code", session_id=room.id), 303)


@blueprint.route("/support/<int:session_id>/code", methods=["GET", "POST"])
@signed_in
def show_code(session_id: int) -> ResponseReturnValue:
    """The code to show in the room, large; opening it and ending it."""
    row = queries.held_or_404(session_id, visitor().person_id)
    if request.method == "POST":
        try:
            room_codes.close_code(row) if request.form.get("action") == "close" else room_codes.open_code(row)
        except Refused as refused:
            flash(str(refused))
        return redirect(url_for("mentoring.show_code", session_id=session_id), 303)
    code = queries.code_of(row)
    return render_template(
        "mentoring/show_code.html",
        row=row,
        code=room_codes.shown(code) if code else "",
        address=_address_of(code or ""),
        came=sum(one.by_code for one in queries.attenders_of(session_id)),
        words=words,
    )


@blueprint.get("/support/<int:session_id>/code.svg")
@signed_in
def show_code_picture(session_id: int) -> ResponseReturnValue:
    """The address of the code as a QR code. The library is imported with the first one."""
    import segno

    row, picture = queries.held_or_404(session_id, visitor().person_id), BytesIO()
    code = queries.code_of(row) or abort(404)
    made = segno.make(_address_of(code), error="m", micro=False)
    made.save(picture, kind="svg", xmldecl=False, omitsize=True, border=4, light="#fff", svgclass=None, lineclass=None)
    response = Response(picture.getvalue(), mimetype="image/svg+xml")
    response.headers["Cache-Control"] = "private, no-store"
    return response


@blueprint.route("/here", methods=["GET", "POST"])
@signed_in
@writes_late
def come_in() -> ResponseReturnValue:
    """Put oneself on the list of the room one is in, by its code; then say by one press that one was there."""
    form = HereForm()
    if request.method == "GET":
        return _here(form, 200)
    if not form.is_ok() or not form.code.data:
        form.code.errors = [_("Enter the code that the ambassador shows")]
        return _here(form, 422)
    session_id = _by_code(form)
    if session_id is None:
        return _here(form, 422)
    is_room = queries.asked_or_404(session_id, visitor().person_id).is_room
    where = "mentoring.show_session" if is_room else "mentoring.answer_session"
    return redirect(url_for(where, session_id=session_id), 303)


@blueprint.get("/here/<code>")
@signed_in
def come_in_with(code: str) -> ResponseReturnValue:
    """The same form with a code filled in, from a link or a picture. Says nothing of whether there is such a code."""
    return _here(HereForm(data={"code": room_codes.shown(room_codes.plain(code))}), 200)


def _by_code(form: HereForm) -> int | None:
    """Try a code; None with the error noted. Counted before it is looked at."""
    mine, alls = (TRIES, str(visitor().person_id)), (TRIES_OF_ALL, "all")
    database.end_reading()
    tried, tried_by_all = throttle.count_each([mine, alls])
    if tried > TRIES.count or tried_by_all > TRIES_OF_ALL.count:
        form.code.errors = [_("There were too many wrong codes. Wait ten minutes, or ask to be put on the list")]
        return None
    database.begin_write()
    try:
        session_id = sessions.check_in(form.code.data, visitor().person_id)
    except Refused as refused:
        form.code.errors = [str(refused)]
        return None
    if session_id is None:
        form.code.errors = [_("No room has this code now: check it, or ask the ambassador for today’s")]
        return None
    throttle.take_back(*mine)
    throttle.take_back(*alls)
    return session_id


def _here(form: HereForm, status: int) -> ResponseReturnValue:
    return render_template("mentoring/come_in.html", form=form, problems=form.problems), status


def _about(asked: Asked) -> dict[str, object]:
    course = shelf().by_id(asked.course_id, language()) if asked.course_id is not None else None
    return {"words": words, "skills": skill_names(asked.skills), "course": course.title if course else ""}


def _tasks() -> list[Shown]:
    """The newest things of their record that a colleague could confirm."""
    told = statements_of(visitor().learner_id, Filters(what=What.MODULES, assurance=Assurance.SELF_DECLARED))
    return shown([line for line in told.rows if has_witnesses(line)][:MOST_TASKS], language())


def _address_of(code: str) -> str:
    settings: Settings = current_app.extensions["learnhub.settings"]
    return f"{settings.base_url}/here/{code}" if code else f"{settings.base_url}/here"
