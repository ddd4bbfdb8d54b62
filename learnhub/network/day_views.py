"""An ambassador's own page: who waits, this week, whom they help, their hours, and what came of it."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from learnhub.ambassadors.board import meetings_for
from learnhub.ambassadors.models import Ambassador
from learnhub.ambassadors.profiles import ambassador_of
from learnhub.ambassadors.states import IN_NETWORK
from learnhub.ambassadors.words import HELPING, State
from learnhub.mentoring.handover import offered_to
from learnhub.mentoring.mentorship_queries import live_mentorships_of
from learnhub.mentoring.sharing_queries import shared_with
from learnhub.network import day
from learnhub.network.blueprint import blueprint
from learnhub.network.impact import impact_of
from learnhub.web.access import signed_in, visitor

QUESTIONS = 3


@blueprint.get("/ambassadors/mine")
@signed_in
def show_day() -> ResponseReturnValue:
    """What an ambassador does often, one press away. Who is none is shown how to become one."""
    person = visitor()
    row = _of_the_network(person.person_id)
    if row is None:
        return redirect(url_for("ambassadors.show_profile"))
    asked = day.requests_to(row.id)
    return render_template(
        "network/show_day.html",
        row=row,
        is_helping=row.state in HELPING,
        offers=[one for one in asked if one.is_offered],
        accepted=[one for one in asked if not one.is_offered],
        takeovers=offered_to(person.person_id),
        mentorships=[line for line in live_mentorships_of(person.person_id) if not line.mentorship.i_learn],
        sharers=shared_with(person.person_id),
        hours=day.hours_of(row),
        meetings=meetings_for(person),
        questions=day.unanswered_questions(row.id, QUESTIONS),
    )


@blueprint.get("/ambassadors/mine/impact")
@signed_in
def show_my_impact() -> ResponseReturnValue:
    """What came of it, for the people this ambassador helped, all together."""
    row = _of_the_network(visitor().person_id)
    if row is None:
        abort(404)
    return render_template("network/show_my_impact.html", impact=impact_of(row))


def _of_the_network(person_id: int) -> Ambassador | None:
    row = ambassador_of(person_id)
    return row if row is not None and row.state in IN_NETWORK - {State.NOMINATED} else None
