"""The dates of a mentorship: set, move, cancel, take into one's calendar."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learnhub.mentoring import meetings
from learnhub.mentoring.blueprint import blueprint
from learnhub.mentoring.holding import Over, hold
from learnhub.mentoring.mentorship_forms import MeetingForm
from learnhub.mentoring.mentorship_parts import meeting_or_404, meetings_of
from learnhub.mentoring.mentorship_queries import Mentored, mentorship_or_404
from learnhub.mentoring.models import MentorshipMeeting
from learnhub.people.faults import Refused
from learnhub.web.access import signed_in, visitor
from learnhub.web.i18n import gettext as _


@blueprint.route("/mentoring/<int:mentorship_id>/dates/new", methods=["GET", "POST"])
@signed_in
def set_date(mentorship_id: int) -> ResponseReturnValue:
    """Agree a date; the other is told at once."""
    seen, form = _live(mentorship_id), MeetingForm()
    if form.is_ok():
        try:
            meetings.set_meeting(seen.id, seen.viewer_id, form.when, form.form_key.data)
        except Over:
            raise
        except Refused as refused:
            form.refuse(refused)
        else:
            return _back(seen.id, _("The date is set. %(name)s is told at once.", name=seen.other))
    return _page(seen, form, None)


@blueprint.route("/mentoring/<int:mentorship_id>/dates/<int:meeting_id>", methods=["GET", "POST"])
@signed_in
def move_date(mentorship_id: int, meeting_id: int) -> ResponseReturnValue:
    """Another day, time or place."""
    seen = _live(mentorship_id)
    meeting = meeting_or_404(seen.id, meeting_id)
    form = MeetingForm(meeting)
    if form.is_ok():
        try:
            moved = meetings.move_meeting(seen.id, seen.viewer_id, meeting_id, form.when)
        except Over:
            raise
        except Refused as refused:
            form.refuse(refused)
        else:
            said = _("The date is changed. %(name)s is told at once.", name=seen.other)
            return _back(seen.id, said if moved else _("Nothing is different, so nobody was told."))
    return _page(seen, form, meeting)


@blueprint.route("/mentoring/<int:mentorship_id>/dates/<int:meeting_id>/cancel", methods=["GET", "POST"])
@signed_in
def cancel_date(mentorship_id: int, meeting_id: int) -> ResponseReturnValue:
    """Cancel a date, having been asked."""
    seen = _live(mentorship_id)
    meeting = meeting_or_404(seen.id, meeting_id)
    if request.method == "POST":
        gone = meetings.cancel_meeting(seen.id, seen.viewer_id, meeting_id)
        said = _("The date is cancelled. %(name)s is told at once.", name=seen.other)
        return _back(seen.id, said if gone else _("It was cancelled already."))
    return render_template("mentoring/cancel_date.html", seen=seen, meeting=meeting, show_when=meetings.show_when)


@blueprint.get("/mentoring/<int:mentorship_id>/dates/<int:meeting_id>.ics")
@signed_in
def download_date(mentorship_id: int, meeting_id: int) -> ResponseReturnValue:
    """One date for one's calendar; a cancelled one says so, for a calendar that has it."""
    seen = mentorship_or_404(visitor().person_id, mentorship_id)
    return _file(meetings.calendar_file(seen, [meeting_or_404(seen.id, meeting_id)]), f"meeting-{meeting_id}")


@blueprint.get("/mentoring/<int:mentorship_id>/dates.ics")
@signed_in
def download_dates(mentorship_id: int) -> ResponseReturnValue:
    """All dates to come, as a file."""
    seen = mentorship_or_404(visitor().person_id, mentorship_id)
    return _file(meetings.calendar_file(seen, meetings_of(seen.id)), "meetings")


def _live(mentorship_id: int) -> Mentored:
    """A mentorship that goes on; one that has ended is told in words."""
    if request.method == "POST":
        hold(mentorship_id, visitor().person_id)
    seen = mentorship_or_404(visitor().person_id, mentorship_id)
    if not seen.is_live:
        raise Over(_("This mentorship has ended."))
    return seen


def _page(seen: Mentored, form: MeetingForm, meeting: MentorshipMeeting | None) -> ResponseReturnValue:
    status = 422 if request.method == "POST" else 200
    page = render_template("mentoring/write_date.html", seen=seen, form=form, problems=form.problems, meeting=meeting)
    return page, status


def _back(mentorship_id: int, said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(url_for("mentoring.show_mentorship", mentorship_id=mentorship_id), 303)


def _file(content: bytes, name: str) -> Response:
    response = Response(content, mimetype="text/calendar")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
