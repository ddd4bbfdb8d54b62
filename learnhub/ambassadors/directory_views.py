"""Finding an ambassador: the directory, somebody's page, the noticeboard."""

from datetime import timedelta

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learnhub.ambassadors import board, showing
from learnhub.ambassadors.blueprint import blueprint
from learnhub.ambassadors.choosing import choices
from learnhub.ambassadors.directory import ambassador_shown, ambassadors_found
from learnhub.ambassadors.finding import Filters
from learnhub.ambassadors.profiles import known_ambassador
from learnhub.catalogue.suggesting import all_skills
from learnhub.permissions import Permission, Role
from learnhub.web.access import signed_in, visitor
from learnhub.web.i18n import language
from learnhub.web.rows import row_number

POSTS_KEPT = timedelta(days=731)


@blueprint.get("/ambassadors")
@signed_in
def list_ambassadors() -> ResponseReturnValue:
    """The directory."""
    filters, after = Filters.of(request.args), request.args.get("after")
    page = ambassadors_found(filters, language(), after)
    return render_template(
        "ambassadors/list_ambassadors.html",
        page=page,
        filters=filters,
        is_filtered=bool(filters.address(q="")),
        choices=choices(),
        is_ambassador=_is_ambassador(),
        next_address=url_for("ambassadors.list_ambassadors", **filters.address(), after=page.next_key),
        first_address=url_for("ambassadors.list_ambassadors", **filters.address()) if after else "",
    )


@blueprint.get("/ambassadors/<int:ambassador_id>")
@signed_in
def show_ambassador(ambassador_id: int) -> ResponseReturnValue:
    """One ambassador, and how to ask them; of who does not help at the moment, how to ask all the same."""
    line = ambassador_shown(ambassador_id, language())
    if line is None:
        return _not_helping_page(ambassador_id)
    return render_template(
        "ambassadors/show_ambassador.html",
        line=line,
        skills=all_skills(),
        words=showing,
        is_me=line.person_id == visitor().person_id,
        may_lead=visitor().may(Permission.LEAD_NETWORK),
    )


@blueprint.get("/ambassadors/board")
@signed_in
def show_board() -> ResponseReturnValue:
    """What the leads have posted. Of those in the network; to everybody else it is not there."""
    person = visitor()
    if not board.may_read(person):
        abort(404)
    after = row_number(request.args.get("after"))
    page = board.posts_for(person, after)
    return render_template(
        "ambassadors/show_board.html",
        page=page,
        meetings=board.meetings_for(person) if after is None else [],
        may_post=person.may(Permission.LEAD_NETWORK),
        led=board.departments_led(person),
        next_address=url_for("ambassadors.show_board", after=page.next_key),
        first_address=url_for("ambassadors.show_board") if after else "",
    )


def _not_helping_page(ambassador_id: int) -> ResponseReturnValue:
    known = known_ambassador(ambassador_id)
    if known is None or known.is_helping:  # the latter: they have left the service, and the job will say so
        abort(404)
    return render_template(
        "ambassadors/not_helping.html",
        known=known,
        ambassador_id=ambassador_id,
        is_me=known.person_id == visitor().person_id,
        may_lead=visitor().may(Permission.LEAD_NETWORK),
    )


def _is_ambassador() -> bool:
    return any(grant.role is Role.AMBASSADOR for grant in visitor().grants)
