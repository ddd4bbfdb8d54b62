"""What the study log's codes are called on its pages and in its files, and what is said when something is refused."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from learnhub.record.words import Means
from learnhub.study.csv_rows import FileProblem, RowFault
from learnhub.study.durations import Unclear
from learnhub.study.evidence_content import FileFault
from learnhub.study.kinds import StudyKind, StudyTime

KINDS: dict[str, LazyString] = {
    StudyKind.PODCAST: _("Podcast"),
    StudyKind.ARTICLE: _("Article or web page"),
    StudyKind.VIDEO: _("Video"),
    StudyKind.TALK: _("Talk or webinar"),
    StudyKind.BOOK: _("Book"),
    StudyKind.COURSE: _("Course elsewhere"),
    StudyKind.PRACTICE: _("Trying it out"),
    StudyKind.OTHER: _("Something else"),
}
NOT_SAID = _("Not said")

TIMES: dict[str, LazyString] = {
    StudyTime.WORK: _("Work time"),
    StudyTime.OWN: _("My own time"),
    StudyTime.BOTH: _("Both"),
}
MEANS: dict[StudyTime, Means] = {
    StudyTime.WORK: Means.WORK_TIME,
    StudyTime.OWN: Means.OWN_TIME,
    StudyTime.BOTH: Means.BOTH_TIMES,
}

HOW_LONG = _("Enter how long it took, such as 45, or 1 h 30")
UNCLEAR: dict[Unclear, LazyString] = {
    Unclear.MISSING: HOW_LONG,
    Unclear.NOT_A_TIME: HOW_LONG,
    Unclear.TOO_SHORT: _("Enter at least one minute"),
    Unclear.TOO_LONG: _("Enter at most 16 hours: log what took several days as one entry a day"),
}
DAY_FULL = _("With this you would have more than 24 hours on that day: check the day and the minutes")
FUTURE = _("This day has not come yet: enter today or an earlier day")
NO_LINK = _("Enter the address of a page on the web: it begins with https:// or http://")
HIDDEN = _("This holds characters that cannot be seen: type it instead of pasting it")

FILES: dict[FileFault, LazyString] = {
    FileFault.EMPTY: _("This file is empty: choose another"),
    FileFault.TOO_LARGE: _("This file is larger than 5 MB: choose a smaller one, or give a link to it"),
    FileFault.NOT_ALLOWED: _(
        "This is no PDF, PNG, JPEG, WebP or plain text file, whatever its name says: choose another, or give a link"
    ),
    FileFault.BROKEN: _("This file is damaged or cut short: choose another copy of it"),
    FileFault.TWO_THINGS: _("There is something else behind the end of this file: save it anew and choose that copy"),
    FileFault.ACTIVE: _("This PDF carries programs or other files: print it to a new PDF and choose that one"),
    FileFault.INFECTED: _("The virus check found something in this file, so it has not been kept"),
    FileFault.NOT_SCANNED: _("The virus check could not look at this file, so it has not been kept: try again later"),
}
STILL_HERE = _("What you typed is still here.")
CHOOSE_AGAIN = _("Choose your file again: a browser does not keep it")

PROBLEMS: dict[FileProblem, LazyString] = {
    FileProblem.EMPTY: _("This file is empty: choose another"),
    FileProblem.TOO_LARGE: _("This file is larger than 2 MB: split it, or save only the columns that are needed"),
    FileProblem.NOT_TEXT: _("This is no CSV file: in the other system or in Excel, save it as CSV"),
    FileProblem.NO_TITLE: _("No column says what was studied: give one the heading “Title”"),
    FileProblem.NO_MINUTES: _("No column says how long it took: give one the heading “Minutes” or “Hours”"),
    FileProblem.NO_DAY: _("No column says on which day: give one the heading “Date”"),
    FileProblem.TOO_MANY_ROWS: _("This file has more than 2,000 rows: split it"),
    FileProblem.NO_ROWS: _("This file has headings and no rows: choose another"),
}
COLUMNS: dict[str, LazyString] = {
    "title": _("What was studied"),
    "minutes": _("Minutes"),
    "hours": _("Hours"),
    "day": _("Day"),
    "provider": _("Provider"),
    "link": _("Link"),
    "kind": _("Kind"),
}
ROW_FAULTS: dict[RowFault, LazyString] = {
    RowFault.BROKEN: _("the row is broken: it has more cells than there are headings, or a cell without an end"),
    RowFault.NO_TITLE: _("it does not say what was studied"),
    RowFault.TITLE_TOO_LONG: _("the title is longer than 200 characters"),
    RowFault.HIDDEN: _("the title holds characters that cannot be seen"),
    RowFault.NO_MINUTES: _("it does not say how long it took"),
    RowFault.NOT_A_TIME: _("what it says of how long it took is no time"),
    RowFault.TOO_SHORT: _("it took less than a minute"),
    RowFault.TOO_LONG: _("it took more than 16 hours"),
    RowFault.NO_DAY: _("it has no day"),
    RowFault.NOT_A_DAY: _("what stands for the day is none"),
    RowFault.FUTURE: _("the day has not come yet"),
    RowFault.BEFORE_JOINING: _("the day is before you joined"),
    RowFault.DAY_FULL: _("with it, that day would have more than 24 hours"),
}


def kind_words(kind: str | None) -> LazyString:
    """What a kind is called; that it was not said."""
    return KINDS.get(kind or "", NOT_SAID)


def time_words(time: str | None) -> LazyString:
    """In whose time; that it was not said."""
    return TIMES.get(time or "", NOT_SAID)
