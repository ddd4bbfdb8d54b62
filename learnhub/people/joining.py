"""How a person comes to have an account."""

from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from learnhub import clock
from learnhub.db import db
from learnhub.messages.addresses import is_address
from learnhub.people.events import note_event
from learnhub.people.faults import Refused
from learnhub.people.models import Department, Learner, Person
from learnhub.people.postings import post_person


def add_person(
    *,
    email: str,
    name: str,
    department_code: str | None,
    staff_number: str | None = None,
    language: str = "en",
    region: str | None = None,
    line_manager_id: int | None = None,
    joined_on: date | None = None,
    grade: str | None = None,
    profession: str | None = None,
    office: str | None = None,
    by_person_id: int | None = None,
) -> Person:
    """A new person with a learner of their own, posted from the day they joined (today unless given). No password yet.

    Raises Refused when the address or the staff number is somebody's already, or there is no such department.
    """
    email = email.strip().lower()
    name = " ".join(name.split())
    if not is_address(email):
        raise Refused(_("“%(email)s” is not an e-mail address such as name@department.example.", email=email), "email")
    if not name or len(name) > 200:
        raise Refused(_("Give a name of at most 200 characters."), "name")
    if db.session.execute(select(Person.id).where(Person.email == email)).scalar_one_or_none() is not None:
        raise Refused(_("%(email)s has an account already.", email=email), "email")
    _check_staff_number(staff_number)
    department_id = department_id_of(department_code) if department_code else None
    learner = Learner()
    db.session.add(learner)
    db.session.flush()
    day = joined_on or clock.today()
    person = Person(
        learner_id=learner.id,
        staff_number=staff_number,
        name=name,
        email=email,
        language=language,
        region=region,
        line_manager_id=line_manager_id,
        joined_on=day,
    )
    db.session.add(person)
    db.session.flush()
    note_event(person.id, "added", by_person_id, department=department_code)
    if department_id is not None:
        post_person(
            person.id, department_id, day, grade, profession=profession, office=office, by_person_id=by_person_id
        )
    return person


def _check_staff_number(staff_number: str | None) -> None:
    if staff_number is None:
        return
    taken = db.session.execute(select(Person.id).where(Person.staff_number == staff_number)).scalar_one_or_none()
    if taken is not None:
        raise Refused(_("Staff number %(number)s is somebody else's.", number=staff_number), "staff_number")


def department_id_of(code: str) -> int:
    """The number of the department with a code, in any letter case. Raises Refused when there is none."""
    found = db.session.execute(
        select(Department.id).where(Department.code == code.strip().upper())
    ).scalar_one_or_none()
    if found is None:
        found = db.session.execute(select(Department.id).where(Department.code == code.strip())).scalar_one_or_none()
    if found is None:
        raise Refused(_("There is no department with the code “%(code)s”.", code=code), "department")
    return found
