"""What a daily mail says: its subject, its text, and the same as light HTML with nothing to fetch."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app
from flask_babel import gettext as _
from flask_babel import ngettext

from learnhub.config import Settings
from learnhub.messages.choices import unsubscribe_address
from learnhub.messages.kinds import message_kinds
from learnhub.messages.notices import NoticeLine
from learnhub.web.i18n import speaking

MOST_SHOWN = 20  # more than that nobody reads; the rest stands on the site
LONGEST_SUBJECT = 120


@dataclass(frozen=True, slots=True)
class DigestLetter:
    """A daily mail, ready to be written."""

    subject: str
    text: str
    html: str


def digest_letter(person_id: int, name: str, language: str, notices: Sequence[NoticeLine]) -> DigestLetter:
    """The mail that carries these notices (at least one), what matters first."""
    settings: Settings = current_app.extensions["learnhub.settings"]
    kinds = message_kinds()
    ordered = sorted(notices, key=lambda notice: (kinds[notice.kind].order if notice.kind in kinds else 99, -notice.id))
    with speaking(language):
        facts = {
            "name": name,
            "notices": ordered[:MOST_SHOWN],
            "more": len(ordered) - MOST_SHOWN,
            "site": settings.base_url,
            "language": language,
            "stop_address": unsubscribe_address(person_id),
        }
        return DigestLetter(
            _subject(ordered),
            _rendered("messages/mail_digest.txt", facts),
            _rendered("messages/_mail_digest.html", facts),
        )


def _subject(ordered: Sequence[NoticeLine]) -> str:
    """The first line of the first notice; how many others there are after it. A second line is for the body alone."""
    line = ordered[0].text.strip().partition("\n")[0]
    first = " ".join("".join(c if c.isprintable() else " " for c in line).split()).rstrip(".")
    if len(first) > LONGEST_SUBJECT:
        first = first[:LONGEST_SUBJECT].rsplit(" ", 1)[0] + "…"
    others = len(ordered) - 1
    if not others:
        return first or str(_("A message from LearnHub"))
    return str(ngettext("%(first)s, and %(num)d more", "%(first)s, and %(num)d more", others, first=first))


def _rendered(template: str, facts: dict[str, object]) -> str:
    # Without what pages get: a letter knows no visitor, and commands write letters too.
    return current_app.jinja_env.get_template(template).render(**facts)
