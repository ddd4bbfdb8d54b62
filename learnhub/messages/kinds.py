"""What people are written to about. Each room adds its kinds in its `init_app`; people choose by kind."""

from dataclasses import dataclass

from flask import Flask, current_app
from flask_babel import LazyString


@dataclass(frozen=True, slots=True)
class MessageKind:
    """A kind of message. `may_refuse`: it need not come by mail. On the site it always stands.

    `order`: what matters more has a lower one, and comes first in a mail.
    """

    name: str
    label: LazyString
    about: LazyString
    may_refuse: bool
    order: int = 50


def add_message_kind(app: Flask, kind: MessageKind) -> None:
    """Let notices of this kind be written. Call it in a room's `init_app`."""
    if len(kind.name) > 40:
        raise ValueError(f"the name of a message kind has at most 40 characters: {kind.name}")
    app.extensions.setdefault("learnhub.message_kinds", {})[kind.name] = kind


def message_kinds() -> dict[str, MessageKind]:
    """Every kind by its name, in the order the rooms added them."""
    kinds: dict[str, MessageKind] = current_app.extensions["learnhub.message_kinds"]
    return kinds


def refusable_kinds() -> frozenset[str]:
    """The names of those that need not come by mail."""
    return frozenset(name for name, kind in message_kinds().items() if kind.may_refuse)
