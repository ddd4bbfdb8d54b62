"""The study log: what I studied by myself, logging it in twenty seconds, putting it right. Its owner's alone."""

from datetime import timedelta

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from learnhub import clock
from learnhub.record import kinds
from learnhub.record.wording import ASSURANCE
from learnhub.record.words import Assurance, ObjectKind
from learnhub.study import entry_views, import_views, models, queries, words, year_views
from learnhub.study.naming import entry_names
from learnhub.study.pages import blueprint
from learnhub.web.access import signed_in, visitor
from learnhub.web.retention import Retention, add_retention

__all__ = ["blueprint", "entry_views", "import_views", "year_views"]

PREVIEWS_KEPT = timedelta(days=1)


def init_app(app: Flask) -> None:
    """Add this room to the app."""
    app.register_blueprint(blueprint)
    kinds.add_kind(app, kinds.Kind(ObjectKind.STUDY, _l("Study"), entry_names))
    add_retention(app, (Retention(models.StudyImport, models.StudyImport.made_at, PREVIEWS_KEPT),))


@blueprint.get("/study")
@signed_in
def list_entries() -> ResponseReturnValue:
    """The log, newest first; this week beside the goal; this year by kind and by how it is known."""
    person, after, year = visitor(), request.args.get("after"), clock.today().year
    page = queries.entries_of(person.learner_id, after)
    return render_template(
        "study/list_entries.html",
        page=page,
        block=queries.study_block(person),
        so_far=queries.year_so_far(person.learner_id, year),
        year=year,
        next_address=url_for("study.list_entries", after=page.next_key),
        first_address=url_for("study.list_entries") if after else "",
        token=entry_views.fresh_token(),
        words=words,
        ASSURANCE=ASSURANCE,
        Assurance=Assurance,
    )
