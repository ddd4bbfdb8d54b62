"""The pages of a quiz: its questions, saving and handing in, the result.

A GET writes nothing: the questions follow from who asks and from how many attempts were handed in. Nothing that a
browser sends names an attempt: it is always the visitor's own next one, and a form made for another does not fit it.
"""

from collections.abc import Mapping

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from learnhub.catalogue.structures import Course, Module
from learnhub.learning import module_page, places, quiz_results
from learnhub.learning.answers import Sent, read
from learnhub.learning.marking import Given
from learnhub.learning.quiz_actions import hand_in_attempt, save_attempt
from learnhub.learning.quiz_page import Findings, fields_of, look_over
from learnhub.learning.quiz_queries import attempts_at, handed_in
from learnhub.learning.quiz_sheets import Desk, Sheet, sheet_from, sheet_now
from learnhub.learning.quiz_words import left_words, strange_words
from learnhub.record.completion import COVERED_BY_CHECK, done_modules
from learnhub.record.progress import ProgressRow
from learnhub.record.progress_queries import progress_of
from learnhub.record.words import Means
from learnhub.web import held
from learnhub.web.access import signed_in, visitor
from learnhub.web.i18n import gettext as _
from learnhub.web.i18n import language

STORED = 2**31  # past what a version's or an attempt's number can be


def add_quiz_routes(blueprint: Blueprint) -> None:
    """Add the quiz's own page. The questions stand at the module's address, which `views` serves."""
    address = "/courses/<course>/<module>/result/<int:number>"
    blueprint.add_url_rule(address, "show_result", show_result, methods=["GET"])


def show_quiz(course: Course, module: Module) -> ResponseReturnValue:
    """The questions of the visitor's next attempt: as saved, or as typed before their session ended."""
    desk = _desk(course, module)
    typed = held.typed()
    if typed is None:
        return _page(desk)
    number = _whole(typed.get("number"))
    if 0 < number <= desk.attempts.last_number:
        return _to_result(desk, number)
    return _page(desk, *_as_typed(typed, desk))


def hand_in_quiz(course: Course, module: Module) -> ResponseReturnValue:
    """Hand in, or save for later. What cannot be marked comes back as it was typed, with what to do about it (422)."""
    desk = _desk(course, module)
    number = _whole(request.form.get("number"))
    if 0 < number <= desk.attempts.last_number:
        return _already_handed_in(desk, number)
    action = request.form.get("action")
    sheet = _sheet_of(request.form, desk)
    sent = read(sheet.draw, request.form) if sheet else None
    if sheet is None or sent is None or sent.strange or action not in {"save", "hand-in"} or not desk.is_open:
        return _refused(desk)
    found = look_over(sheet, sent.given, saving=action == "save")
    if found:
        return _page(desk, sheet, sent.given, found)
    return (_save if action == "save" else _hand_in)(desk, sheet, sent)


def _save(desk: Desk, sheet: Sheet, sent: Sent) -> ResponseReturnValue:
    if not save_attempt(desk.learner_id, sheet, sent.given):
        return _already_handed_in(desk, sheet.number)
    flash(_("Your answers are saved. Nothing has been handed in or marked yet: come back whenever you like."))
    here = places.module_address(desk.course, desk.module)
    return redirect(here if desk.is_served else places.course_address(desk.course), 303)


def _hand_in(desk: Desk, sheet: Sheet, sent: Sent) -> ResponseReturnValue:
    if hand_in_attempt(desk.learner_id, sheet, sent.given, language()) is None:
        return _already_handed_in(desk, sheet.number)
    return _to_result(desk, sheet.number)


