"""What a lead fills in: which department, and what becomes of a request that waits."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from learnhub.people.reach import Reach
from learnhub.web.forms import Form


class PlaceForm(Form):
    """Which department the figures are about: those above, the chosen one, and what lies directly below."""

    department = SelectField(_l("Department"), validate_choice=False)

    def __init__(self, asked: MultiDict[str, str], reach: Reach) -> None:
        super().__init__(asked)
        everything = [SelectChoice("", _("All that you look after"))] if reach.is_wide else []
        units = [*reach.path, *([reach.chosen] if reach.chosen else []), *reach.open_rows]
        self.department.choices = [*everything, *(SelectChoice(unit.code, unit.name) for unit in units)]
        self.department.data = reach.code or ""


class OfferForm(Form):
    """To whom a waiting request is to be offered."""

    ambassador = RadioField(_l("Who could help"), [DataRequired(_l("Choose somebody"))])


class CloseForm(Form):
    """Why a request is closed: the asker reads it."""

    reason = TextAreaField(
        _l("Why"),
        [
            DataRequired(_l("Say why, so that they know what to do")),
            Length(max=300, message=_l("Use at most 300 characters")),
        ],
    )
