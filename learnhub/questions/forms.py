"""What somebody may write here. Texts are rendered when they are checked, before the write begins."""

import uuid
from collections.abc import Iterable
from typing import Any

from flask import current_app
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from learnhub.catalogue.suggesting import all_skills, skills_in
from learnhub.markup import MarkupError, without_controls
from learnhub.questions.actions import Answered, Asked
from learnhub.questions.notes import Tried
from learnhub.questions.showing import AGAIN, CHECKLIST
from learnhub.questions.texts import rendered
from learnhub.questions.words import MOST_SKILLS
from learnhub.web.forms import LONGEST_LINE, LONGEST_TEXT, Form, stripped
from learnhub.web.i18n import language

LONGEST_REASON = 500
LONGEST_REVIEW = 1_000
_TURNING = dict.fromkeys(map(ord, "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"))


def one_line(value: str | None) -> str | None:
    """A filter: without line breaks, and without what cannot be seen or turns the text around it."""
    return " ".join(without_controls(value).translate(_TURNING).split()) if isinstance(value, str) else value


def longest(most: int) -> Length:
    return Length(max=most, message=_l("Use at most %(max)d characters"))


def needed(message: LazyString) -> DataRequired:
    return DataRequired(message)


class MultiCheckboxField(SelectMultipleField):
    """Several of a list, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class WrittenForm(Form):
    """What carries a language, and a key by which the same form sent twice is one."""

    language = SelectField(_l("Language it is written in"), validate_choice=True)
    form_key = HiddenField(filters=[stripped])

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        spoken = current_app.extensions["learnhub.languages"]
        self.language.choices = [SelectChoice(code, name, render_kw={"lang": code}) for code, name in spoken.items()]
        if self.language.data not in spoken:
            self.language.data = language()
        key = self.form_key.data or ""
        if not (key.isascii() and key.isalnum() and len(key) <= 64):
            self.form_key.data = uuid.uuid4().hex
        self.html: dict[str, str] = {}

    @property
    def is_in_one_language(self) -> bool:
        """Whether there is nothing to choose."""
        return len(self.language.choices or ()) < 2

    def render(self, field: TextAreaField) -> None:
        """Make HTML of a field's text, or say why it cannot be shown."""
        if field.data and len(field.data) > LONGEST_TEXT:
            return  # its length is said already
        try:
            self.html[field.name] = rendered(field.data or "")
        except MarkupError:
            raise ValidationError(
                _("This cannot be shown as it is: there are too many marks, brackets or levels in it. Make it simpler")
            ) from None


class SkilledForm(WrittenForm):
    """What is about some skills: those the text seems to be about are offered first."""

    skills = MultiCheckboxField(_l("Which skills is it about?"), validate_choice=False)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.known = all_skills()
        self.skills.choices = [SelectChoice(code, title) for code, title in self.known.items()]
        self.skills.data = [code for code in dict.fromkeys(self.skills.data or ()) if code in self.known]
        self.offered: tuple[str, ...] = ()

    def offer(self, text: str, *, ticked: bool = False) -> None:
        """Offer the skills that a text seems to be about; `ticked`: chosen already, to be taken away."""
        suggested = skills_in(text)
        if ticked and not self.skills.data:
            self.skills.data = list(suggested)
        self.offered = tuple(dict.fromkeys([*self.skills.data, *suggested]))

    @property
    def offered_skills(self) -> list[tuple[str, str]]:
        return [(code, self.known[code]) for code in self.offered if code in self.known]

    @property
    def other_skills(self) -> list[tuple[str, str]]:
        return [(code, title) for code, title in self.known.items() if code not in self.offered]

    def validate_skills(self, field: MultiCheckboxField) -> None:
        if len(field.data or ()) > MOST_SKILLS:
            raise ValidationError(_("Choose at most %(most)d skills", most=MOST_SKILLS))


