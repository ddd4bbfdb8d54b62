"""What the two fill in. Each form carries a key, so that sent twice it counts once; each says who can see it."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from learnhub import clock
from learnhub.ambassadors.words import Outcome
from learnhub.catalogue.suggesting import all_skills
from learnhub.events.fields import ClockField, WholeField
from learnhub.events.showing import zone_name
from learnhub.events.times import Night, moment_of, next_shown, zones
from learnhub.mentoring.meetings import When
from learnhub.mentoring.mentorship_rules import FARTHEST, LEAST_MINUTES, LONGEST_LINE, LONGEST_NOTE, MOST_MINUTES
from learnhub.mentoring.mentorship_words import OUTCOME_WORDS
from learnhub.mentoring.models import MentorshipMeeting
from learnhub.people.faults import Refused
from learnhub.web.days import DayField
from learnhub.web.forms import LONGEST_LINE as LONGEST_PLACE
from learnhub.web.forms import Form, stripped
from learnhub.web.i18n import gettext as _
from learnhub.web.i18n import show_date

BOTH, ME = "both", "me"


def longest(number: int) -> Length:
    """At most so many characters."""
    return Length(max=number, message=_l("At most %(max)d characters"))


class DayAheadField(DayField):
    """A day that two people plan: not beyond two years."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        latest = clock.today() + FARTHEST
        if _day(valuelist) > latest:
            self.data = None
            raise ValueError(_("Enter a day up to %(day)s: two years ahead at most", day=show_date(latest)))
        super().process_formdata(valuelist)


def _day(valuelist: list[Any]) -> date:
    """The day that was typed; what is none is left to the field."""
    try:
        return date.fromisoformat(str(valuelist[0]).strip()) if valuelist else date.min
    except ValueError:
        return date.min


class KeyedForm(Form):
    """A form that counts once."""

    form_key = HiddenField(filters=[stripped])

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        key = self.form_key.data or ""
        if not (key.isalnum() and key.isascii() and len(key) == 32):
            self.form_key.data = uuid4().hex

    def refuse(self, refused: Refused) -> None:
        """Put what an action refused beside its field."""
        field = self._fields.get(refused.field) or next(one for one in self if not isinstance(one, HiddenField))
        field.errors = [str(refused)]


class GoalForm(KeyedForm):
    text = StringField(
        _l("What is the goal?"),
        [DataRequired(_l("Enter what you want to be able to do")), longest(LONGEST_LINE)],
        filters=[stripped],
    )
    skill = SelectField(_l("Skill it is about"), validate_choice=False)  # what is no skill is left out

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        known = all_skills()
        skills = (SelectChoice(code, title) for code, title in known.items())
        self.skill.choices = [SelectChoice("", _("None in particular")), *skills]
        if self.skill.data not in known:
            self.skill.data = ""


class StepForm(KeyedForm):
    text = StringField(
        _l("What is to be done?"),
        [DataRequired(_l("Enter what is to be done")), longest(LONGEST_LINE)],
        filters=[stripped],
    )
    who = RadioField(_l("Who does it?"), [InputRequired(_l("Choose who does it"))])
    due_on = DayAheadField(_l("By which day?"))

    def __init__(self, other: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.who.choices = [SelectChoice(ME, _("I do")), SelectChoice(BOTH, other)]


class NoteForm(KeyedForm):
    text = TextAreaField(
        _l("Your note"), [DataRequired(_l("Write something")), longest(LONGEST_NOTE)], filters=[stripped]
    )
    who = RadioField(_l("Who can read it?"), [InputRequired(_l("Choose who can read it"))])

    def __init__(self, other: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.who.choices = [
            SelectChoice(ME, _("Only I: a private note")),
            SelectChoice(BOTH, _("%(name)s and I", name=other)),
        ]


class MeetingForm(KeyedForm):
    on = DayAheadField(_l("Day"), [InputRequired(_l("Enter the day"))])
    at = ClockField(_l("Begins at"), [InputRequired(_l("Enter when it begins"))])
    minutes = WholeField(_l("Length in minutes"), least=LEAST_MINUTES, most=MOST_MINUTES)
    zone = SelectField(_l("Time zone"))
    place = StringField(_l("Where"), [longest(LONGEST_PLACE)], filters=[stripped])

    def __init__(self, shown: MentorshipMeeting | None = None) -> None:
        super().__init__(data=_data_of(shown))
        home = clock.zone().key
        offered = dict.fromkeys([*zones(home), *([shown.zone] if shown else [])])
        self.zone.choices = [SelectChoice(zone, zone_name(zone)) for zone in offered]
        if self.zone.data not in offered:
            self.zone.data = home

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field; then whether the clocks show that time."""
        if super().validate(extra_validators):
            wall = self.when.starts_local
            if moment_of(wall, self.zone.data).night is Night.NEVER:
                following = f"{next_shown(wall, self.zone.data):%H:%M}"
                self.at.errors = [
                    _("There is no such time that night: the clocks go forward. Enter %(next)s", next=following)
                ]
        return not self.errors

    @property
    def when(self) -> When:
        """What was filled in. Only after the fields validated."""
        assert self.on.data is not None
        assert self.at.data is not None
        place = " ".join((self.place.data or "").split())
        return When(datetime.combine(self.on.data, self.at.data), self.zone.data, self.minutes.data or 30, place)


def _data_of(shown: MentorshipMeeting | None) -> dict[str, Any]:
    if shown is None:
        return {"minutes": 30, "zone": clock.zone().key}
    wall = shown.starts_local
    return {
        "on": wall.date(),
        "at": wall.time().replace(second=0, microsecond=0),
        "minutes": shown.minutes,
        "zone": shown.zone,
        "place": shown.place,
    }


class PlanForm(Form):
    ends_on = DayAheadField(_l("Day on which to end"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Empty takes a planned end out; a day is to come."""
        super().validate(extra_validators)
        day: date | None = self.ends_on.data
        if not self.errors and day is not None and day < clock.today():
            self.ends_on.errors = [_("Enter today or a day to come")]
        return not self.errors


class EndForm(Form):
    reason = StringField(_l("A word to the other, if you like"), [longest(LONGEST_LINE)], filters=[stripped])


class OutcomeForm(Form):
    outcome = RadioField(
        _l("What came of it?"),
        [InputRequired(_l("Choose what came of it"))],
        choices=[SelectChoice(outcome.value, OUTCOME_WORDS[outcome]) for outcome in Outcome],
    )


class HandOverForm(Form):
    ambassador = RadioField(_l("Who takes over?"), [InputRequired(_l("Choose who takes over"))])


class HandOverAnswerForm(Form):
    answer = RadioField(  # by the button that is pressed
        "", [InputRequired(_l("Say yes or no"))], choices=[SelectChoice("yes", ""), SelectChoice("no", "")]
    )
    reason = StringField(_l("A word to the lead, if you like"), [longest(LONGEST_LINE)], filters=[stripped])
