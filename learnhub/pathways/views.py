"""Pathways: the list, one with its courses as a task list, and the certificate of one's own completion."""

from flask import Blueprint, Flask, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext

from learnhub.catalogue.definitions import DefinitionKind, add_kind, served_or_404
from learnhub.learning.words import GROUPS, LANGUAGES
from learnhub.pathways import actions, queries, settling, words
from learnhub.pathways.files import read_pathway
from learnhub.pathways.structures import KIND
from learnhub.record import kinds
from learnhub.record.words import ObjectKind
from learnhub.web.access import signed_in, visitor
from learnhub.web.i18n import language

blueprint = Blueprint("pathways", __name__)


def init_app(app: Flask) -> None:
    """Add this room to the app: its pages, its files, and what the record calls them."""
    app.register_blueprint(blueprint)
    add_kind(app, DefinitionKind(KIND, "pathways", read_pathway, settle=settling.settle))
    kinds.add_kind(app, kinds.Kind(ObjectKind.PATHWAY, lazy_gettext("Pathways completed"), queries.names_of))


@blueprint.get("/pathways")
@signed_in
def list_pathways() -> ResponseReturnValue:
    """Every pathway: those for everyone, then by audience, with how far one is."""
    found = queries.pathways_of(visitor())
    audiences = {one.pathway.audience: str(GROUPS[one.pathway.audience]) for one in found}
    return render_template("pathways/list_pathways.html", found=found, audiences=audiences)


@blueprint.get("/pathways/<slug>")
@signed_in
def show_pathway(slug: str) -> ResponseReturnValue:
    """A pathway's courses in order, what is done, what comes next and how long is left."""
    found, progress = queries.pathway_of(visitor(), slug)
    blocks = words.blocks_of(found.standing.groups, progress)
    return render_template(
        "pathways/show_pathway.html",
        found=found,
        pathway=found.pathway,
        blocks=blocks,
        words=words,
        badges=queries.badges_asking_for(slug),
    )


@blueprint.post("/pathways/<slug>")
@signed_in
def complete_pathway(slug: str) -> ResponseReturnValue:
    """Say that a pathway is complete whose last course was done before it asked for no more."""
    definition = served_or_404(KIND, slug)
    actions.complete_if_due(visitor().learner_id, [definition], language=language())
    return redirect(url_for("pathways.show_pathway", slug=slug), 303)


@blueprint.get("/pathways/<slug>/certificate")
@signed_in
def show_certificate(slug: str) -> ResponseReturnValue:
    """The certificate of one's own completion, on one sheet; also of a pathway that is no longer served."""
    certificate = queries.certificate_of_or_404(visitor(), slug)
    return render_template("pathways/show_certificate.html", certificate=certificate, languages=LANGUAGES, slug=slug)
