"""Notices of mentorships and their dates, each in its reader's language. What a note says is never in one."""

from collections.abc import Callable, Iterable

from flask import Flask, current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select

from learnhub import clock
from learnhub.config import Settings
from learnhub.db import db
from learnhub.messages.actions import write_message
from learnhub.messages.addresses import is_address
from learnhub.messages.kinds import MessageKind, add_message_kind
from learnhub.messages.notices import NewNotice, write_notices
from learnhub.people.models import Person
from learnhub.web.i18n import speaking

KIND, DATES = "mentoring", "mentoring-dates"
LONGEST_SUBJECT = 200


def init_app(app: Flask) -> None:
    """Say what these messages are, for the page on which people choose."""
    add_message_kind(
        app,
        MessageKind(
            KIND,
            _l("Mentoring"),
            _l("A note for you both, an end that is near, a new mentor, what somebody shares with you."),
            may_refuse=True,
            order=20,
        ),
    )
    add_message_kind(
        app,
        MessageKind(
            DATES,
            _l("Dates with your mentor"),
            _l("A date was set, moved or cancelled. Such news comes by mail at once."),
            may_refuse=False,
            order=15,
        ),
    )


def path_of(mentorship_id: int) -> str:
    """The path of a mentorship's page. Jobs know no request to make an address in."""
    return current_app.url_map.bind("").build("mentoring.show_mentorship", {"mentorship_id": mentorship_id})


def moment() -> int:
    """What makes the key of news that may come again its own."""
    return clock.to_ms(clock.now())


def tell(person_ids: Iterable[int], key: str, sentence: Callable[[Person], str], path: str) -> int:
    """One notice to each of these people who is still here; the same key once. How many are new."""
    return write_notices([_notice(person, KIND, key, sentence, path) for person in _people(person_ids)])


def tell_of_date(
    person_id: int, key: str, sentence: Callable[[Person], str], path: str, lines: Callable[[], list[str]]
) -> None:
    """A notice and a mail at once; `lines` say when and where."""
    settings: Settings = current_app.extensions["learnhub.settings"]
    for person in _people([person_id]):
        notice = _notice(person, DATES, key, sentence, path, digest=False)
        write_notices([notice])
        if not is_address(person.email):
            continue
        with speaking(person.language):
            text = current_app.jinja_env.get_template("mentoring/mail_date.txt").render(
                name=person.name, sentence=notice.text, lines=lines(), address=settings.base_url + path
            )
        write_message(
            kind=DATES,
            address=person.email,
            language=person.language,
            subject=_one_line(notice.text),
            text=text,
            person_id=person.id,
            key=notice.key,
        )


def _notice(
    person: Person, kind: str, key: str, sentence: Callable[[Person], str], path: str, *, digest: bool = True
) -> NewNotice:
    with speaking(person.language):
        said = str(sentence(person))
    return NewNotice(person.id, kind, f"{key}:{person.id}", said, path, person.language, digest=digest)


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_SUBJECT else line[: LONGEST_SUBJECT - 1] + "…"


def _people(person_ids: Iterable[int]) -> list[Person]:
    here = or_(Person.left_on.is_(None), Person.left_on > clock.today())
    found = select(Person).where(Person.id.in_(set(person_ids)), here).order_by(Person.id)
    return list(db.session.execute(found).scalars())
