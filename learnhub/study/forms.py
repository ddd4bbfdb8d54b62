"""What somebody may say of their study. Two fields matter; each that is wrong says how to put it right."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    FileField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from learnhub import clock
from learnhub.catalogue.suggesting import all_skills
from learnhub.study import durations, typed, words
from learnhub.study.actions import Said
from learnhub.study.durations import NoMinutes
from learnhub.study.evidence_content import LARGEST, Checked, FileRefused, checked
from learnhub.study.kinds import StudyKind
from learnhub.web.days import DayField
from learnhub.web.forms import Form, stripped
from learnhub.web.i18n import gettext, show_date

LONGEST_WEEK = 2_400  # minutes: forty hours
TOKEN = 16  # bytes


class MultiCheckboxField(SelectMultipleField):
    """Several of a list, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def _at_most(longest: int, message: LazyString) -> Length:
    return Length(max=longest, message=message)


def _minutes(field: StringField, most: int = durations.LONGEST) -> int:
    try:
        return durations.minutes_of(field.data or "", most=most)
    except NoMinutes as error:
        raise ValidationError(str(words.UNCLEAR[error.why])) from None


def _web_address(field: StringField) -> None:
    try:
        field.data = typed.web_address(field.data or "")
    except typed.NoLink:
        raise ValidationError(str(words.NO_LINK)) from None


def _seen(field: StringField | TextAreaField) -> None:
    if typed.has_hidden(field.data or ""):
        raise ValidationError(str(words.HIDDEN))


