"""The letters of this room, in the reader's language. Links in them begin with LEARNHUB_BASE_URL."""

from flask import current_app
from flask_babel import gettext as _

from learnhub.config import Settings
from learnhub.messages.actions import write_message
from learnhub.people.models import Person
from learnhub.web.i18n import speaking


def address_of(endpoint: str, **values: object) -> str:
    """The full address of a page, for a letter. A forged Host header cannot reach it."""
    settings: Settings = current_app.extensions["learnhub.settings"]
    return settings.base_url + current_app.url_map.bind("").build(endpoint, values)


def _text(template: str, **values: object) -> str:
    """A letter's text. Without what pages get: a letter knows no visitor, and commands write letters too."""
    return current_app.jinja_env.get_template(template).render(**values)


def send_link(person: Person | None, token: str, language: str) -> None:
    """The link to choose a password; for nobody the same work, and a row that is never sent."""
    language = person.language if person else language
    with speaking(language):
        text = _text(
            "people/mail_password_link.txt",
            name=person.name if person else "",
            address=address_of("people.choose_password", token=token),
        )
        write_message(
            kind="password-link",
            address=person.email if person else None,
            language=language,
            subject=_("Choose your LearnHub password"),
            text=text,
            person_id=person.id if person else None,
        )


def tell_of_new_password(person: Person) -> None:
    """That the password was changed, so that somebody who did not do it finds out."""
    with speaking(person.language):
        text = _text("people/mail_password_set.txt", name=person.name, address=address_of("people.forgot_password"))
        write_message(
            kind="password-set",
            address=person.email,
            language=person.language,
            subject=_("Your LearnHub password was changed"),
            text=text,
            person_id=person.id,
        )