@signed_in
def show_result(course: str, module: str, number: int) -> ResponseReturnValue:
    """How an attempt was marked; one's own only. It stays when the quiz, or the whole course, is no longer served."""
    served = quiz_results.course_or_404(course)
    slugs = quiz_results.slugs_of(served, module)
    learner_id = visitor().learner_id
    found = handed_in(learner_id, served.id, slugs, number) if 0 < number < STORED else None
    if found is None:
        abort(404)
    kept, attempts = found
    result = quiz_results.result_of(learner_id, served, kept, slugs)
    progress = progress_of(learner_id, served.id)
    return render_template(
        "learning/show_result.html",
        course=served,
        result=result,
        kept=kept,
        best=attempts.best,
        passed=attempts.passed,
        is_open=attempts.may_try(result.limit),
        left=left_words(attempts.left(result.limit)),
        is_by_check=any(done.means is Means.CHECK for done in done_modules(served, progress).values()),
        is_complete=progress is not None and progress.completed_at is not None,
        next_address=places.address_after(served, result.module, progress) if result.is_served else None,
    )


def _desk(course: Course, module: Module) -> Desk:
    learner_id = visitor().learner_id
    return Desk(learner_id, course, module, attempts_at(learner_id, course.id, module.slugs))


def _sheet_of(form: Mapping[str, str], desk: Desk) -> Sheet | None:
    """The sheet that a form was made from; None when it is not one of this learner's next attempt."""
    version_id = _whole(form.get("version"))
    if not 0 < version_id < STORED:
        return None
    sheet = sheet_from(desk, version_id)
    return sheet if sheet is not None and _whole(form.get("number")) == sheet.number else None


def _whole(value: str | None) -> int:
    """A number that a form carries; 0 for anything that is none."""
    return int(value) if value and len(value) < 12 and value.isascii() and value.isdigit() else 0


def _already_handed_in(desk: Desk, number: int) -> ResponseReturnValue:
    flash(_("You had handed in these answers already. They count once, and this is their result."))
    return _to_result(desk, number)


def _to_result(desk: Desk, number: int) -> ResponseReturnValue:
    address = url_for("learning.show_result", course=desk.course.slug, module=desk.module.slug, number=number)
    return redirect(address, 303)


def _refused(desk: Desk) -> ResponseReturnValue:
    """The page again with nothing marked: the answers were to other questions, or there is no attempt left."""
    if not desk.is_served:
        abort(404)
    return _page(desk, *_as_typed(request.form, desk), Findings([("q1", strange_words())]))


def _as_typed(form: MultiDict[str, str], desk: Desk) -> tuple[Sheet, dict[str, Given]]:
    """The sheet with the answers of a form in it, wherever its questions are still asked.

    They are not when an attempt has been saved in a newer version since: then that one, and what fits of the form.
    """
    sheet = _sheet_of(form, desk)
    if sheet is not None:
        return sheet, read(sheet.draw, form).given
    theirs = _sheet_of(form, desk.without_saved())
    carried = read(theirs.draw, form).given if theirs else {}
    sheet = sheet_now(desk)
    return sheet, {**sheet.kept, **{question: answer for question, answer in carried.items() if answer}}


def _leaves_readings(course: Course, progress: ProgressRow | None) -> bool:
    """Whether there is still something to read or hear that passing the check would complete."""
    done = done_modules(course, progress)
    return any(module.kind in COVERED_BY_CHECK and module.slug not in done for module in course.modules)


def _page(
    desk: Desk,
    sheet: Sheet | None = None,
    given: Mapping[str, Given] | None = None,
    found: Findings | None = None,
) -> ResponseReturnValue:
    """The quiz with the answers given, or those saved; without questions when no attempt is left."""
    course, module = desk.course, desk.module
    sheet = sheet or sheet_now(desk)
    progress = progress_of(desk.learner_id, course.id)
    html = render_template(
        "learning/show_quiz.html",
        course=course,
        module=module,
        parts=module_page.parts_of(course, module),
        learner=module_page.learner_in(course, module, progress),
        quiz=sheet.quiz,
        sheet=sheet,
        attempts=desk.attempts,
        is_open=desk.is_open,
        left=left_words(desk.attempts.left(desk.limit)),
        fields=fields_of(sheet, sheet.kept if given is None else given, found) if desk.is_open else (),
        saves_readings=module is course.check and _leaves_readings(course, progress),
        problems=found.problems if found and desk.is_open else None,
        short_problems=found.short if found else None,
    )
    return html, 422 if found else 200
