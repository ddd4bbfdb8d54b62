"""HR's page of the pulse: the last closed year beside the one before."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from learnhub import clock
from learnhub.people.reach import reach_of
from learnhub.permissions import Permission
from learnhub.pulse.forms import CHANGING_QUESTION, CHANGING_WORDS, KNOWING_QUESTION, KNOWING_WORDS
from learnhub.pulse.queries import tallies
from learnhub.pulse.words import last_closed_year
from learnhub.reports.blueprint import blueprint
from learnhub.reports.participation_views import scope_of
from learnhub.reports.pulse_results import Result, results_of
from learnhub.web.access import needs, visitor
from learnhub.web.i18n import language


@blueprint.get("/reports/pulse")
@needs(Permission.SEE_REPORTS)
def show_pulse() -> ResponseReturnValue:
    """The answers of a whole department or the whole service; of units there are none."""
    reach = reach_of(visitor().scopes(Permission.SEE_REPORTS), request.args.get("department"), language())
    scope_id, last = scope_of(reach), last_closed_year(clock.today())
    years = (last, last - 1)
    found = {year: results_of(tally) for year, tally in tallies(years).items()} if scope_id is not None else {}
    results = {year: found[year].get(scope_id) for year in found if scope_id is not None}

    def address(**changed: str | None) -> str:
        asked: dict[str, Any] = {"department": reach.code, **changed}
        return url_for("reports.show_pulse", **asked)

    return render_template(
        "reports/show_pulse.html",
        reach=reach,
        address=address,
        years=years,
        results=results,
        is_whole=reach.chosen is None or reach.chosen.parent_id is None,
        questions=(
            (CHANGING_QUESTION, CHANGING_WORDS, _part(results, "changing")),
            (KNOWING_QUESTION, KNOWING_WORDS, _part(results, "knowing")),
        ),
    )


def _part(results: dict[int, Result | None], name: str) -> dict[int, Any]:
    return {year: getattr(result, name) if result else None for year, result in results.items()}
