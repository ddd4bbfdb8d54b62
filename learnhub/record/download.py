"""A person's whole record as a CSV file: UTF-8 with a byte order mark (so that Excel sees the accents), instants in
RFC 3339, and no cell that a spreadsheet would run as a formula.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from learnhub import clock
from learnhub.record import shelves
from learnhub.record.queries import NamesThen
from learnhub.record.showing import Names, names_of
from learnhub.record.wording import ASSURANCE, BARRIERS, MEANS, VERBS, how_we_know_completion
from learnhub.record.words import Assurance, Barrier, Language, Means, ObjectKind, Verb
from learnhub.web.i18n import gettext as _
from learnhub.web.i18n import language

BYTE_ORDER_MARK = "\ufeff"
# What makes a spreadsheet read a cell as a formula; OWASP, "CSV Injection".
FORMULA_BEGINS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "﹦", "﹢", "﹣", "﹫")
BREAKS = ("\t", "\r", "\n")
SPACES = " \t\r\n\v\f\u00a0\u200b\u3000\ufeff"  # what a spreadsheet skips before it looks


def record_as_csv(rows: Sequence[Any], names: NamesThen, learner_id: int | None = None) -> Iterator[str]:
    """The rows of `queries.whole_record` as lines of the file, the heading first; `learner_id` is whose."""
    things = names_of(rows, language(), learner_id)
    yield BYTE_ORDER_MARK + _csv_line(_heading())
    for row in rows:
        yield _csv_line(_cells(row, names, things))


def safe_cell(value: object) -> str:
    """A cell's text; one that a spreadsheet would take for a formula begins with an apostrophe."""
    if value is None:
        return ""
    text = str(value)
    dangerous = text.startswith(BREAKS) or text.lstrip(SPACES).startswith(FORMULA_BEGINS)
    return "'" + text if isinstance(value, str) and dangerous else text


def rfc3339(instant: datetime) -> str:
    """An instant in UTC, to the second: 2026-11-03T14:05:00Z."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _heading() -> list[str]:
    return [
        _("When"),
        _("What happened"),
        _("Course"),
        _("Module"),
        _("Pathway, badge, study, event or session"),
        _("How"),
        _("Score in per cent"),
        _("Minutes"),
        _("How we know"),
        _("Counts"),
        _("Department then"),
        _("Grade then"),
        _("Profession then"),
        _("Version of the course"),
        _("Language"),
        _("Received"),
        _("Statement"),
        _("About statement"),
    ]


def _cells(row: Any, names: NamesThen, things: Names) -> list[object]:
    course, module = shelves.titles_of(row.course_id, row.kind, row.key, language())
    means = MEANS[Means(row.means)] if row.means else BARRIERS[Barrier(row.barrier)] if row.barrier else ""
    return [
        rfc3339(row.at),
        str(VERBS[Verb(row.verb)]),
        course,
        module,
        things[row.kind, row.key].title if (row.kind, row.key) in things else "",
        str(means),
        None if row.score is None else row.score / 10,
        row.minutes,
        _how_we_know(row),
        _("no, taken back") if row.by_seq is not None else _("yes"),
        names.on(row.department_id, clock.day_of(row.at)),
        row.grade,
        row.profession,
        row.version,
        Language(row.language).name.lower(),
        rfc3339(row.received_at),
        str(row.id),
        str(row.about_id) if row.about_id else None,
    ]


def _how_we_know(row: Any) -> str:
    assurance = Assurance(row.effective)
    is_completion = row.kind == ObjectKind.COURSE and row.verb == Verb.COMPLETED
    return how_we_know_completion(row.course_id, assurance) if is_completion else str(ASSURANCE[assurance])


def _csv_line(cells: Iterable[object]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow([safe_cell(cell) for cell in cells])
    return line.getvalue()
