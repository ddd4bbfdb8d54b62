"""Asking for help: one sentence, then who hears it; one's own requests. Answering is in `answering_views`."""

from dataclasses import dataclass
from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learnhub import clock
from learnhub import db as database
from learnhub.ambassadors import answering_views, asking_words, requests, showing
from learnhub.ambassadors import request_queries as queries
from learnhub.ambassadors.asking_forms import SEND, AskForm
from learnhub.ambassadors.blueprint import blueprint
from learnhub.ambassadors.capacity import why_full
from learnhub.ambassadors.matching_words import reasons_in_words
from learnhub.ambassadors.models import HelpRequest
from learnhub.ambassadors.profiles import known_ambassador
from learnhub.ambassadors.words import RequestState
from learnhub.catalogue.shelf import shelf
from learnhub.catalogue.suggesting import skill_names, suggested_in
from learnhub.people.faults import Refused
from learnhub.web import held
from learnhub.web.access import signed_in, visitor, writes_late
from learnhub.web.i18n import gettext as _
from learnhub.web.i18n import language
from learnhub.web.rows import row_number

MOST_KEPT = 20_000  # bytes of a form between the steps: more than one in order has


@dataclass(frozen=True, slots=True)
class Source:
    """Where somebody comes from: what is kept of it, its titles, and the skills it is about."""

    about: str = ""
    course: str = ""
    module: str = ""
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """The ambassador somebody chose by name. `is_resting`: they do not help at the moment, and `id` is None."""

    id: int | None = None
    name: str = ""
    is_resting: bool = False


@blueprint.route("/ambassadors/ask", methods=["GET", "POST"])
@signed_in
@writes_late  # what is kept between the steps is a write of its own
def ask_for_help() -> ResponseReturnValue:
    """A sentence; then the skills it seems to be about, unless one came from a course; then it is sent.

    Between the two steps the sentence waits where an interrupted form does: it stands in no address, and whoever goes
    back is not asked by the browser to send it again.
    """
    form = AskForm(data=_asked_by(request.args))
    source = _source_of(form)
    wanted = _wanted_by(form)
    if request.method == "GET":
        is_next = request.args.get("step") == SEND and g.pop("held", False)
        if source.course and not form.text.data:
            form.text.data = _("Can somebody go through “%(title)s” with me?", title=source.module or source.course)
        if is_next or source.skills or form.skills.data:
            form.suggest(source.skills)
        return _ask_page(form, source, wanted)
    form.offer((*source.skills, *suggested_in(form.text.data or "").all))
    if not form.is_ok() or wanted.is_resting:
        return _ask_page(form, source, wanted, 422)
    if form.step.data == SEND:
        return _send(form, source, wanted)
    if form.ask_what_it_is():
        return _ask_page(form, source, wanted, 422)
    kept = held.keep(visitor().person_id) if (request.content_length or 0) <= MOST_KEPT else None
    if kept is None:  # somebody filled what is hidden with a book
        form.suggest(source.skills)
        return _ask_page(form, source, wanted)
    return redirect(url_for("ambassadors.ask_for_help", held=kept, step=SEND), 303)


def _wanted_by(form: AskForm) -> Wanted:
    """Whom the asker chose by name. Who does not help at the moment is named, and left out of the form."""
    number = row_number(form.ambassador.data)
    if not number:
        return Wanted()
    known = known_ambassador(number) or abort(404)
    if not known.is_helping:
        form.ambassador.data = ""
    return Wanted(number if known.is_helping else None, known.name, is_resting=not known.is_helping)


def _send(form: AskForm, source: Source, wanted: Wanted) -> ResponseReturnValue:
    database.begin_write()
    try:
        asked = form.asked(source.about, wanted.id)
        same = requests.open_like(visitor().person_id, asked)
        if same is not None and same.form_key != form.form_key.data:
            flash(
                _("You asked this already: this is how it stands. If you mean something else, say it in other words.")
            )
            return redirect(url_for("ambassadors.show_request", request_id=same.id), 303)
        made = requests.ask_for_help(visitor().person_id, asked, form.form_key.data)
    except Refused as refused:
        form.text.errors = [str(refused)]
        return _ask_page(form, source, wanted, 422)
    flash(_what_happens(made, wanted.name))
    return redirect(url_for("ambassadors.show_request", request_id=made.id), 303)


