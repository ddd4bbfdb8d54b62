"""What a badge is, as plain frozen data: its words, the skills it stands for, and the rule by which it is earned."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from learnhub.phrases import joined

KIND = "badge"  # what `catalogue.definitions` calls it
FOLDER = "badges"
BY_LEVEL = "by-level"  # in a file: the number that each level says for itself


@dataclass(frozen=True, slots=True)
class Ask:
    """One fact asked for, with its parameters by name: `course: spot-a-scam`."""

    fact: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Group:
    """So many of these: `all:` asks for every part, `any:` for one, `at-least: n` for n."""

    needed: int
    parts: tuple["Rule", ...]


Rule = Ask | Group
NO_RULE = Group(0, ())  # what could not be read; its file is never published


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a badge. Its threshold stands where the rule says `by-level`."""

    slug: str
    title: str
    threshold: int


@dataclass(frozen=True, slots=True)
class Badge:
    """A badge. `criteria` says in words what the rule asks; `skills` are codes of the skills standard."""

    slug: str
    title: str
    description: str
    criteria: str
    skills: tuple[str, ...]
    rule: Rule
    levels: tuple[Level, ...] = ()

    @property
    def steps(self) -> tuple[tuple[str, Rule], ...]:
        """What can be earned: the slug of each level, lowest first ("" without levels), and its rule."""
        if not self.levels:
            return (("", self.rule),)
        return tuple((level.slug, at_threshold(self.rule, level.threshold)) for level in self.levels)

    def level(self, slug: str) -> Level | None:
        """The level of that name; none for a badge without levels, or for a level that a later file dropped."""
        return next((level for level in self.levels if level.slug == slug), None)

    def title_at(self, slug: str) -> str:
        """How a badge at a level is called: "Study in your own way: Steady"."""
        level = self.level(slug)
        return joined(": ", [self.title, level.title]) if level else self.title


def at_threshold(rule: Rule, threshold: int) -> Rule:
    """A rule with a level's number filled in."""
    if isinstance(rule, Group):
        return replace(rule, parts=tuple(at_threshold(part, threshold) for part in rule.parts))
    return replace(
        rule, values={name: threshold if value == BY_LEVEL else value for name, value in rule.values.items()}
    )


def asks_in(rule: Rule) -> Iterator[Ask]:
    """Every fact that a rule asks for, in the order of the file."""
    if isinstance(rule, Ask):
        yield rule
        return
    for part in rule.parts:
        yield from asks_in(part)


def is_whole(rule: Rule) -> bool:
    """Whether every part of a rule could be read."""
    return isinstance(rule, Ask) or (bool(rule.parts) and all(is_whole(part) for part in rule.parts))


def holds(rule: Rule, true: frozenset[int]) -> bool:
    """Whether a rule is met when just those asks are true, by their place in `asks_in`. For checking a rule itself."""
    places = {id(ask): place for place, ask in enumerate(asks_in(rule))}

    def check(part: Rule) -> bool:
        if isinstance(part, Ask):
            return places[id(part)] in true
        return sum(check(one) for one in part.parts) >= part.needed

    return check(rule)
