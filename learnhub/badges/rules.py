"""Holding a rule against evidence: whether it is met, since when, how well we know, and what is missing. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from learnhub.badges.evidence import Evidence, Piece
from learnhub.badges.facts import FACTS, Begun
from learnhub.badges.structures import Ask, Badge, Group, Rule
from learnhub.record.words import Assurance

NOTHING_BEGUN: Mapping[str, float] = {}
ALMOST = 0.99  # what is not met is never shown as whole


@dataclass(frozen=True, slots=True)
class Met:
    """That a rule is met: since when, by the weakest assurance it rests on, and the statements it rests on."""

    at: datetime
    assurance: Assurance
    seqs: frozenset[int]


@dataclass(frozen=True, slots=True)
class Measure:
    """A rule, or a part of one, held against evidence: `have` of `needed`, and `share` (0 to 1) as a bar shows it."""

    rule: Rule
    met: Met | None
    have: int
    needed: int
    share: float
    parts: tuple["Measure", ...] = ()


def met(rule: Rule, evidence: Evidence) -> Met | None:
    """Since when a rule is met; None while it is not."""
    return measure(rule, evidence).met


def measure(rule: Rule, evidence: Evidence, begun: Begun = NOTHING_BEGUN) -> Measure:
    """How far a rule is met. `begun` moves the bars of courses in progress, and decides nothing."""
    if isinstance(rule, Ask):
        return _measure_ask(rule, evidence, begun)
    return _measure_group(rule, tuple(measure(part, evidence, begun) for part in rule.parts))


def steps_met(badge: Badge, evidence: Evidence) -> dict[str, Met]:
    """The levels of a badge whose rule is met ("" for a badge without), lowest first."""
    return {level: found for level, rule in badge.steps if (found := met(rule, evidence)) is not None}


def _measure_ask(ask: Ask, evidence: Evidence, begun: Begun) -> Measure:
    """The earliest pieces that weigh enough are what it rests on; what came later changes nothing."""
    fact = FACTS[ask.fact]
    needed = fact.needed(ask.values)
    pieces = sorted(
        (piece for piece in fact.counts(ask.values, evidence) if piece is not None and piece.weight > 0),
        key=lambda piece: (piece.at, piece.seq),
    )
    have, used = 0, list[Piece]()
    for piece in pieces:
        have += piece.weight
        used.append(piece)
        if have >= needed:
            return Measure(ask, _rests_on(used), needed, needed, 1.0)
    share = min(ALMOST, (have + fact.begun(ask.values, evidence, begun)) / needed)
    return Measure(ask, None, have, needed, share)


def _rests_on(pieces: list[Piece]) -> Met:
    return Met(
        max(piece.at for piece in pieces),
        min(piece.assurance for piece in pieces),
        frozenset(piece.seq for piece in pieces),
    )


def _measure_group(group: Group, parts: tuple[Measure, ...]) -> Measure:
    """Met when the n-th of its parts was; of two met at one moment the better known counts first."""
    done = sorted((part.met for part in parts if part.met is not None), key=lambda one: (one.at, -one.assurance))
    if len(done) >= group.needed:
        used = done[: group.needed]
        whole = Met(
            max(one.at for one in used),
            min(one.assurance for one in used),
            frozenset().union(*(one.seqs for one in used)),
        )
        return Measure(group, whole, group.needed, group.needed, 1.0, parts)
    best = sorted((part.share for part in parts), reverse=True)[: group.needed]
    return Measure(group, None, len(done), group.needed, min(ALMOST, sum(best) / group.needed), parts)
