"""How the frozen structures of a course put phrases, which know their language, in the place of texts."""

from dataclasses import replace
from typing import Any

from learnhub.phrases import Phrase


def put(thing: Any, **words: Any) -> None:
    """Put phrases in the place of a frozen thing's texts, while it is being made."""
    for name, value in words.items():
        object.__setattr__(thing, name, value)


def phrased_steps(steps: tuple[Any, ...], language: str) -> tuple[Any, ...]:
    """The steps of a scenario with their titles and decisions as phrases."""

    def decided(step: Any) -> tuple[Any, ...]:
        return tuple(replace(one, text=Phrase(one.text, language)) for one in step.decisions)

    return tuple(replace(step, title=Phrase(step.title, language), decisions=decided(step)) for step in steps)
