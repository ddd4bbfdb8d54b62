"""Notes of what somebody tried: the list, a note, writing and changing one's own, reading it before it is published."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from learnhub import clock
from learnhub import db as database
from learnhub.catalogue.suggesting import all_skills
from learnhub.people.faults import Refused
from learnhub.questions import notes
from learnhub.questions.blueprint import blueprint
from learnhub.questions.forms import NoteForm, ReviewForm
from learnhub.questions.note_queries import NoteFilters, NoteShown, note_visible_to, notes_listed
from learnhub.questions.showing import AGAIN, NOTE_STATES
from learnhub.questions.words import NOTED, is_ambassador
from learnhub.web import throttle
from learnhub.web.access import signed_in, visitor, writes_late


@blueprint.get("/notes")
@signed_in
def list_notes() -> ResponseReturnValue:
    """What colleagues tried; mine; for ambassadors what waits for a reader."""
    person, after = visitor(), request.args.get("after")
    filters = NoteFilters.of(request.args, person)
    page = notes_listed(person, filters, after)
    return render_template(
        "questions/list_notes.html",
        page=page,
        filters=filters,
        skills=all_skills(),
        may_review=is_ambassador(person),
        AGAIN=AGAIN,
        STATES=NOTE_STATES,
        next_address=url_for("questions.list_notes", after=page.next_key, **filters.address()),
        first_address=url_for("questions.list_notes", **filters.address()) if after else "",
    )


@blueprint.route("/notes/new", methods=["GET", "POST"])
@signed_in
@writes_late
def write_note() -> ResponseReturnValue:
    """A new note; it waits for a second reader. The same form sent twice is one note."""
    form = NoteForm()
    if form.is_ok():
        throttle.check(NOTED, str(visitor().person_id))
        database.begin_write()
        note = notes.write_note(visitor().person_id, form.said, form.form_key.data)
        flash(_("Your note is kept. An ambassador reads it before others see it; you are told."))
        return redirect(url_for("questions.show_note", note_id=note.id), 303)
    return _form_page(form, None)


@blueprint.get("/notes/<int:note_id>")
@signed_in
def show_note(note_id: int) -> ResponseReturnValue:
    """A note."""
    note = note_visible_to(visitor(), note_id)
    return render_template("questions/show_note.html", note=note, skills=all_skills(), AGAIN=AGAIN, STATES=NOTE_STATES)


@blueprint.route("/notes/<int:note_id>/change", methods=["GET", "POST"])
@signed_in
@writes_late
def change_note(note_id: int) -> ResponseReturnValue:
    """Change one's own note; it is read again before others see it."""
    note = note_visible_to(visitor(), note_id)
    if not note.may_change:
        abort(404)
    same = ("tried", "tool", "cost", "result", "again", "language")
    filled = {name: getattr(note, name) for name in same}
    form = NoteForm(data={**filled, "title": str(note.title), "skills": list(note.skills)})
    if form.is_ok():
        database.begin_write()
        if not notes.change_note(note_id, visitor().person_id, form.said):
            abort(404)
        flash(_("Your note is changed. An ambassador reads it before others see it; you are told."))
        return redirect(url_for("questions.show_note", note_id=note_id), 303)
    return _form_page(form, note)


@blueprint.route("/notes/<int:note_id>/review", methods=["GET", "POST"])
@signed_in
def review_note(note_id: int) -> ResponseReturnValue:
    """Read what another wrote, and publish it or give it back with what to change."""
    note = note_visible_to(visitor(), note_id)
    if not note.may_review:
        abort(404)
    form = ReviewForm()
    if form.is_ok():
        change = form.change.data if form.gives_back else ""
        seen = form.seen.data or ""
        try:
            notes.review_note(note_id, visitor().person_id, int(seen) if seen.isdigit() else 0, change)
        except Refused as refused:
            form.change.errors = [str(refused)]
        else:
            flash(_("The note goes back to its writer.") if change else _("The note is published."))
            return redirect(url_for("questions.list_notes", show="review"), 303)
    page = render_template(
        "questions/review_note.html",
        note=note,
        form=form,
        problems=form.problems,
        seen=clock.to_ms(note.written_at),
        skills=all_skills(),
        AGAIN=AGAIN,
    )
    return page, 422 if request.method == "POST" else 200


def _form_page(form: NoteForm, note: NoteShown | None) -> ResponseReturnValue:
    form.offer(f"{form.title.data or ''} {form.tried.data or ''}")
    page = render_template("questions/write_note.html", form=form, problems=form.problems, note=note)
    return page, 422 if request.method == "POST" else 200
