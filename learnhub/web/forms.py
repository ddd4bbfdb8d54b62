"""What our forms share. One hook checks the token of every POST, so forms themselves carry none."""

from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFProtect
from wtforms import Field
from wtforms import SelectField as AnySelectField
from wtforms.fields.choices import Choice
from wtforms.widgets import Select

from learnhub.phrases import Phrase, plain
from learnhub.web import held
from learnhub.web.i18n import language

csrf = CSRFProtect()

# What a hostile paste may not exceed; the field says so beside itself.
LONGEST_LINE = 200
LONGEST_TEXT = 5_000


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
        """(id of the field, message) of everything to put right, in the order of the page."""
        return [(field.id, str(message)) for field in self for message in _messages(field)]


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


def _messages(field: Field) -> list[str]:
    return [message for message in field.errors if isinstance(message, str) or not isinstance(message, (list, dict))]


def stripped(value: str | None) -> str | None:
    """A WTForms filter: without spaces at either end, and without the NUL that a database refuses."""
    return value.replace("\x00", "").strip() if isinstance(value, str) else value
