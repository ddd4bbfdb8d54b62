"""Bringing study from another learning system: send its file, look at what would come of it, say yes."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from learnhub import clock
from learnhub import db as database
from learnhub.study import csv_rows, importing, queries, words
from learnhub.study.csv_rows import CannotRead
from learnhub.study.forms import ImportForm
from learnhub.study.importing import Preview, State
from learnhub.study.pages import blueprint
from learnhub.web import sheets
from learnhub.web.access import signed_in, visitor, writes_late
from learnhub.web.i18n import language
from learnhub.web.paging import PAGE_SIZE, page_of
from learnhub.web.rows import row_number


@blueprint.get("/study/import")
@signed_in
def choose_import() -> ResponseReturnValue:
    """The form, and what a file must have."""
    return _import_page(ImportForm())


@blueprint.post("/study/import")
@signed_in
@writes_late  # a large file takes a moment to read
def send_import() -> ResponseReturnValue:
    """Read the file, keep it for a day, show what would come of it."""
    form, learner_id = ImportForm(), visitor().learner_id
    if not form.is_ok():
        return _import_page(form, 422)
    joined_on = queries.joined_on(learner_id)
    database.end_reading()
    try:
        content = form.file.data.read(sheets.LARGEST + 1)
        sheet = csv_rows.read_sheet(content, today=clock.today(), joined_on=joined_on)
    except CannotRead as error:
        form.file.errors = [str(words.PROBLEMS[error.why])]
        return _import_page(form, 422, error)
    database.begin_write()
    import_id = importing.keep_preview(learner_id, sheet)
    return redirect(url_for("study.preview_import", import_id=import_id), 303)


@blueprint.get("/study/import/<int:import_id>")
@signed_in
def preview_import(import_id: int) -> ResponseReturnValue:
    """What was understood of the file, and what becomes of each row; nothing is logged yet."""
    preview = _preview_or_404(import_id)
    only_faults = request.args.get("show") == "problems"
    rows = preview.only(set(State) - {State.FINE}) if only_faults else list(preview.rows)
    after = row_number(request.args.get("after")) or 0
    shown = [one for one in rows if one.row.line > after][: PAGE_SIZE + 1]
    asked: dict[str, Any] = {"import_id": import_id, "show": "problems" if only_faults else None}
    page = page_of(shown, lambda one: str(one.row.line))
    return render_template(
        "study/preview_import.html",
        preview=preview,
        page=page,
        only_faults=only_faults,
        next_address=url_for("study.preview_import", **asked, after=page.next_key),
        first_address=url_for("study.preview_import", **asked) if after else "",
        State=State,
        words=words,
    )


@blueprint.post("/study/import/<int:import_id>")
@signed_in
@writes_late  # some rows at a time, each lot in a transaction of its own
def confirm_import(import_id: int) -> ResponseReturnValue:
    """Log what is fine. Pressed twice, or broken off and pressed again, each row is logged once."""
    if _preview_or_404(import_id).is_finished:
        flash(_("This file has been imported already."))
        return redirect(url_for("study.list_entries"), 303)
    database.end_reading()
    done, left = importing.import_rows(visitor().learner_id, import_id, language=language())
    if left:
        flash(_("%(done)s entries are logged, %(left)s are left: press again to go on.", done=done, left=left))
        return redirect(url_for("study.preview_import", import_id=import_id), 303)
    flash(ngettext("%(num)d entry is logged.", "%(num)d entries are logged.", done))
    return redirect(url_for("study.list_entries"), 303)


def _preview_or_404(import_id: int) -> Preview:
    return importing.preview_of(visitor().learner_id, import_id) or abort(404)


def _import_page(form: ImportForm, status: int = 200, error: CannotRead | None = None) -> ResponseReturnValue:
    page = render_template(
        "study/choose_import.html",
        form=form,
        problems=form.problems,
        headings=error.headings if error else (),
        waiting=importing.waiting_import(visitor().learner_id),
    )
    return page, status
