"""What may be asked of a file: dataset, department, course, days."""

from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import IntegerField, RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import Optional

from learnhub.catalogue.roll import Enrolled
from learnhub.exports.datasets import DATASETS
from learnhub.exports.filters import Filters
from learnhub.people.reach import Reach
from learnhub.web.days import DayField
from learnhub.web.forms import Form, SelectField
from learnhub.web.i18n import gettext as _


class ExportForm(Form):
    """The page's form, and the check of a download's address. Department and course were found before: 404 if not."""

    dataset = RadioField(_l("What to download"), default="completions")
    department = SelectField(_l("Department"), validate_choice=False)
    course = SelectField(_l("Course"), validate_choice=False)
    assignment = IntegerField(_l("Number of a requirement"), [Optional()])
    from_on = DayField(_l("Completed from"), name="from")
    to_on = DayField(_l("Completed to"), name="to")

    def __init__(self, asked: MultiDict[str, str], reach: Reach, roll: tuple[Enrolled, ...]) -> None:
        super().__init__(asked)
        self.dataset.choices = [SelectChoice(each.name, str(each.title)) for each in DATASETS.values()]
        self.department.choices = [SelectChoice(code, label) for code, label in department_choices(reach)]
        self.course.choices = [
            SelectChoice("", _("All courses")),
            *(SelectChoice(course.slug, course.title) for course in roll),
        ]
        self.department.data = reach.code or ""

    def validate(self, extra_validators: Any = None) -> bool:
        """Besides each field: days in order, and only where the dataset has days."""
        if not super().validate(extra_validators):
            if self.assignment.errors:
                self.assignment.errors = [_("Write the number at the end of the address /required/…, or nothing")]
            return False
        if self.assignment.data is not None and not DATASETS[self.dataset.data].by_assignment:
            self.assignment.errors = [_("Only required learning has requirements: leave the number empty")]
        if (self.from_on.data or self.to_on.data) and not DATASETS[self.dataset.data].by_day:
            self.from_on.errors = [_("Progress is how things stand now: leave the days empty, or choose completions")]
        elif self.from_on.data and self.to_on.data and self.from_on.data > self.to_on.data:
            self.to_on.errors = [_("The last day must not be before the first")]
        if self.course.data and not DATASETS[self.dataset.data].by_course:
            self.course.errors = [_("Badges and study are about no single course: choose “All courses”")]
        return not self.errors

    def filters(self, reach: Reach, course: Enrolled | None) -> Filters:
        """What was asked, as the datasets take it."""
        return Filters(
            department_ids=reach.ids,
            course_id=course.id if course else None,
            from_on=self.from_on.data,
            to_on=self.to_on.data,
            department=reach.code,
            course=course.slug if course else None,
            assignment_id=self.assignment.data,
        )


def department_choices(reach: Reach) -> list[tuple[str, str]]:
    """Where one may go from here: up the tree, here, and one step down."""
    units = [*reach.path, *([reach.chosen] if reach.chosen else []), *reach.open_rows]
    everything = [("", _("All that you may see"))] if reach.is_wide else []
    return [*everything, *((unit.code, f"{unit.name} ({unit.code})") for unit in units)]
