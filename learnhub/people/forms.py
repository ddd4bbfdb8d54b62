"""The room's forms: sign in, ask for a link, choose and change a password, language, roles."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, PasswordField, RadioField, StringField, ValidationError
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from learnhub.messages.addresses import is_address
from learnhub.people.password_rules import LONGEST, SHORTEST, PasswordFault, fault_of
from learnhub.people.words import ROLE_WORDS
from learnhub.permissions import Role
from learnhub.web.forms import LONGEST_LINE, Form, stripped
from learnhub.web.i18n import LANGUAGES

EVERYWHERE = "everywhere"


def lowered(value: str | None) -> str | None:
    """A WTForms filter for e-mail addresses: without spaces around, in lower case, as they are kept."""
    text = stripped(value)
    return text.lower() if text else text


class SignInForm(Form):
    email = StringField(
        _l("E-mail address"),
        [InputRequired(_l("Enter your e-mail address")), Length(max=254, message=_l("Enter your e-mail address"))],
        filters=[lowered],
    )
    password = PasswordField(
        _l("Password"),
        [InputRequired(_l("Enter your password")), Length(max=LONGEST, message=_l("Enter your password"))],
    )
    next = HiddenField()


class LinkForm(Form):
    email = StringField(_l("E-mail address"), [InputRequired(_l("Enter your e-mail address"))], filters=[lowered])

    def validate_email(self, field: Field) -> None:
        if not is_address(field.data or ""):
            raise ValidationError(_("Enter an e-mail address, such as name@department.example"))


class PresentPassword:
    """Stands before the new one on the page, and so here: WTForms keeps fields in the order they were made."""

    password = PasswordField(_l("Present password"), [InputRequired(_l("Enter your present password"))])


class NewPasswordForm(Form):
    """A new password, twice. `whose` says for whom, so that it is not made of their own name."""

    new_password = PasswordField(_l("New password"), [InputRequired(_l("Enter a new password"))])
    new_password_again = PasswordField(_l("New password again"), [InputRequired(_l("Enter the new password again"))])

    def __init__(self, *args: Any, name: str = "", email: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.whose = {"name": name, "email": email}

    def validate_new_password(self, field: Field) -> None:
        fault = fault_of(field.data, **self.whose)
        if fault is not None:
            raise ValidationError(words_of(fault))

    def validate_new_password_again(self, field: Field) -> None:
        if field.data != self.new_password.data:
            raise ValidationError(_("The two passwords are not the same. Enter the new password again"))


class ChangePasswordForm(PresentPassword, NewPasswordForm):
    """A new password from somebody who is signed in: proves that it is them."""


class LanguageForm(Form):
    language = RadioField(
        _l("Language of pages and e-mails"),
        [InputRequired(_l("Choose a language"))],
        choices=[SelectChoice(code, name) for code, name in LANGUAGES.items()],
    )


class GrantForm(Form):
    role = RadioField(
        _l("Role"),
        [InputRequired(_l("Choose a role"))],
        choices=[SelectChoice(role.value, words.name) for role, words in ROLE_WORDS.items()],
    )
    # Said in words: the widest reach must never be what a field left empty means.
    where = RadioField(
        _l("Where the role holds"),
        [InputRequired(_l("Choose where the role holds"))],
        choices=[
            SelectChoice("department", _l("One department and everything below it")),
            SelectChoice(EVERYWHERE, _l("The whole civil service")),
        ],
        validate_choice=False,
    )
    department = StringField(
        _l("Department code"),
        [Length(max=LONGEST_LINE, message=_l("A code has at most 40 characters"))],
        filters=[stripped],
    )

    def validate_department(self, field: Field) -> None:
        if self.where.data and self.is_everywhere == bool(field.data):
            if field.data:
                raise ValidationError(
                    _("You chose the whole civil service. Take the code away, or choose one department")
                )
            raise ValidationError(_("Enter the department's code, such as PEN-OPS"))

    @property
    def is_everywhere(self) -> bool:
        """Whether the role is to hold in the whole civil service."""
        return bool(self.where.data == EVERYWHERE)

    @property
    def chosen(self) -> Role:
        """The role chosen. Only of a form that is in order."""
        return Role(self.role.data)


def words_of(fault: PasswordFault) -> str:
    """What is wrong with a password and how to put it right."""
    words: dict[PasswordFault, str] = {
        PasswordFault.SHORT: _(
            "Use at least %(least)d characters. Three random words are easy to remember", least=SHORTEST
        ),
        PasswordFault.LONG: _("Use at most %(most)d characters", most=LONGEST),
        PasswordFault.YOURS: _("Do not make it of your own name or e-mail address. Use three random words"),
        PasswordFault.PLAIN: _("This one is easily guessed. Use three random words"),
    }
    return words[fault]
