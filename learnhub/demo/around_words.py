"""What people of a demo studied, what HR asked of them, and the events they organised. Plain data, all invented."""

from dataclasses import dataclass

from learnhub.events.structures import EventKind
from learnhub.required.models import Kind


@dataclass(frozen=True, slots=True)
class Studied:
    title: str
    minutes: int
    kind: str
    time: str | None = None
    provider: str = ""


@dataclass(frozen=True, slots=True)
class Asking:
    """What HR asks of a unit and below. `starts` and `due` in days from today."""

    kind: Kind
    unit: str
    reason: str
    starts: int
    course: str = ""
    pathway: str | None = None
    due: int | None = None
    within_days: int | None = None
    recurs: str | None = None


@dataclass(frozen=True, slots=True)
class Happening:
    """An event, so many days from today. `coming`: those of the cast who do; `others`: how many more."""

    kind: EventKind
    title: str
    about: str
    organiser: str
    in_days: int
    hour: int
    hours: int
    others: int
    place: str = ""
    remote_link: str = ""
    places: int | None = None
    prefers_newcomers: bool = False
    coming: tuple[str, ...] = ()


STUDIED = (
    Studied("How letters are read on a phone", 25, "article", "work"),
    Studied("Spreadsheet basics, part two", 45, "video", "own"),
    Studied("Three habits of people who write clearly", 40, "podcast", "own"),
    Studied("Colour and contrast for people who do not design", 30, "talk", "work", "Accessibility community"),
    Studied("Practised pivot tables on last month's figures", 60, "practice", "work"),
    Studied("What a prototype is for", 35, "video", "both"),
    Studied("A book on listening, chapters one to three", 120, "book", "own"),
    Studied("Keyboard shortcuts for the case system", 20, "practice", "work"),
    Studied("Open data and what others made of it", 50, "talk", "work", "Data community"),
    Studied("Passwords that a family can remember", 15, "article", None),
)

ASKED = (
    Asking(
        Kind.REQUIRED,
        "PEN",
        "Everybody in Pensions handles personal data. Once a year we go over how to keep it safe.",
        starts=-30,
        course="staying-safe-and-legal-online",
        due=24,
        recurs="P1Y",
    ),
    Asking(
        Kind.REQUIRED,
        "PEN-OPS",
        "The new letters start from what people have told us about their skills.",
        starts=-45,
        course="digital-skills-where-to-start",
        due=-6,
    ),
    Asking(
        Kind.REQUIRED,
        "PEN-COR",
        "Corporate services answers for how we write to the public.",
        starts=-10,
        course="writing-for-screens",
        within_days=60,
    ),
    Asking(
        Kind.SUGGESTED,
        "PEN-OPS",
        "New laptops arrive on Monday: this makes the first week easier.",
        starts=-2,
        course="everyday-digital-work",
    ),
)

EVENTS = (
    Happening(
        EventKind.HACKATHON,
        "Letters people can answer",
        "A day to rework the ten letters that bring the most calls. **No coding needed**: bring a letter.",
        "outsider",
        in_days=-33,
        hour=9,
        hours=8,
        others=26,
        place="Meeting rooms 1 to 3, Leeds",
        coming=("learner", "ambassador", "author"),
    ),
    Happening(
        EventKind.HACKATHON,
        "Numbers on one page",
        "A day with one report that nobody reads to the end. Bring yours.",
        "outsider",
        in_days=-6,
        hour=9,
        hours=7,
        others=12,
        place="Room 2, Edinburgh",
        coming=("author", "admin"),
    ),
    Happening(
        EventKind.SHOW,
        "What we automated this month",
        "Four teams, ten minutes each, and what it cost.",
        "lead",
        in_days=-8,
        hour=14,
        hours=1,
        others=14,
        remote_link="https://meet.example/automated",
        coming=("author",),
    ),
    Happening(
        EventKind.CLINIC,
        "Bring your spreadsheet",
        "Drop in with the sheet that puzzles you. Two ambassadors, an hour, no slides.",
        "ambassador",
        in_days=6,
        hour=12,
        hours=1,
        others=9,
        place="Canteen, Leeds",
        places=12,
        prefers_newcomers=True,
    ),
    Happening(
        EventKind.WORKSHOP,
        "Plain letters, hands on",
        "We rewrite one letter together. Bring one that you sent last week.",
        "author",
        in_days=13,
        hour=10,
        hours=2,
        others=12,
        remote_link="https://meet.example/plain-letters",
        places=10,
        coming=("learner",),
    ),
    Happening(
        EventKind.HACKATHON,
        "Forms that work on a phone",
        "Two rooms, six challenges from four departments. Those with a problem meet those who can build.",
        "outsider",
        in_days=27,
        hour=9,
        hours=8,
        others=18,
        place="Department for Culture, York",
        places=40,
        prefers_newcomers=True,
        coming=("ambassador",),
    ),
)

# In each of the closed quarters before the demo's weeks, one after the other; on what day is not said here.
PAST = (
    Happening(
        EventKind.WORKSHOP,
        "Writing for people in a hurry",
        "Bring a text that nobody answers. We cut it in half together.",
        "outsider",
        in_days=0,
        hour=10,
        hours=3,
        others=0,
        place="Meeting room 2, Leeds",
    ),
    Happening(
        EventKind.SHOW,
        "What we stopped doing",
        "Forms, reports and meetings that nobody missed.",
        "outsider",
        in_days=0,
        hour=14,
        hours=1,
        others=0,
        remote_link="https://meet.example/stopped",
    ),
    Happening(
        EventKind.HACKATHON,
        "A day for small tools",
        "Things that take an hour every week and a day to mend for ever.",
        "outsider",
        in_days=0,
        hour=9,
        hours=7,
        others=0,
        place="Department for Culture, York",
    ),
)
