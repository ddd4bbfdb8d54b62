"""Logging a piece of study, looking at it, putting it right, removing it, and its file."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from learnhub import clock
from learnhub import db as database
from learnhub.catalogue import suggesting
from learnhub.record.wording import ASSURANCE
from learnhub.record.words import Assurance
from learnhub.study import actions, evidence, queries, words
from learnhub.study.actions import DayIsFull, Said
from learnhub.study.evidence_content import Checked, FileRefused, FileType
from learnhub.study.forms import TOKEN, EntryForm, filled_from
from learnhub.study.kinds import kind_in
from learnhub.study.models import StudyEntry
from learnhub.study.pages import blueprint
from learnhub.study.queries import EntryLine
from learnhub.web import throttle
from learnhub.web.access import signed_in, visitor, writes_late
from learnhub.web.i18n import language, show_minutes
from learnhub.web.rows import row_number

UPLOADS = throttle.Limit("study-evidence", 60, timedelta(hours=1))

Write = Callable[[Said, Checked | None], StudyEntry | None]


@blueprint.get("/study/new")
@signed_in
def start_entry() -> ResponseReturnValue:
    """The form, filled from the address: any page can offer "log this"."""
    return _log_page(EntryForm(data={"on_day": clock.today(), **filled_from(request.args)}))


@blueprint.post("/study/new")
@signed_in
@writes_late  # a virus scanner may look at the file first
def log_entry() -> ResponseReturnValue:
    """Log it. The same form sent twice is one entry."""
    form = _sent_form()
    learner_id, spoken = visitor().learner_id, language()

    def write(said: Said, file: Checked | None) -> StudyEntry:
        kind = said.kind or kind_in(said.title)  # what was not said may stand in the title
        told = replace(said, kind=str(kind) if kind else None)
        return actions.log_study(learner_id, told, file=file, token=form.token.data, language=spoken)

    entry = _written(form, write) if form.is_ok() else None
    if entry is None:
        return _log_page(form, 422)
    flash(_("Logged: %(minutes)s. It counts in your record now.", minutes=show_minutes(entry.minutes)))
    return redirect(url_for("study.show_entry", entry_id=entry.id), 303)


@blueprint.get("/study/<int:entry_id>")
@signed_in
def show_entry(entry_id: int) -> ResponseReturnValue:
    """One entry, with what it seems to be about."""
    entry = queries.entry_of(visitor().learner_id, entry_id)
    if entry is None:
        newer = queries.replacement_of(visitor().learner_id, entry_id) or abort(404)
        return redirect(url_for("study.show_entry", entry_id=newer))
    names = suggesting.all_skills()
    about = suggesting.skills_in(f"{entry.title} {entry.reflection}")
    offered = dict.fromkeys([*(code for code in entry.skills if code in names), *about])
    return render_template(
        "study/show_entry.html",
        entry=entry,
        offered=[(code, names[code]) for code in offered],
        others=[(code, title) for code, title in names.items() if code not in offered],
        skills=suggesting.skill_names(entry.skills),
        words=words,
        ASSURANCE=ASSURANCE,
        is_told=entry.assurance is Assurance.SELF_DECLARED,
    )


@blueprint.post("/study/<int:entry_id>")
@signed_in
def choose_skills(entry_id: int) -> ResponseReturnValue:
    """Keep the skills that were ticked."""
    known = suggesting.all_skills()
    chosen = tuple(dict.fromkeys(code for code in request.form.getlist("skills") if code in known))
    if not actions.note_skills(entry_id, visitor().learner_id, chosen):
        abort(404)
    flash(_("The skills are kept."))
    return redirect(url_for("study.show_entry", entry_id=entry_id), 303)


@blueprint.get("/study/<int:entry_id>/correct")
@signed_in
def start_correction(entry_id: int) -> ResponseReturnValue:
    """The form with what the entry says."""
    entry = _entry_or_404(entry_id)
    filled = {name: getattr(entry, name) for name in ("title", "on_day", "time", "kind", "provider", "link")}
    filled |= {"reflection": entry.reflection, "evidence_link": entry.evidence_link, "skills": list(entry.skills)}
    return _correct_page(entry, EntryForm(data={**filled, "minutes": str(entry.minutes)}))


@blueprint.post("/study/<int:entry_id>/correct")
@signed_in
@writes_late
def correct_entry(entry_id: int) -> ResponseReturnValue:
    """Take the entry back and state it anew."""
    form = _sent_form()
    learner_id, spoken = visitor().learner_id, language()

    def write(said: Said, file: Checked | None) -> StudyEntry | None:
        return actions.correct_study(
            entry_id, learner_id, said, file=file, drop_file=form.drop_file.data, language=spoken
        ) or abort(404)

    entry = _written(form, write) if form.is_ok() else None
    if entry is None:
        return _correct_page(_entry_or_404(entry_id), form, 422)
    flash(_("Your correction is kept."))
    return redirect(url_for("study.show_entry", entry_id=entry.id), 303)


@blueprint.get("/study/<int:entry_id>/remove")
@signed_in
def confirm_removal(entry_id: int) -> ResponseReturnValue:
    """What goes and what stays, before it goes."""
    return render_template("study/confirm_removal.html", entry=_entry_or_404(entry_id))


@blueprint.post("/study/<int:entry_id>/remove")
@signed_in
def remove_entry(entry_id: int) -> ResponseReturnValue:
    """Take the entry back and erase what was written in it."""
    if not actions.remove_study(entry_id, visitor().learner_id, language=language()):
        abort(404)
    flash(_("The entry is removed."))
    return redirect(url_for("study.list_entries"), 303)


@blueprint.get("/study/repeat")
@signed_in
def confirm_repeat() -> ResponseReturnValue:
    """What would be logged again, today: the entry that the address names, else the last one."""
    asked = row_number(request.args.get("entry")) or queries.study_block(visitor()).last_id
    entry = _entry_or_404(asked or 0)
    return render_template("study/confirm_repeat.html", entry=entry, token=fresh_token())


@blueprint.post("/study/repeat")
@signed_in
def repeat_entry() -> ResponseReturnValue:
    """Log the same again, today. Pressed twice it is one entry."""
    last = _entry_or_404(row_number(request.form.get("entry")) or 0)
    token = request.form.get("token", "") or fresh_token()
    said = Said(
        last.title, last.minutes, clock.today(), last.time, last.kind, last.provider, last.link, skills=last.skills
    )
    try:
        entry = actions.log_study(visitor().learner_id, said, source="repeat", token=token, language=language())
    except DayIsFull:
        flash(str(words.DAY_FULL))
        return redirect(url_for("study.list_entries"), 303)
    flash(_("Logged again, for today: %(minutes)s. If it took longer, correct it.", minutes=show_minutes(last.minutes)))
    return redirect(url_for("study.show_entry", entry_id=entry.id), 303)


@blueprint.get("/study/<int:entry_id>/evidence")
@signed_in
def download_evidence(entry_id: int) -> ResponseReturnValue:
    """The file, only ever as a download; for its owner and for a colleague who was asked to confirm the entry."""
    file = queries.evidence_for(visitor(), entry_id) or abort(404)
    content = evidence.content_of(file.hash)
    if content is None:
        abort(404)
    response = Response(content, mimetype=FileType(file.type).mimetype)
    plain = file.name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "")
    response.headers["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file.name)}"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def fresh_token() -> str:
    """What a form carries so that, sent twice, it counts once."""
    return secrets.token_hex(TOKEN)


def _sent_form() -> EntryForm:
    return EntryForm(joined_on=queries.joined_on(visitor().learner_id))


def _written(form: EntryForm, write: Write) -> StudyEntry | None:
    """Have the scanner look, then write; None with the error noted when either refuses."""
    database.end_reading()  # nothing is held open while a scanner looks
    if form.file is not None:
        throttle.check(UPLOADS, str(visitor().person_id))
        try:
            evidence.scan(form.file)
        except FileRefused as error:
            form.refuse_file(error)
            return None
    database.begin_write()
    try:
        return write(form.said(), form.file)
    except DayIsFull:
        form.refuse_day()
        return None


def _entry_or_404(entry_id: int) -> EntryLine:
    return queries.entry_of(visitor().learner_id, entry_id) or abort(404)


def _log_page(form: EntryForm, status: int = 200) -> ResponseReturnValue:
    form.offer(suggesting.skills_in(f"{form.title.data or ''} {form.reflection.data or ''}"))
    return render_template("study/start_entry.html", form=form, problems=form.problems), status


def _correct_page(entry: EntryLine, form: EntryForm, status: int = 200) -> ResponseReturnValue:
    form.offer(suggesting.skills_in(f"{form.title.data or ''} {form.reflection.data or ''}"))
    return render_template("study/start_correction.html", form=form, problems=form.problems, entry=entry), status