def _what_happens(made: HelpRequest, wanted: str = "") -> str:
    if made.state == RequestState.OFFERED and wanted and made.offered_to_id == made.wanted_id:
        return _("We asked %(name)s, whom you chose. You hear within three working days.", name=wanted)
    if made.state == RequestState.OFFERED:
        return _("We asked somebody whose skills fit. You hear within three working days.")
    return _("Nobody whose skills fit has time today. We keep asking, and the lead of the network sees it.")


def _ask_page(form: AskForm, source: Source, wanted: Wanted, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "ambassadors/asking_form.html",
        form=form,
        problems=form.problems,
        source=source,
        wanted=wanted,
        is_last=form.step.data == SEND,
        is_second=request.args.get("step") == form.step.data == SEND,
    )
    return page, status


@blueprint.get("/ambassadors/requests")
@signed_in
def list_requests() -> ResponseReturnValue:
    """One's own requests, the newest first."""
    after = row_number(request.args.get("after"))
    page = queries.requests_of(visitor().person_id, after)
    return render_template(
        "ambassadors/asking_list.html",
        page=page,
        words=asking_words,
        next_address=url_for("ambassadors.list_requests", after=page.next_key),
        first_address=url_for("ambassadors.list_requests") if after else "",
    )


@blueprint.get("/ambassadors/requests/<int:request_id>")
@signed_in
def show_request(request_id: int) -> ResponseReturnValue:
    """A request: to its asker how it stands; to the ambassador who asks, what, and why them."""
    seen = queries.request_visible_to(visitor(), request_id, language())
    template = "ambassadors/asking_show.html" if seen.is_asker else "ambassadors/asking_offer.html"
    full = why_full(seen.me_id, seen.kind, clock.today()) if seen.is_offered and seen.me_id else None
    return render_template(template, full=full, **_about(seen))


@blueprint.route("/ambassadors/requests/<int:request_id>/withdraw", methods=["GET", "POST"])
@signed_in
def withdraw_request(request_id: int) -> ResponseReturnValue:
    """Take one's own request back, having been asked."""
    seen = _mine(request_id)
    if request.method == "GET":
        return render_template("ambassadors/asking_withdraw.html", **_about(seen))
    try:
        requests.withdraw_request(request_id, visitor().person_id)
        flash(_("Your request is withdrawn. Nobody is asked any more."))
    except Refused as refused:
        flash(str(refused))
    return redirect(url_for("ambassadors.show_request", request_id=request_id), 303)


@blueprint.post("/ambassadors/requests/<int:request_id>/widen")
@signed_in
def widen_request(request_id: int) -> ResponseReturnValue:
    """Let anybody help, from anywhere."""
    _mine(request_id)
    made = requests.widen_request(request_id, visitor().person_id)
    flash(_what_happens(made))
    return redirect(url_for("ambassadors.show_request", request_id=request_id), 303)


def _mine(request_id: int) -> queries.SeenRequest:
    seen = queries.request_visible_to(visitor(), request_id, language())
    if not seen.is_asker:
        answering_views.not_there()
    return seen


def _about(seen: queries.SeenRequest) -> dict[str, Any]:
    """What the pages of one request show."""
    return {
        "seen": seen,
        "words": asking_words,
        "showing": showing,
        "reasons": reasons_in_words(seen.reasons),
        "skills": skill_names(seen.skills),
        "about": queries.about_of(seen.about, language()),
    }


def _asked_by(args: Any) -> dict[str, Any]:
    """What an address fills in: a course, a check of it, a skill, an ambassador, a kind; nothing where it is none."""
    skill, kind = args.get("skill", ""), args.get("kind", "")
    filled = {name: args.get(name, "").strip()[:100] for name in ("course", "check", "ambassador")}
    return {
        **filled,
        "skills": [skill] if skill else [],
        **({"kind": kind} if kind in asking_words.KIND_WORDS else {}),
    }


def _source_of(form: AskForm) -> Source:
    course = shelf().course(form.course.data or "", language())
    if course is None:
        return Source()
    module = next((one for one in course.modules if one.slug == form.check.data), None)
    about = f"check/{course.slug}/{module.slug}" if module else f"course/{course.slug}"
    return Source(about, course.title, module.title if module else "", course.skills[: requests.MOST_SKILLS])
