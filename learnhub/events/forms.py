"""What an organiser fills in, and what becomes of it: `Details`, or words beside the field that is wrong."""

from datetime import datetime, time, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, ValidationError

from learnhub import clock
from learnhub.catalogue.shelf import shelf
from learnhub.catalogue.structures import Kind
from learnhub.events.audience import codes_of, department_ids_of, groups_of
from learnhub.events.fields import ClockField, LinkField, WholeField, needed
from learnhub.events.models import Event
from learnhub.events.showing import KIND_WORDS, REGIONS, zone_name
from learnhub.events.signing_up import LONGEST_NEEDS
from learnhub.events.structures import Audience, Details, EventKind
from learnhub.events.times import Night, moment_of, next_shown, zones
from learnhub.markup import MarkupError, render
from learnhub.people.faults import Refused
from learnhub.phrases import Phrase
from learnhub.web.access import Visitor
from learnhub.web.days import DayField
from learnhub.web.forms import LONGEST_LINE, LONGEST_TEXT, Form, SelectField, stripped

MOST_PLACES = 10_000
LONGEST_REASON = 300
LONGEST_SITTING = timedelta(hours=16)  # what is longer has a night in it, which is said or ruled out
EVERYBODY, MINE, THESE = "everybody", "mine", "these"


def longest(number: int) -> Length:
    """At most so many characters."""
    return Length(max=number, message=_l("At most %(max)d characters"))


def one_of(words: Any) -> Any:
    """One of the choices must be chosen; `words` say what. For fields that do not check it themselves."""

    def check(_form: Any, field: Any) -> None:
        if field.data not in {choice.value for choice in field.choices}:
            raise ValidationError(words)

    return check


