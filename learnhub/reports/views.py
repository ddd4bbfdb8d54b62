"""Pages of reports: how a department stands, and what was completed when. Bounded by where the visitor's role holds."""

from typing import Any

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from learnhub import clock
from learnhub.catalogue.roll import Enrolled, course_roll, in_roll_or_404
from learnhub.people.reach import Reach, reach_of
from learnhub.permissions import Permission
from learnhub.reports import participation_events, participation_views, pulse_views, tables
from learnhub.reports.blueprint import blueprint
from learnhub.reports.figures import Line, in_order, page_after
from learnhub.reports.forms import CompletionsForm, ReportForm
from learnhub.reports.queries import By
from learnhub.web.access import needs, visitor
from learnhub.web.i18n import language, written_day
from learnhub.web.layout import NavigationItem, add_navigation

__all__ = ["blueprint", "participation_views", "pulse_views"]

ASKED = ("department", "course", "by", "from", "to", "sort")  # what an address of these pages may ask

PROGRESS_COLUMNS = {
    "name": lambda line: line.name.casefold(),
    "people": lambda line: line.figures.people,
    "not-started": lambda line: line.figures.not_started,
    "in-progress": lambda line: line.figures.in_progress,
    "complete": lambda line: line.figures.complete,
    "share": lambda line: line.figures.share,
}
COMPLETIONS_COLUMNS = {
    "name": lambda line: line.name.casefold(),
    "people": lambda line: line.figures.people,
    "completions": lambda line: line.figures.completions,
    "per-hundred": lambda line: line.figures.per_hundred,
}


def init_app(app: Flask) -> None:
    """Add this room to the app."""
    app.register_blueprint(blueprint)
    participation_events.init_app(app)
    add_navigation(app, NavigationItem(_l("Reports"), "reports.show_overview", 60, (Permission.SEE_REPORTS,)))


@blueprint.get("/reports")
@needs(Permission.SEE_REPORTS)
def show_overview() -> ResponseReturnValue:
    """The headline numbers of a department, and where to look closer."""
    reach, _course, roll = _asked()
    form = ReportForm(request.args, reach, roll)
    months = tables.months(reach)
    while len(months) > 1 and not months[0][1]:
        months = months[1:]  # the list begins with the first month that has something to show
    return render_template(
        "reports/show_overview.html",
        form=form,
        reach=reach,
        standing=tables.progress_by_course(reach, roll, None).total,
        months=[(written_day(month, "MMMM yyyy"), counted) for month, counted in months],
        most=max(counted for _month, counted in months),
        as_at=clock.now(),
    )


@blueprint.get("/reports/progress")
@needs(Permission.SEE_REPORTS)
def show_progress() -> ResponseReturnValue:
    """How people stand now, by department or by course."""
    reach, course, roll = _asked()
    by = _by(course)
    made = tables.progress_by_department if by is By.DEPARTMENTS else tables.progress_by_course
    return render_template(
        "reports/show_progress.html",
        form=ReportForm(request.args, reach, roll),
        **_shown(made(reach, roll, course), PROGRESS_COLUMNS, reach, course, by),
    )


@blueprint.get("/reports/completions")
@needs(Permission.SEE_REPORTS)
def show_completions() -> ResponseReturnValue:
    """What was completed in a span of days, by department on the day or by course."""
    reach, course, roll = _asked()
    by = _by(course)
    form = CompletionsForm(request.args, reach, roll)
    if not form.validate():
        return render_template("reports/show_completions.html", form=form, problems=form.problems, table=None), 422
    made = tables.completions_by_department if by is By.DEPARTMENTS else tables.completions_by_course
    return render_template(
        "reports/show_completions.html",
        form=form,
        days=form.days,
        **_shown(made(reach, roll, course, form.days), COMPLETIONS_COLUMNS, reach, course, by),
    )


def _asked() -> tuple[Reach, Enrolled | None, tuple[Enrolled, ...]]:
    """The department and the course of the address, found within the visitor's reach."""
    reach = reach_of(visitor().scopes(Permission.SEE_REPORTS), request.args.get("department"), language())
    roll = course_roll(language())
    return reach, in_roll_or_404(roll, request.args.get("course")), roll


def _by(course: Enrolled | None) -> By:
    """What the rows are: as asked; else departments for one course, courses for all."""
    asked = request.args.get("by")
    if asked in set(By):
        return By(asked)
    return By.DEPARTMENTS if course else By.COURSES


def _shown(
    table: tables.Table[Any], columns: dict[str, Any], reach: Reach, course: Enrolled | None, by: By
) -> dict[str, Any]:
    """What both tables need: a page of lines in order, and the addresses around it."""
    sort = request.args.get("sort", "name")
    page = page_after(in_order(table.lines, columns, sort), request.args.get("after"))
    here: dict[str, Any] = {name: value for name in ASKED if (value := request.args.get(name))}

    def address(**changed: str | None) -> str:
        return url_for(request.endpoint or "", **{**here, **changed})

    def leads_to(line: Line) -> str:
        if by is By.DEPARTMENTS:
            return address(department=line.key, by=by.value, sort=None)
        return address(course=line.key, by=By.DEPARTMENTS.value, sort=None)

    return {
        "table": table,
        "page": page,
        "sort": sort,
        "address": address,
        "leads_to": leads_to,
        "reach": reach,
        "course": course,
        "by": by,
        "is_first": not request.args.get("after"),
        "as_at": clock.now(),
    }
