"""What an ambassador says of a session: who, how long, how; the rest has been filled in or may stay empty."""

import re
import secrets
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, Optional, ValidationError

from learnhub import clock
from learnhub.catalogue.shelf import shelf
from learnhub.catalogue.suggesting import all_skills
from learnhub.mentoring import session_rules as rules
from learnhub.mentoring.kinds import How, SessionKind, kind_asked
from learnhub.mentoring.near_people import SHOWN, Near
from learnhub.mentoring.offices import known_office
from learnhub.mentoring.people_lists import people_listed
from learnhub.mentoring.session_rules import Fault
from learnhub.mentoring.session_words import FAULTS, HOWS, KINDS, UNCLEAR, line_fault
from learnhub.mentoring.sessions import Said
from learnhub.people.faults import Refused
from learnhub.study import durations, typed
from learnhub.study.durations import NoMinutes
from learnhub.study.forms import MultiCheckboxField
from learnhub.study.words import HIDDEN
from learnhub.web.days import DayField
from learnhub.web.forms import Form, stripped
from learnhub.web.i18n import gettext, language
from learnhub.web.rows import row_number

KEY = 16  # bytes
MOST_TOPICS = 10
LONGEST_LIST = 20_000  # characters
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.h]?([0-5]\d)", re.A)


