"""The facts that a badge's rule can ask for: one plain registry. Adding one is one entry in `FACTS`.

An entry says which parameters a file gives, which statements can change it, what of a learner's evidence counts
towards it and how much is needed, and the sentence that says what is missing.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol

from learnhub.badges.evidence import Completed, Evidence, Piece, Proof
from learnhub.catalogue.structures import Level
from learnhub.phrases import joined
from learnhub.record.words import Assurance, ObjectKind, Verb
from learnhub.web.i18n import gettext as _
from learnhub.web.i18n import ngettext, show_minutes

Values = Mapping[str, Any]
# How far a course in progress is, 0 to 1, by its slug; and a pathway, by its slug after PATHWAY.
Begun = Mapping[str, float]
PATHWAY = "pathway/"

ASSURANCES = {
    "self-declared": Assurance.SELF_DECLARED,
    "witnessed": Assurance.WITNESSED,
    "recorded": Assurance.RECORDED,
}
EVENT_KINDS = ("hackathon", "workshop", "drop-in", "show-and-tell")
MINUTES = 60
LEVELS = tuple(Level)


class Takes(Enum):
    """What a parameter of a fact is."""

    COURSE = "the name of a course's folder"
    COURSES = "a list of such names"
    PATHWAY = "the name of a pathway's file"
    SKILL = "the code of a skill"
    SKILL_LEVEL = "a level of the skills standard"
    NUMBER = "a whole number"
    ASSURANCE = "how well it must be known"
    EVENT_KIND = "a kind of event"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter by its name in a file. `default` None: it must be there."""

    name: str
    takes: Takes
    default: Any = None
    highest: int = 1_000


