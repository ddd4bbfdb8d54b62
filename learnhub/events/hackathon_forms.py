"""What people fill in about challenges, teams, projects and judging."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FileField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from learnhub.events.fields import LinkField, WholeField, needed
from learnhub.events.forms import longest, one_of
from learnhub.events.hackathon_challenges import Problem
from learnhub.events.hackathon_claims import MOST_SKILLS
from learnhub.events.hackathon_models import Challenge, Criterion, FollowUp, Score, Team
from learnhub.events.hackathon_projects import LARGEST_PICTURE, Built, ProjectSeen
from learnhub.events.hackathon_structures import Outcome, Part
from learnhub.events.hackathon_teams import About
from learnhub.events.hackathon_words import OUTCOMES, PARTS, PICTURE_FAULTS, all_skills
from learnhub.events.models import parts
from learnhub.web.file_content import Checked, FileFault, FileRefused, FileType, checked
from learnhub.web.forms import LONGEST_LINE, LONGEST_TEXT, Form, stripped
from learnhub.web.rows import row_number

LONGEST_SAID = 1_000
LARGEST_TEAM_THERE_IS = 50
PICTURES = (FileType.PNG, FileType.JPEG, FileType.WEBP)


class MultiCheckboxField(SelectMultipleField):
    """Several of a list, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def line(text: str | None) -> str:
    """What was typed, as one line."""
    return " ".join((text or "").split())


class ChallengeForm(Form):
    """A problem that a department has."""

    title = StringField(_l("The problem in a line"), [needed(_l("Enter the problem in a line")), longest(LONGEST_LINE)],
                        filters=[stripped])  # fmt: skip
    problem = TextAreaField(_l("What happens, and what it costs"), [needed(_l("Enter what happens")),
                            longest(LONGEST_TEXT)], filters=[stripped])  # fmt: skip
    who_has_it = TextAreaField(_l("Who has the problem"), [longest(LONGEST_SAID)], filters=[stripped])
    would_help = TextAreaField(_l("What would help"), [longest(LONGEST_SAID)], filters=[stripped])
    material = TextAreaField(_l("What data or access there is"), [longest(LONGEST_SAID)], filters=[stripped])
    contact = StringField(_l("Whom to ask"), [needed(_l("Enter whom to ask, such as a work e-mail address")),
                          longest(LONGEST_LINE)], filters=[stripped])  # fmt: skip
    event = SelectField(_l("Hackathon"), validate_choice=True)

    def __init__(self, hackathons: list[tuple[int, str]], *, shown: Challenge | None = None, **data: Any) -> None:
        if shown is not None:
            data = {name: getattr(shown, name) for name in Problem.__dataclass_fields__ if name != "event_id"}
            data["event"] = str(shown.event_id or "")
        super().__init__(data=data)
        self._held = shown.event_id if shown is not None else None
        none = SelectChoice("", str(_("It waits for one")))
        self.event.choices = [none, *(SelectChoice(str(id_), title) for id_, title in hackathons)]
        if not hackathons:
            del self.event

    @property
    def filled(self) -> Problem:
        return Problem(
            line(self.title.data), self.problem.data, self.who_has_it.data or "", self.would_help.data or "",
            self.material.data or "", line(self.contact.data),
            row_number(self.event.data) if self.event else self._held,
        )  # fmt: skip


class CloseForm(Form):
    """What came of a challenge."""

    outcome = TextAreaField(_l("What came of it"), [longest(LONGEST_SAID)], filters=[stripped])


