"""The cast: the eight people of PRODUCT.md, in the four invented departments. Every test's database has them in it.

Stories: the learner works in a small office on a slow line; the ambassador helps across departments; the HR officer
sees Pensions and what is below it; the outsider is signed in and must never see what is not theirs.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache

from argon2 import PasswordHasher
from sqlalchemy import select

from learnhub import db as database
from learnhub.db import db
from learnhub.people.models import Department, DepartmentName, Learner, Person, Posting, RoleGrant
from learnhub.permissions import Role

PASSWORD = "four slow green trains"
OPENED_ON = date(2015, 4, 1)
JOINED_ON = date(2020, 1, 6)
GRANTED_AT = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)

# code → (code of the one above, name, Welsh name)
DEPARTMENTS: dict[str, tuple[str | None, str, str]] = {
    "PEN": (None, "Department for Pensions", "Yr Adran Bensiynau"),
    "PEN-OPS": ("PEN", "Pension Operations", "Gweithrediadau Pensiwn"),
    "PEN-OPS-HEX": ("PEN-OPS", "Hexham Office", "Swyddfa Hexham"),
    "PEN-HR": ("PEN", "Pensions People Team", "Tîm Pobl Pensiynau"),
    "REV": (None, "Department for Revenue", "Yr Adran Gyllid"),
    "REV-CUS": ("REV", "Customer Services", "Gwasanaethau Cwsmeriaid"),
    "TRA": (None, "Department for Transport Links", "Yr Adran Cysylltiadau Trafnidiaeth"),
    "TRA-CDF": ("TRA", "Cardiff Office", "Swyddfa Caerdydd"),
    "CUL": (None, "Department for Culture", "Yr Adran Ddiwylliant"),
    "CUL-LIB": ("CUL", "Libraries Unit", "Uned Llyfrgelloedd"),
}


@dataclass(frozen=True, slots=True)
class Cast:
    """One of the cast. `role` is also the first half of the e-mail address."""

    role: str
    name: str
    department: str
    grant: tuple[Role, str | None] | None = None
    language: str = "en"
    grade: str = "EO"
    profession: str = "Operational Delivery"
    office: str = "London"

    @property
    def email(self) -> str:
        return f"{self.role}@demo.example"


CAST: dict[str, Cast] = {
    member.role: member
    for member in (
        Cast("learner", "Lena Marsh", "PEN-OPS-HEX", grade="AO", office="Hexham"),
        Cast("ambassador", "Amir Osei", "REV-CUS", (Role.AMBASSADOR, None), office="Leeds"),
        Cast("hr", "Hana Reid", "PEN-HR", (Role.HR, "PEN"), grade="HEO", profession="Human Resources"),
        Cast("lead", "Leo Novak", "REV", (Role.LEAD, None), grade="G7"),
        Cast("welsh", "Wyn Prys", "TRA-CDF", language="cy", office="Caerdydd"),
        Cast("admin", "Ada Okoro", "CUL", (Role.ADMIN, None), grade="SEO", profession="Digital, Data and Technology"),
        Cast("author", "Aled Thorne", "CUL", (Role.AUTHOR, None), grade="HEO"),
        Cast("outsider", "Oona Finch", "CUL-LIB", office="York"),
    )
}
ROLES = tuple(CAST)


@cache
def hash_of(password: str) -> str:
    """A password's Argon2id hash with the cheapest parameters: verifying reads them from the hash itself."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(password)


def load_cast() -> None:
    """Put the departments and the cast into a migrated, empty database."""
    with database.write():
        departments: dict[str, Department] = {}
        for code, (above, name, name_cy) in DEPARTMENTS.items():
            department = Department(code=code, parent_id=departments[above].id if above else None, opened_on=OPENED_ON)
            db.session.add(department)
            db.session.flush()
            db.session.add(DepartmentName(department_id=department.id, from_on=OPENED_ON, name=name, name_cy=name_cy))
            departments[code] = department
        for number, member in enumerate(CAST.values(), start=1):
            _add(member, f"{number:07}", {code: row.id for code, row in departments.items()})


def _add(member: Cast, staff_number: str, departments: dict[str, int]) -> None:
    learner = Learner()
    db.session.add(learner)
    db.session.flush()
    person = Person(
        learner_id=learner.id,
        staff_number=staff_number,
        name=member.name,
        email=member.email,
        language=member.language,
        joined_on=JOINED_ON,
        password_hash=hash_of(PASSWORD),
    )
    db.session.add(person)
    db.session.flush()
    db.session.add(
        Posting(
            person_id=person.id,
            department_id=departments[member.department],
            grade=member.grade,
            profession=member.profession,
            office=member.office,
            from_on=JOINED_ON,
            is_current=True,
        )
    )
    if member.grant:
        role, code = member.grant
        scope = departments[code] if code else None
        db.session.add(RoleGrant(person_id=person.id, role=role.value, department_id=scope, granted_at=GRANTED_AT))


def person(role: str) -> Person:
    """One of the cast, as the row it is."""
    return db.session.execute(select(Person).where(Person.email == CAST[role].email)).scalar_one()


def department(code: str) -> Department:
    """One of the cast's departments, by its code."""
    return db.session.execute(select(Department).where(Department.code == code)).scalar_one()
