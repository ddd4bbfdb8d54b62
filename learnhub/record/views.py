"""My record: everything by year, the download, the transcript, and who looked. Each is its owner's alone."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from itertools import groupby

from flask import Blueprint, Flask, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from learnhub import clock
from learnhub.messages.notices import add_message_kind
from learnhub.record import looks, models, queries, shelves, transcript, witness_views, wording
from learnhub.record.download import record_as_csv
from learnhub.record.filters import Filters
from learnhub.record.queries import NamesThen
from learnhub.record.showing import Shown, shown
from learnhub.record.witness_rules import has_witnesses
from learnhub.record.words import Assurance
from learnhub.web.access import signed_in, visitor
from learnhub.web.i18n import language
from learnhub.web.layout import NavigationItem, add_navigation
from learnhub.web.retention import Retention, add_retention

blueprint = Blueprint("record", __name__)
witness_views.add_witness_routes(blueprint)

REQUESTS_KEPT = timedelta(days=731)


def init_app(app: Flask) -> None:
    """Add this room to the app."""
    app.register_blueprint(blueprint)
    add_navigation(app, NavigationItem(_("My record"), "record.show_record", 30))
    add_message_kind(app, witness_views.MESSAGE)
    add_retention(app, (Retention(models.WitnessRequest, models.WitnessRequest.answered_at, REQUESTS_KEPT),))


@blueprint.get("/record")
@signed_in
def show_record() -> ResponseReturnValue:
    """Everything in the visitor's record, newest first, by year."""
    filters, after = Filters.of(request.args), request.args.get("after")
    page = queries.statements_of(visitor().learner_id, filters, after)
    summary = queries.summary_of(visitor().learner_id)
    asked = filters.address()
    return render_template(
        "record/show_record.html",
        page=page,
        years=_by_year(shown(page.rows, language(), visitor().learner_id)),
        summary=summary,
        courses=_courses_named(summary.course_ids),
        filters=filters,
        is_filtered=filters != Filters(),
        is_misread=filters.misread(request.args),
        next_address=url_for("record.show_record", **asked, after=page.next_key),
        first_address=url_for("record.show_record", **asked) if after else "",
        has_witnesses=has_witnesses,
        words=wording,
        Assurance=Assurance,
    )


@blueprint.get("/record.csv")
@signed_in
def download_record() -> ResponseReturnValue:
    """The whole record as a file."""
    rows = queries.whole_record(visitor().learner_id)
    names = NamesThen((row.department_id for row in rows), language())
    response = Response("".join(record_as_csv(rows, names, visitor().learner_id)), mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="my-learning-record.csv"'
    return response


@blueprint.get("/record/transcript")
@signed_in
def show_transcript() -> ResponseReturnValue:
    """What was completed and earned by year, to print: for the yearly conversation, or to take along."""
    filters = replace(Filters(), year=Filters.of(request.args).year)
    rows = queries.transcript_of(visitor().learner_id, filters)
    lines = shown(rows, language(), visitor().learner_id)
    return render_template(
        "record/show_transcript.html",
        years=[(year, transcript.sorted_out(some)) for year, some in _by_year(lines)],
        year=filters.year,
        summary=queries.summary_of(visitor().learner_id),
        names=NamesThen((row.department_id for row in rows), language()),
        day_of=clock.day_of,
        words=wording,
        Assurance=Assurance,
        now=clock.now(),
    )


@blueprint.get("/record/access")
@signed_in
def show_access() -> ResponseReturnValue:
    """Who looked at the visitor's record."""
    after = request.args.get("after", "")
    page = looks.looks_at(
        visitor().person_id, int(after) if after.isascii() and after.isdigit() and len(after) < 19 else None
    )
    return render_template(
        "record/show_access.html",
        page=page,
        next_address=url_for("record.show_access", after=page.next_key),
        first_address=url_for("record.show_access") if after else "",
        words=wording,
    )


def _by_year(lines: Iterable[Shown]) -> list[tuple[int, list[Shown]]]:
    """Lines with their year, in the order they come in."""
    years = groupby(lines, key=lambda one: clock.day_of(one.line.at).year)
    return [(year, list(some)) for year, some in years]


def _title_of(course_id: int) -> str:
    return shelves.title_of(course_id, language())


def _courses_named(course_ids: Iterable[int]) -> list[tuple[str, int]]:
    return sorted(((_title_of(id), id) for id in course_ids), key=lambda course: course[0].casefold())
