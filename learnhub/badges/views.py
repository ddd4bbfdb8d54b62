"""My badges, one badge, its picture. A learner's own and nobody else's; what strangers see is `credential_views`."""

from collections.abc import Sequence

from flask import Blueprint, Flask, Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from learnhub.badges import credential_views, issuer_views, showing
from learnhub.badges.credential_queries import current_credential_of
from learnhub.badges.files import TEXTS, read_badge
from learnhub.badges.queries import badges_served, names_of, version_or_404
from learnhub.badges.structures import FOLDER, KIND
from learnhub.badges.telling import MESSAGE_KIND, address_of
from learnhub.badges.words import WHY
from learnhub.catalogue import definitions
from learnhub.catalogue.definitions import DefinitionKind
from learnhub.messages.notices import MessageKind, add_message_kind
from learnhub.record import kinds
from learnhub.record.words import ObjectKind
from learnhub.web.access import public, signed_in, visitor
from learnhub.web.headers import DAY_SECONDS, YEAR_SECONDS
from learnhub.web.rows import row_number

blueprint = Blueprint("badges", __name__)


def init_app(app: Flask) -> None:
    """Add this room to the app."""
    app.register_blueprint(blueprint)
    credential_views.init_app(app)
    issuer_views.init_app(app)
    definitions.add_kind(app, DefinitionKind(KIND, FOLDER, read_badge, TEXTS))
    kinds.add_kind(app, kinds.Kind(ObjectKind.BADGE, _l("Badges"), _named))
    add_message_kind(
        app, MessageKind(MESSAGE_KIND, _l("Badges"), _l("When you have earned a badge, or lost one."), may_refuse=True)
    )


@blueprint.get("/badges")
@signed_in
def list_badges() -> ResponseReturnValue:
    """The visitor's badges, what is nearest, and all the others."""
    return render_template("badges/list_badges.html", wall=showing.wall_of(visitor()), served=len(badges_served()))


@blueprint.get("/badges/<slug>")
@signed_in
def show_badge(slug: str) -> ResponseReturnValue:
    """One badge: what it stands for, what it takes, and how far the visitor is."""
    page = showing.badge_page_of(visitor(), slug)
    shared = current_credential_of(page.newest.id) if page.newest else None
    return render_template("badges/show_badge.html", page=page, shared=shared, why=WHY)


@blueprint.get("/badges/<slug>.svg")
@public
def show_picture(slug: str) -> ResponseReturnValue:
    """A badge's picture as a file. Anyone may see it: credentials name it. With `?v=`, that version's, for ever."""
    definition = definitions.known(KIND).get(slug) or abort(404)
    if asked := row_number(request.args.get("v")):
        definition = version_or_404(slug, asked)
    picture = showing.picture_of(definition.value, request.args.get("level", ""))
    response = Response(picture.file, mimetype="image/svg+xml")
    response.cache_control.public = True
    response.cache_control.max_age = YEAR_SECONDS if asked else DAY_SECONDS
    response.cache_control.immutable = bool(asked)
    return response


def _named(keys: Sequence[str], language: str) -> dict[str, kinds.Named]:
    """What the record's pages call badges."""
    return {key: kinds.Named(title, address_of(slug)) for key, (title, slug) in names_of(keys, language).items()}