class TeamForm(Form):
    """What a team says of itself."""

    name = StringField(_l("Name of the team"), [needed(_l("Enter a name")), longest(100)], filters=[stripped])
    about = TextAreaField(_l("What you want to do"), [longest(LONGEST_SAID)], filters=[stripped])
    challenge = SelectField(_l("Challenge"))
    wanted = MultiCheckboxField(_l("Skills you look for"), validate_choice=False)
    is_open = BooleanField(_l("Others may join"))

    def __init__(self, challenges: list[tuple[int, str]], *, shown: Team | None = None) -> None:
        data: dict[str, Any] = {"is_open": True}
        if shown is not None:
            data = {"name": shown.name, "about": shown.about, "is_open": shown.is_open,
                    "challenge": str(shown.challenge_id or ""), "wanted": list(parts(shown.wanted))}  # fmt: skip
        super().__init__(data=data)
        self.wanted.choices = [SelectChoice(code, title) for code, title in all_skills().items()]
        none = SelectChoice("", str(_("None of them, or our own idea")))
        self.challenge.choices = [none, *(SelectChoice(str(id_), title) for id_, title in challenges)]
        if not challenges:
            del self.challenge

    @property
    def filled(self) -> About:
        known = all_skills()
        wanted = tuple(code for code in dict.fromkeys(self.wanted.data or ()) if code in known)
        name, challenge_id = line(self.name.data), row_number(self.challenge.data) if self.challenge else None
        return About(name, self.about.data or "", wanted[:20], self.is_open.data, challenge_id)


class LookForm(Form):
    """Who looks for a team."""

    brings = StringField(_l("What you bring"), [longest(300)], filters=[stripped])
    skills = MultiCheckboxField(_l("Your skills"), validate_choice=False)

    def __init__(self, **data: Any) -> None:
        super().__init__(data=data)
        self.skills.choices = [SelectChoice(code, title) for code, title in all_skills().items()]

    @property
    def chosen(self) -> tuple[str, ...]:
        known = all_skills()
        return tuple(code for code in dict.fromkeys(self.skills.data or ()) if code in known)[:20]


class PartForm(LookForm):
    """What a member did, and which skills they used."""

    part = RadioField(_l("What did you do?"), validate_choice=False)
    brings = None

    def __init__(self, **data: Any) -> None:
        super().__init__(**data)
        none = SelectChoice("", str(_("I would rather not say")))
        self.part.choices = [none, *(SelectChoice(code, str(said)) for code, said in PARTS.items())]
        self.skills.label.text = _("Which skills did you use?")

    def validate_skills(self, field: Any) -> None:
        if len(self.chosen) > MOST_SKILLS:
            raise ValidationError(_("Choose at most %(num)d skills", num=MOST_SKILLS))

    @property
    def chosen_part(self) -> Part | None:
        return Part(self.part.data) if self.part.data in set(Part) else None


class ProjectForm(Form):
    """What a team built. A picture is told from its content; browsers do not keep it when something else is wrong."""

    title = StringField(_l("What you built, in a line"), [needed(_l("Enter what you built")), longest(LONGEST_LINE)],
                        filters=[stripped])  # fmt: skip
    built = TextAreaField(_l("What it does, and how far it is"), [longest(LONGEST_TEXT)], filters=[stripped])
    for_whom = StringField(_l("For whom"), [longest(300)], filters=[stripped])
    link = LinkField(_l("Link to it"))
    picture = FileField(_l("Picture"))
    drop_picture = BooleanField(_l("Take the picture out"))

    def __init__(self, shown: ProjectSeen | None) -> None:
        super().__init__(obj=shown.project if shown else None)
        self.checked: Checked | None = None
        if shown is None or shown.picture_size is None:
            del self.drop_picture

    def validate_picture(self, field: Any) -> None:
        if not field.data or not getattr(field.data, "filename", ""):
            return
        content = field.data.read(LARGEST_PICTURE + 1)
        try:
            if len(content) > LARGEST_PICTURE:
                raise FileRefused(FileFault.TOO_LARGE)
            found = checked(content, field.data.filename)
            if found.type not in PICTURES:
                raise FileRefused(FileFault.NOT_ALLOWED)
        except FileRefused as refused:
            raise ValidationError(PICTURE_FAULTS[refused.why]) from None
        self.checked = found

    @property
    def filled(self) -> Built:
        return Built(line(self.title.data), self.built.data or "", line(self.for_whom.data), self.link.data or "")

    @property
    def drops_picture(self) -> bool:
        return bool(self.drop_picture and self.drop_picture.data)


