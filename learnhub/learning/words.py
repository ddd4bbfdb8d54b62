"""What codes are called on the pages of a course: levels, audiences, kinds, barriers, means."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from learnhub.catalogue.structures import Kind, Level
from learnhub.learning.contents import Status
from learnhub.record.words import Barrier, Means
from learnhub.web.i18n import gettext, show_minutes

LEVELS: dict[Level, LazyString] = {
    Level.AWARENESS: _("Awareness"),
    Level.WORKING: _("Working"),
    Level.PRACTITIONER: _("Practitioner"),
    Level.EXPERT: _("Expert"),
}

# The codes of docs/author.md, in the order in which the catalogue shows its groups.
AUDIENCES: dict[str, LazyString] = {
    "everyone": _("Everyone"),
    "operational-delivery": _("People in operational delivery"),
    "policy": _("People in policy"),
    "technical-specialists": _("Technical specialists"),
    "senior-leaders": _("Senior leaders"),
    "ambassadors": _("Digital ambassadors"),
}

KINDS: dict[Kind, LazyString] = {
    Kind.READING: _("Reading"),
    Kind.QUIZ: _("Check"),
    Kind.SCENARIO: _("Scenario"),
    Kind.TASK: _("Practical task"),
    Kind.VIDEO: _("Video"),
    Kind.WORKSHOP: _("Workshop"),
}

BARRIERS: dict[Barrier, LazyString] = {
    Barrier.BLOCKED: _("What I need is blocked on my computer or network"),
    Barrier.MISSING: _("I do not have the tool, device or account"),
    Barrier.NOT_ALLOWED: _("I am not allowed to"),
    Barrier.NO_TIME: _("I have no time for it at work"),
    Barrier.OTHER: _("Something else"),
}

# By what means a module was done, as a learner reads it after "Done".
MEANS: dict[Means, LazyString] = {
    Means.MARKED: _("you marked it as done"),
    Means.QUIZ: _("you passed it"),
    Means.CHECK: _("you passed the check of this course"),
    Means.TASK: _("you did the task"),
    Means.ALTERNATIVE: _("you did the alternative"),
    Means.VIDEO: _("you marked the video as watched"),
    Means.WORKSHOP: _("you told us that you attended"),
    Means.SCENARIO: _("you worked through it"),
}

WORTH: dict[int, LazyString] = {
    5: _("Well worth my time"),
    4: _("Worth my time"),
    3: _("Partly"),
    2: _("Hardly"),
    1: _("Not worth my time"),
}

TRIED: dict[int, LazyString] = {1: _("Yes"), 2: _("Not yet"), 3: _("No, it did not fit")}

LANGUAGES: dict[str, LazyString] = {"en": _("English"), "cy": _("Welsh")}

# Totals offered by the filter of the catalogue.
MINUTES = (20, 30, 45, 60)


def minutes_choices() -> list[tuple[int, str]]:
    """The filter's choices by time."""
    return [(minutes, gettext("Up to %(minutes)s", minutes=show_minutes(minutes))) for minutes in MINUTES]


# How a module or a course stands, and the tag that says so.
STATUSES: dict[Status, tuple[LazyString, str]] = {
    Status.NOT_STARTED: (_("Not started"), ""),
    Status.IN_PROGRESS: (_("In progress"), ""),
    Status.TRIED: (_("Not passed yet"), "warn"),
    Status.WAITING: (_("Waiting"), "warn"),
    Status.DONE: (_("Done"), "good"),
}

# The groups of the catalogue, in their order.
GROUPS: dict[str, LazyString] = {
    "begun": _("In progress"),
    "everyone": _("For everyone"),
    "operational-delivery": _("For people in operational delivery"),
    "policy": _("For people in policy"),
    "technical-specialists": _("For technical specialists"),
    "senior-leaders": _("For senior leaders"),
    "ambassadors": _("For digital ambassadors"),
    "done": _("Done"),
    "found": _("Found"),
}
