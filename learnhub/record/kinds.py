"""What the record's objects are called, where a room above the record owns them: pathways, badges, study, events.

A room adds its kind in `init_app`, as it adds its place in the navigation; the record's pages then name what it wrote.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask import Flask, current_app
from flask_babel import LazyString

from learnhub.record.words import ObjectKind


@dataclass(frozen=True, slots=True)
class Named:
    """A thing by its title; `address` of its page, `evidence` that of a file that proves it, or nothing."""

    title: str
    address: str = ""
    evidence: str = ""


Namer = Callable[[Sequence[str], str], Mapping[str, Named]]  # keys of objects, a language → what they are called
Details = Callable[[Sequence[str], int, str], Mapping[str, Named]]  # keys, whose record, a language → called there


@dataclass(frozen=True, slots=True)
class Kind:
    """`label` in the plural, as a filter of the record says it. `names` answers any number of keys at once."""

    kind: ObjectKind
    label: LazyString
    names: Namer


def add_kind(app: Flask, kind: Kind) -> None:
    """Say what objects of a kind are called."""
    app.extensions.setdefault("learnhub.record_kinds", {})[kind.kind] = kind


def kinds() -> Mapping[ObjectKind, Kind]:
    """The kinds that rooms have added."""
    added: Mapping[ObjectKind, Kind] = current_app.extensions.get("learnhub.record_kinds", {})
    return added


def add_details(app: Flask, kind: ObjectKind, details: Details) -> None:
    """Say more of some objects of a kind on the record of one learner: what part they had in it."""
    app.extensions.setdefault("learnhub.record_details", {})[kind] = details


def detailed(kind: ObjectKind, keys: Sequence[str], learner_id: int, language: str) -> Mapping[str, Named]:
    """Those of these things that are called something else on the record of this learner."""
    details: Details | None = current_app.extensions.get("learnhub.record_details", {}).get(kind)
    return details(keys, learner_id, language) if details is not None else {}


def named(kind: ObjectKind, keys: Sequence[str], language: str) -> Mapping[str, Named]:
    """What things of one kind are called. One that nobody knows any more is called by its key."""
    known = kinds()[kind].names(keys, language) if keys and kind in kinds() else {}
    return {key: known.get(key) or Named(key.replace("-", " ").replace("/", ", ")) for key in keys}
