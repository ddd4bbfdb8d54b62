"""What our forms share. One hook checks the token of every POST, so forms themselves carry none."""

from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFProtect
from wtforms import Field, HiddenField, TextAreaField
from wtforms import SelectField as AnySelectField
from wtforms.fields.choices import Choice
from wtforms.validators import Length
from wtforms.widgets import Select

from learnhub.phrases import Phrase, plain
from learnhub.web import held
from learnhub.web.i18n import language

csrf = CSRFProtect()

# What a hostile paste may not exceed; the field says so beside itself.
LONGEST_LINE = 200
LONGEST_TEXT = 5_000
# How much of a paste that is far too long stands in the form again: what is sent back is a page, not a megabyte.
MOST_OF_LINE, MOST_OF_TEXT = 10_000, 40_000  # characters shown again of what is too long; sixteen pages of a text
MOST_LINES = 500  # of a list, whose limit is not one of characters


class Form(FlaskForm):
    """A form filled from what was typed: the POST, or what was kept when the session ended."""

    class Meta(FlaskForm.Meta):
        csrf = False

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            found = super().wrap_formdata(form, formdata)
            return held.typed() if found is None else found

    def is_ok(self) -> bool:
        """Whether this is a POST that validates. Not `validate()` alone: a page that shows kept input is a GET."""
        return bool(self.validate_on_submit())

    @property
    def problems(self) -> list[tuple[str, str]]:
        """(id of the field, message) of everything to put right, in the order of the page.

        Asked for when the page is about to be shown: what is far too long to be shown again is shortened here.
        """
        found = [(field.id, str(message)) for field in self for message in _messages(field)]
        if self.errors or not self.is_submitted():
            for field in self:
                _shorten(field)
        return found


class _Select(Select):
    """An option holds no element that could say its label's language, so it says so itself."""

    @classmethod
    def render_option(cls, choice: Choice, **kwargs: Any) -> Any:
        if isinstance(choice.label, Phrase) and choice.label.language != language():
            kwargs["lang"] = choice.label.language
        return super().render_option(choice._replace(label=plain(choice.label)), **kwargs)


class SelectField(AnySelectField):
    """A select field whose options may be phrases."""

    widget = _Select()


def shortened(text: str, *, is_text: bool = True, has_limit: bool = True) -> str:
    """As much of what was typed as its form shows again: of a text, of a list (a text without a limit), of a line."""
    if is_text and not has_limit:
        text = "".join(text.splitlines(keepends=True)[:MOST_LINES])
    return text[: MOST_OF_TEXT if is_text else MOST_OF_LINE]


def _shorten(field: Field) -> None:
    """Shorten what a field shows of what was typed; `was_cut` is said beside it."""
    for part in getattr(field, "entries", None) or getattr(field, "form", None) or ():
        _shorten(part)
    has_limit = any(isinstance(rule, Length) and rule.max > 0 for rule in field.validators)
    is_text = isinstance(field, (TextAreaField, HiddenField))
    typed = [text for text in field.raw_data or () if isinstance(text, str)]
    kept = [shortened(text, is_text=is_text, has_limit=has_limit) for text in typed]
    if kept == typed:
        return
    field.was_cut, field.raw_data = True, kept
    if isinstance(field.data, str):
        field.data = shortened(field.data, is_text=is_text, has_limit=has_limit)


def _messages(field: Field) -> list[str]:
    return [message for message in field.errors if isinstance(message, str) or not isinstance(message, (list, dict))]


def stripped(value: str | None) -> str | None:
    """A WTForms filter: without spaces at either end, and without the NUL that a database refuses."""
    return value.replace("\x00", "").strip() if isinstance(value, str) else value
