"""What may be asked of a report: department, course, days. Sent by GET: an address holds the whole question."""

from datetime import date

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField
from wtforms.fields import SelectChoice

from learnhub import clock
from learnhub.catalogue.roll import Enrolled
from learnhub.people.reach import Reach
from learnhub.web.days import DayField
from learnhub.web.forms import Form, SelectField
from learnhub.web.i18n import gettext as _


class ReportForm(Form):
    """The filters of /reports/progress. Department and course were found before: 404 if not."""

    by = HiddenField()
    department = SelectField(_l("Department"), validate_choice=False)
    course = SelectField(_l("Course"), validate_choice=False)

    def __init__(self, asked: MultiDict[str, str], reach: Reach, roll: tuple[Enrolled, ...]) -> None:
        super().__init__(asked)
        everything = [SelectChoice("", _("All that you may see"))] if reach.is_wide else []
        units = [*reach.path, *([reach.chosen] if reach.chosen else []), *reach.open_rows]
        self.department.choices = [*everything, *(SelectChoice(unit.code, unit.name) for unit in units)]
        self.department.data = reach.code or ""
        self.course.choices = [
            SelectChoice("", _("All courses")),
            *(SelectChoice(each.slug, each.title) for each in roll),
        ]


class CompletionsForm(ReportForm):
    """The filters of /reports/completions: the same, and days. Empty: from eleven months before this one, to today."""

    from_on = DayField(_l("From"), name="from")
    to_on = DayField(_l("To"), name="to")

    def validate(self, extra_validators: object = None) -> bool:
        """Besides each field: days in order."""
        if super().validate(extra_validators) and self.days[0] > self.days[1]:
            self.to_on.errors = [_("The last day must not be before the first")]
        if not self.errors:
            self.from_on.data, self.to_on.data = self.days  # the form shows what the figures are of
        return not self.errors

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day, both included."""
        today = clock.today()
        last = self.to_on.data or today
        month = last.year * 12 + last.month - 1 - 11
        return self.from_on.data or date(month // 12, month % 12 + 1, 1), last
