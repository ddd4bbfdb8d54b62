"""For the table of access: the ambassador of the cast held a clinic with the learner; its code is open."""

from learnhub import clock
from learnhub.ambassadors.profiles import ambassador_of
from learnhub.mentoring import room_codes
from learnhub.mentoring.kinds import SessionKind
from learnhub.mentoring.sessions import Said, log_session
from learnhub.people.models import Person
from tests import people
from tests.ambassadors.asking import make_ambassador


def session_of(learner: Person) -> dict[str, int]:
    """The clinic's number, as addresses name it."""
    held_by = ambassador_of(people.person("ambassador").id) or make_ambassador("ambassador")
    row = log_session(held_by.id, Said(60, clock.today(), (learner.id,), kind=SessionKind.CLINIC))
    room_codes.open_code(row)
    return {"session": row.id}
