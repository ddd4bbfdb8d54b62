"""What the codes of mentorships and of sharing are called on pages."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from learnhub.ambassadors.words import Kind, MentorshipState, Outcome
from learnhub.mentoring.sharing import Part
from learnhub.record.words import Assurance

KIND_WORDS: dict[str, LazyString] = {
    Kind.MENTORING: _l("Mentoring"),
    Kind.REVERSE: _l("Reverse mentoring"),
}
STATE_WORDS: dict[str, LazyString] = {
    MentorshipState.OPEN: _l("Open"),
    MentorshipState.HANDOVER: _l("Waits for a new mentor"),
    MentorshipState.ENDED: _l("Ended"),
}
OUTCOME_WORDS: dict[str, LazyString] = {
    Outcome.REACHED: _l("We reached what we set out to do"),
    Outcome.PARTLY: _l("We reached a part of it"),
    Outcome.NOT: _l("We did not reach it"),
}
PART_WORDS: dict[str, LazyString] = {
    Part.COURSES: _l("Courses"),
    Part.BADGES: _l("Badges"),
    Part.SKILLS: _l("Skills"),
    Part.STUDY: _l("Study log"),
    Part.HOURS: _l("Hours"),
}
PART_HINTS: dict[str, LazyString] = {
    Part.COURSES: _l("Courses you have completed or begun, with dates. Never your answers."),
    Part.BADGES: _l("The badges you hold, with dates."),
    Part.SKILLS: _l("The skills that your completed courses and your study were about."),
    Part.STUDY: _l("Titles, days and minutes of your study log. Never what you wrote about it, nor files."),
    Part.HOURS: _l("How long you learned, by year."),
}
# As somebody else reads it: not "You told us".
KNOWN_WORDS: dict[Assurance, LazyString] = {
    Assurance.SELF_DECLARED: _l("Their own word"),
    Assurance.WITNESSED: _l("A colleague confirmed"),
    Assurance.RECORDED: _l("Recorded by LearnHub"),
}
