"""What the record calls an event: its title, and where its page is."""

from collections.abc import Mapping, Sequence

from flask import Flask
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from learnhub.db import db
from learnhub.events.models import Event
from learnhub.events.structures import id_of
from learnhub.events.telling import path_of
from learnhub.record.kinds import Kind, Named, add_kind
from learnhub.record.words import ObjectKind


def init_app(app: Flask) -> None:
    """Let the record's pages name what this room wrote."""
    add_kind(app, Kind(ObjectKind.EVENT, _l("Events"), names_of))


def names_of(keys: Sequence[str], _language: str) -> Mapping[str, Named]:
    """Events by their keys, in one statement. Titles are in whatever language their organisers wrote."""
    ids = {id_: key for key in keys if (id_ := id_of(key)) is not None}
    found = db.session.execute(select(Event.id, Event.title).where(Event.id.in_(tuple(ids))))
    return {ids[row.id]: Named(row.title, path_of(row.id)) for row in found}
