"""Telling somebody on the page shown next that they have completed a pathway, with its certificate."""

from flask import flash, has_request_context, url_for
from markupsafe import Markup, escape

from learnhub import db as database
from learnhub.catalogue.definitions import Definition
from learnhub.web.access import visitor_or_none
from learnhub.web.i18n import gettext as _


def tell_completed(learner_id: int, pathway: Definition) -> None:
    """On the page that their own press of a button leads to; nothing for commands, or to whoever confirmed it."""
    if not has_request_context():
        return
    person = visitor_or_none()
    if person is None or person.learner_id != learner_id:
        return
    title = str(pathway.in_language(person.language).title)

    def show() -> None:
        said = escape(_("You have completed the pathway “%(title)s”.", title=title))
        address = url_for("pathways.show_certificate", slug=pathway.slug)
        flash(Markup('{} <a href="{}">{}</a>').format(said, address, _("See its certificate")))

    database.after_commit(show)
