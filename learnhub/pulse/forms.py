"""The pulse's form. Its fields are called anonymous: what is typed into such a one is never held for a person."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from learnhub.pulse.words import Changing, Knowing
from learnhub.web.forms import Form

CHANGING_WORDS: dict[Changing, LazyString] = {
    Changing.MUCH: _l("Yes, a lot"),
    Changing.LITTLE: _l("Yes, a little"),
    Changing.NOT: _l("No"),
    Changing.UNSURE: _l("I cannot tell"),
}
KNOWING_WORDS: dict[Knowing, LazyString] = {
    Knowing.YES: _l("Yes"),
    Knowing.PARTLY: _l("Partly"),
    Knowing.NO: _l("No"),
}
CHANGING_QUESTION = _l("Is digital changing how you work?")
KNOWING_QUESTION = _l("Do you know what you should be learning?")


class PulseForm(Form):
    """Two questions."""

    anonymous_changing = RadioField(
        CHANGING_QUESTION,
        coerce=int,
        choices=[SelectChoice(answer.value, words) for answer, words in CHANGING_WORDS.items()],
        validators=[InputRequired(_l("Choose an answer to the first question"))],
    )
    anonymous_knowing = RadioField(
        KNOWING_QUESTION,
        coerce=int,
        choices=[SelectChoice(answer.value, words) for answer, words in KNOWING_WORDS.items()],
        validators=[InputRequired(_l("Choose an answer to the second question"))],
    )
