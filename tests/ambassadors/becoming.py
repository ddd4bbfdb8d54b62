"""A world for the stories of becoming an ambassador: the course, the standard, the learner's line manager."""

from flask import Flask
from sqlalchemy import select

from learnhub import clock
from learnhub import db as database
from learnhub.ambassadors import actions
from learnhub.ambassadors.becoming import Offer
from learnhub.ambassadors.board import post_notice
from learnhub.ambassadors.models import Ambassador, AmbassadorAway
from learnhub.ambassadors.profiles import ambassador_of
from learnhub.ambassadors.words import COURSE
from learnhub.catalogue.structures import Course
from learnhub.db import db
from learnhub.messages.models import Notice
from learnhub.people.models import Person, RoleGrant
from learnhub.permissions import Role
from learnhub.record.actions import mark_module_done
from learnhub.record.words import Means
from tests import people
from tests.ambassadors.asking import make_ambassador
from tests.factories import committed, make_course, make_person, reading

SKILLS = """
areas:
  - code: using
    title: Using digital tools
    skills:
      - code: spreadsheets
        title: Spreadsheets
        cy: {title: Taenlenni}
        levels: {awareness: I can sort., working: I can build., practitioner: I build a lot., expert: I lead.}
      - code: files-and-storage
        title: Files and storage
        levels: {awareness: I can save., working: I can name., practitioner: I set up., expert: I agree rules.}
  - code: safe
    title: Staying safe
    skills:
      - code: scams
        title: Recognising scams
        cy: {title: Adnabod sgamiau}
        levels: {awareness: I can tell a trick., working: I check., practitioner: I show., expert: I plan.}
"""


def write_standard(app: Flask) -> None:
    """Three skills in two areas."""
    (app.extensions["learnhub.settings"].courses / "skills.yaml").write_text(SKILLS)
    app.extensions["learnhub.shelf"].shelf = None


def publish_course() -> Course:
    return make_course(reading("welcome"), slug=COURSE, title="Being a digital ambassador")


def complete_course(course: Course, who: Person | str) -> None:
    person = people.person(who) if isinstance(who, str) else who
    with database.write():
        mark_module_done(person.learner_id, course, course.modules[0], Means.MARKED)


def give_manager(who: str = "learner", manager: str = "hr") -> Person:
    """One of the cast becomes another's line manager."""
    with committed():
        people.person(who).line_manager_id = people.person(manager).id
    return people.person(manager)


def place_of(who: Person | str) -> Ambassador:
    """Somebody's row in the network, as the database has it now."""
    db.session.rollback()
    db.session.expire_all()
    person = people.person(who) if isinstance(who, str) else who
    return db.session.execute(select(Ambassador).where(Ambassador.person_id == person.id)).scalar_one()


def agree(who: str, manager: Person) -> None:
    """The line manager agrees."""
    row = place_of(who)
    with database.write():
        actions.agree_as_manager(row, manager.id)


def has_role(who: str) -> bool:
    db.session.rollback()
    held = select(RoleGrant.id).where(
        RoleGrant.person_id == people.person(who).id, RoleGrant.role == Role.AMBASSADOR.value
    )
    return db.session.execute(held).first() is not None


def told(who: Person | str) -> list[str]:
    """What somebody was told about the network, the first first."""
    db.session.rollback()
    person = people.person(who) if isinstance(who, str) else who
    texts = select(Notice.text).where(Notice.person_id == person.id, Notice.kind == "ambassadors").order_by(Notice.id)
    return list(db.session.execute(texts).scalars())


def network_of() -> dict[str, int]:
    """For the table of access: the cast's ambassador, an applicant whose manager is Hana, a post. In a write."""
    row = ambassador_of(people.person("ambassador").id) or make_ambassador("ambassador")
    away = AmbassadorAway(ambassador_id=row.id, from_on=clock.today(), until_on=clock.today())
    db.session.add(away)
    applicant = make_person("Una Applicant", line_manager_id=people.person("hr").id)
    applied = actions.apply_to_join(applicant.id, Offer())
    post = post_notice(people.person("lead").id, "Coffee and cake", "Come.")
    db.session.flush()
    return {"ambassador": row.id, "applied": applied.id, "post": post.id, "away": away.id}