class SessionForm(Form):
    """One session. `people_found`, `spent` and `began_at` are there once it has been found in order."""

    kind = SelectField(
        _("What was it?"), choices=[SelectChoice(*pair) for pair in KINDS.items()], validate_choice=False
    )
    lately = MultiCheckboxField(_("People you mentor or helped lately"), validate_choice=False)
    people = TextAreaField(_("Who was there?"))
    unnamed = StringField(_("How many more, without a name?"), filters=[stripped])
    office = StringField(
        _("Which office did you visit?"),
        [Length(max=100, message=_("Use at most 100 characters"))],
        filters=[stripped],
        render_kw={"list": "offices"},
    )
    course = SelectField(_("Which course’s session plan did you use?"), [Optional()], validate_choice=False)
    minutes = StringField(_("How long was it?"), filters=[stripped])
    how = RadioField(_("How did you meet?"), choices=[SelectChoice(*pair) for pair in HOWS.items()])
    with_code = BooleanField(_("Show a code, so that people put themselves on the list"))
    on_day = DayField(_("On which day?"))
    starts = StringField(_("When did it begin?"), filters=[stripped])
    topics = MultiCheckboxField(_("What was it about?"), validate_choice=False)  # what is no skill is left out
    note = TextAreaField(
        _("A note for yourself"), [Length(max=1_000, message=_("Use at most 1,000 characters"))], filters=[stripped]
    )
    sure = BooleanField(_("It is right so: log it"))  # shown once something is asked about
    request = HiddenField()
    mentorship = HiddenField()
    form_key = HiddenField()

    def __init__(self, me_id: int, offered: Iterable[str] = (), near: Sequence[Near] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.me_id = me_id
        self.people_found: tuple[int, ...] = ()
        self.ticked = [one for one in near if str(one.id) in (self.lately.data or ())]
        typed_in = (self.people.data or "").lower()
        shown = [one for one in near if one.email.lower() not in typed_in][:SHOWN]
        names = [one.name for one in near]
        self.lately.choices = [
            SelectChoice(str(one.id), one.name if names.count(one.name) == 1 else f"{one.name}, {one.email}")
            for one in dict.fromkeys([*shown, *self.ticked])
        ]
        self.more = self.counted = self.spent = 0
        self.began_at: datetime | None = None
        skills = all_skills()
        first = dict.fromkeys(code for code in [*(self.topics.data or ()), *offered] if code in skills)
        self.offered_count = len(first)
        codes = [*first, *(code for code in skills if code not in first)]
        self.topics.choices = [SelectChoice(code, skills[code]) for code in codes]
        self.course.choices = [SelectChoice("", gettext("Choose")), *_courses_with_plan(self.course.data or "")]
        if not (self.form_key.data or "").isalnum() or len(self.form_key.data) > 64:
            self.form_key.data = secrets.token_hex(KEY)

    @property
    def session_kind(self) -> SessionKind:
        return kind_asked(self.kind.data)

    @property
    def is_other_filled(self) -> bool:
        """Whether anything is said, or wrong, of what other kinds of session ask for."""
        asked = {SessionKind.VISIT: (self.office,), SessionKind.GROUP: (self.course,)}
        others = {kind: fields for kind, fields in asked.items() if kind is not self.session_kind}
        folded = [field for fields in others.values() for field in fields]
        if self.session_kind is SessionKind.SUPPORT:
            folded += [self.unnamed, self.with_code]
        return any(field.data or field.errors for field in folded)

    @property
    def is_more_filled(self) -> bool:
        """Whether anything is said, or wrong, of what is folded away."""
        more = (self.on_day, self.starts, self.topics, self.note)
        said = self.starts.data or self.note.data or (self.on_day.data and self.on_day.data != clock.today())
        return bool(said) or any(field.errors for field in more)

    @property
    def request_id(self) -> int | None:
        return row_number(self.request.data)

    @property
    def mentorship_id(self) -> int | None:
        return row_number(self.mentorship.data)

    def validate_on_day(self, field: DayField) -> None:
        if field.data is None and not field.errors:
            field.data = clock.today()

    def validate_minutes(self, field: StringField) -> None:
        try:
            self.spent = durations.minutes_of(field.data or "", most=rules.LONGEST)
        except NoMinutes as error:
            raise ValidationError(str(UNCLEAR[error.why])) from None

    def validate_starts(self, field: StringField) -> None:
        if not field.data:
            return
        said = _CLOCK.fullmatch(field.data)
        if said is None:
            raise ValidationError(gettext("Enter the time as hours and minutes, such as 14:30"))
        if isinstance(self.on_day.data, date):
            self.began_at = rules.start_of(self.on_day.data, time(int(said[1]), int(said[2])))

    def validate_unnamed(self, field: StringField) -> None:
        if not field.data:
            return
        if not (field.data.isascii() and field.data.isdigit() and len(field.data) < 6):
            raise ValidationError(gettext("Enter a number, such as 3"))
        self.counted = int(field.data)

    def validate_topics(self, field: MultiCheckboxField) -> None:
        if len(field.data or ()) > MOST_TOPICS:
            raise ValidationError(gettext("Choose at most 10 skills"))

    def validate_office(self, field: StringField) -> None:
        if typed.has_hidden(field.data or ""):
            raise ValidationError(str(HIDDEN))

    def validate_note(self, field: TextAreaField) -> None:
        if typed.has_hidden(field.data or ""):
            raise ValidationError(str(HIDDEN))

    def validate_lately(self, field: MultiCheckboxField) -> None:
        day = self.on_day.data
        late = [one.name for one in self.ticked if isinstance(day, date) and one.joined_on > day]
        if late:
            raise ValidationError(gettext("%(name)s had not joined the service yet on that day", name=", ".join(late)))

    def validate_people(self, field: TextAreaField) -> None:
        """Whom the lines name. Each line that names nobody, or several, is said; nothing of it is lost."""
        text = (field.data or "").replace("\x00", "")
        if len(text) > LONGEST_LIST:
            raise ValidationError(str(FAULTS[Fault.TOO_MANY]))
        listed = people_listed(text, on_day=self.on_day.data or clock.today(), me_id=self.me_id, language=language())
        if listed.lines > rules.MOST_NAMED:
            raise ValidationError(str(FAULTS[Fault.TOO_MANY]))
        if listed.faults:
            said = gettext("Nothing is logged yet. Put these lines right, or take them out")
            field.errors = [said, *(line_fault(fault) for fault in listed.faults)]
            return
        self.people_found = tuple(person.id for person in listed.people)
        self.more = listed.unnamed

    def validate(self, extra_validators: Any = None) -> bool:
        """Besides each field: how many there are without a name, in the list and beside it; and a code of today."""
        is_ok: bool = super().validate(extra_validators)
        if self.more + self.counted > rules.MOST_UNNAMED:
            self.unnamed.errors = [gettext("Count at most 500 people without a name")]
            is_ok = False
        if self.with_code.data and self.on_day.data != clock.today():
            self.with_code.errors = [str(FAULTS[Fault.NOT_TODAY])]
            is_ok = False
        return self._is_office_known() and is_ok

    def _is_office_known(self) -> bool:
        """A visit's office as the staff list spells it; one where nobody works is asked about once."""
        if self.session_kind is not SessionKind.VISIT or not self.office.data or self.office.errors:
            return True
        known = known_office(self.office.data)
        self.office.data = known or self.office.data
        if known is None and not self.sure.data:
            asked = gettext("Nobody here works in an office called “%(office)s”. Is it right?", office=self.office.data)
            self.sure.errors = [asked]
            return False
        return True

    def refuse(self, refused: Refused) -> None:
        """Say beside its field what the action refused."""
        field = self._fields.get(refused.field, self.people)
        field.errors = [*field.errors, str(refused)]

    def said(self) -> Said:
        """What was said, once it is in order."""
        kind, known = self.session_kind, all_skills()
        course = shelf().ever(self.course.data or "") if kind is SessionKind.GROUP else None
        topics = [code for code in self.topics.data or () if code in known]
        if course is not None and not topics:
            topics = [code for code in course.skills if code in known][:MOST_TOPICS]
        return Said(
            minutes=self.spent,
            on_day=self.on_day.data or clock.today(),
            person_ids=tuple(dict.fromkeys([*(one.id for one in self.ticked), *self.people_found])),
            unnamed=self.more + self.counted,
            kind=kind,
            how=How(self.how.data),
            starts_at=self.began_at,
            topics=tuple(dict.fromkeys(topics)),
            note=self.note.data or "",
            office=typed.one_line(self.office.data or "") if kind is SessionKind.VISIT else "",
            course_id=course.id if course is not None else None,
        )


class HereForm(Form):
    """The code of the room."""

    code = StringField(_("The code of the room"), filters=[stripped])


def _courses_with_plan(also: str) -> list[SelectChoice]:
    """Courses with a session plan, and the one that was chosen when it was still served."""
    found = [course for course in shelf().in_language(language()) if course.session_html]
    chosen = shelf().ever(also, language())
    if chosen is not None and chosen.slug not in {course.slug for course in found}:
        found.append(chosen)
    return [SelectChoice(course.slug, course.title) for course in sorted(found, key=lambda one: one.title)]
