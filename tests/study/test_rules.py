"""The study log's pure rules, a row a case: how long, of what kind, what link, about which skill, a year summed up."""

from dataclasses import dataclass

import pytest

from learnhub.catalogue.search import stem
from learnhub.catalogue.skill_hints import Hints, SkillText, Term
from learnhub.record.words import Assurance
from learnhub.study.actions import day_is_full
from learnhub.study.durations import NoMinutes, Unclear, minutes_of
from learnhub.study.kinds import StudyKind, kind_in, kind_named
from learnhub.study.typed import NoLink, has_hidden, one_line, web_address
from learnhub.study.yearly import summary_of


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("45", 45),
        (" 45 ", 45),
        ("45 min", 45),
        ("45min.", 45),
        ("45 minutes", 45),
        ("45 munud", 45),
        ("45'", 45),
        ("45’", 45),
        ("90\u00a0min", 90),
        ("1 h", 60),
        ("1h", 60),
        ("2 hours", 120),
        ("1 awr", 60),
        ("1 h 15", 75),
        ("1h15", 75),
        ("1h 15m", 75),
        ("1 hour and 15 minutes", 75),
        ("1 hr, 15 mins", 75),
        ("1:15", 75),
        ("0:45", 45),
        ("00:45:00", 45),
        ("00:44:30", 45),  # halves go up
        ("1,5 h", 90),
        ("1.5 hours", 90),
        ("1½ h", 90),
        ("½ hour", 30),
        ("0.25 h", 15),
        ("PT45M", 45),
        ("PT1H30M", 90),
        ("PT2H", 120),
        ("1", 1),
        ("960", 960),
        ("16 h", 960),
    ],
)
def test_how_long_as_people_and_systems_write_it(typed: str, minutes: int) -> None:
    assert minutes_of(typed) == minutes


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", Unclear.MISSING),
        ("  ", Unclear.MISSING),
        ("a while", Unclear.NOT_A_TIME),
        ("-45", Unclear.NOT_A_TIME),
        ("+45", Unclear.NOT_A_TIME),
        ("1.5", Unclear.NOT_A_TIME),  # of what?
        ("1:75", Unclear.NOT_A_TIME),
        ("45 apples", Unclear.NOT_A_TIME),
        ("1e3", Unclear.NOT_A_TIME),
        ("PT", Unclear.NOT_A_TIME),
        ("٤٥", Unclear.NOT_A_TIME),
        ("=45", Unclear.NOT_A_TIME),
        ("4" * 5_000, Unclear.NOT_A_TIME),
        ("0", Unclear.TOO_SHORT),
        ("0 h", Unclear.TOO_SHORT),
        ("0:00", Unclear.TOO_SHORT),
        ("0.1 min", Unclear.TOO_SHORT),
        ("961", Unclear.TOO_LONG),
        ("2000", Unclear.TOO_LONG),
        ("16 h 1", Unclear.TOO_LONG),
        ("999999", Unclear.TOO_LONG),
    ],
)
def test_what_is_no_time(typed: str, why: Unclear) -> None:
    with pytest.raises(NoMinutes) as refused:
        minutes_of(typed)
    assert refused.value.why is why


def test_a_number_alone_is_hours_in_a_column_of_hours() -> None:
    assert [minutes_of(said, bare_is_hours=True) for said in ("1", "1.5", "0,75", "45 min")] == [60, 90, 45, 45]


