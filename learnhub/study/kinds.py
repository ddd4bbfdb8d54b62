"""What kind of thing was studied, and in whose time; read from other systems' words too. Pure."""

import re
import unicodedata
from enum import StrEnum


class StudyKind(StrEnum):
    """What kind of thing was studied; the value is what the table and the files hold."""

    ARTICLE = "article"
    BOOK = "book"
    COURSE = "course"
    PODCAST = "podcast"
    PRACTICE = "practice"
    TALK = "talk"
    VIDEO = "video"
    OTHER = "other"


class StudyTime(StrEnum):
    """In whose time."""

    WORK = "work"
    OWN = "own"
    BOTH = "both"


# What other systems and people call them. A word of the text decides; the first kind with one of its words wins.
_WORDS: dict[StudyKind, str] = {
    StudyKind.PODCAST: "podcast podcasts podlediad radio audio",
    StudyKind.VIDEO: "video videos film films youtube screencast fideo",
    StudyKind.BOOK: "book books ebook audiobook llyfr",
    StudyKind.ARTICLE: "article articles blog blogs post paper report guidance guide reading newsletter website web "
    "erthygl",
    StudyKind.TALK: "talk talks webinar webinars seminar seminars lecture lectures conference meetup presentation "
    "briefing event sgwrs gweminar",
    StudyKind.PRACTICE: "practice practical exercise exercises project shadowing experiment ymarfer",
    StudyKind.COURSE: "course courses elearning class classroom training workshop module programme program mooc cwrs",
}
_KIND_OF_WORD = {word: kind for kind, words in _WORDS.items() for word in words.split()}
_ORDER = list(_WORDS)
_WORD = re.compile(r"[^\W\d_]+")


def kind_named(text: str) -> StudyKind | None:
    """The kind that a cell or an address names: one of ours, or a word for it; OTHER for words nobody knows here."""
    if not text.strip():
        return None
    plain = text.strip().casefold()
    if plain in set(StudyKind):
        return StudyKind(plain)
    return kind_in(text) or StudyKind.OTHER


def kind_in(title: str) -> StudyKind | None:
    """The kind that a title gives away ("Podcast: how scams work"); None when it says nothing."""
    folded = (
        unicodedata.normalize("NFKD", title.casefold()).replace("e-learning", "elearning").replace("e-book", "ebook")
    )
    found = {_KIND_OF_WORD[word] for word in _WORD.findall(folded) if word in _KIND_OF_WORD}
    return min(found, key=_ORDER.index) if found else None
