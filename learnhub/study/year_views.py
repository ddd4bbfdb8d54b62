"""The year's summary to print and to download, and how much a week somebody has in mind."""

import csv
import io
from collections.abc import Iterable, Iterator

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from learnhub import clock
from learnhub.catalogue import suggesting
from learnhub.record.download import BYTE_ORDER_MARK, safe_cell
from learnhub.record.wording import ASSURANCE
from learnhub.record.words import Assurance
from learnhub.study import actions, queries, words
from learnhub.study.forms import GoalForm
from learnhub.study.pages import blueprint
from learnhub.study.queries import EntryLine
from learnhub.study.yearly import summary_of
from learnhub.web.access import signed_in, visitor

FIRST_YEAR, LAST_YEAR = 1990, 2199


@blueprint.get("/study/year/<int:year>")
@signed_in
def show_year(year: int) -> ResponseReturnValue:
    """A year on paper, with what was taken from it; a document, as long as the year was full."""
    entries = _entries_or_404(year)
    page = render_template(
        "study/show_year.html",
        year=year,
        summary=summary_of(entries),
        entries=entries,
        skills=suggesting.skill_names,
        skill=lambda code: suggesting.skill_names((code,))[0],
        words=words,
        ASSURANCE=ASSURANCE,
        Assurance=Assurance,
        now=clock.now(),
    )
    response = make_response(page)
    response.headers["Content-Disposition"] = f'inline; filename="my-study-{year}.html"'
    return response


@blueprint.get("/study/year/<int:year>.csv")
@signed_in
def download_year(year: int) -> ResponseReturnValue:
    """A year as a file."""
    response = Response("".join(_csv_of(_entries_or_404(year))), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="my-study-{year}.csv"'
    return response


@blueprint.get("/study/goal")
@signed_in
def choose_goal() -> ResponseReturnValue:
    """How much a week one has in mind."""
    goal = queries.goal_of(visitor().learner_id)
    return _goal_page(GoalForm(data={"minutes": str(goal or "")}), goal)


@blueprint.post("/study/goal")
@signed_in
def set_goal() -> ResponseReturnValue:
    """Keep it, or forget it."""
    learner_id = visitor().learner_id
    if request.form.get("action") == "clear":
        actions.clear_goal(learner_id)
        flash(_("Your goal is cleared."))
        return redirect(url_for("study.list_entries"), 303)
    form = GoalForm()
    if not form.is_ok():
        return _goal_page(form, queries.goal_of(learner_id), 422)
    actions.set_goal(learner_id, form.spent)
    flash(_("Your goal is kept."))
    return redirect(url_for("study.list_entries"), 303)


def _goal_page(form: GoalForm, goal: int | None, status: int = 200) -> ResponseReturnValue:
    return render_template("study/choose_goal.html", form=form, goal=goal, problems=form.problems), status


def _entries_or_404(year: int) -> list[EntryLine]:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        abort(404)
    return queries.entries_of_year(visitor().learner_id, year)


def _csv_of(entries: Iterable[EntryLine]) -> Iterator[str]:
    """Lines of the file; no cell in it is one that a spreadsheet would run."""
    yield BYTE_ORDER_MARK + _line([
        _("Day"), _("What"), _("Minutes"), _("In whose time"), _("Kind"), _("Provider"), _("Link"), _("Skills"),
        _("How we know"), _("What I took from it"), _("Link that shows it"), _("File that shows it"),
    ])  # fmt: skip
    for entry in entries:
        yield _line([
            entry.on_day.isoformat(), entry.title, entry.minutes, str(words.time_words(entry.time)),
            str(words.kind_words(entry.kind)), entry.provider, entry.link,
            "; ".join(suggesting.skill_names(entry.skills)), str(ASSURANCE[entry.assurance]), entry.reflection,
            entry.evidence_link, entry.evidence_name,
        ])  # fmt: skip


def _line(cells: Iterable[object]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow([safe_cell(cell) for cell in cells])
    return line.getvalue()
