"""The registry of datasets. Adding one is one entry here and one module with its columns, its count and its rows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select

from learnhub.exports import badges, completions, events, mentoring, progress, required, study
from learnhub.exports.cells import Cells
from learnhub.exports.columns import Column
from learnhub.exports.filters import Filters


@dataclass(frozen=True, slots=True)
class Dataset:
    """A kind of row that can be downloaded. `about` says in words what one row is.

    `rows` selects the cells of every row in a stable order; `count` counts the same rows without making them.
    `by_day`, `by_cursor`, `by_course` and `by_assignment`: whether days, `since`, a course and the number of a
    requirement mean anything for it.
    """

    name: str
    title: LazyString
    about: LazyString
    columns: tuple[Column, ...]
    count: Callable[[Filters], Select[int]]
    rows: Callable[[Filters, Cells], Select[Any]]
    by_day: bool
    by_cursor: bool
    by_course: bool = True
    by_assignment: bool = False


DATASETS: dict[str, Dataset] = {
    dataset.name: dataset
    for dataset in (
        Dataset(
            "completions",
            _l("Completions"),
            _l(
                "One row for each time somebody completed a course, with the department, grade and profession of that "
                "day. Completions that were voided as mistakes are left out."
            ),
            completions.COLUMNS,
            completions.count,
            completions.rows,
            by_day=True,
            by_cursor=True,
        ),
        Dataset(
            "progress",
            _l("Progress"),
            _l(
                "One row for each person now in the department and each course they have started: how far they are "
                "today. People who have started nothing have no row."
            ),
            progress.COLUMNS,
            progress.count,
            progress.rows,
            by_day=False,
            by_cursor=False,
        ),
        Dataset(
            "badges",
            _l("Badges"),
            _l(
                "One row for each badge, or level of one, that somebody earned, with the department, grade and "
                "profession of that day. Badges that were taken back are left out."
            ),
            badges.COLUMNS,
            badges.count,
            badges.rows,
            by_day=True,
            by_cursor=True,
            by_course=False,
        ),
        Dataset(
            "study",
            _l("Self-directed study"),
            _l(
                "One row for each piece of study that somebody logged, with the department of that day and without a "
                "name or anything they wrote. What was taken back is left out."
            ),
            study.COLUMNS,
            study.count,
            study.rows,
            by_day=True,
            by_cursor=True,
            by_course=False,
        ),
        Dataset(
            "events",
            _l("Attendance of events"),
            _l(
                "One row for each time somebody came to an event, with the department of that day and without a name "
                "or what anybody needed in order to take part. What was taken back is left out."
            ),
            events.COLUMNS,
            events.count,
            events.rows,
            by_day=True,
            by_cursor=True,
            by_course=False,
        ),
        Dataset(
            "mentoring",
            _l("Support sessions and mentoring"),
            _l(
                "One row for each part somebody had in a support session, as the ambassador or as one who was there "
                "and said so, with the department of that day: without names, who helped whom, or what it was about. "
                "Reverse mentoring of two people has no row."
            ),
            mentoring.COLUMNS,
            mentoring.count,
            mentoring.rows,
            by_day=True,
            by_cursor=True,
            by_course=False,
        ),
        Dataset(
            "required",
            _l("Required learning"),
            _l(
                "One row for each requirement in force and each person it is for now: done or not, and the person's "
                "own date. What is only suggested has no row."
            ),
            required.COLUMNS,
            required.count,
            required.rows,
            by_day=False,
            by_cursor=False,
            by_assignment=True,
        ),
    )
}