class EntryForm(Form):
    """One piece of study. `file` and `spent` are there once it has been found in order."""

    title = StringField(
        _("What did you study?"),
        [
            DataRequired(_("Enter what you studied, such as the title of a podcast or an article")),
            _at_most(typed.LONGEST_TITLE, _("Use at most 200 characters: more can go into your reflection")),
        ],
        filters=[stripped],
    )
    minutes = StringField(_("How long did it take?"), filters=[stripped])
    on_day = DayField(_("On which day?"))
    time = RadioField(_("In whose time?"), [Optional()], choices=[SelectChoice(*pair) for pair in words.TIMES.items()])
    kind = SelectField(_("What kind of thing was it?"), [Optional()])
    provider = StringField(
        _("Who made it?"), [_at_most(typed.LONGEST_PROVIDER, _("Use at most 100 characters"))], filters=[stripped]
    )
    link = StringField(_("Its address on the web"), filters=[stripped])
    skills = MultiCheckboxField(_("Is this about …?"), validate_choice=False)  # what is no skill is left out
    reflection = TextAreaField(
        _("What did you take from it?"),
        [_at_most(typed.LONGEST_REFLECTION, _("Use at most 2,000 characters"))],
        filters=[stripped],
    )
    evidence_link = StringField(_("A link to something that shows it"), filters=[stripped])
    evidence = FileField(_("Or a small file that shows it"))
    drop_file = BooleanField(_("Remove the file that is there"))
    token = HiddenField(filters=[stripped])

    def __init__(self, joined_on: date | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.joined_on = joined_on
        self.file: Checked | None = None
        self.spent = 0
        self.kind.choices = [
            SelectChoice("", str(words.NOT_SAID)),
            *(SelectChoice(kind, str(text)) for kind, text in words.KINDS.items()),
        ]
        self.skills.choices = [SelectChoice(code, title) for code, title in all_skills().items()]
        if not (self.token.data or "").isalnum():
            self.token.data = secrets.token_hex(TOKEN)

    def offer(self, suggested: Iterable[str]) -> None:
        """Show the skills that are ticked and those that the text seems to be about, and no others."""
        shown = {*(self.skills.data or ()), *suggested}
        self.skills.choices = [choice for choice in self.skills.choices if choice.value in shown]

    @property
    def is_more_filled(self) -> bool:
        """Whether anything is said beyond the two fields that matter, or wrong there: then nothing is folded away."""
        more = (self.time, self.kind, self.provider, self.link, self.reflection, self.evidence_link, self.skills)
        others = [field for field in self if field not in (self.title, self.minutes)]
        is_another_day = self.on_day.data is not None and self.on_day.data != clock.today()
        return is_another_day or any(field.data for field in more) or any(field.errors for field in others)

    def validate(self, extra_validators: Any = None) -> bool:
        """Besides each field: a browser does not keep a chosen file, which must be said when anything is wrong."""
        is_ok: bool = super().validate(extra_validators)
        if not is_ok and self.file is not None:
            self.evidence.errors = [*self.evidence.errors, str(words.CHOOSE_AGAIN)]
        return is_ok

    def validate_title(self, field: StringField) -> None:
        _seen(field)

    def validate_provider(self, field: StringField) -> None:
        _seen(field)

    def validate_reflection(self, field: TextAreaField) -> None:
        _seen(field)

    def validate_minutes(self, field: StringField) -> None:
        self.spent = _minutes(field)

    def validate_on_day(self, field: DayField) -> None:
        if field.data is None:
            return
        if field.data > clock.today():
            raise ValidationError(str(words.FUTURE))
        if self.joined_on is not None and field.data < self.joined_on:
            raise ValidationError(
                gettext("You joined on %(day)s: enter that day or a later one", day=show_date(self.joined_on))
            )

    def validate_link(self, field: StringField) -> None:
        _web_address(field)

    def validate_evidence_link(self, field: StringField) -> None:
        _web_address(field)

    def validate_evidence(self, field: FileField) -> None:
        """The file by its content. What is not in order is not kept in memory either."""
        sent = field.data
        if not getattr(sent, "filename", ""):
            return
        try:
            self.file = checked(sent.read(LARGEST + 1), sent.filename)
        except FileRefused as error:
            raise ValidationError(f"{words.FILES[error.why]}. {words.STILL_HERE}") from None

    def refuse_file(self, error: FileRefused) -> None:
        """Say beside the field what a scanner found."""
        self.evidence.errors = [f"{words.FILES[error.why]}. {words.STILL_HERE}"]

    def refuse_day(self) -> None:
        """Say that the day has not so many hours; and that a chosen file must be chosen again."""
        self.minutes.errors = [str(words.DAY_FULL)]
        if self.file is not None:
            self.evidence.errors = [str(words.CHOOSE_AGAIN)]

    def said(self) -> Said:
        """What was said, once it is in order."""
        known = all_skills()
        return Said(
            title=typed.one_line(self.title.data),
            minutes=self.spent,
            on_day=self.on_day.data or clock.today(),
            time=self.time.data or None,
            kind=self.kind.data or None,
            provider=typed.one_line(self.provider.data or ""),
            link=self.link.data or "",
            evidence_link=self.evidence_link.data or "",
            skills=tuple(dict.fromkeys(code for code in self.skills.data or () if code in known)),
            reflection=self.reflection.data or "",
        )


def filled_from(asked: Mapping[str, str]) -> dict[str, str]:
    """What an address puts into the form, so that any page can offer "log this": bounded, links to the web alone."""
    kind = asked.get("kind", "").strip()
    wanted = {
        "title": typed.one_line(asked.get("title", ""))[: typed.LONGEST_TITLE],
        "minutes": asked.get("minutes", "").strip()[: durations.LONGEST_TEXT],
        "provider": typed.one_line(asked.get("provider", ""))[: typed.LONGEST_PROVIDER],
        "link": typed.web_address_or_nothing(asked.get("link", "")),
        "kind": kind if kind in set(StudyKind) else "",
    }
    return {name: text for name, text in wanted.items() if text and not typed.has_hidden(text)}


class GoalForm(Form):
    """How much a week somebody has in mind."""

    minutes = StringField(_("How much would you like to study in a week?"), filters=[stripped])

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.spent = 0

    def validate_minutes(self, field: StringField) -> None:
        try:
            self.spent = durations.minutes_of(field.data or "", most=LONGEST_WEEK)
        except NoMinutes as error:
            too_long = error.why is durations.Unclear.TOO_LONG
            raise ValidationError(
                str(_("Enter at most 40 hours a week")) if too_long else str(words.UNCLEAR[error.why])
            ) from None


class ImportForm(Form):
    """A file from another learning system."""

    file = FileField(_("The CSV file"))

    def validate_file(self, field: FileField) -> None:
        if not getattr(field.data, "filename", ""):
            raise ValidationError(str(_("Choose the CSV file that the other system gave you")))