class QuestionForm(SkilledForm):
    """A question: its title is enough."""

    title = StringField(
        _l("Your question in one sentence"),
        [needed(_l("Write your question in one sentence")), longest(LONGEST_LINE)],
        filters=[one_line],
    )
    text = TextAreaField(_l("Say more, if it helps"), [longest(LONGEST_TEXT)], filters=[stripped])

    def validate_text(self, field: TextAreaField) -> None:
        self.render(field)

    @property
    def asked(self) -> Asked:
        """What was asked, once it is in order."""
        return Asked(
            self.title.data or "",
            self.text.data or "",
            self.html.get("text", ""),
            tuple(self.skills.data or ()),
            self.language.data,
        )


class AnswerForm(WrittenForm):
    """An answer."""

    text = TextAreaField(
        _l("Your answer"), [needed(_l("Write your answer")), longest(LONGEST_TEXT)], filters=[stripped]
    )

    def validate_text(self, field: TextAreaField) -> None:
        self.render(field)

    @property
    def answered(self) -> Answered:
        """What was answered, once it is in order."""
        return Answered(self.text.data or "", self.html.get("text", ""), self.language.data)


class NoteForm(SkilledForm):
    """What somebody tried, and what came of it."""

    title = StringField(
        _l("What did you try, in one line?"),
        [needed(_l("Say in one line what you tried")), longest(LONGEST_LINE)],
        filters=[one_line],
    )
    tried = TextAreaField(
        _l("What you did"), [needed(_l("Say what you did")), longest(LONGEST_TEXT)], filters=[stripped]
    )
    tool = StringField(_l("Which tool, if any?"), [longest(LONGEST_LINE)], filters=[one_line])
    cost = StringField(_l("What it cost, in money or time"), [longest(LONGEST_LINE)], filters=[one_line])
    result = TextAreaField(
        _l("What came of it"),
        [needed(_l("Say what came of it, also when it did not work")), longest(LONGEST_TEXT)],
        filters=[stripped],
    )
    again = RadioField(
        _l("Would you do it again?"),
        [InputRequired(_l("Choose whether you would do it again"))],
        choices=[SelectChoice(*pair) for pair in AGAIN.items()],
    )

    def validate_tried(self, field: TextAreaField) -> None:
        self.render(field)

    def validate_result(self, field: TextAreaField) -> None:
        self.render(field)

    @property
    def said(self) -> Tried:
        """The note, once it is in order."""
        return Tried(
            title=self.title.data or "",
            tried=self.tried.data or "",
            tried_html=self.html.get("tried", ""),
            tool=self.tool.data or "",
            cost=self.cost.data or "",
            result=self.result.data or "",
            result_html=self.html.get("result", ""),
            again=self.again.data,
            skills=tuple(self.skills.data or ()),
            language=self.language.data,
        )


class ReviewForm(Form):
    """An ambassador's word on a note: publish it, having ticked every line; or what to change."""

    says = BooleanField(CHECKLIST["says"])
    no_advertising = BooleanField(CHECKLIST["no_advertising"])
    nothing_private = BooleanField(CHECKLIST["nothing_private"])
    fair = BooleanField(CHECKLIST["fair"])
    change = TextAreaField(_l("What its writer should change"), [longest(LONGEST_REVIEW)], filters=[stripped])
    seen = HiddenField()
    action = HiddenField()

    @property
    def gives_back(self) -> bool:
        return bool(self.action.data == "back")

    def validate(self, extra_validators: Any = None) -> bool:
        """Each line ticked, or something to change."""
        is_ok: bool = super().validate(extra_validators)
        if self.gives_back and not self.change.data:
            self.change.errors = [_("Say what its writer should change")]
            return False
        missing = [] if self.gives_back else [field for field in self.lines() if not field.data]
        for field in missing:
            field.errors = [_("Tick this line, or give the note back and say what to change")]
        return is_ok and not missing

    def lines(self) -> Iterable[BooleanField]:
        """What is ticked."""
        return (self.says, self.no_advertising, self.nothing_private, self.fair)


class WhyForm(Form):
    """Why something is reported, or hidden."""

    why = TextAreaField(_l("Why"), [needed(_l("Say why, in a sentence")), longest(LONGEST_REASON)], filters=[stripped])
