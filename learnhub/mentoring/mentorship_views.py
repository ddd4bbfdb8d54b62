"""Mentorships as the two see them: the list, the page, goals, steps and notes. To anybody else none of it is there.

Dates are in `meeting_views`, ends in `ending_views`, a lead's handover in `handover_views`.
"""

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from learnhub.catalogue.suggesting import all_skills
from learnhub.mentoring import mentorship_parts as parts
from learnhub.mentoring import mentorship_words, mentorships
from learnhub.mentoring.blueprint import blueprint
from learnhub.mentoring.handover import offered_to
from learnhub.mentoring.holding import Over, hold
from learnhub.mentoring.meetings import show_when
from learnhub.mentoring.mentorship_forms import ME, GoalForm, KeyedForm, NoteForm, OutcomeForm, StepForm
from learnhub.mentoring.mentorship_queries import (
    Mentored,
    ended_mentorships_of,
    live_mentorships_of,
    mentorship_or_404,
)
from learnhub.people.faults import Refused
from learnhub.permissions import Role
from learnhub.web.access import signed_in, visitor
from learnhub.web.forms import shortened
from learnhub.web.i18n import gettext as _
from learnhub.web.rows import row_number

TYPED = ("text", "reason", "place")
Doings = dict[str, tuple[Callable[[int, int, int], bool], str]]  # a button's value: what it does, what is said then


@blueprint.get("/mentoring")
@signed_in
def list_mentorships() -> ResponseReturnValue:
    """One's mentorships, on either side."""
    before = row_number(request.args.get("before"))
    page = ended_mentorships_of(visitor().person_id, before)
    helps = any(grant.role is Role.AMBASSADOR for grant in visitor().grants)
    return render_template(
        "mentoring/list_mentorships.html",
        live=[] if before else live_mentorships_of(visitor().person_id),
        offers=offered_to(visitor().person_id) if helps and not before else [],
        page=page,
        words=mentorship_words,
        next_address=url_for("mentoring.list_mentorships", before=page.next_key),
        first_address=url_for("mentoring.list_mentorships") if before else "",
    )


@blueprint.get("/mentoring/<int:mentorship_id>")
@signed_in
def show_mentorship(mentorship_id: int) -> ResponseReturnValue:
    """Everything of a mentorship that its two work with."""
    seen = _seen(mentorship_id)
    to_do, done = parts.steps_of(seen.id)
    notes, note_count = parts.latest_notes(seen)
    goals = parts.goals_of(seen.id)
    return render_template(
        "mentoring/show_mentorship.html",
        seen=seen,
        goals=goals,
        reached=sum(goal.reached_at is not None for goal in goals),
        skills=all_skills(),
        to_do=to_do,
        done=done,
        notes=notes,
        note_count=note_count,
        meetings=parts.meetings_of(seen.id) if seen.is_live else [],
        met=parts.sessions_of(seen),
        form=OutcomeForm(data={"outcome": seen.my_outcome}),
        show_when=show_when,
        words=mentorship_words,
    )


@blueprint.route("/mentoring/<int:mentorship_id>/goals/new", methods=["GET", "POST"])
@signed_in
def write_goal(mentorship_id: int) -> ResponseReturnValue:
    """Set a goal."""
    seen, form = _seen(mentorship_id), GoalForm()

    def write() -> object:
        return mentorships.set_goal(seen.id, seen.viewer_id, form.text.data, form.skill.data, form.form_key.data)

    return _form_page("write_goal", seen, form, write, _("The goal is set. Both of you see it."))


@blueprint.post("/mentoring/<int:mentorship_id>/goals/<int:goal_id>")
@signed_in
def change_goal(mentorship_id: int, goal_id: int) -> ResponseReturnValue:
    """Reached, not reached after all, or let go of."""
    doings: Doings = {
        "reach": (mentorships.reach_goal, _("Marked as reached.")),
        "reopen": (mentorships.reopen_goal, _("The goal is open again.")),
        "drop": (mentorships.drop_goal, _("The goal is dropped.")),
    }
    return _changed(mentorship_id, goal_id, doings)


@blueprint.route("/mentoring/<int:mentorship_id>/steps/new", methods=["GET", "POST"])
@signed_in
def write_step(mentorship_id: int) -> ResponseReturnValue:
    """Note what one of the two does next."""
    seen = _seen(mentorship_id)
    form = StepForm(seen.other)

    def write() -> object:
        is_mine, due_on = form.who.data == ME, form.due_on.data
        return mentorships.add_step(
            seen.id, seen.viewer_id, form.text.data, is_mine=is_mine, due_on=due_on, form_key=form.form_key.data
        )

    return _form_page("write_step", seen, form, write, _("Noted. Both of you see it."))


