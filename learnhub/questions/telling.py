"""Telling people: followers of a new answer, writers of what became of what they wrote, leads of a report.

Notices on the site and in the daily mail, in each reader's language; never to whoever did it themself.
"""

from collections.abc import Callable, Iterable

from flask import Flask, current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, or_, select

from learnhub import clock
from learnhub.db import db
from learnhub.messages.kinds import MessageKind, add_message_kind
from learnhub.messages.notices import NewNotice, write_notices
from learnhub.people.models import Person, RoleGrant
from learnhub.permissions import Role
from learnhub.questions.models import ContentReport, Question, QuestionAnswer, QuestionFollower, TriedNote
from learnhub.web.i18n import speaking

FOLLOWED, WRITTEN, REPORTED = "questions", "questions-yours", "questions-reported"
Sentence = Callable[[], str]


def init_app(app: Flask) -> None:
    """Say what these messages are, for the page on which people choose."""
    for kind in (
        MessageKind(
            FOLLOWED,
            _l("Questions you follow"),
            _l("A question you asked or follow has a new answer, or was joined to another that is the same."),
            may_refuse=True,
            order=45,
        ),
        MessageKind(
            WRITTEN,
            _l("What you wrote for colleagues"),
            _l("Your answer was accepted; your note was published or given back; something was hidden, and why."),
            may_refuse=False,
            order=30,
        ),
        MessageKind(
            REPORTED,
            _l("Reports of questions and notes"),
            _l("For those who lead the network: a colleague says that something should not stand as it does."),
            may_refuse=True,
            order=35,
        ),
    ):
        add_message_kind(app, kind)


def path_of_question(question_id: int, answer_id: int | None = None) -> str:
    """The path of a question's page, or of an answer on it. Jobs know no request to make an address in."""
    path = current_app.url_map.bind("").build("questions.show_question", {"question_id": question_id})
    return f"{path}#answer-{answer_id}" if answer_id else path


def path_of_note(note_id: int) -> str:
    """The path of a note's page."""
    return current_app.url_map.bind("").build("questions.show_note", {"note_id": note_id})


def tell_answered(question: Question, answer: QuestionAnswer) -> None:
    """To everybody who follows the question, but not to who answered."""
    _tell(
        _followers(question.id, but=answer.person_id),
        FOLLOWED,
        f"question:{question.id}:answer:{answer.id}",
        path_of_question(question.id, answer.id),
        lambda: str(_("“%(title)s” has a new answer.", title=question.title)),
    )


def tell_accepted(question: Question, answer: QuestionAnswer, by_person_id: int) -> None:
    """To who wrote the answer."""
    if answer.person_id != by_person_id:
        _tell(
            _people([answer.person_id]),
            WRITTEN,
            f"question:{question.id}:accepted:{answer.id}",
            path_of_question(question.id, answer.id),
            lambda: str(_("Your answer to “%(title)s” was accepted.", title=question.title)),
        )


def tell_merged(old: Question, new: Question, by_person_id: int) -> None:
    """To everybody who follows the one that was joined to another, and to who asked it."""
    follows = _followers(old.id, but=by_person_id, besides=old.person_id)
    _tell(
        follows,
        FOLLOWED,
        f"question:{old.id}:merged:{new.id}",
        path_of_question(new.id),
        lambda: str(_("“%(old)s” was joined to “%(new)s”: it is the same question.", old=old.title, new=new.title)),
    )


def tell_hidden(person_id: int, by_person_id: int, key: str, path: str, title: str, why: str) -> None:
    """To its writer, with the reason."""
    if person_id != by_person_id:
        _tell(
            _people([person_id]),
            WRITTEN,
            f"{key}:hidden:{clock.to_ms(clock.now())}",
            path,
            lambda: str(_("What you wrote in “%(title)s” is hidden now. The reason: %(why)s", title=title, why=why)),
        )


def tell_reviewed(note: TriedNote) -> None:
    """To who wrote the note: it is published, or what to change."""

    def sentence() -> str:
        if note.published_at is not None:
            return str(_("Your note “%(title)s” is published.", title=note.title))
        return str(_("Your note “%(title)s” needs a change before it is published.", title=note.title))

    key = f"note:{note.id}:reviewed:{clock.to_ms(clock.now())}"
    _tell(_people([note.person_id]), WRITTEN, key, path_of_note(note.id), sentence)


def tell_reported(report: ContentReport, by_person_id: int) -> None:
    """To those who lead the network, whoever of them settles it."""
    leads = select(RoleGrant.person_id).where(RoleGrant.role == Role.LEAD.value)
    here = _here().where(Person.id.in_(leads), Person.id != by_person_id)
    path = current_app.url_map.bind("").build("questions.list_reports")
    key = f"content-report:{report.id}"
    _tell(here, REPORTED, key, path, lambda: str(_("A colleague reported something in the questions and notes.")))


def _followers(question_id: int, *, but: int, besides: int | None = None) -> Select[int, str]:
    follows = select(QuestionFollower.person_id).where(
        QuestionFollower.question_id == question_id, QuestionFollower.follows
    )
    who = Person.id.in_(follows)
    return _here().where(or_(who, Person.id == besides) if besides else who, Person.id != but)


def _people(person_ids: Iterable[int]) -> Select[int, str]:
    return _here().where(Person.id.in_(tuple(person_ids)))


def _here() -> Select[int, str]:
    return select(Person.id, Person.language).where(or_(Person.left_on.is_(None), Person.left_on > clock.today()))


def _tell(whom: Select[int, str], kind: str, key: str, path: str, sentence: Sentence) -> None:
    said: dict[str, str] = {}
    rows = []
    for person_id, language in db.session.execute(whom).all():
        if language not in said:
            with speaking(language):
                said[language] = sentence()
        rows.append(NewNotice(person_id, kind, f"{key}:{person_id}", said[language], path, language))
    write_notices(rows)
