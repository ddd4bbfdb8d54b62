"""People and departments as rows for the bulk writer. Dates are ISO text, truth is 1 or 0: both databases take them."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from learnhub.demo.bulk import Writer
from learnhub.demo.cast import Member
from learnhub.demo.places import Unit
from learnhub.demo.staff import Colleague

Row = tuple[Any, ...]

DEPARTMENT = "id code parent_id opened_on closed_on merged_into_id"
DEPARTMENT_NAME = "department_id from_on name name_cy"
COLUMNS = {
    "learner": "id",
    "person": (
        "id learner_id staff_number name email language region line_manager_id joined_on left_on working_days "
        "password_hash"
    ),
    "posting": "id person_id department_id grade profession office from_on until_on is_current",
    "absence": "id person_id from_on until_on",
    "role_grant": "id person_id role department_id granted_at",
    "account_event": "id at person_id by_person_id what detail",
}

_AT_ONCE = 5_000  # people whose rows are held before they are written


def write_departments(writer: Writer, units: list[Unit]) -> list[int]:
    """Write the tree; the number of each unit by its place. Heirs stand before those they take over from."""
    first = writer.last("department") + 1
    ids = [first + unit.index for unit in units]

    def number(index: int | None) -> int | None:
        return None if index is None else ids[index]

    writer.write(
        "department",
        DEPARTMENT,
        [
            (
                number(unit.index),
                unit.code,
                number(unit.parent),
                _day(unit.opened_on),
                _day(unit.closed_on),
                number(unit.heir),
            )
            for unit in units
        ],
    )
    writer.write(
        "department_name",
        DEPARTMENT_NAME,
        [(ids[unit.index], _day(from_on), name, welsh) for unit in units for from_on, name, welsh in unit.names],
    )
    return ids


class PeopleWriter:
    """Writes people with what belongs to them, some thousands at a time."""

    def __init__(self, writer: Writer, units: list[Unit], departments: list[int], password_hash: str, at: int) -> None:
        self._writer = writer
        self._departments = departments
        self._codes = {unit.code: departments[unit.index] for unit in units}
        self._password_hash = password_hash
        self._at = at
        self.first_learner = writer.last("learner") + 1
        self._first_person = writer.last("person") + 1
        self._next = {table: writer.last(table) + 1 for table in ("posting", "absence", "role_grant", "account_event")}
        self._waiting: dict[str, list[Row]] = {table: [] for table in COLUMNS}

    def write(self, people: Iterable[Colleague]) -> Iterator[Colleague]:
        """Write each person and hand them on."""
        for person in people:
            self._add(person)
            if len(self._waiting["person"]) >= _AT_ONCE:
                self._flush()
            yield person
        self._flush()

    def _number(self, table: str) -> int:
        self._next[table] += 1
        return self._next[table] - 1

    def _flush(self) -> None:
        for table, rows in self._waiting.items():  # each after those it refers to
            self._writer.write(table, COLUMNS[table], rows)
            rows.clear()

    def _add(self, person: Colleague) -> None:
        person_id, learner_id = self._first_person + person.index, self.first_learner + person.index
        self._waiting["learner"].append((learner_id,))
        self._waiting["person"].append(
            (
                person_id,
                learner_id,
                person.staff_number,
                person.name,
                person.email,
                person.language,
                person.region,
                None if person.manager is None else self._first_person + person.manager,
                _day(person.joined_on),
                _day(person.left_on),
                person.working_days,
                self._password_hash if person.member else None,
            )
        )
        for post in person.posts:
            where = (self._departments[post.unit], post.grade, post.profession, post.office)
            dates = (_day(post.from_on), _day(post.until_on), int(post.is_current))
            self._waiting["posting"].append((self._number("posting"), person_id, *where, *dates))
        for from_on, until_on in person.absences:
            row = (self._number("absence"), person_id, _day(from_on), _day(until_on))
            self._waiting["absence"].append(row)
        if person.member:
            self._add_grants(person_id, person.member)

    def _add_grants(self, person_id: int, member: Member) -> None:
        for role, code in member.roles:
            scope = self._codes[code] if code else None
            grant = (self._number("role_grant"), person_id, role.value, scope, self._at)
            self._waiting["role_grant"].append(grant)
            detail = json.dumps({"role": role.value, "department": code}, separators=(",", ":"))
            event = (self._number("account_event"), self._at, person_id, None, "role-granted", detail)
            self._waiting["account_event"].append(event)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
