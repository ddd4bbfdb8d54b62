"""What a shared part shows of somebody's record, as a table in words. What was answered or reflected on is in none."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select

from learnhub import clock
from learnhub.catalogue.shelf import shelf
from learnhub.catalogue.suggesting import all_skills
from learnhub.db import db
from learnhub.mentoring.mentorship_words import KNOWN_WORDS
from learnhub.mentoring.sharing import Part
from learnhub.record import queries as record
from learnhub.record.filters import Filters, What
from learnhub.record.progress_queries import progress_by_course
from learnhub.record.showing import shown
from learnhub.record.words import Assurance, ObjectKind
from learnhub.study import queries as study
from learnhub.study.models import StudyEntry
from learnhub.study.words import KINDS, NOT_SAID
from learnhub.web.i18n import gettext as _
from learnhub.web.i18n import language, ngettext, show_date, show_minutes
from learnhub.web.paging import PAGE_SIZE

MOST_ROWS = 100  # of what is not paged
MOST_ENTRIES = 2_000  # of a study log, the latest, whose skills are counted


@dataclass(frozen=True, slots=True)
class Shown:
    """A part as a table: the first cell of a row says what it is about."""

    headings: list[str]
    rows: list[list[str]]
    next_key: str | None = None


def shown_part(part: Part, learner_id: int, after: str | None = None) -> Shown:
    """A part of a learner's record."""
    show: dict[Part, Callable[[int], Shown]] = {
        Part.COURSES: _courses,
        Part.BADGES: _badges,
        Part.SKILLS: _skills,
        Part.HOURS: _hours,
    }
    return _study(learner_id, after) if part is Part.STUDY else show[part](learner_id)


def _courses(learner_id: int) -> Shown:
    """Completed ones, the latest first; then those under way."""
    progress = progress_by_course(learner_id).values()
    completed = sorted(
        (row for row in progress if row.is_complete), key=lambda row: row.completed_ms or 0, reverse=True
    )
    begun = sorted((row for row in progress if not row.is_complete), key=lambda row: row.last_ms, reverse=True)
    rows = []
    for row in [*completed, *begun][:MOST_ROWS]:
        if row.completed_ms is not None:
            where = _("Completed on %(day)s", day=show_date(clock.from_ms(row.completed_ms)))
        else:
            where = _("Begun on %(day)s", day=show_date(row.started_at))
        rows.append([shelf().title_of(row.course_id, language()), where])
    return Shown([_("Course"), _("How far")], rows)


def _badges(learner_id: int) -> Shown:
    lines = record.transcript_of(learner_id, Filters(what=What.BADGES))[:MOST_ROWS]
    rows = [[one.title, show_date(one.line.at)] for one in shown(lines, language()) if one.kind is ObjectKind.BADGE]
    return Shown([_("Badge"), _("Earned on")], rows)


def _skills(learner_id: int) -> Shown:
    """Skills by how much they were about them: courses completed, entries of study."""
    courses: Counter[str] = Counter()
    for row in progress_by_course(learner_id).values():
        course = shelf().by_id(row.course_id) if row.is_complete else None
        courses.update(course.skills if course is not None else ())
    entries = _skills_studied(learner_id)
    titles = all_skills()
    found = sorted(courses.keys() | entries.keys(), key=lambda code: (-courses[code] - entries[code], code))
    rows = [
        [
            titles.get(code, code.replace("-", " ")),
            ngettext("%(num)d course", "%(num)d courses", courses[code]) if courses[code] else "–",
            ngettext("%(num)d entry", "%(num)d entries", entries[code]) if entries[code] else "–",
        ]
        for code in found[:MOST_ROWS]
    ]
    return Shown([_("Skill"), _("Courses completed"), _("Study log")], rows)


def _skills_studied(learner_id: int) -> Counter[str]:
    entries = select(StudyEntry.skills).where(
        StudyEntry.learner_id.in_(study.whose(learner_id)), StudyEntry.voided_at.is_(None)
    )
    latest = entries.order_by(StudyEntry.id.desc()).limit(MOST_ENTRIES)
    return Counter(code for skills in db.session.execute(latest).scalars() for code in skills)


def _study(learner_id: int, after: str | None) -> Shown:
    page = study.entries_of(learner_id, after)
    rows = [
        [
            entry.title,
            show_date(entry.on_day),
            show_minutes(entry.minutes),
            str(KINDS.get(entry.kind, NOT_SAID)) if entry.kind else str(NOT_SAID),
            str(KNOWN_WORDS[entry.assurance]),
        ]
        for entry in page.rows[:PAGE_SIZE]
    ]
    return Shown([_("What"), _("Day"), _("How long"), _("Kind"), _("How we know")], rows, page.next_key)


def _hours(learner_id: int) -> Shown:
    known = list(reversed(Assurance))
    rows = [
        [str(year), show_minutes(sum(minutes.values())), *(show_minutes(minutes[each]) for each in known)]
        for year, minutes in record.summary_of(learner_id).minutes.items()
    ]
    return Shown([_("Year"), _("Together"), *(str(KNOWN_WORDS[each]) for each in known)], rows)