@pytest.mark.parametrize(
    ("spent", "minutes", "full"), [(0, 960, False), (480, 960, False), (481, 960, True), (1440, 1, True)]
)
def test_a_day_has_24_hours(spent: int, minutes: int, full: bool) -> None:
    assert day_is_full(spent, minutes) is full


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("", None),
        (" ", None),
        ("podcast", StudyKind.PODCAST),
        ("Podcast", StudyKind.PODCAST),
        ("E-Learning Module", StudyKind.COURSE),
        ("Classroom", StudyKind.COURSE),
        ("YouTube video", StudyKind.VIDEO),
        ("Webinar", StudyKind.TALK),
        ("Blog post", StudyKind.ARTICLE),
        ("e-book", StudyKind.BOOK),
        ("Job shadowing", StudyKind.PRACTICE),
        ("Video course", StudyKind.VIDEO),  # the telling word, not the general one
        ("=cmd|' /C calc'!A0", StudyKind.OTHER),
        ("Widget", StudyKind.OTHER),
    ],
)
def test_what_kind_another_system_means(said: str, kind: StudyKind | None) -> None:
    assert kind_named(said) is kind


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Podcast: how scams work", StudyKind.PODCAST),
        ("A TALK about talking", StudyKind.TALK),
        ("Facebook for beginners", None),
        ("Scams", None),
        ("", None),
    ],
)
def test_what_kind_a_title_gives_away(title: str, kind: StudyKind | None) -> None:
    assert kind_in(title) is kind


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        (" https://example.org/a?b=c#d ", "https://example.org/a?b=c#d"),
        ("http://example.org", "http://example.org"),
        ("HTTPS://EXAMPLE.ORG/A", "HTTPS://EXAMPLE.ORG/A"),
        ("example.org/a", "https://example.org/a"),
        ("www.example.org", "https://www.example.org"),
        ("https://cy.example.org/tŷ", "https://cy.example.org/tŷ"),
    ],
)
def test_an_address_on_the_web(typed: str, kept: str) -> None:
    assert web_address(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://example.org",
        "//example.org",
        "/record",
        "https://",
        "https:///a",
        "https://a b.example",
        "https://user:password@example.org",
        "https://good.example@evil.example",
        "https://example.org/\u202egnp.exe",
        "https://example.org/<script>",
        "https://[::1",
        "https://example.org:99999999",
        "not an address",
        "https://example.org/" + "a" * 500,
    ],
)
def test_what_is_no_address_on_the_web(typed: str) -> None:
    with pytest.raises(NoLink):
        web_address(typed)


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("A podcast", False),
        ("Tŷ a gardd 👩🏽‍💻", False),
        ("two\nlines\tand a tab", False),
        ("a\x07bell", True),
        ("a\x1b[31mred", True),
        ("turned \u202etxt.exe", True),
        ("a\ufeffmark", True),
        ("half \ud800", True),
    ],
)
def test_what_cannot_be_seen(text: str, hidden: bool) -> None:
    assert has_hidden(text) is hidden


def test_one_line_of_many() -> None:
    assert one_line(" a \r\n b\t c ") == "a b c"


HINTS = Hints(
    [
        SkillText("scams", "Recognising scams", ("I can tell when a message is trying to trick me.",)),
        SkillText("sheets", "Spreadsheets", ("I can sort and filter a table of figures.",)),
        SkillText("charts", "Charts", ("I can choose a chart for figures.",)),
        SkillText("data", "Personal data", ("I can say what personal data is.",)),
        SkillText("open", "Open data", ("I can publish data that others may use.",)),
        *(SkillText(f"other-{n}", f"Other{n}", (f"I can do number{n}.",)) for n in range(10)),
    ],
    [
        Term(("scam", "scams"), "A trick to get money or passwords by pretending to be something else."),
        Term(("phishing",), "A message that pretends to come from somebody, to get passwords or money."),
        Term(("pivot table",), "A summary of a spreadsheet."),
    ],
    stem,
)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", ()),
        ("Gardening", ()),
        ("A podcast I listened to at work", ()),
        ("Podcast: recognising a scam", ("scams",)),
        ("SCAMS!", ("scams",)),
        ("How phishing works", ("scams",)),  # by what the glossary says of both
        ("Spreadsheet tricks", ("sheets",)),
        ("Making a pivot table", ("sheets",)),
        ("Personal data and the law", ("data",)),
        ("a" * 5_000, ()),
        ("<script>alert(1)</script> '); DROP TABLE", ()),
    ],
)
def test_what_a_text_is_about(text: str, codes: tuple[str, ...]) -> None:
    assert HINTS.of(text)[:1] == codes[:1]
    assert len(HINTS.of(text)) <= 3


@dataclass
class Studied:
    minutes: int
    kind: str | None = None
    time: str | None = None
    skills: tuple[str, ...] = ()
    assurance: Assurance = Assurance.SELF_DECLARED


def test_a_year_summed_up() -> None:
    year = summary_of([
        Studied(30, "podcast", "own", ("scams", "data")),
        Studied(60, "book", "work", ("scams",), Assurance.WITNESSED),
        Studied(15),
    ])  # fmt: skip
    assert (year.minutes, year.entries) == (105, 3)
    assert [(share.what, share.minutes) for share in year.by_kind] == [("book", 60), ("podcast", 30), (None, 15)]
    assert [(share.what, share.minutes, share.entries) for share in year.by_skill] == [
        ("scams", 90, 2),
        ("data", 30, 1),
    ]
    assert year.by_assurance[Assurance.WITNESSED] == 60
    assert sum(share.minutes for share in year.by_time) == year.minutes
