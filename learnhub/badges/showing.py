"""Badges as their pages show them: mine, how far I am with the next, and what is missing in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask import abort, url_for

from learnhub.badges.facts import FACTS, PATHWAY, Titles
from learnhub.badges.models import Award
from learnhub.badges.picture import Picture, initials_of
from learnhub.badges.queries import Earner, Held, awards_of, badge_of, badges_served, earner
from learnhub.badges.rules import Measure, measure
from learnhub.badges.structures import KIND, Ask, Badge, asks_in
from learnhub.badges.words import group_heading, titles_in
from learnhub.catalogue.definitions import Definition, served, served_or_none, version
from learnhub.catalogue.shelf import Shelf, shelf
from learnhub.phrases import Phrase, plain
from learnhub.record.completion import done_modules
from learnhub.record.progress import ProgressRow
from learnhub.record.progress_queries import progress_by_course
from learnhub.web.access import Visitor
from learnhub.web.i18n import gettext as _
from learnhub.web.i18n import language, speaking

NEXT_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is missing: what to do, how far it is (0 to 1), the page to do it on; or several (`parts`)."""

    text: str
    share: float
    address: str = ""
    parts: tuple["Lack", ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A badge, or its next level, that is not earned yet: how near it is, and what is missing."""

    slug: str
    title: str
    level: str
    share: float
    lacks: tuple[Lack, ...]
    picture: Picture


@dataclass(frozen=True, slots=True)
class Shown:
    """A badge that somebody has: the highest level of it, and the next if there is one."""

    slug: str
    title: str
    description: str
    award: Held
    picture: Picture


@dataclass(frozen=True, slots=True)
class Wall:
    """Everything on /badges: what is held (newest first), what comes next (nearest first), and all the others."""

    mine: tuple[Shown, ...]
    next: tuple[Step, ...]
    others: tuple[tuple[str, Badge, Picture], ...]


def wall_of(person: Visitor) -> Wall:
    """The visitor's badges; two statements beside the visitor's own: the record summed up, and courses in progress."""
    somebody, shares = earner(person.learner_id), shares_of(progress_by_course(person.learner_id), shelf())
    steps = steps_of(somebody, shares)
    begun = tuple(step for step in steps if step.share > 0)[:NEXT_SHOWN]
    apart = {step.slug for step in begun} | {award.slug for award in somebody.held}
    others = [
        (definition.slug, badge, picture_of(badge, earned=False))
        for definition in badges_served()
        if definition.slug not in apart and (badge := definition.in_language(language()))
    ]
    return Wall(held_by(somebody), begun, tuple(sorted(others, key=lambda one: one[1].title.casefold())))


def held_by(somebody: Earner) -> tuple[Shown, ...]:
    """What a learner has, newest first; of a badge with levels the highest."""
    found: dict[str, Shown] = {}
    for award in somebody.held:
        badge, before = badge_of(award, language()), found.get(award.slug)
        if before is not None and rank_of(badge, award.level) < before.picture.rank:
            continue
        picture = picture_of(badge, award.level)
        found[award.slug] = Shown(award.slug, badge.title_at(award.level), badge.description, award, picture)
    return tuple(sorted(found.values(), key=lambda one: (one.award.earned_at, one.award.id), reverse=True))


def steps_of(somebody: Earner, shares: Mapping[str, float]) -> list[Step]:
    """What a learner can earn next of every badge served, the nearest first."""
    titles = titles_in(language())
    steps = [
        step for definition in badges_served() if (step := next_step(definition, somebody, shares, titles)) is not None
    ]
    return sorted(steps, key=lambda step: (-step.share, step.title.casefold()))


def next_step(definition: Definition, somebody: Earner, shares: Mapping[str, float], titles: Titles) -> Step | None:
    """The lowest level that a learner does not hold and has not reached; none when there is nothing left to earn."""
    badge: Badge = definition.in_language(language())
    for level, rule in badge.steps:
        measured = measure(rule, somebody.evidence, shares)
        if (definition.slug, level) in somebody.earned or measured.met is not None:
            continue
        picture = picture_of(badge, level, earned=False)
        lacks = lacks_of(measured, titles)
        return Step(definition.slug, badge.title_at(level), level, measured.share, lacks, picture)
    return None


def lacks_of(measured: Measure, titles: Titles) -> tuple[Lack, ...]:
    """What is missing of a rule, part by part; what is met is left out."""
    if measured.met is not None:
        return ()
    if isinstance(measured.rule, Ask):
        return (_lack_of(measured, measured.rule, titles),)
    parts = tuple(lack for part in measured.parts for lack in lacks_of(part, titles))
    if measured.needed == len(measured.parts):
        return parts
    return (Lack(group_heading(measured.needed - measured.have, len(measured.parts)), measured.share, parts=parts),)


def _lack_of(measured: Measure, ask: Ask, titles: Titles) -> Lack:
    text = FACTS[ask.fact].missing(ask.values, measured.have, measured.needed, titles)
    return Lack(text, measured.share, address_of(ask))


def address_of(ask: Ask) -> str:
    """Where to go for what is missing; empty when there is no page for it."""
    if ask.fact == "course":
        course = shelf().course(ask.values["course"])
        return url_for("learning.show_course", course=course.slug) if course else ""
    if ask.fact in ("courses", "skill"):
        return url_for("learning.list_courses")
    if ask.fact == "pathway":
        return f"/pathways/{ask.values['pathway']}"
    return ""


def shares_of(progress: Mapping[int, ProgressRow], books: Shelf) -> dict[str, float]:
    """How far each course in progress is, and each pathway begun, as `facts.Begun` names them."""
    found = {}
    for course_id, row in progress.items():
        course = books.by_id(course_id)
        if course is not None and course.modules and row.completed_at is None:
            found[course.slug] = len(done_modules(course, row)) / len(course.modules)
    for pathway in served("pathway"):
        if share := _share_of_pathway(pathway, progress, books, found):
            found[PATHWAY + pathway.slug] = share
    return found


def _share_of_pathway(
    pathway: Definition, progress: Mapping[int, ProgressRow], books: Shelf, begun: Mapping[str, float]
) -> float:
    """How much of what a pathway needs is done, 0 to 1; of a choice the courses that are nearest count."""
    done, needed = 0.0, 0
    for group in pathway.value.groups:
        shares = []
        for name in group.courses:
            course = books.ever(name)
            row = progress.get(course.id) if course is not None else None
            if row is not None and row.completed_at is not None:
                shares.append(1.0)
            elif course is not None and books.course(name) is not None:  # a withdrawn one is asked of nobody
                shares.append(begun.get(course.slug, 0.0))
        shares = sorted(shares, reverse=True)[: group.needed]
        done, needed = done + sum(shares), needed + len(shares)
    return done / needed if needed else 0.0


def rank_of(badge: Badge, level: str) -> int:
    """Which level it is, from 1; 0 without levels."""
    return next((rank for rank, one in enumerate(badge.levels, start=1) if one.slug == level), 0)


def picture_of(badge: Badge, level: str = "", *, earned: bool = True) -> Picture:
    """A badge's picture at a level."""
    spoken = badge.title.language if isinstance(badge.title, Phrase) else language()
    with speaking(spoken):
        label = plain(_("Badge: %(title)s", title=badge.title_at(level)))
    return Picture(label, initials_of(badge.title), shape_of(badge), rank_of(badge, level), earned, language=spoken)


def picture_at(version_id: int, level: str) -> Picture:
    """The picture of a badge as a version of its file has it."""
    badge: Badge = version(KIND, version_id).in_language(language())
    return replace(picture_of(badge, level), labelled=True)


def shape_of(badge: Badge) -> str:
    """A pathway points on; anything else has the shape of its first skill's area."""
    if any(ask.fact == "pathway" for ask in asks_in(badge.rule)):
        return "way"
    skills: Sequence[str] = badge.skills[:1]
    return next((area.code for area in shelf().areas if any(skill.code in skills for skill in area.skills)), "")


@dataclass(frozen=True, slots=True)
class LevelShown:
    """A level of a badge (or the badge itself, when it has none), and since when the visitor has it."""

    title: str
    picture: Picture
    award: Award | None


@dataclass(frozen=True, slots=True)
class BadgePage:
    """One badge. `newest` is the award to share; `revoked` what was taken back; `is_served`: can be earned today.

    `is_due`: nothing is missing, and yet not all of it is held: a badge that is newer than what it rests on.
    """

    slug: str
    badge: Badge
    is_served: bool
    picture: Picture
    levels: tuple[LevelShown, ...]
    next: Step | None
    newest: Award | None
    revoked: tuple[Award, ...]
    skills: tuple[str, ...]

    @property
    def is_due(self) -> bool:
        return self.is_served and self.next is None and any(level.award is None for level in self.levels)


def badge_page_of(person: Visitor, slug: str) -> BadgePage:
    """A badge that is served, or one that the visitor has or had; else 404."""
    definition = served_or_none(KIND, slug)
    awards = awards_of(person.learner_id, slug)
    if definition is None and not awards:
        abort(404)
    badge: Badge = definition.in_language(language()) if definition else badge_of(awards[0], language())
    held = {award.level: award for award in awards if award.revoked_at is None}
    newest = max(held.values(), key=lambda award: (rank_of(badge, award.level), award.id), default=None)
    books, titles = shelf(), titles_in(language())
    following = None
    if definition is not None:
        shares = shares_of(progress_by_course(person.learner_id), books)
        following = next_step(definition, earner(person.learner_id), shares, titles)
    return BadgePage(
        slug=slug,
        badge=badge,
        is_served=definition is not None,
        picture=replace(picture_of(badge, newest.level if newest else "", earned=newest is not None), labelled=True),
        levels=_levels_shown(badge, held),
        next=following,
        newest=newest,
        revoked=tuple(award for award in awards if award.revoked_at is not None and award.level not in held),
        skills=tuple(titles.skill(code) for code in badge.skills),
    )


def _levels_shown(badge: Badge, held: Mapping[str, Award]) -> tuple[LevelShown, ...]:
    """Each level of the badge as it is now, and those held that it no longer has."""
    now = {level.slug: level.title for level in badge.levels} or {"": badge.title}
    before = {slug: badge_of(award, language()).title_at(slug) for slug, award in held.items() if slug not in now}
    return tuple(
        LevelShown(title, picture_of(badge, slug, earned=slug in held), held.get(slug))
        for slug, title in (now | before).items()
    )