class Titles(Protocol):
    """What things are called, in the reader's language."""

    def course(self, slug: str) -> str: ...
    def pathway(self, slug: str) -> str: ...
    def skill(self, code: str) -> str: ...
    def level(self, name: str) -> str: ...
    def event(self, kind: str, count: int) -> str: ...


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact. The first of `parameters` is the one that a file may write without its name (`course: spot-a-scam`).

    `counts` are the pieces of evidence for it, `needed` how much they must weigh, `missing` what to do, of which
    `have` of `needed` is done. `begun` is what courses in progress are worth, in the same measure.
    """

    name: str
    parameters: tuple[Parameter, ...]
    touched_by: frozenset[tuple[Verb, ObjectKind]]
    counts: Callable[[Values, Evidence], Iterable[Piece | None]]
    missing: Callable[[Values, int, int, Titles], str]
    needed: Callable[[Values], int] = lambda _values: 1
    begun: Callable[[Values, Evidence, Begun], float] = lambda _values, _evidence, _begun: 0.0


def _made_by(verb: Verb, kind: ObjectKind) -> frozenset[tuple[Verb, ObjectKind]]:
    return frozenset({(verb, kind)})


def _confirmable(verb: Verb, kind: ObjectKind) -> frozenset[tuple[Verb, ObjectKind]]:
    return frozenset({(verb, kind), (Verb.WITNESSED, kind)})


def _pieces(proofs: Iterable[Proof], least: str = "self-declared") -> Iterable[Piece | None]:
    return (proof.known(ASSURANCES[least]) for proof in proofs)


def _courses(values: Values, evidence: Evidence) -> Iterable[Completed]:
    """The completed courses that are among those named, or all of them."""
    wanted = frozenset(values["of"])
    return (one for one in evidence.courses if not wanted or wanted & one.course.slugs)


def _course(values: Values, evidence: Evidence) -> Iterable[Piece | None]:
    return _pieces(one.proof for one in evidence.courses if values["course"] in one.course.slugs)


def _begun_courses(values: Values, evidence: Evidence, begun: Begun) -> float:
    completed = frozenset().union(*(one.course.slugs for one in evidence.courses))
    wanted = frozenset(values["of"])
    shares = sorted(
        (
            share
            for slug, share in begun.items()
            if slug not in completed and not slug.startswith(PATHWAY) and (not wanted or slug in wanted)
        ),
        reverse=True,
    )
    return sum(shares[: values["count"]])


def _courses_missing(values: Values, have: int, needed: int, titles: Titles) -> str:
    if not values["of"]:
        return ngettext(
            "Complete %(num)d course of your choice", "Complete %(num)d courses of your choice", needed
        ) + _so_far(have)
    named = joined("", ("“", joined("”, “", map(titles.course, values["of"])), "”"))
    asked = ngettext("Complete %(num)d of these courses: %(named)s", "Complete %(num)d of these courses: %(named)s",
                     needed, named=named)  # fmt: skip
    return joined("", (asked, _so_far(have)))


def _study_missing(values: Values, have: int, needed: int, _titles: Titles) -> str:
    hours = needed // MINUTES
    if ASSURANCES[values["assurance"]] > Assurance.SELF_DECLARED:
        said = ngettext(
            "Log %(num)d hour of study that a colleague has confirmed",
            "Log %(num)d hours of study that a colleague has confirmed",
            hours,
        )
    else:
        said = ngettext("Log %(num)d hour of study", "Log %(num)d hours of study", hours)
    return f"{said} ({_('%(time)s so far', time=show_minutes(have))})" if have else said


def _helped_missing(_values: Values, have: int, needed: int, _titles: Titles) -> str:
    said = ngettext(
        "Help a colleague in %(num)d session whose outcome they confirm",
        "Help colleagues in %(num)d sessions whose outcome they confirm",
        needed,
    )
    return said + _so_far(have)


def _so_far(have: int) -> str:
    return f" ({_('%(have)s so far', have=have)})" if have else ""


def _carries(values: Values, one: Completed) -> bool:
    """Whether the version taken carries the skill, at the level asked for or a higher one."""
    carried = one.course.level
    return (
        values["code"] in one.course.skills
        and carried in LEVELS
        and LEVELS.index(Level(carried)) >= LEVELS.index(Level(values["level"]))
    )


_COMPLETED_COURSE = _made_by(Verb.COMPLETED, ObjectKind.COURSE)

FACTS: dict[str, Fact] = {
    fact.name: fact
    for fact in (
        Fact(
            "course",
            (Parameter("course", Takes.COURSE),),
            _COMPLETED_COURSE,
            _course,
            lambda values, _have, _needed, titles: _("Complete “%(title)s”", title=titles.course(values["course"])),
            begun=lambda values, _evidence, begun: begun.get(values["course"], 0.0),
        ),
        Fact(
            "courses",
            (Parameter("count", Takes.NUMBER, highest=100), Parameter("of", Takes.COURSES, ())),
            _COMPLETED_COURSE,
            lambda values, evidence: _pieces(one.proof for one in _courses(values, evidence)),
            _courses_missing,
            needed=lambda values: int(values["count"]),
            begun=_begun_courses,
        ),
        Fact(
            "pathway",
            (Parameter("pathway", Takes.PATHWAY),),
            _made_by(Verb.COMPLETED, ObjectKind.PATHWAY),
            lambda values, evidence: _pieces(
                [evidence.pathways[values["pathway"]]] if values["pathway"] in evidence.pathways else []
            ),
            lambda values, _have, _needed, titles: _(
                "Complete the pathway “%(title)s”", title=titles.pathway(values["pathway"])
            ),
            begun=lambda values, _evidence, begun: begun.get(PATHWAY + values["pathway"], 0.0),
        ),
        Fact(
            "study-hours",
            (Parameter("hours", Takes.NUMBER), Parameter("assurance", Takes.ASSURANCE, "self-declared")),
            _confirmable(Verb.STUDIED, ObjectKind.STUDY),
            lambda values, evidence: _pieces(evidence.study, values["assurance"]),
            _study_missing,
            needed=lambda values: int(values["hours"]) * MINUTES,
        ),
        Fact(
            "event",
            (
                Parameter("kind", Takes.EVENT_KIND, "any"),
                Parameter("count", Takes.NUMBER, 1, highest=100),
                Parameter("assurance", Takes.ASSURANCE, "witnessed"),
            ),
            _confirmable(Verb.ATTENDED, ObjectKind.EVENT),
            lambda values, evidence: _pieces(
                (event.proof for event in evidence.events if values["kind"] in ("any", event.kind)), values["assurance"]
            ),
            lambda values, have, needed, titles: (
                _("Take part in %(what)s", what=titles.event(values["kind"], needed)) + _so_far(have)
            ),
            needed=lambda values: int(values["count"]),
        ),
        Fact(
            # Sessions with an outcome that the person helped has confirmed. Never enough by itself: see `files`.
            "helped",
            (Parameter("sessions", Takes.NUMBER, highest=100),),
            _confirmable(Verb.HELPED, ObjectKind.SUPPORT),
            lambda _values, evidence: _pieces(evidence.helped, "witnessed"),
            _helped_missing,
            needed=lambda values: int(values["sessions"]),
        ),
        Fact(
            "skill",
            (Parameter("code", Takes.SKILL), Parameter("level", Takes.SKILL_LEVEL, Level.AWARENESS.value)),
            _COMPLETED_COURSE,
            lambda values, evidence: _pieces(one.proof for one in evidence.courses if _carries(values, one)),
            lambda values, _have, _needed, titles: _(
                "Complete a course that teaches “%(skill)s” at the level %(level)s or higher",
                skill=titles.skill(values["code"]),
                level=titles.level(values["level"]),
            ),
        ),
    )
}

HELPED = "helped"
# What can make a rule true, and what can make it untrue: everything else costs the record nothing.
TOUCHING = frozenset().union(*(fact.touched_by for fact in FACTS.values()))
TOUCHED_KINDS = frozenset(kind for _verb, kind in TOUCHING)
