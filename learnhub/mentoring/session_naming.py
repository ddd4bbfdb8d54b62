"""What the record calls a support session: by who was in it on the record of those who were, else by its kind alone."""

from collections.abc import Mapping, Sequence

from flask import Flask, url_for
from flask_babel import lazy_gettext as _l

from learnhub.mentoring.session_queries import OnRecord, kinds_of_sessions, sessions_on_record
from learnhub.mentoring.session_words import NAMES, how_many
from learnhub.record.kinds import Kind, Named, add_details, add_kind
from learnhub.record.showing import KINDS
from learnhub.record.words import ObjectKind
from learnhub.web.i18n import gettext as _


def init_app(app: Flask) -> None:
    """Let the record's pages name what this room wrote."""
    add_kind(app, Kind(ObjectKind.SUPPORT, _l("Support sessions"), names_of))
    add_details(app, ObjectKind.SUPPORT, names_on_record)


def names_of(keys: Sequence[str], _language: str) -> Mapping[str, Named]:
    """Sessions by their keys, for anybody: no more than their kind."""
    kinds = kinds_of_sessions(list(_numbers(keys)))
    nameless = Named(str(KINDS[ObjectKind.SUPPORT]))
    known = {number: Named(str(NAMES.get(kind, nameless.title))) for number, kind in kinds.items()}
    return {key: known.get(number, nameless) for number, key in _numbers(keys).items()}


def names_on_record(keys: Sequence[str], learner_id: int, _language: str) -> Mapping[str, Named]:
    """The same on the record of one who held them or was named in them."""
    numbers = _numbers(keys)
    found = sessions_on_record(list(numbers), learner_id)
    return {numbers[number]: _named(one) for number, one in found.items()}


def _named(one: OnRecord) -> Named:
    address = url_for("mentoring.show_session", session_id=one.id) if one.stands else ""
    name = str(NAMES[one.kind])
    if one.is_own:
        text = _("%(session)s for %(people)s", session=name, people=how_many(one.people, 0))
    else:
        text = _("%(session)s with %(name)s", session=name, name=one.ambassador)
    return Named(text, address)


def _numbers(keys: Sequence[str]) -> dict[int, str]:
    return {int(key): key for key in keys if key.isascii() and key.isdigit() and len(key) < 19}
