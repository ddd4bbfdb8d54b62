"""What somebody may say who asks for help, and an ambassador who says no. One field matters."""

import secrets
from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from learnhub.ambassadors.asking_words import DECLINE_WORDS, KIND_WORDS, OTHER, PREFERENCE_WORDS
from learnhub.ambassadors.becoming_forms import MultiCheckboxField
from learnhub.ambassadors.requests import MOST_SKILLS, Asked
from learnhub.ambassadors.showing import LANGUAGE_WORDS, PLACE_WORDS
from learnhub.ambassadors.words import Kind, Place, Preference
from learnhub.catalogue.suggesting import all_skills, says_something, suggested_in
from learnhub.web.forms import Form, SelectField, stripped
from learnhub.web.i18n import gettext as _

LONGEST = 500
LONGEST_REASON = 200
TOKEN = 16  # bytes
WRITE, AGAIN, SEND = "write", "again", "send"  # a sentence; one that was asked about; the skills it is about


def _choices(words: dict[str, Any]) -> list[SelectChoice]:
    return [SelectChoice(str(code), text if isinstance(text, str) else str(text)) for code, text in words.items()]


class AskForm(Form):
    """A request. `offered` are the skills to tick, in their order; every other skill is under "another one"."""

    text = TextAreaField(
        _l("What would you like help with?"),
        [
            DataRequired(_l("Say in one sentence what you would like help with")),
            Length(max=LONGEST, message=_l("Use at most 500 characters: one sentence is enough")),
        ],
        filters=[stripped],
    )
    skills = MultiCheckboxField(_l("Is it about …?"), validate_choice=False)  # what is no skill is left out
    other_skill = SelectField(_l("Another skill it is about"), validate_choice=False)
    kind = RadioField(_l("What would you like?"), default=Kind.SESSION.value)
    place = RadioField(_l("How would you like to meet?"), default=Place.EITHER.value)
    language = SelectField(_l("In which language?"), default="en")
    preference = RadioField(_l("A colleague"), default=Preference.ANY.value)
    wants_manager = BooleanField(_l("My own line manager may be asked too"))
    course = HiddenField(filters=[stripped])
    check = HiddenField(filters=[stripped])
    ambassador = HiddenField(filters=[stripped])
    step = HiddenField(filters=[stripped])
    form_key = HiddenField(filters=[stripped])

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind.choices, self.place.choices = _choices(KIND_WORDS), _choices(PLACE_WORDS)
        self.preference.choices, self.language.choices = _choices(PREFERENCE_WORDS), _choices(LANGUAGE_WORDS)
        self._titles = all_skills()
        self.skills.choices = []
        self.offer(())
        if not (key := self.form_key.data or "").isalnum() or len(key) > 2 * TOKEN:
            self.form_key.data = secrets.token_hex(TOKEN)

    @property
    def known_skills(self) -> tuple[str, ...]:
        """The skills ticked and chosen, of those that there are."""
        chosen = [*(self.skills.data or ()), self.other_skill.data or ""]
        return tuple(dict.fromkeys(code for code in chosen if code in self._titles))[:MOST_SKILLS]

    def offer(self, codes: Iterable[str]) -> None:
        """Show these skills to tick, and those that are ticked; the others in the list below."""
        shown = [code for code in dict.fromkeys([*(self.skills.data or ()), *codes]) if code in self._titles]
        self.skills.choices = [SelectChoice(code, self._titles[code]) for code in shown]
        others = {code: title for code, title in self._titles.items() if code not in shown}
        self.other_skill.choices = [SelectChoice("", _("None")), *_choices(others)]

    def suggest(self, known: tuple[str, ...]) -> None:
        """Come to the second step: tick what a course is about and what the sentence surely is; offer the rest."""
        found = suggested_in(self.text.data or "")
        self.skills.data = [*dict.fromkeys([*(self.skills.data or ()), *known, *found.sure])][:MOST_SKILLS]
        self.offer(found.perhaps)
        self.step.data = SEND

    def ask_what_it_is(self) -> bool:
        """Ask, once, about a sentence of which nothing is known. Whether it was asked."""
        if self.step.data == AGAIN or says_something(self.text.data or ""):
            return False
        self.step.data = AGAIN
        self.text.errors = [_("Say in a few words what you want to do; or press Continue again to ask as it is")]
        return True

    @property
    def is_more_said(self) -> bool:
        """Whether anything beyond the sentence is chosen, or wrong: then nothing is folded away."""
        more = (self.kind, self.place, self.language, self.preference, self.wants_manager)
        return any(field.errors or field.data not in (field.default, False, None) for field in more)

    def asked(self, about: str, wanted_id: int | None) -> Asked:
        """What was said, once it is in order."""
        return Asked(
            text=self.text.data or "",
            skills=self.known_skills,
            kind=Kind(self.kind.data),
            place=Place(self.place.data),
            language=self.language.data,
            preference=Preference(self.preference.data),
            wants_manager=bool(self.wants_manager.data),
            wanted_id=wanted_id,
            about=about,
        )


class DeclineForm(Form):
    """Why an ambassador says no. The asker is not told; the leads count reasons."""

    reason = RadioField(_l("Why?"), [DataRequired(_l("Choose a reason"))])
    text = StringField(
        _l("In your own words, if you like"),
        [Length(max=LONGEST_REASON, message=_l("Use at most 200 characters"))],
        filters=[stripped],
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.reason.choices = _choices(DECLINE_WORDS)

    def validate_text(self, field: StringField) -> None:
        if self.reason.data == OTHER and not field.data:
            raise ValidationError(_("Say in a few words what it is"))

    @property
    def said(self) -> str:
        """The reason as it is kept."""
        text = " ".join((self.text.data or "").split())
        return f"{self.reason.data}: {text}" if text else str(self.reason.data)
