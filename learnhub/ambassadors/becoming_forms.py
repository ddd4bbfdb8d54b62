"""What people fill in on the way into the network and in it; each field that is wrong says how to put it right."""

from datetime import datetime, time
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget, TimeInput

from learnhub import clock
from learnhub.ambassadors.becoming import Offer
from learnhub.ambassadors.models import Ambassador
from learnhub.ambassadors.showing import LANGUAGE_WORDS, LEVEL_WORDS, PLACE_WORDS, day_names
from learnhub.catalogue.structures import Level
from learnhub.catalogue.suggesting import all_skills
from learnhub.markup import MarkupError, render
from learnhub.web.bars import unbarred
from learnhub.web.days import DayField
from learnhub.web.forms import LONGEST_LINE, LONGEST_TEXT, Form, stripped
from learnhub.web.i18n import ngettext, show_minutes

LONGEST_ABOUT, LONGEST_WHY, LONGEST_SAID, LONGEST_AVAILABILITY, LONGEST_PLACE = 500, 1_000, 500, 100, 300
HOURS = (60, 120, 180, 240, 360, 480, 960)  # minutes a month
MENTORSHIPS = (0, 1, 2, 3, 4, 5)
LEVEL = "level-"  # the name of a skill's field begins so
ADDED, ADDED_LEVEL = "added", "added-level"  # one more skill


def longest(number: int) -> Length:
    """At most so many characters."""
    return Length(max=number, message=_l("At most %(max)d characters"))


class MultiCheckboxField(SelectMultipleField):
    """Several of a list, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class TimeOfDay(Field):
    """A time such as 10:00; empty is None."""

    widget = TimeInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data: time | None = None
        self.typed = str(valuelist[0]).strip()[:20] if valuelist else ""
        if not self.typed:
            return
        try:
            self.data = time.fromisoformat(self.typed.replace(".", ":").rjust(5, "0"))
        except ValueError:
            raise ValueError(_("Enter a time of day such as 09:30")) from None

    def _value(self) -> str:
        return f"{self.data:%H:%M}" if self.data else getattr(self, "typed", "")


class _AboutMe(Form):
    """Where and in which languages somebody helps."""

    languages = MultiCheckboxField(_l("In which languages?"))
    place = RadioField(_l("How do you like to help?"))

    def __init__(self, row: Ambassador | None = None, **more: Any) -> None:
        kept = {"languages": unbarred(row.languages), "place": row.place} if row is not None else {}
        super().__init__(data={"languages": ("en",), "place": "either", **kept, **more})
        self.languages.choices = [SelectChoice(code, str(word)) for code, word in LANGUAGE_WORDS.items()]
        self.place.choices = [SelectChoice(place, str(word)) for place, word in PLACE_WORDS.items()]

    def validate_languages(self, field: Any) -> None:
        """One at least."""
        if not field.data:
            raise ValidationError(_("Tick at least one language"))


class JoinForm(_AboutMe):
    """An application: what one could help with, where, and one's own words."""

    skills = MultiCheckboxField(_l("What could colleagues ask you about?"), validate_choice=False)
    minutes_a_month = SelectField(_l("How much time a month?"), coerce=int)
    why = TextAreaField(
        _l("Anything your line manager and the network lead should know"), [longest(LONGEST_WHY)], filters=[stripped]
    )

    def __init__(self, row: Ambassador | None = None, skills: tuple[str, ...] = ()) -> None:
        minutes = row.minutes_a_month if row is not None else Offer().minutes_a_month
        super().__init__(row, why=row.why if row is not None else "", skills=skills, minutes_a_month=minutes)
        self.minutes_a_month.choices = _hours(minutes)

    def validate_skills(self, field: Any) -> None:
        """One at least, of the standard."""
        field.data = [code for code in dict.fromkeys(field.data or ()) if code in all_skills()]
        if not field.data:
            raise ValidationError(_("Tick at least one thing that colleagues could ask you about"))

    def offer(self, row: Ambassador | None, levels: dict[str, str]) -> Offer:
        """What was filled in; what this form does not ask stays as it was."""
        known = Offer() if row is None else _offer_of(row)
        return Offer(
            skills={code: levels.get(code, Level.WORKING.value) for code in self.skills.data},
            languages=tuple(self.languages.data),
            place=self.place.data,
            free_days=known.free_days,
            availability=known.availability,
            about=known.about,
            minutes_a_month=self.minutes_a_month.data,
            most_mentorships=known.most_mentorships,
        )