class EventForm(Form):
    """An event: new, changed or copied."""

    kind = RadioField(_l("What kind of event is it?"), validate_choice=False,
                      validators=[one_of(_l("Choose what kind of event it is"))])  # fmt: skip
    title = StringField(_l("Title"), [needed(_l("Enter a title")), longest(LONGEST_LINE)], filters=[stripped])
    about = TextAreaField(_l("What it is about"), [longest(LONGEST_TEXT)], filters=[stripped])
    starts_on = DayField(_l("Day"), [needed(_l("Enter the day"))])
    starts_at = ClockField(_l("Begins at"), [needed(_l("Enter when it begins"))])
    ends_at = ClockField(_l("Ends at"), [needed(_l("Enter when it ends"))])
    ends_on = DayField(_l("Last day, if it is another one"))
    break_minutes = WholeField(_l("Breaks, in minutes all together"), least=0, most=6 * 24 * 60)
    zone = SelectField(_l("Time zone"))
    place = StringField(_l("Place"), [longest(LONGEST_LINE)], filters=[stripped])
    region = SelectField(_l("Region"), validate_choice=True)
    remote_link = LinkField(_l("Link to join remotely"))
    places = WholeField(_l("How many places?"), least=1, most=MOST_PLACES)
    prefers_newcomers = BooleanField(_l("Favour people who have never been to an event"))
    audience = RadioField(_l("Who is it for?"), default=EVERYBODY, validate_choice=False,
                          validators=[one_of(_l("Choose who it is for"))])  # fmt: skip
    departments = StringField(_l("Departments"), [longest(2_000)], filters=[stripped])
    grades = StringField(_l("Grades"), [longest(500)], filters=[stripped])
    professions = StringField(_l("Professions"), [longest(1_000)], filters=[stripped])
    closes_on = DayField(_l("Last day to sign up"))
    teaches = SelectField(_l("The workshop of a course that it teaches"))

    def __init__(self, visitor: Visitor, language: str, *, shown: Event | None = None, is_copy: bool = False) -> None:
        """`shown`: the event to change, or to copy: then without its days."""
        self._language, self._own_department = language, visitor.department_id
        self._changed = shown if not is_copy else None
        super().__init__(data=_data_of(shown, is_copy=is_copy) if shown else {"zone": clock.zone().key})
        offered = dict.fromkeys([*zones(clock.zone().key), *([shown.zone] if shown else [])])
        self.kind.choices = [SelectChoice(kind, str(word)) for kind, word in KIND_WORDS.items()]
        self.zone.choices = [SelectChoice(zone, zone_name(zone)) for zone in offered]
        self.region.choices = [SelectChoice("", _("Not said")), *(SelectChoice(region, region) for region in REGIONS)]
        self.audience.choices = [
            SelectChoice(EVERYBODY, _("Everybody")),
            SelectChoice(THESE, _("The departments, grades or professions below")),
        ]
        if visitor.department_id is not None:
            own = _("%(department)s, with everything below it", department=visitor.department)
            self.audience.choices.insert(1, SelectChoice(MINE, own))
        offered_workshops = workshops(language)
        self.teaches.choices = [SelectChoice("", _("None")), *offered_workshops]
        if not offered_workshops:
            del self.teaches
        self._details: Details | None = None

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field; then days, times, place and audience together."""
        super().validate(extra_validators)
        if not self.errors:
            self._details = self._checked()
        return not self.errors

    @property
    def details(self) -> Details:
        """What was filled in. Only after it validated."""
        assert self._details is not None
        return self._details

    def refuse(self, refused: Refused) -> None:
        """Show what the action refused beside its field."""
        place = refused.field if refused.field in self else "title"
        self[place].errors = [str(refused)]

    def _checked(self) -> Details | None:
        starts, ends = self._times()
        if not self.place.data and not self.remote_link.data:
            self.place.errors = [_("Enter a place, a link to join remotely, or both")]
        if self.closes_on.data and self.starts_on.data and self.closes_on.data > self.starts_on.data:
            self.closes_on.errors = [_("Sign-up cannot close after the event has begun")]
        try:
            render(self.about.data or "")
        except MarkupError as error:
            self.about.errors = [str(error)]
        try:
            audience = self._audience()
        except Refused as refused:
            self.refuse(refused)
        if self.errors:
            return None
        course, _slash, module = (self.teaches.data or "" if self.teaches else "").partition("/")
        return Details(
            kind=EventKind(self.kind.data),
            title=" ".join(self.title.data.split()),
            about=self.about.data or "",
            zone=self.zone.data,
            starts_local=starts,
            ends_local=ends,
            break_minutes=self.break_minutes.data or 0,
            place=" ".join((self.place.data or "").split()),
            region=self.region.data,
            remote_link=self.remote_link.data or "",
            places=self.places.data,
            prefers_newcomers=self.prefers_newcomers.data,
            audience=audience,
            closes_on=self.closes_on.data,
            teaches=(int(course), module) if module else None,
        )

    def _times(self) -> tuple[datetime, datetime]:
        """Both wall times; what is wrong with them is put beside their fields."""
        day, begins, stops = self.starts_on.data, self.starts_at.data, self.ends_at.data
        assert day is not None
        assert begins is not None
        assert stops is not None
        starts = datetime.combine(day, begins)
        ends = datetime.combine(self.ends_on.data or day, stops)
        for field, wall in ((self.starts_at, starts), (self.ends_at, ends)):
            if moment_of(wall, self.zone.data).night is Night.NEVER:
                field.errors = [
                    _("There is no %(time)s that night: the clocks go forward. Enter %(next)s or another time",
                      time=f"{wall:%H:%M}", next=f"{next_shown(wall, self.zone.data):%H:%M}")
                ]  # fmt: skip
        first, last = moment_of(starts, self.zone.data).at, moment_of(ends, self.zone.data).at
        if first is None or last is None:
            return starts, ends
        is_kept = self._changed is not None and (self._changed.starts_at, self._changed.zone) == (first, self.zone.data)
        if first <= clock.now() and not is_kept:
            self.starts_on.errors = [_("Enter a day and a time that are still to come")]
        if last <= first:
            self.ends_at.errors = [_("An event ends after it begins. For one over several days, enter its last day")]
        elif (last - first).days >= 7:
            self.ends_on.errors = [_("An event lasts at most seven days")]
        elif last - first > LONGEST_SITTING and self.break_minutes.data is None:
            self.break_minutes.errors = [
                _("Nights are not learning: enter nights and lunches in minutes all together, or 0 if people work on")
            ]
        elif (self.break_minutes.data or 0) * 60 >= (last - first).total_seconds():
            self.break_minutes.errors = [_("The breaks cannot be as long as the whole event")]
        return starts, ends

    def _audience(self) -> Audience:
        if self.audience.data == MINE and self._own_department is not None:
            return Audience((self._own_department,))
        if self.audience.data == EVERYBODY:
            return Audience()
        audience = Audience(
            department_ids_of(self.departments.data or "", self._language),
            groups_of(self.grades.data or "", "grades"),
            groups_of(self.professions.data or "", "professions"),
        )
        if audience.is_everybody:
            raise Refused(_("Enter departments, grades or professions; or choose everybody"), "departments")
        return audience


class NeedsForm(Form):
    """What somebody needs in order to take part."""

    access_needs = TextAreaField(_l("What do you need in order to take part?"), [longest(LONGEST_NEEDS)],
                                 filters=[stripped])  # fmt: skip


class CancelForm(Form):
    """Why an event is cancelled, for those who were coming."""

    why = StringField(_l("Why, in a sentence for those who were coming"), [longest(LONGEST_REASON)], filters=[stripped])


class CodeForm(Form):
    """The code that is shown in the room."""

    code = StringField(_l("Code shown in the room"), [needed(_l("Enter the code shown in the room")), longest(20)],
                       filters=[stripped])  # fmt: skip


class OrganiserForm(Form):
    """Who is to organise it too."""

    email = StringField(_l("Their work e-mail address"), [needed(_l("Enter an e-mail address")), longest(254)],
                        filters=[stripped])  # fmt: skip


class WalkInForm(Form):
    """Who came without having signed up, one a line."""

    people = TextAreaField(_l("Work e-mail addresses, one a line"), [needed(_l("Enter an e-mail address")),
                           longest(LONGEST_TEXT)], filters=[stripped])  # fmt: skip


def workshops(language: str) -> list[SelectChoice]:
    """The workshop modules of the courses offered, as choices."""
    return [
        SelectChoice(f"{course.id}/{module.slug}", Phrase(f"{course.title}: {module.title}", course.language))
        for course in shelf().in_language(language)
        for module in course.modules
        if module.kind is Kind.WORKSHOP
    ]


def _data_of(event: Event, *, is_copy: bool) -> dict[str, Any]:
    """An event as the form has it."""
    audience = event.audience
    is_long = event.ends_local.date() != event.starts_local.date()
    days = {
        "starts_on": event.starts_local.date(),
        "ends_on": event.ends_local.date() if is_long else None,
        "closes_on": event.closes_on,
    }
    same = ("kind", "title", "about", "break_minutes", "zone", "place", "region", "remote_link", "places")
    return {
        **{name: getattr(event, name) for name in same},
        **({} if is_copy else days),
        "starts_at": _to_minute(event.starts_local),
        "ends_at": _to_minute(event.ends_local),
        "prefers_newcomers": event.prefers_newcomers,
        "audience": EVERYBODY if audience.is_everybody else THESE,
        "departments": codes_of(audience.departments),
        "grades": ", ".join(audience.grades),
        "professions": ", ".join(audience.professions),
        "teaches": f"{event.course_id}/{event.module_slug}" if event.course_id else "",
    }


def _to_minute(wall: datetime) -> time:
    return wall.time().replace(second=0, microsecond=0)
