"""The room's forms: an assignment, a change of it, what is different for one person."""

from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from learnhub import clock
from learnhub.people.reach import Reach, Unit
from learnhub.required.models import CaseKind, Kind
from learnhub.required.pasting import Pasted, people_pasted, shortened
from learnhub.required.periods import Period, period_of
from learnhub.required.things import Thing
from learnhub.required.words import CASE_WORDS, KIND_WORDS, PERIODS
from learnhub.web.days import DayField
from learnhub.web.forms import Form, SelectField, stripped
from learnhub.web.i18n import gettext as _

MOST_DAYS, FEWEST_DAYS = 1_000, 7
MOST_MORE = timedelta(days=731)  # more time for one person: beyond two years it is an exemption
MOST_UNITS = 25  # departments to tick; others by their code
MOST_SAID = 20  # wrong codes named at once
# The fields of an assignment in the order of its page.
PLACES = (
    "thing", "kind", "audience", "departments", "codes", "people", "grades", "professions", "when", "due_on",
    "within_days", "starts_on", "recurs", "early_counts", "reason",
)  # fmt: skip
EVERYBODY, SOME, LIST = "everybody", "some", "list"
ON_A_DAY, WITHIN = "day", "within"


class MultiCheckboxField(SelectMultipleField):
    """Several choices to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class WhenForm(Form):
    """By when, and why: what can be changed later."""

    when = RadioField(
        _l("By when"),
        choices=[
            SelectChoice(ON_A_DAY, _l("On a day, the same for everybody who is there when it begins")),
            SelectChoice(WITHIN, _l("Within some days of joining the service or moving there")),
        ],
        default=ON_A_DAY,
    )
    due_on = DayField(_l("Day"))
    within_days = IntegerField(_l("Number of days"), default=None)
    reason = StringField(
        _l("Why them"),
        [
            DataRequired(_l("Say why: people read it beside what you ask of them")),
            Length(max=500, message=_l("Use at most 500 characters")),
        ],
        filters=[stripped],
    )
    is_suggested = False
    begins_on: date | None = None  # the day from which it is asked, where the form does not ask for it

    def validate(self, extra_validators: Any = None) -> bool:
        """Besides each field what depends on several; of the two ways to say when, only the one chosen counts."""
        super().validate(extra_validators)
        day, days = self.due_on, self.within_days
        if self.is_suggested or self.when.data != ON_A_DAY:
            day.errors, day.data = [], None
        elif day.data is None and not day.errors:
            day.errors = [_("Choose the day by which it must be done")]
        if self.is_suggested or self.when.data != WITHIN:
            days.errors, days.data = [], None
        elif not (days.data and FEWEST_DAYS <= days.data <= MOST_DAYS):
            days.errors = [_("Enter a number of days from %(few)d to %(most)d", few=FEWEST_DAYS, most=MOST_DAYS)]
        self.check()
        if day.data and self.begins_on and day.data < self.begins_on and not day.errors:
            day.errors = [_("Choose a day that is not before the day from which it is asked")]
        return not any(field.errors for field in self)

    def check(self) -> None:
        """What else depends on several fields."""


class AssignmentForm(WhenForm):
    """Whom, what, by when and why, on one page. `reach` bounds whom; `units`: departments found by code."""

    kind = RadioField(
        _l("Required or suggested"),
        [InputRequired(_l("Choose whether it is required or suggested"))],
        choices=[SelectChoice(kind.value, words) for kind, words in KIND_WORDS.items()],
        default=Kind.REQUIRED.value,
    )
    thing = SelectField(_l("Course or pathway"), [InputRequired(_l("Choose a course or a pathway"))])
    audience = RadioField(_l("Whom"), [InputRequired(_l("Choose whom it is for"))], validate_choice=True)
    departments = MultiCheckboxField(_l("Departments"))
    codes = StringField(_l("Other departments, by their codes"), [Length(max=1_000)], filters=[stripped])
    grades = MultiCheckboxField(_l("Only these grades"))
    professions = MultiCheckboxField(_l("Only these professions"))
    people = TextAreaField(_l("E-mail addresses or staff numbers, one a line"))
    starts_on = DayField(_l("From"), default=clock.today)
    recurs = SelectField(_l("Again"), validate_choice=False)
    early_counts = BooleanField(_l("What is done in the last quarter of a period counts for the next as well"))

    def __init__(self, reach: Reach, things: list[Thing], groups: tuple[list[str], list[str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.reach = reach
        self.pasted: Pasted | None = None
        self.units: tuple[Unit, ...] = ()
        where = reach.chosen.name if reach.chosen else _("all departments that you may see")
        groups_of_things = {True: _("Pathways"), False: _("Courses")}
        self.thing.choices = [
            SelectChoice("", _("Choose")),
            *(SelectChoice(one.key, one.title, optgroup=groups_of_things[one.is_pathway]) for one in things),
        ]
        self.audience.choices = [
            SelectChoice(EVERYBODY, _("Everybody in %(where)s, with everything below", where=where)),
            SelectChoice(SOME, _("Some departments, with everything below them")),
            SelectChoice(LIST, _("A list of people")),
        ]
        self.departments.choices = [SelectChoice(unit.code, unit.name) for unit in reach.open_rows[:MOST_UNITS]]
        self.grades.choices, self.professions.choices = groups
        self.recurs.choices = [SelectChoice(value, words) for value, words in PERIODS.items()]

    @property
    def is_suggested(self) -> bool:  # type: ignore[override]  # the form that only changes a date is told, and keeps it
        return bool(self.kind.data == Kind.SUGGESTED.value)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """In the order of the page."""
        places = [self[name].id for name in PLACES]
        return sorted(super().problems, key=lambda problem: places.index(problem[0]))

    @property
    def is_usual(self) -> bool:
        """Whether it is asked from today on and once, as most are: those fields are folded away."""
        fields = (self.starts_on, self.recurs, self.early_counts)
        is_plain = self.starts_on.data == clock.today() and not self.recurs.data
        return is_plain and not any(field.errors for field in fields)

    def check(self) -> None:
        """Departments and people are found here, within the officer's reach."""
        self.begins_on = self.starts_on.data
        self._check_period()
        self._check_audience()
        if self.audience.data == SOME:
            self._check_departments()
        elif self.audience.data == LIST:
            self.pasted = people_pasted(self.people.data or "", self.reach.ids)
            self.people.errors = list(self.pasted.faults)
            self.people.data = shortened(self.people.data or "")
        if self.starts_on.data is None and not self.starts_on.errors:
            self.starts_on.errors = [_("Choose the day from which it is asked")]

    def _check_audience(self) -> None:
        """What was typed for another choice is never passed over: it would be asked of the wrong people."""
        if self.audience.errors:
            return
        if self.audience.data != SOME and (self.departments.data or self.codes.data):
            self.audience.errors = [_("You named departments too: choose “Some departments”, or empty those fields")]
        elif self.audience.data != LIST and (self.people.data or "").strip():
            self.audience.errors = [_("You pasted a list too: choose “A list of people”, or empty that field")]

    def _check_departments(self) -> None:
        wanted = [*(self.departments.data or []), *(self.codes.data or "").upper().replace(",", " ").split()]
        found = self.reach.units_of(wanted)
        missing = [code for code in dict.fromkeys(wanted) if code not in {unit.code for unit in found}]
        if missing:
            self.codes.errors = [
                _("You have no department with the code “%(code)s”", code=code[:40]) for code in missing[:MOST_SAID]
            ]
        elif not found:
            self.departments.errors = [_("Choose at least one department, or everybody")]
        self.units = found

    def _check_period(self) -> None:
        if self.is_suggested or not self.recurs.data:
            return
        period = period_of(self.recurs.data)
        if period is None:
            self.recurs.errors = [_("Choose how often, or write a period such as P1Y, P6M or P2Y")]
        elif self.thing.data and self.thing.data.startswith("pathway:"):
            self.recurs.errors = [
                _("A pathway is asked for once. Ask again for the course in it that must be repeated")
            ]
        elif self._due_after(period):
            self.due_on.errors = [_("Choose a day within the first period: a period later it is asked again")]

    def _due_after(self, period: Period) -> bool:
        starts_on, due_on = self.starts_on.data, self.due_on.data
        return bool(starts_on and due_on and due_on >= period.after(starts_on, 1))


class CaseForm(Form):
    """What is different for one person."""

    kind = RadioField(
        _l("What is different"),
        [InputRequired(_l("Choose what is different for this person"))],
        choices=[SelectChoice(kind.value, CASE_WORDS[kind]) for kind in (CaseKind.EXTENDED, CaseKind.EXEMPT)],
    )
    until_on = DayField(_l("Until"))
    reason = StringField(
        _l("Why"),
        [DataRequired(_l("Say why: the person reads it")), Length(max=500, message=_l("Use at most 500 characters"))],
        filters=[stripped],
    )

    due_on: date | None = None  # everybody's

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        if self.kind.data == CaseKind.EXTENDED.value and not self.until_on.errors:
            today = clock.today()
            if self.until_on.data is None:
                self.until_on.errors = [_("Choose the day until which they have time")]
            elif self.until_on.data > max(today, self.due_on or today) + MOST_MORE:
                self.until_on.errors = [_("Choose a day within two years, or “Not asked of them”")]
        return not any(field.errors for field in self)
