"""What hackathons are called in words: parts, outcomes, skills by their code."""

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from learnhub.catalogue.shelf import shelf
from learnhub.events.hackathon_sheet import FileProblem, RowFault
from learnhub.events.hackathon_structures import Claimed, Outcome, Part
from learnhub.web.file_content import FileFault

PARTS: dict[str, LazyString] = {
    Part.IDEA: _l("Had the idea"),
    Part.DEVELOPER: _l("Developer"),
    Part.DESIGNER: _l("Designer"),
    Part.RESEARCHER: _l("User researcher"),
    Part.ANALYST: _l("Data analyst"),
    Part.EXPERT: _l("Knew the problem"),
    Part.WRITER: _l("Writer"),
    Part.PRESENTER: _l("Presenter"),
    Part.FACILITATOR: _l("Facilitator"),
    Part.TESTER: _l("Tester"),
    Part.OTHER: _l("Something else"),
}
OUTCOMES: dict[str, LazyString] = {
    Outcome.IN_USE: _l("It is in use"),
    Outcome.GOING_ON: _l("We work on it"),
    Outcome.TAKEN_UP: _l("Somebody else took it up"),
    Outcome.PAUSED: _l("It waits"),
    Outcome.ENDED: _l("It ended there"),
}
PICTURE_FAULTS: dict[FileFault, LazyString] = {
    FileFault.EMPTY: _l("The file is empty"),
    FileFault.TOO_LARGE: _l("The picture is larger than 1 MB: make it smaller"),
    FileFault.NOT_ALLOWED: _l("That is no picture: send a PNG, JPEG or WebP file"),
    FileFault.BROKEN: _l("The picture is broken: save it again and send that"),
    FileFault.TWO_THINGS: _l("There is something else hidden behind the picture: save it again and send that"),
    FileFault.ACTIVE: _l("That is no picture: send a PNG, JPEG or WebP file"),
    FileFault.INFECTED: _l("The virus scanner refused this file"),
    FileFault.NOT_SCANNED: _l("The virus scanner does not answer just now: try again later, or leave the picture out"),
}
FILE_PROBLEMS: dict[FileProblem, LazyString] = {
    FileProblem.EMPTY: _l("The file is empty"),
    FileProblem.TOO_LARGE: _l("The file is larger than 2 MB: send it in parts"),
    FileProblem.NOT_TEXT: _l("That is no CSV file: in a spreadsheet, save as “CSV”"),
    FileProblem.NO_EMAIL: _l("No column is called “email”: name the one with the addresses so"),
    FileProblem.NO_ROWS: _l("There is nothing below the headings"),
    FileProblem.TOO_MANY_ROWS: _l("The file has more than 1,000 rows: send it in parts"),
}
ROW_FAULTS: dict[str, LazyString] = {
    RowFault.BROKEN: _l("it has more cells than there are headings, or cannot be read"),
    RowFault.NO_EMAIL: _l("it has no e-mail address"),
    RowFault.NOT_AN_EMAIL: _l("that is not an e-mail address"),
    RowFault.HIDDEN: _l("it holds characters that cannot be seen"),
    RowFault.TEAM_TOO_LONG: _l("the team's name has more than 100 characters"),
    RowFault.PROJECT_TOO_LONG: _l("the project's name has more than 200 characters"),
    RowFault.PROJECT_WITHOUT_TEAM: _l("it has a project, but no team"),
    RowFault.NOT_HOURS: _l("the hours are not a number such as 6 or 6.5"),
    RowFault.TOO_LONG: _l("those are more hours than the hackathon lasts"),
}
COLUMNS: dict[str, LazyString] = {
    "email": _l("E-mail address"),
    "name": _l("Name"),
    "first": _l("First name"),
    "last": _l("Last name"),
    "team": _l("Team"),
    "role": _l("Role"),
    "hours": _l("Hours"),
    "minutes": _l("Minutes"),
    "project": _l("Project"),
    "link": _l("Link of the project"),
    "skills": _l("Skills"),
}


def all_skills() -> dict[str, str]:
    """Every skill of the standard, code → title, in the language of this response."""
    return {skill.code: skill.title for area in shelf().skills for skill in area.skills}


def claim_words(what: str, code: str) -> str:
    """A part or a skill in words; one that there is no more, by its code."""
    if what == Claimed.PART:
        return str(PARTS.get(code, code))
    return all_skills().get(code, code.replace("-", " "))


def skills_said(codes: tuple[str, ...]) -> str:
    """Skills in words, with commas between them; those that there are no more are left out."""
    known = all_skills()
    return ", ".join(known[code] for code in codes if code in known)


def how_known(confirmed: bool) -> str:
    """How a claim is known."""
    return str(_("confirmed by a team-mate") if confirmed else _("you told us"))
