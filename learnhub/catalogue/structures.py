"""What a course is, as plain frozen data. Everything a page shows is rendered once, when the version is published.

Fields that end in `_html` are cleaned (see `markup`) and safe to put on a page; all others are text. Titles, and other
lines that stand on pages of their own, know their language.
"""

from dataclasses import asdict, dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from learnhub.catalogue.phrasing import phrased_steps, put
from learnhub.phrases import Phrase

AUDIENCES = ("everyone", "operational-delivery", "policy", "technical-specialists", "senior-leaders", "ambassadors")
# Words of the address space below a course. `check` too, but a quiz may have it.
RESERVED_SLUGS = frozenset(
    {"why", "certificate", "take-away", "print", "media", "session", "feedback", "first", "result"}
)


class Level(StrEnum):
    """The four levels of the skills standard, lowest first."""

    AWARENESS = "awareness"
    WORKING = "working"
    PRACTITIONER = "practitioner"
    EXPERT = "expert"


class Kind(StrEnum):
    """What a module is."""

    READING = "reading"
    QUIZ = "quiz"
    SCENARIO = "scenario"
    TASK = "task"
    VIDEO = "video"
    WORKSHOP = "workshop"


class QuestionKind(StrEnum):
    """What a question asks for."""

    CHOICE = "choice"
    ALL = "all"
    TRUE_FALSE = "true-false"
    TYPED = "typed"
    NUMBER = "number"
    MATCH = "match"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill of the standard and what one can do at each level (by the level's name)."""

    code: str
    title: str
    levels: dict[str, str]


@dataclass(frozen=True, slots=True)
class Area:
    """An area of the skills standard."""

    code: str
    title: str
    skills: tuple[Skill, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a choice, one left side of a matching, or one item of an ordering."""

    id: str
    html: str
    right: bool = False
    feedback_html: str = ""
    pair: str = ""  # matching: the right side, as text


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its answer key. Never sent to a browser before the hand-in: pages are built from `Asked`."""

    id: str
    kind: QuestionKind
    title_html: str
    body_html: str
    options: tuple[Option, ...]
    outcome: str
    read: str
    explanation_html: str
    answers: tuple[str, ...] = ()  # typed: every wording that counts
    number: float | None = None
    tolerance: float = 0.0


@dataclass(frozen=True, slots=True)
class Quiz:
    """A pool of questions, how many are drawn, and what it takes to pass (per cent). `attempts` None: no limit."""

    questions: tuple[Question, ...]
    draw: int
    pass_mark: int
    attempts: int | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A link from one step of a scenario to another."""

    text: str
    to: str


@dataclass(frozen=True, slots=True)
class Step:
    """A page of a scenario; the first of a module is the start. No decisions: the end."""

    id: str
    title: str
    html: str
    decisions: tuple[Decision, ...]
    light_html: str = ""


@dataclass(frozen=True, slots=True)
class Video:
    """A video file of the course with its captions; `bytes` is its size, shown before it is fetched."""

    file: str
    captions: str
    duration: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Module:
    """One module. `html` is its text; `light_html` the same with pictures as links that say their size.

    What has a place of its own is not in `html`: a task's alternative (without its heading), a scenario's steps
    (`html` is what stands before the first, often nothing), a quiz's questions (`html` is the introduction). A video's
    `html` is the transcript. `words` is what one page shows at most: for a quiz the longest draw, for a scenario the
    longest step; `bytes` the same compressed as on the wire. `language` is "en" where a Welsh course has no Welsh.
    """

    slug: str
    number: int
    title: str
    kind: Kind
    minutes: int
    required: bool
    outcomes: tuple[str, ...]
    was: tuple[str, ...]
    html: str
    light_html: str
    words: int
    bytes: int
    quiz: Quiz | None = None
    alternative_html: str = ""  # a task's "If you cannot do this at work"
    steps: tuple[Step, ...] = ()
    video: Video | None = None
    language: str = "en"

    def __post_init__(self) -> None:
        put(self, title=Phrase(self.title, self.language), steps=phrased_steps(self.steps, self.language))

    @property
    def slugs(self) -> tuple[str, ...]:
        """This slug and every earlier one: history under any of them is history of this module."""
        return (self.slug, *self.was)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """A completion rule: at least `count` of these modules."""

    count: int
    modules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    title: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """One published version of a course."""

    slug: str
    title: str
    summary: str
    level: Level
    skills: tuple[str, ...]
    audience: tuple[str, ...]
    version: str
    owner: str
    approved_by: str
    reviewed_on: date
    review_by: date
    licence: str
    prerequisites: tuple[str, ...]
    sources: tuple[Source, ...]
    outcomes: dict[str, str]
    html: str
    modules: tuple[Module, ...]
    any_of: tuple[AnyOf, ...] = ()
    retake: bool = False
    was: tuple[str, ...] = ()
    session_title: str = ""
    session_html: str = ""
    handout_html: str = ""
    language: str = "en"
    id: int = 0  # of the course's row; 0 until published
    version_id: int = 0  # of the version's row; 0 until published
    content_hash: str = ""
    media: dict[str, str] = field(default_factory=dict)  # name → hash of the bytes

    def __post_init__(self) -> None:
        words = {name: Phrase(getattr(self, name), self.language) for name in ("title", "summary", "session_title")}
        outcomes = {name: Phrase(text, self.language) for name, text in self.outcomes.items()}
        sources = tuple(replace(source, title=Phrase(source.title, self.language)) for source in self.sources)
        put(self, **words, outcomes=outcomes, sources=sources)

    @property
    def minutes(self) -> int:
        """The sum of its modules' minutes."""
        return sum(module.minutes for module in self.modules)

    @property
    def check(self) -> Module | None:
        """The course's check: its last quiz. Passing it first completes the readings."""
        return next((module for module in reversed(self.modules) if module.kind is Kind.QUIZ), None)

    def module(self, slug: str) -> Module | None:
        """The module of that slug, by its present or an earlier name."""
        for module in self.modules:
            if module.slug == slug:
                return module
        return next((module for module in self.modules if slug in module.was), None)


def to_json(course: Course) -> dict[str, Any]:
    """A course as JSON-able data; `from_json` is its inverse."""
    data = asdict(course)
    data["reviewed_on"] = course.reviewed_on.isoformat()
    data["review_by"] = course.review_by.isoformat()
    return data


def from_json(data: dict[str, Any]) -> Course:
    """A course from what `to_json` made."""
    data = dict(data)
    for name in ("skills", "audience", "prerequisites", "was"):
        data[name] = tuple(data[name])
    data["level"] = Level(data["level"])
    data["reviewed_on"] = date.fromisoformat(data["reviewed_on"])
    data["review_by"] = date.fromisoformat(data["review_by"])
    data["sources"] = tuple(Source(**source) for source in data["sources"])
    data["any_of"] = tuple(AnyOf(rule["count"], tuple(rule["modules"])) for rule in data["any_of"])
    data["modules"] = tuple(_module(module) for module in data["modules"])
    return Course(**data)


def _module(data: dict[str, Any]) -> Module:
    data = dict(data)
    data["kind"] = Kind(data["kind"])
    for name in ("outcomes", "was"):
        data[name] = tuple(data[name])
    data["quiz"] = _quiz(data["quiz"]) if data["quiz"] else None
    data["video"] = Video(**data["video"]) if data["video"] else None
    data["steps"] = tuple(
        Step(**{**step, "decisions": tuple(Decision(**decision) for decision in step["decisions"])})
        for step in data["steps"]
    )
    return Module(**data)


def _quiz(data: dict[str, Any]) -> Quiz:
    return Quiz(
        tuple(_question(question) for question in data["questions"]), data["draw"], data["pass_mark"], data["attempts"]
    )


def _question(data: dict[str, Any]) -> Question:
    data = dict(data)
    data["kind"] = QuestionKind(data["kind"])
    data["answers"] = tuple(data["answers"])
    data["options"] = tuple(Option(**option) for option in data["options"])
    return Question(**data)
