"""HR's pages of closed quarters: is it always the same people, hours of learning, who studies by themselves."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from learnhub import clock
from learnhub.people.reach import Reach, reach_of
from learnhub.permissions import Permission
from learnhub.record.wording import ASSURANCE
from learnhub.record.words import Assurance
from learnhub.reports import participation_queries as queries
from learnhub.reports.blueprint import blueprint
from learnhub.reports.participation_models import EVERYWHERE
from learnhub.reports.participation_quarters import SETTLED_AFTER, Quarter, last_closed, quarter_with
from learnhub.reports.participation_words import Dimension, PartKind, StudyTime
from learnhub.web.access import needs, visitor
from learnhub.web.i18n import gettext as _
from learnhub.web.i18n import language, written_day

KIND_WORDS: dict[PartKind, LazyString] = {
    PartKind.EVENTS: _l("Events"),
    PartKind.STUDY: _l("Study by oneself"),
    PartKind.COURSES: _l("Courses"),
    PartKind.SUPPORT: _l("Helping colleagues"),
    PartKind.SESSIONS: _l("Support sessions"),
}
MEANING: dict[PartKind, LazyString] = {
    PartKind.EVENTS: _l(
        "Taking part is having been at an event: a hackathon, workshop, drop-in clinic or show-and-tell."
    ),
    PartKind.STUDY: _l("Taking part is having logged some study of one's own."),
    PartKind.COURSES: _l("Taking part is having completed a whole course."),
    PartKind.SUPPORT: _l("Taking part is having helped a colleague in a support session."),
    PartKind.SESSIONS: _l("Taking part is having been helped in a support session, and having said that it was so."),
}
ROW_WORDS: dict[Dimension, LazyString] = {
    Dimension.UNITS: _l("Departments"),
    Dimension.GRADES: _l("Grades"),
    Dimension.OFFICES: _l("Offices"),
    Dimension.JOINED: _l("Year of joining"),
}
TIME_WORDS: dict[StudyTime, LazyString] = {
    StudyTime.WORK: _l("In work time only"),
    StudyTime.OWN: _l("In their own time only"),
    StudyTime.BOTH: _l("In both"),
    StudyTime.UNSAID: _l("Not said"),
}


@blueprint.get("/reports/participation")
@needs(Permission.SEE_REPORTS)
def show_participation() -> ResponseReturnValue:
    """Who takes part: newcomers and the others, spread over units, grades, offices and years of joining."""
    reach, made = _scope(), queries.quarters_made()
    scope_id = scope_of(reach)
    kind = _asked(PartKind, "kind", PartKind.EVENTS)
    dimensions = dimensions_of(reach)
    by = _asked(Dimension, "by", Dimension.UNITS)
    by = by if by in dimensions else Dimension.UNITS
    quarter = quarter_with(request.args.get("quarter"))
    quarter = quarter if quarter in made else (made[0] if made else None)
    spread = None
    if scope_id is not None and quarter is not None:
        spread = queries.spread_of(scope_id, kind, by, quarter, made)
    return render_template(
        "reports/show_participation.html",
        **_around(reach, made),
        kind=kind,
        meaning=MEANING[kind],
        kinds=KIND_WORDS,
        by=by,
        dimensions=[(each, ROW_WORDS[each]) for each in dimensions],
        quarter=quarter,
        spread=spread,
        rows=named_rows(spread.rows, by, reach) if spread else [],
        quarters=quarters_told(made, spread.totals) if spread else [],
        made=made,
    )


@blueprint.get("/reports/hours")
@needs(Permission.SEE_REPORTS)
def show_hours() -> ResponseReturnValue:
    """Hours of learning by kind and by how each is known; the share of staff who studied by themselves."""
    reach, made = _scope(), queries.quarters_made()
    scope_id = scope_of(reach)
    is_whole = scope_id == EVERYWHERE or (reach.chosen is not None and reach.chosen.parent_id is None)
    hours = queries.hours_of_quarters(scope_id, made) if scope_id is not None and is_whole else {}
    study = queries.study_over_time(scope_id, made) if scope_id is not None else {}
    return render_template(
        "reports/show_hours.html",
        **_around(reach, made),
        is_whole=is_whole,
        kinds=KIND_WORDS,
        assurances=[(each, ASSURANCE[each]) for each in reversed(Assurance)],
        times=TIME_WORDS,
        hours=hours,
        study=study,
        quarters=quarters_told(made, {each: rows["all"] for each, rows in study.items()}),
        quarter=made[0] if made else None,
        made=made,
    )


def _scope() -> Reach:
    return reach_of(visitor().scopes(Permission.SEE_REPORTS), request.args.get("department"), language())


def scope_of(reach: Reach) -> int | None:
    """The scope whose tables an officer is looking at; None: several departments, of which they choose one."""
    if reach.chosen is not None:
        return reach.chosen.id
    return EVERYWHERE if reach.ids is None else None


def dimensions_of(reach: Reach) -> list[Dimension]:
    """The tables there are: grades, offices and years of a whole department only, so that nothing can be subtracted."""
    if reach.chosen is not None and reach.chosen.parent_id is None:
        return list(ROW_WORDS)
    return [Dimension.UNITS]


def quarters_told(made: Sequence[Quarter], totals: Mapping[Quarter, queries.CellRow]) -> list[Quarter]:
    """The quarters of a table over time: back to the first in which anybody took part, or of which nothing is shown.

    Before that the record knows of nobody: rows of noughts would look as if people had not wanted to.
    """
    known = [place for place, each in enumerate(made) if each not in totals or totals[each].taking_part]
    return list(made[: max(known, default=0) + 1]) if totals else []


def named_rows(rows: Sequence[queries.CellRow], by: Dimension, reach: Reach) -> list[tuple[str, str | None, Any]]:
    """Rows in order with what each is called, and the code of the unit it leads to. "Others" are the last."""
    named = [(_name(row, by, reach), _code(row, reach), row) for row in rows]
    return sorted(named, key=lambda one: (one[2].merged > 0, one[0].casefold()))


def quarter_name(quarter: Quarter) -> str:
    """ "July to September 2026"."""
    return str(
        _(
            "%(first)s to %(last)s",
            first=written_day(quarter.first, "MMMM"),
            last=written_day(quarter.last, "MMMM yyyy"),
        )
    )


def _name(row: queries.CellRow, by: Dimension, reach: Reach) -> str:
    if row.merged:
        return _("%(num)s others, together", num=row.merged)
    if by is not Dimension.UNITS:
        return row.label or _("Not known")
    name = reach.named(row.unit_id)
    if reach.chosen is not None and row.unit_id == reach.chosen.id:
        return _("%(name)s itself", name=name)
    return name


def _code(row: queries.CellRow, reach: Reach) -> str | None:
    if row.unit_id is None or (reach.chosen is not None and row.unit_id == reach.chosen.id):
        return None
    return next((unit.code for unit in reach.rows if unit.id == row.unit_id), None)


def _asked(choices: Any, name: str, default: Any) -> Any:
    asked = request.args.get(name)
    return choices(asked) if asked in set(choices) else default


def _around(reach: Reach, made: Sequence[Quarter]) -> dict[str, Any]:
    """What both pages need."""
    names = ("department", "kind", "by", "quarter")
    here = {name: value for name in names if (value := request.args.get(name))}

    def address(**changed: str | None) -> str:
        asked: dict[str, Any] = {**here, **changed}
        return url_for(request.endpoint or "", **asked)

    return {
        "reach": reach,
        "place": reach.chosen.name if reach.chosen else _("All that you may see"),
        "address": address,
        "is_made": bool(made),
        "quarter_name": quarter_name,
        "next_on": Quarter(last_closed(clock.today()).number + 1).after + SETTLED_AFTER,
    }
