"""Pages of the catalogue: what is served and what is wrong with it, a preview, and the courses' files."""

from io import BytesIO
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext

from learnhub.catalogue import queries, watching
from learnhub.catalogue.foreign_names import ForeignNames
from learnhub.catalogue.publishing import read_draft
from learnhub.catalogue.shelf import Holder, shelf
from learnhub.permissions import Permission
from learnhub.web.access import needs, signed_in
from learnhub.web.headers import COMPRESSED_TYPES, YEAR_SECONDS
from learnhub.web.layout import NavigationItem, add_navigation

blueprint = Blueprint("catalogue", __name__)


def init_app(app: Flask) -> None:
    """Add this room to the app; in the demo, watch the folder of courses."""
    app.extensions["learnhub.shelf"] = Holder()
    app.extensions["learnhub.foreign_names"] = ForeignNames()
    app.extensions["learnhub.ready"]["courses"] = queries.readiness
    app.register_blueprint(blueprint)
    add_navigation(
        app,
        NavigationItem(lazy_gettext("Catalogue"), "catalogue.show_catalogue", 80, (Permission.MANAGE_COURSES,)),
    )
    if app.extensions["learnhub.settings"].demo:
        watching.init_app(app)


@blueprint.get("/catalogue")
@needs(Permission.MANAGE_COURSES)
def show_catalogue() -> ResponseReturnValue:
    """Every course: what is served, since when, and which faults keep a change from learners."""
    page = queries.holdings_page(after=request.args.get("after", ""))
    first = not request.args.get("after")
    defined = queries.definition_holdings() if first else []
    return render_template("catalogue/show_catalogue.html", page=page, first=first, defined=defined)


@blueprint.get("/catalogue/<course_slug>")
@needs(Permission.MANAGE_COURSES)
def show_holding(course_slug: str) -> ResponseReturnValue:
    """One course: faults, modules with their weight, versions."""
    holding = queries.holding_or_404(course_slug)
    return render_template(
        "catalogue/show_holding.html",
        holding=holding,
        course=shelf().by_id(holding.id),
        versions=queries.versions_of(holding.id),
    )


@blueprint.get("/catalogue/<course_slug>/preview/<module_slug>")
@needs(Permission.MANAGE_COURSES)
def preview_module(course_slug: str, module_slug: str) -> ResponseReturnValue:
    """A module as its file stands now, before it is published, with what the checker says of it."""
    root: Path = current_app.extensions["learnhub.settings"].courses
    if course_slug not in {holding.slug for holding in queries.holdings()}:
        abort(404)
    draft = read_draft(course_slug, root)
    module = draft.course.module(module_slug) if draft.course else None
    if module is None:
        abort(404)
    name = f"{module.number:02}-{module.slug}.md"
    faults = [fault for fault in draft.report.in_order() if fault.file.endswith(f"/{name}")]
    return render_template("catalogue/preview_module.html", course=draft.course, module=module, faults=faults)


@blueprint.get("/courses/<course_slug>/media/<name>")
@signed_in
def show_media(course_slug: str, name: str) -> ResponseReturnValue:
    """A picture, video or caption file. Its address names its content, so a browser may keep it for ever."""
    version = request.args.get("v", "")
    media = queries.media_or_404(course_slug, name, version)
    if media.mimetype in COMPRESSED_TYPES:
        response = Response(media.content, mimetype=media.mimetype)
    else:
        response = send_file(BytesIO(media.content), mimetype=media.mimetype, conditional=True, etag=media.hash)
    keep = f"private, max-age={YEAR_SECONDS}, immutable" if version else "private, no-cache"
    response.headers["Cache-Control"] = keep
    return response
