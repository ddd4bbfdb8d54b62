"""What its holder chooses about a credential."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import DataRequired, Length

from learnhub.web.forms import Form, stripped


class IsItTheirsForm(Form):
    """What a stranger asks: whether a badge was issued to whoever has an address."""

    email: Any = StringField(
        _("Their e-mail address"),
        [DataRequired(_("Enter an e-mail address")), Length(max=254, message=_("Enter one e-mail address"))],
        filters=[stripped],
    )


class ShareForm(Form):
    """What is signed. `action`: choose, or take-away; `confirmed`: the page that says what follows has been read."""

    with_name: Any = BooleanField(_("My name"))
    with_email: Any = BooleanField(_("A sign by which somebody who knows my e-mail address can see that it is mine"))
    level: Any = HiddenField(validators=[Length(max=40)])
    action: Any = StringField(default="choose")
    confirmed: Any = StringField()
