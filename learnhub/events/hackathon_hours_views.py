"""The organiser's pages about who took part: hours to confirm, and lists of participants from elsewhere."""

from collections.abc import Iterable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from learnhub import clock
from learnhub import db as database
from learnhub.events import codes
from learnhub.events import hackathon_importing as importing
from learnhub.events.blueprint import blueprint
from learnhub.events.hackathon_forms import ParticipantsForm
from learnhub.events.hackathon_hours import HoursLine, confirm_everybodys_hours, hours_of, longest_of, unconfirmed
from learnhub.events.hackathon_importing import State
from learnhub.events.hackathon_queries import Hack, hackathon_organised_by
from learnhub.events.hackathon_sheet import CannotRead, read_sheet
from learnhub.events.hackathon_words import COLUMNS, FILE_PROBLEMS, PARTS, ROW_FAULTS, all_skills
from learnhub.people.faults import Refused
from learnhub.web import sheets
from learnhub.web.access import signed_in, visitor, writes_late
from learnhub.web.paging import PAGE_SIZE, page_of
from learnhub.web.rows import row_number

MOST_TICKED = 100


@blueprint.route("/events/<int:event_id>/hours", methods=["GET", "POST"])
@signed_in
@writes_late  # some people at a time, each lot in a transaction of its own
def confirm_hours_here(event_id: int) -> ResponseReturnValue:
    """How long each took part: confirm those ticked, or all who are not yet."""
    hack, after = hackathon_organised_by(visitor(), event_id), row_number(request.args.get("after"))
    typed, wrong = dict(request.form.items()), dict[int, str]()
    may_confirm = hack.event.state == "open" and clock.now() >= hack.event.starts_at - codes.OPENS
    if request.method == "POST":
        minutes, wrong = _asked(hack)
        if not wrong:
            flash(_confirmed(hack, minutes))
            return redirect(url_for("events.confirm_hours_here", event_id=event_id, after=after), 303)
    asked = request.args.get("all") == "ask" and may_confirm
    people = hours_of(event_id, after)
    page = render_template(
        "events/hackathon/confirm_hours.html",
        hack=hack,
        left=_left(event_id) if asked else None,
        event=hack.event,
        page=people,
        after=after,
        typed=typed,
        wrong=wrong,
        problems=_problems(wrong, people.rows),
        me=visitor().person_id,
        may_confirm=may_confirm,
    )
    return page, 422 if wrong else 200


def _problems(wrong: dict[int, str], lines: Iterable[HoursLine]) -> list[tuple[str, str]]:
    """Fields and what is wrong with them, with whose hours they are; no field where it is not on this page."""
    names = {line.id: line.name for line in lines}
    return [(f"minutes-{id_}", f"{names[id_]}: {said}") if id_ in names else ("", said) for id_, said in wrong.items()]


def _left(event_id: int) -> tuple[int, int]:
    """How many others are not confirmed yet, and how many of them were seen."""
    everybody, seen = (unconfirmed(event_id, visitor(), only_seen=only) for only in (False, True))
    return len(everybody), len(seen)


def _asked(hack: Hack) -> tuple[dict[int, int | None], dict[int, str]]:
    """Sign-up → minutes of those ticked, or of all who are not confirmed; and what is wrong with a number."""
    if (action := request.form.get("action")) in ("all", "seen"):
        return unconfirmed(hack.event.id, visitor(), only_seen=action == "seen"), {}
    minutes: dict[int, int | None] = {}
    wrong: dict[int, str] = {}
    for text in request.form.getlist("who")[:MOST_TICKED]:
        if (id_ := row_number(text)) is None:
            continue
        said = request.form.get(f"minutes-{id_}", "").strip()
        minutes[id_] = row_number(said)
        if said and not 0 < (minutes[id_] or 0) <= longest_of(hack.event):
            wrong[id_] = str(_("Enter minutes as a whole number from 1 to %(most)d", most=longest_of(hack.event)))
    return minutes, wrong


