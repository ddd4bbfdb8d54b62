"""The page of the pulse: two questions, or word that there is nothing to ask now."""

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from learnhub import clock
from learnhub.pulse.actions import answer_pulse, settle_pulse
from learnhub.pulse.forms import PulseForm
from learnhub.pulse.queries import is_due
from learnhub.pulse.words import Changing, Knowing, is_asked_on
from learnhub.web.access import signed_in, visitor

blueprint = Blueprint("pulse", __name__)


def init_app(app: Flask) -> None:
    """Add this room to the app."""
    app.register_blueprint(blueprint)


@blueprint.get("/pulse")
@signed_in
def show_pulse() -> ResponseReturnValue:
    """The two questions, to whoever has not settled them this year."""
    is_open = is_asked_on(clock.today())
    return render_template("pulse/show_pulse.html", form=PulseForm(), due=is_due(visitor()), is_open=is_open)


@blueprint.post("/pulse")
@signed_in
def give_answer() -> ResponseReturnValue:
    """Count the answers, or note that somebody does not want to be asked this year."""
    person = visitor()
    if request.form.get("action") == "decline":
        settle_pulse(person.person_id)
        flash(_("We will not ask you again this year"))
        return redirect(url_for("home.show_home"), 303)
    form = PulseForm()
    if not form.validate():
        return render_template("pulse/show_pulse.html", form=form, problems=form.problems, due=True, is_open=True), 422
    changing, knowing = Changing(form.anonymous_changing.data), Knowing(form.anonymous_knowing.data)
    if answer_pulse(person.person_id, person.department_id, changing, knowing):
        flash(_("Your answers are counted, without you. Thank you."))
    else:
        flash(_("Nothing was counted: you were asked before this year, or the pulse is over"))
    return redirect(url_for("home.show_home"), 303)
