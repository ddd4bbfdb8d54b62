"""What the network's leads look after, within their departments: who waits, where nobody helps, how the work lies, and
what came of it. Names stand only where a lead has something to do."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from learnhub.ambassadors.asking_words import decline_words
from learnhub.ambassadors.deciding import count_applications
from learnhub.ambassadors.matching_words import words_of
from learnhub.ambassadors.reassigning import close_request, reassign_request
from learnhub.catalogue.suggesting import skill_names
from learnhub.network import coverage, demand, impact, mentorships, requests_led, words
from learnhub.network.blueprint import blueprint
from learnhub.network.forms import CloseForm, OfferForm, PlaceForm
from learnhub.network.scope import leads_reach
from learnhub.people.faults import Refused
from learnhub.people.reach import Reach
from learnhub.permissions import Permission
from learnhub.questions.reported import count_open_reports
from learnhub.web.access import needs, visitor
from learnhub.web.bars import unbarred
from learnhub.web.i18n import gettext as _
from learnhub.web.rows import row_number


@blueprint.get("/network")
@needs(Permission.LEAD_NETWORK)
def show_network() -> ResponseReturnValue:
    """What wants a lead's hand today, then how the network does."""
    reach = _reach()
    return _page(
        "network/show_network.html",
        reach,
        applications=count_applications(reach.ids),
        reported=count_open_reports(),
        too_long=demand.count_too_long(reach),
        mentorships=mentorships.counted(reach),
        reverse=demand.reverse_count(reach),
        answers=demand.first_answers(reach),
        spread=demand.spread_of(reach),
        band_words=words.band_words,
        hours=words.hours_in_words,
    )


@blueprint.get("/network/coverage")
@needs(Permission.LEAD_NETWORK)
def show_coverage() -> ResponseReturnValue:
    """Ambassadors for each hundred people, by department; the skills that few or none offer."""
    reach = _reach()
    lines = coverage.by_department(reach)
    most = max((line.per_hundred for line in lines), default=0)
    skills = coverage.by_skill(reach)
    return _page(
        "network/show_coverage.html",
        reach,
        lines=lines,
        total=coverage.total(lines),
        most=most,
        offered=[line for line in skills if line.ambassadors],
        not_offered=[line for line in skills if not line.ambassadors],
    )


@blueprint.get("/network/offices")
@needs(Permission.LEAD_NETWORK)
def show_offices() -> ResponseReturnValue:
    """The same by office: those where nobody helps come first, with how often somebody has visited."""
    reach = _reach()
    lines = coverage.by_office(reach)
    without = [line for line in lines if not line.ambassadors]
    return _page("network/show_offices.html", reach, lines=lines[: words.MOST_OFFICES], without=without, all=lines)


@blueprint.get("/network/demand")
@needs(Permission.LEAD_NETWORK)
def show_demand() -> ResponseReturnValue:
    """What is asked for, and what of it nobody takes."""
    reach = _reach()
    lines = demand.by_skill(reach)
    return _page("network/show_demand.html", reach, lines=lines, most=max((line.asked for line in lines), default=0))


@blueprint.get("/network/impact")
@needs(Permission.LEAD_NETWORK)
def show_impact() -> ResponseReturnValue:
    """What came of it, in words that claim no more than can be seen."""
    reach = _reach()
    return _page("network/show_impact.html", reach, impact=impact.impact_in(reach))


@blueprint.get("/network/waiting")
@needs(Permission.LEAD_NETWORK)
def list_waiting() -> ResponseReturnValue:
    """Requests that nobody has taken for more than three working days."""
    reach, after = _reach(), request.args.get("after")
    return _page(
        "network/list_waiting.html",
        reach,
        page=demand.waiting_too_long(reach, after),
        is_first=not after,
        skill_names=skill_names,
    )


@blueprint.get("/network/waiting/<int:request_id>")
@needs(Permission.LEAD_NETWORK)
def show_waiting(request_id: int) -> ResponseReturnValue:
    """One of them: whom it was offered to, who could take it, or how to close it."""
    return _waiting_page(request_id, OfferForm(formdata=None), CloseForm(formdata=None))


@blueprint.post("/network/waiting/<int:request_id>")
@needs(Permission.LEAD_NETWORK)
def settle_waiting(request_id: int) -> ResponseReturnValue:
    """Offer it to somebody the lead has chosen, or end it with a reason that the asker reads."""
    asked, name = requests_led.request_led_or_404(_reach(), request_id)
    offers = request.form.get("action") == "offer"
    offer = OfferForm() if offers else OfferForm(formdata=None)
    close = CloseForm(formdata=None) if offers else CloseForm()
    offer.ambassador.choices = _choices(asked)
    try:
        if offers and offer.is_ok():
            reassign_request(asked.id, int(offer.ambassador.data))
            flash(_("Offered. %(name)s hears when somebody agrees.", name=name))
            return redirect(url_for("network.list_waiting"), 303)
        if not offers and close.is_ok():
            close_request(asked.id, close.reason.data or "")
            flash(_("Closed. %(name)s is told why.", name=name))
            return redirect(url_for("network.list_waiting"), 303)
    except Refused as refused:
        (offer.ambassador if offers else close.reason).errors = [str(refused)]
    return _waiting_page(request_id, offer, close), 422


@blueprint.get("/network/mentorships")
@needs(Permission.LEAD_NETWORK)
def list_mentorships() -> ResponseReturnValue:
    """Those that wait for somebody to take over, and those that have gone quiet."""
    reach = _reach()
    after, since = row_number(request.args.get("after")), row_number(request.args.get("since"))
    return _page(
        "network/list_mentorships.html",
        reach,
        handovers=mentorships.handovers(reach, after),
        stalled=mentorships.stalled(reach, since),
        counted=mentorships.counted(reach),
        ended=mentorships.ended(reach),
        after=after,
        since=since,
    )


def _reach() -> Reach:
    return leads_reach(visitor(), request.args.get("department"))


def _page(template: str, reach: Reach, **values: Any) -> str:
    """A page of figures with the choice of department; `asked` is what its links keep."""
    asked = {"department": reach.code} if reach.code else {}
    place = reach.chosen.name if reach.chosen else _("all that you look after")
    form = PlaceForm(request.args, reach)
    return render_template(template, reach=reach, asked=asked, place=place, form=form, days=demand.DAYS, **values)


def _waiting_page(request_id: int, offer: OfferForm, close: CloseForm) -> str:
    asked, name = requests_led.request_led_or_404(_reach(), request_id)
    offer.ambassador.choices = _choices(asked)
    return render_template(
        "network/show_waiting.html",
        asked=asked,
        name=name,
        skills=skill_names(unbarred(asked.skills)),
        offers=requests_led.offers_of(asked.id),
        answers=words.ANSWER_WORDS,
        decline_words=decline_words,
        offer=offer,
        close=close,
        problems=[*offer.problems, *close.problems],
    )


def _choices(asked: Any) -> list[SelectChoice]:
    """Who could take it, each with why."""
    found = requests_led.who_could_take(asked)
    return [
        SelectChoice(str(one.ambassador_id), f"{one.name}: {', '.join(words_of(reason) for reason in one.reasons)}")
        for one in found
    ]
