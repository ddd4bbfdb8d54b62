"""How far somebody is on a pathway, when it is complete, and under which version. Pure: no database, no Flask.

**When a pathway changes while somebody is on it**, the rule is that of courses (docs/decisions/0003): complete under
the version they began with or the one served now, and what was complete stays complete. Nobody signs up for a pathway,
so they began with the version of the day on which they had begun one of its courses.

**A pathway can be completed again**, as learning that recurs asks: when everything it asks for has been completed again
since the last time.

**A course that was withdrawn** is asked of nobody who has not completed it; a group asks for no more than it still has.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from learnhub.pathways.structures import Group, Pathway
from learnhub.record.words import Assurance


@dataclass(frozen=True, slots=True)
class Taken:
    """What somebody did, by the slugs that pathways name courses by. `offered`: those that can be taken now."""

    completed: Mapping[str, datetime] = field(default_factory=dict)
    begun: Mapping[str, datetime] = field(default_factory=dict)  # the completed ones are among them
    offered: Collection[str] | None = None  # None: all


@dataclass(frozen=True, slots=True)
class GroupStanding:
    """A group for one learner: what is done (earliest first), what is open, how many are asked for."""

    group: Group
    done: tuple[str, ...]
    open: tuple[str, ...]
    needed: int

    @property
    def missing(self) -> int:
        return max(0, self.needed - len(self.done))

    @property
    def is_met(self) -> bool:
        return self.missing == 0


@dataclass(frozen=True, slots=True)
class Standing:
    """A pathway for one learner. `plan`: the courses still to do, as we would take them; `completed_at`: when the last
    rule was met."""

    groups: tuple[GroupStanding, ...]
    plan: tuple[str, ...]
    completed_at: datetime | None

    @property
    def done(self) -> int:
        """How many of the courses asked for are done."""
        return sum(min(len(group.done), group.needed) for group in self.groups)

    @property
    def of(self) -> int:
        """How many courses are asked for."""
        return sum(group.needed for group in self.groups)

    @property
    def complete(self) -> bool:
        return self.completed_at is not None

    @property
    def next_course(self) -> str | None:
        """The slug of the course to go on with."""
        return self.plan[0] if self.plan else None


def standing(
    pathway: Pathway,
    completed: Mapping[str, datetime],
    begun: Collection[str] = (),
    offered: Collection[str] | None = None,
) -> Standing:
    """How a pathway stands for who completed these courses. What is begun comes first in the plan."""
    groups = tuple(_group_standing(group, completed, offered) for group in pathway.groups)
    plan: list[str] = []
    for group in groups:
        plan += sorted(group.open, key=lambda slug: slug not in begun)[: group.missing]
    plan.sort(key=lambda slug: slug not in begun)  # sorting keeps the order of what compares equal
    asked = [group for group in groups if group.needed]
    is_complete = bool(asked) and all(group.is_met for group in asked)
    met_at = [completed[group.done[group.needed - 1]] for group in asked] if is_complete else []
    return Standing(groups, tuple(plan), max(met_at, default=None))


def standing_of(pathway: Pathway, taken: Taken) -> Standing:
    """As `standing`."""
    return standing(pathway, taken.completed, taken.begun, taken.offered)


def began_with(versions: Sequence[tuple[datetime, Pathway]], begun: Mapping[str, datetime]) -> Pathway | None:
    """The version, of those published (oldest first), that somebody began with; None: they have begun none."""
    for number, (_published_at, pathway) in enumerate(versions):
        until = versions[number + 1][0] if number + 1 < len(versions) else None
        if any(slug in begun and (until is None or begun[slug] < until) for slug in pathway.courses):
            return pathway
    return None


def completing_version(current: Pathway | None, began: Pathway | None, taken: Taken) -> Pathway | None:
    """The version under which the pathway is complete: the one served now or the one begun with; None: neither."""
    for pathway in (current, began):
        if pathway is not None and standing_of(pathway, taken).complete:
            return pathway
    return None


def since(taken: Taken, last: datetime | None) -> Taken:
    """What of it was completed after the pathway was last complete; everything when it never was."""
    if last is None:
        return taken
    return replace(taken, completed={slug: at for slug, at in taken.completed.items() if at > last})


def rested_on(pathway: Pathway, before: Taken, after: Taken) -> bool:
    """Whether a pathway was complete by what was done before, and is no longer by what is left of it."""
    return standing_of(pathway, before).complete and not standing_of(pathway, after).complete


def assurance_of(found: Standing, known: Mapping[str, Assurance]) -> Assurance:
    """How a completion is known: as its weakest course. Who did more than was asked is not weaker for it."""
    counted: list[Assurance] = []
    for group in found.groups:
        of_group = (known.get(slug, Assurance.SELF_DECLARED) for slug in group.done)
        counted += sorted(of_group, reverse=True)[: group.needed]
    return min(counted, default=Assurance.SELF_DECLARED)


def _group_standing(group: Group, completed: Mapping[str, datetime], offered: Collection[str] | None) -> GroupStanding:
    done = sorted((slug for slug in group.courses if slug in completed), key=lambda slug: completed[slug])
    left = tuple(slug for slug in group.courses if slug not in completed and (offered is None or slug in offered))
    return GroupStanding(group, tuple(done), left, min(group.needed, len(done) + len(left)))
