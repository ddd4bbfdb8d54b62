"""What the record's codes are called on pages and in the download."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from learnhub.record.filters import KIND_ASKED, What
from learnhub.record.kinds import kinds
from learnhub.record.queries import RecordLine
from learnhub.record.shelves import current_version
from learnhub.record.words import Assurance, Barrier, Means, ObjectKind, Verb
from learnhub.web.access_log import Looked
from learnhub.web.i18n import gettext

ASSURANCE: dict[Assurance, LazyString] = {
    Assurance.SELF_DECLARED: _("You told us"),
    Assurance.WITNESSED: _("A colleague confirmed"),
    Assurance.RECORDED: _("Recorded by LearnHub"),
}

WHAT: dict[What, LazyString] = {
    What.COURSES: _("Courses completed"),
    What.MODULES: _("Modules done"),
    What.CHECKS: _("Checks handed in"),
    What.STARTED: _("Courses started"),
    What.BARRIERS: _("What I could not do at work"),
}

MEANS: dict[Means, LazyString] = {
    Means.MARKED: _("marked as done"),
    Means.QUIZ: _("by handing in the check"),
    Means.CHECK: _("by passing the check of the course"),
    Means.TASK: _("by doing the task"),
    Means.ALTERNATIVE: _("by doing the alternative"),
    Means.VIDEO: _("marked as watched"),
    Means.WORKSHOP: _("by attending"),
    Means.SCENARIO: _("by working through it"),
    Means.WORK_TIME: _("in work time"),
    Means.OWN_TIME: _("in my own time"),
    Means.BOTH_TIMES: _("in work time and my own"),
    Means.SESSION: _("in a support session"),
}

BARRIERS: dict[Barrier, LazyString] = {
    Barrier.BLOCKED: _("blocked"),
    Barrier.MISSING: _("missing"),
    Barrier.NOT_ALLOWED: _("not allowed"),
    Barrier.NO_TIME: _("no time"),
    Barrier.OTHER: _("something else"),
}

VERBS: dict[Verb, LazyString] = {
    Verb.STARTED: _("Started"),
    Verb.COMPLETED: _("Completed"),
    Verb.PASSED: _("Passed"),
    Verb.FAILED: _("Not passed yet"),
    Verb.WITNESSED: _("Confirmed by a colleague"),
    Verb.VOIDED: _("Taken back"),
    Verb.HINDERED: _("Could not do at work"),
    Verb.EARNED: _("Earned"),
    Verb.STUDIED: _("Studied"),
    Verb.ATTENDED: _("Attended"),
    Verb.HELPED: _("Helped"),
}

LOOKED: dict[str, LazyString] = {
    Looked.OPENED_PERSON.value: _("Opened your details"),
    Looked.OPENED_RECORD.value: _("Opened your record"),
    Looked.DOWNLOADED_EXPORT.value: _("Downloaded data with you in it"),
    Looked.SAW_NAMES.value: _("Saw your name in a list"),
    Looked.SAW_SHARED.value: _("Opened what you share with them"),
}


def whats() -> dict[What, LazyString]:
    """What a record can be asked for: of the things that other rooms own, those that are here."""
    here = kinds()
    return WHAT | {what: here[kind].label for what, kind in KIND_ASKED.items() if kind in here}


def how_we_know(line: RecordLine) -> str:
    """How a line is known. Of a completed course also what that rests on."""
    if line.kind is ObjectKind.COURSE and line.verb is Verb.COMPLETED:
        return how_we_know_completion(line.course_id, line.assurance)
    return str(ASSURANCE[line.assurance])


def how_we_know_completion(course_id: int | None, assurance: Assurance) -> str:
    """How the completion of a course is known: a recorded one rests on its check, not on each of its parts."""
    course = current_version(course_id) if course_id is not None else None
    if assurance is Assurance.RECORDED and course is not None and course.check is not None:
        return gettext("Recorded by LearnHub: check passed")
    return str(ASSURANCE[assurance])


def what_happened(line: RecordLine) -> str:
    """A line's verb as people say it: "Completed", "Done, by doing the task", "Passed, 80%"."""
    if line.verb is Verb.COMPLETED and line.kind is ObjectKind.MODULE:
        return str(gettext("Done, %(how)s", how=MEANS[line.means]) if line.means else gettext("Done"))
    if line.verb in (Verb.PASSED, Verb.FAILED) and line.score is not None:
        share = gettext("%(score)s%%", score=line.score // 10)
        return f"{VERBS[line.verb]}, {share}"
    if line.verb is Verb.HINDERED and line.barrier:
        return f"{VERBS[line.verb]}: {BARRIERS[line.barrier]}"
    if line.verb is Verb.ATTENDED and line.kind is ObjectKind.SUPPORT:
        return gettext("Took part")
    return str(VERBS[line.verb])


def kind_of_time(kind: ObjectKind, is_helping: bool = False) -> str:
    """What time went to, as a row of hours says it: a support session to helping, or to being helped."""
    if kind is ObjectKind.COURSE:
        return gettext("Courses")
    if is_helping:
        return gettext("Helping colleagues")
    if kind is ObjectKind.SUPPORT:
        return gettext("Support sessions with an ambassador")
    return str(kinds()[kind].label) if kind in kinds() else gettext("Other")
