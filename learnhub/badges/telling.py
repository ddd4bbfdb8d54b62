"""Telling people of their badges: a notice on the site (and in their next mail), and at once on the page shown next."""

from collections.abc import Sequence

from flask import flash, has_request_context
from markupsafe import Markup, escape
from sqlalchemy import func, select

from learnhub import db as database
from learnhub.badges.models import Award
from learnhub.badges.queries import badge_of
from learnhub.badges.words import WHY
from learnhub.db import db
from learnhub.messages.notices import NewNotice, write_notices
from learnhub.people.models import Learner, Person
from learnhub.web.access import visitor_or_none
from learnhub.web.i18n import gettext as _
from learnhub.web.i18n import speaking

MESSAGE_KIND = "badge"


def tell_earned(learner_id: int, awards: Sequence[Award]) -> None:
    """Tell a learner what they have earned; of several levels of one badge, of the highest alone."""
    highest = {award.slug: award for award in awards}  # levels come lowest first
    owner = _owner(learner_id)
    if owner is None or not highest:
        return
    person_id, language = owner
    with speaking(language):
        sentences = {
            award: _("You have earned the badge “%(title)s”.", title=badge_of(award, language).title_at(award.level))
            for award in highest.values()
        }
    write_notices([_notice(award, "earned", sentence, person_id, language) for award, sentence in sentences.items()])
    _show_at_once(person_id, list(highest.values()))


def tell_revoked(award: Award) -> None:
    """Tell a learner that a badge was taken back, and why."""
    owner = _owner(award.learner_id)
    if owner is None:
        return
    person_id, language = owner
    with speaking(language):
        title = badge_of(award, language).title_at(award.level)
        said = _("You no longer have the badge “%(title)s”.", title=title)
        sentence = f"{said} {WHY[award.why or '']}"
    write_notices([_notice(award, "revoked", sentence, person_id, language)])


def address_of(slug: str) -> str:
    """The badge's page, said without a request: commands tell people too."""
    return f"/badges/{slug}"


def _notice(award: Award, what: str, sentence: str, person_id: int, language: str) -> NewNotice:
    key = f"{MESSAGE_KIND}/{award.uuid}/{what}"
    return NewNotice(person_id, MESSAGE_KIND, key, sentence, address_of(award.slug), language)


def _owner(learner_id: int) -> tuple[int, str] | None:
    """The learner's person and their language; none when they have been erased."""
    found = db.session.execute(
        select(Person.id, Person.language)
        .join(Learner, Person.learner_id == func.coalesce(Learner.merged_into_id, Learner.id))
        .where(Learner.id == learner_id)
    ).first()
    return (found.id, found.language) if found else None


def _show_at_once(person_id: int, awards: Sequence[Award]) -> None:
    """On the page that their own press of a button leads to: not to somebody who confirmed it for them."""
    if not has_request_context():
        return
    person = visitor_or_none()
    if person is None or person.person_id != person_id:
        return
    links = [
        Markup('<a href="{}">{}</a>').format(
            address_of(award.slug), badge_of(award, person.language).title_at(award.level)
        )
        for award in awards
    ]

    def show() -> None:
        for link in links:
            flash(escape(_("You have earned the badge “%(title)s”.", title="{}")).format(link))

    database.after_commit(show)