@blueprint.post("/mentoring/<int:mentorship_id>/steps/<int:step_id>")
@signed_in
def change_step(mentorship_id: int, step_id: int) -> ResponseReturnValue:
    """Done, not done after all, or taken off the list."""
    doings: Doings = {
        "do": (mentorships.do_step, _("Marked as done.")),
        "undo": (mentorships.undo_step, _("The step is to do again.")),
        "remove": (mentorships.remove_step, _("The step is taken off the list.")),
    }
    return _changed(mentorship_id, step_id, doings)


@blueprint.get("/mentoring/<int:mentorship_id>/notes")
@signed_in
def list_notes(mentorship_id: int) -> ResponseReturnValue:
    """All notes that one may read, newest first."""
    seen, before = _seen(mentorship_id), row_number(request.args.get("before"))
    page = parts.notes_of(seen, before)
    here = url_for("mentoring.list_notes", mentorship_id=seen.id)
    return render_template(
        "mentoring/list_notes.html",
        seen=seen,
        page=page,
        next_address=url_for("mentoring.list_notes", mentorship_id=seen.id, before=page.next_key),
        first_address=here if before else "",
    )


@blueprint.route("/mentoring/<int:mentorship_id>/notes/new", methods=["GET", "POST"])
@signed_in
def write_note(mentorship_id: int) -> ResponseReturnValue:
    """Write a note: for both, or for oneself alone."""
    seen = _seen(mentorship_id)
    form = NoteForm(seen.other)

    def write() -> object:
        is_private = form.who.data == ME
        return mentorships.write_note(
            seen.id, seen.viewer_id, form.text.data, is_private=is_private, form_key=form.form_key.data
        )

    only_me = form.who.data == ME
    said = _("Kept. Only you can read it.") if only_me else _("Kept. %(name)s can read it too.", name=seen.other)
    return _form_page("write_note", seen, form, write, said)


@blueprint.route("/mentoring/<int:mentorship_id>/notes/<int:note_id>/erase", methods=["GET", "POST"])
@signed_in
def erase_note(mentorship_id: int, note_id: int) -> ResponseReturnValue:
    """Erase a note of one's own, having been asked."""
    seen = _seen(mentorship_id)
    if request.method == "POST":
        gone = mentorships.erase_note(mentorship_id, visitor().person_id, note_id)
        return _back(mentorship_id, _("The note is erased.") if gone else _("This note is gone already."))
    return render_template("mentoring/erase_note.html", seen=seen, note=parts.note_or_404(seen, note_id))


@blueprint.errorhandler(Over)
def show_over(over: Over) -> ResponseReturnValue:
    """What was meant for a mentorship that has ended meanwhile, or was handed over: in words, with what was typed."""
    sent = (value for name, value in request.form.items() if name in TYPED and value.strip())
    typed = [shortened(value) for value in sent]
    return render_template("mentoring/mentorship_over.html", why=str(over), typed=typed), 409


def _seen(mentorship_id: int) -> Mentored:
    if request.method == "POST":  # an end or a handover meanwhile is told in words, and nothing typed is lost
        hold(mentorship_id, visitor().person_id)
    return mentorship_or_404(visitor().person_id, mentorship_id)


def _changed(mentorship_id: int, number: int, doings: Doings) -> ResponseReturnValue:
    """What was pressed beside a goal or a step is done; the other may have been first."""
    seen = _seen(mentorship_id)
    do, said = doings.get(request.form.get("action", "")) or abort(400)
    changed = do(seen.id, seen.viewer_id, number)
    return _back(mentorship_id, said if changed else _("That was done already: nothing changed."))


def _form_page(
    name: str, seen: Mentored, form: KeyedForm, write: Callable[[], object], said: str
) -> ResponseReturnValue:
    """The form; sent and in order, what it is for, and back to the mentorship."""
    if not seen.is_live:
        raise Over(_("This mentorship has ended."))
    if form.is_ok():
        try:
            write()
        except Over:
            raise
        except Refused as refused:
            form.refuse(refused)
        else:
            return _back(seen.id, said)
    status = 422 if request.method == "POST" else 200
    return render_template(f"mentoring/{name}.html", seen=seen, form=form, problems=form.problems), status


def _back(mentorship_id: int, said: str) -> Response:
    flash(said)
    return redirect(url_for("mentoring.show_mentorship", mentorship_id=mentorship_id), 303)