class LaterForm(Form):
    """What became of a project."""

    outcome = RadioField(_l("What became of it?"), validate_choice=False,
                         validators=[one_of(_l("Choose what became of it"))])  # fmt: skip
    said = TextAreaField(_l("In a sentence or two"), [longest(LONGEST_SAID)], filters=[stripped])

    def __init__(self, shown: FollowUp) -> None:
        super().__init__(data={"outcome": shown.outcome, "said": shown.said})
        self.outcome.choices = [SelectChoice(code, str(said)) for code, said in OUTCOMES.items()]

    @property
    def chosen(self) -> Outcome:
        return Outcome(self.outcome.data)


class SetUpForm(Form):
    """How large teams may be, and by what they are judged."""

    largest_team = WholeField(_l("How many people may be in a team?"), least=1, most=LARGEST_TEAM_THERE_IS)
    criteria = TextAreaField(_l("Criteria for judging, one a line"), [longest(2_000)], filters=[stripped])

    def validate_largest_team(self, field: Any) -> None:
        if field.data is None:
            raise ValidationError(_("Enter how many people may be in a team"))

    def validate_criteria(self, field: Any) -> None:
        if any(len(name) > LONGEST_LINE for name in self.names):
            raise ValidationError(_("A criterion has at most %(num)d characters", num=LONGEST_LINE))

    @property
    def names(self) -> list[str]:
        return list(dict.fromkeys(named for text in (self.criteria.data or "").splitlines() if (named := line(text))))


class MarksForm(Form):
    """A judge's marks and comment: `marks_form` gives it a field for each criterion, and one for the comment."""


def marks_form(criteria: list[Criterion], score: Score | None) -> MarksForm:
    """The form of these criteria, with what was given before."""
    fields: dict[str, Any] = {
        f"mark_{criterion.id}": RadioField(
            criterion.name,
            choices=[SelectChoice(str(mark), str(mark)) for mark in range(1, 6)],
            validate_choice=False,
            validators=[one_of(_("Give a mark from 1 to 5 for “%(name)s”", name=criterion.name))],
        )
        for criterion in criteria
    }
    fields["comment"] = TextAreaField(
        _l("Comment to the team"),
        [needed(_l("Enter a comment: it is what the team learns from")), longest(LONGEST_SAID)],
        filters=[stripped],
    )
    data: dict[str, Any] = {}
    if score is not None:
        data = {f"mark_{id_}": str(mark) for id_, mark in score.marks.items()} | {"comment": score.comment}
    made: MarksForm = type("MarksForm", (MarksForm,), fields)(data=data)
    return made


def marks_of(form: MarksForm) -> dict[int, int]:
    """Criterion → mark."""
    return {int(field.name.removeprefix("mark_")): int(field.data) for field in form if field.name.startswith("mark_")}


class PrizeForm(Form):
    """A prize by its name."""

    name = StringField(_l("Prize"), [needed(_l("Enter what the prize is for")), longest(100)], filters=[stripped])
    team = SelectField(_l("Team"))
    why = StringField(_l("Why, in a sentence"), [longest(300)], filters=[stripped])

    def __init__(self, teams: list[tuple[int, str]]) -> None:
        super().__init__()
        self.team.choices = [SelectChoice(str(id_), name) for id_, name in teams]


class AnnounceForm(Form):
    """What the organiser says with the results."""

    announcement = TextAreaField(_l("Announcement"), [longest(LONGEST_TEXT)], filters=[stripped])


class ParticipantsForm(Form):
    """A list of participants."""

    file = FileField(_l("CSV file"))

    def validate_file(self, field: Any) -> None:
        if not field.data or not getattr(field.data, "filename", ""):
            raise ValidationError(_("Choose a file"))
