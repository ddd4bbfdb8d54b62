"""What learners may write while they take a course (the quiz's own forms stand elsewhere). Every text has its bound."""

from collections.abc import Mapping
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, Optional, ValidationError

from learnhub.learning.words import BARRIERS, TRIED, WORTH
from learnhub.record.words import Barrier
from learnhub.web.forms import LONGEST_TEXT, Form, stripped
from learnhub.web.i18n import gettext, show_number


class _AtMost(Length):
    """Refuses a longer text and says by how much; the browser would cut what is pasted without a word."""

    def __call__(self, form: Any, field: Field) -> None:
        length = len(field.data or "")
        if length > self.max:
            most, there = show_number(self.max), show_number(length)
            raise ValidationError(
                gettext(
                    "This is too long: use at most %(most)s characters; there are %(there)s", most=most, there=there
                )
            )


def _text(label: LazyString, missing: LazyString | None = None) -> Any:
    needed = [DataRequired(missing)] if missing is not None else []
    return TextAreaField(label, [*needed, _AtMost(max=LONGEST_TEXT)], filters=[stripped])


def _number(value: str | int | None) -> int | None:
    """What a radio button sent, as a number; 0, which is nobody's value, for anything else."""
    if value is None:
        return None
    return int(value) if str(value).isascii() and str(value).isdigit() else 0


def _one_of(label: LazyString, words: Mapping[Any, LazyString], missing: LazyString | None = None) -> Any:
    """Radios whose values are small numbers; our own words when nothing, or nothing of ours, was chosen."""
    rule = InputRequired(missing) if missing is not None else Optional()
    known = AnyOf([int(value) for value in words], message=missing or _("Choose one of the answers, or none"))
    choices = [SelectChoice(str(int(value)), text) for value, text in words.items()]
    return RadioField(label, [rule, known], choices=choices, coerce=_number, validate_choice=False)


class ReflectionForm(Form):
    """A practical task was done."""

    reflection = _text(_("What you did and what you found"), _("Write a sentence or two about what you did"))

    @property
    def said(self) -> tuple[str, Barrier | None]:
        """What was written, and that nothing stood in the way."""
        return self.reflection.data, None


class AlternativeForm(Form):
    """A practical task cannot be done at work; its alternative was."""

    why = _one_of(_("Why can you not do this at work?"), BARRIERS, _("Choose why you cannot do this at work"))
    instead = _text(_("What you did instead"), _("Write a sentence or two about what you did instead"))

    @property
    def said(self) -> tuple[str, Barrier | None]:
        """What was written, and what stood in the way."""
        return self.instead.data, Barrier(self.why.data)


class ProblemForm(Form):
    """Something is wrong on a page of a course."""

    what = _text(_("What is wrong?"), _("Say what is wrong, in a sentence"))
    named = BooleanField(_("Give them my name and e-mail address, so that they can answer me"))


class WorthForm(Form):
    """At completion; both answers are optional."""

    worth = _one_of(_("Was it worth your time?"), WORTH)
    will_try = _text(_("What will you try at work?"))


class TriedForm(Form):
    """Thirty days after completion."""

    tried = _one_of(_("Did you try it?"), TRIED, _("Choose an answer"))