class ProfileForm(_AboutMe):
    """What the directory says of somebody, and how much they take on. `levels`: skill → level, or nothing."""

    about = TextAreaField(_l("About you, in a sentence or two"), [longest(LONGEST_ABOUT)], filters=[stripped])
    free_days = MultiCheckboxField(_l("On which days?"))
    availability = StringField(_l("When on these days?"), [longest(LONGEST_AVAILABILITY)], filters=[stripped])
    minutes_a_month = SelectField(_l("How much time a month?"), coerce=int)
    most_mentorships = SelectField(_l("How many mentorships at a time?"), coerce=int)

    def __init__(self, row: Ambassador, levels: dict[str, str]) -> None:
        super().__init__(
            row,
            about=row.about,
            availability=row.availability,
            minutes_a_month=row.minutes_a_month,
            most_mentorships=row.most_mentorships,
            free_days=[str(number) for number, free in enumerate(row.free_days) if free == "1"],
        )
        self.levels = levels
        self.free_days.choices = [SelectChoice(str(number), name) for number, name in enumerate(day_names())]
        self.minutes_a_month.choices = _hours(row.minutes_a_month)
        self.most_mentorships.choices = [
            SelectChoice(each, ngettext("%(num)d mentorship", "%(num)d mentorships", each))
            for each in sorted({*MENTORSHIPS, row.most_mentorships})
        ]

    @property
    def offered(self) -> list[tuple[str, str, str]]:
        """What is offered, in the order of the standard: code, title, level."""
        return [(code, title, self.levels[code]) for code, title in all_skills().items() if code in self.levels]

    def read_levels(self, sent: Any) -> None:
        """The levels as they were sent, with the skill that is added."""
        found = {code: sent.get(LEVEL + code, "") for code in all_skills()}
        if sent.get(ADDED) in found:
            found[sent[ADDED]] = sent.get(ADDED_LEVEL, "")
        self.levels = {code: level for code, level in found.items() if level in LEVEL_WORDS}

    def offer(self) -> Offer:
        """What was filled in."""
        return Offer(
            skills=self.levels,
            languages=tuple(self.languages.data),
            place=self.place.data,
            free_days="".join("1" if str(number) in self.free_days.data else "0" for number in range(7)),
            availability=self.availability.data or "",
            about=self.about.data or "",
            minutes_a_month=self.minutes_a_month.data,
            most_mentorships=self.most_mentorships.data,
        )


class EmailForm(Form):
    """A colleague, by the address they sign in with."""

    email = StringField(
        _l("Their work e-mail address"),
        [InputRequired(_l("Enter their work e-mail address")), longest(254)],
        filters=[stripped],
    )


class ManagerForm(Form):
    """The line manager's word."""

    said = TextAreaField(_l("A word to them, if you like"), [longest(LONGEST_SAID)], filters=[stripped])


class DeclineForm(Form):
    """Why an application is not taken up."""

    reason = TextAreaField(_l("Why it is not taken up now"), [longest(LONGEST_SAID)], filters=[stripped])


class PauseForm(Form):
    """From when and until when somebody pauses."""

    from_on = DayField(_l("First day of the pause"), [InputRequired(_l("Enter the first day"))])
    until_on = DayField(_l("Last day of the pause, if you know it"))


class AwayForm(Form):
    """Days on which somebody takes nothing on."""

    from_on = DayField(_l("First day away"), [InputRequired(_l("Enter the first day"))])
    until_on = DayField(_l("Last day away"), [InputRequired(_l("Enter the last day"))])


class PostForm(Form):
    """Something for the noticeboard."""

    title = StringField(_l("Title"), [InputRequired(_l("Enter a title")), longest(LONGEST_LINE)], filters=[stripped])
    text = TextAreaField(_l("Text"), [longest(LONGEST_TEXT)], filters=[stripped])
    meets_on = DayField(_l("Day of the meeting, if it is about one"))
    meets_at = TimeOfDay(_l("Time of the meeting"))
    place = StringField(_l("Where you meet"), [longest(LONGEST_PLACE)], filters=[stripped])
    department = SelectField(_l("Who reads it?"))

    def __init__(self, places: list[tuple[str, str]]) -> None:
        super().__init__()
        self.department.choices = [SelectChoice(*pair) for pair in places]

    def validate_text(self, field: Any) -> None:
        """It must be what can be shown."""
        try:
            render(field.data or "")
        except MarkupError as error:
            raise ValidationError(str(error)) from None

    def validate_meets_at(self, field: Any) -> None:
        """A day has a time, and a time a day."""
        if self.meets_on.data and not field.data:
            raise ValidationError(_("Enter the time of the meeting"))
        if field.data and not self.meets_on.data:
            raise ValidationError(_("Enter the day of the meeting"))

    @property
    def moment(self) -> datetime | None:
        """When the meeting is, in the service's own time."""
        if self.meets_on.data is None or self.meets_at.data is None:
            return None
        return datetime.combine(self.meets_on.data, self.meets_at.data, tzinfo=clock.zone())


def _hours(now: int) -> list[SelectChoice]:
    """How much time a month may be given; `now`: also what is given already."""
    return [SelectChoice(each, show_minutes(each)) for each in sorted({*HOURS, now})]


def _offer_of(row: Ambassador) -> Offer:
    return Offer(
        free_days=row.free_days,
        availability=row.availability,
        about=row.about,
        minutes_a_month=row.minutes_a_month,
        most_mentorships=row.most_mentorships,
    )