def _confirmed(hack: Hack, minutes: dict[int, int | None]) -> str:
    if not minutes:
        return str(_("Nothing was changed: tick somebody first, or nobody is left to confirm."))
    database.end_reading()
    try:
        done = confirm_everybodys_hours(hack.event.id, minutes, visitor())
    except Refused as refused:
        return str(refused)
    if not done:
        return str(_("Nothing was changed. You cannot confirm yourself: another organiser can."))
    return str(ngettext("%(num)d person's hours are confirmed.", "%(num)d people's hours are confirmed.", done))


@blueprint.route("/events/<int:event_id>/import", methods=["GET", "POST"])
@signed_in
@writes_late  # a large file takes a moment to read
def choose_participants(event_id: int) -> ResponseReturnValue:
    """Send a list of participants; it is kept for a day, and shown before anything comes of it."""
    hack = hackathon_organised_by(visitor(), event_id)
    form, headings = ParticipantsForm(), tuple[str, ...]()
    if form.is_ok():
        longest = longest_of(hack.event)
        database.end_reading()
        try:
            sheet = read_sheet(form.file.data.read(sheets.LARGEST + 1), skills=all_skills(), longest=longest)
        except CannotRead as error:
            form.file.errors, headings = [str(FILE_PROBLEMS[error.why])], error.headings
        else:
            database.begin_write()
            import_id = importing.keep_preview(event_id, visitor().person_id, sheet)
            return redirect(url_for("events.preview_participants", event_id=event_id, import_id=import_id), 303)
    hack = hackathon_organised_by(visitor(), event_id)  # the reading has ended what was read
    page = render_template(
        "events/hackathon/choose_participants.html",
        form=form,
        problems=form.problems,
        event=hack.event,
        headings=headings,
    )
    return page, 422 if request.method == "POST" else 200


@blueprint.get("/events/<int:event_id>/import/<int:import_id>")
@signed_in
def preview_participants(event_id: int, import_id: int) -> ResponseReturnValue:
    """What was understood of the file, and what becomes of each row; nothing is taken over yet."""
    hack = hackathon_organised_by(visitor(), event_id)
    preview = importing.preview_of(event_id, visitor().person_id, import_id) or abort(404)
    only_faults = request.args.get("show") == "problems"
    rows = preview.only(set(State) - {State.FINE}) if only_faults else list(preview.rows)
    after = row_number(request.args.get("after")) or 0
    page = page_of([one for one in rows if one.row.line > after][: PAGE_SIZE + 1], lambda one: str(one.row.line))
    asked: dict[str, Any] = {"event_id": event_id, "import_id": import_id, "show": "problems" if only_faults else None}
    return render_template(
        "events/hackathon/preview_participants.html",
        event=hack.event,
        preview=preview,
        page=page,
        only_faults=only_faults,
        next_address=url_for("events.preview_participants", **asked, after=page.next_key),
        first_address=url_for("events.preview_participants", **asked) if after else "",
        State=State,
        columns=COLUMNS,
        faults=ROW_FAULTS,
        longest=longest_of(hack.event),
        parts=PARTS,
    )


@blueprint.post("/events/<int:event_id>/import/<int:import_id>")
@signed_in
@writes_late  # some rows at a time, each lot in a transaction of its own
def take_participants(event_id: int, import_id: int) -> ResponseReturnValue:
    """Take over what is fine. Pressed twice, each row is taken over once."""
    hackathon_organised_by(visitor(), event_id)
    preview = importing.preview_of(event_id, visitor().person_id, import_id) or abort(404)
    if preview.is_finished:
        flash(_("This list has been taken over already."))
    else:
        database.end_reading()
        done = importing.import_rows(event_id, visitor().person_id, import_id)
        flash(ngettext("%(num)d person is taken over. Confirm their hours below.",
                       "%(num)d people are taken over. Confirm their hours below.", done))  # fmt: skip
    return redirect(url_for("events.confirm_hours_here", event_id=event_id), 303)
