"""What the rules look at, about one person: everything in one statement, whatever is asked of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from learnhub import clock
from learnhub.plain_sql import Part, PlainSql, rows_of, together
from learnhub.record.words import ObjectKind, Verb
from learnhub.required.active import Active
from learnhub.required.audience import Post

Away = tuple[date, date]  # first and last day


class CaseFact(NamedTuple):
    """What is different for a person under one assignment: see `models.AssignmentCase`."""

    kind: str
    until_on: date | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Covered:
    """Somebody whom an assignment is for, with all that their own date depends on (`deadlines.Person`).

    `posted_on`: in the audience without a break since then; None on a list of people.
    """

    person_id: int
    learner_id: int
    name: str
    language: str
    joined_on: date
    posted_on: date | None
    working_days: str
    absences: tuple[Away, ...] = ()
    exception: CaseFact | None = None
    completions: tuple[datetime, ...] = ()
    left_on: date | None = None
    department_id: int | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything about one person that any assignment may ask."""

    person_id: int
    learner_id: int
    name: str
    language: str
    joined_on: date
    left_on: date | None
    working_days: str
    posts: tuple[Post, ...]
    absences: tuple[Away, ...]
    cases: dict[int, CaseFact]
    lists: frozenset[int]
    courses: dict[int, datetime]
    pathways: dict[str, datetime]

    def under(self, one: Active) -> Covered | None:
        """This person as an assignment sees them; None when it is not for them."""
        posted_on = None
        here = next((post.department_id for post in self.posts if post.is_current), None)
        if here is None:
            return None  # not come yet, or left
        if one.audience.list_of is not None:
            if one.id not in self.lists:
                return None
        elif (posted_on := one.audience.since(self.posts)) is None:
            return None
        done = self.courses.get(one.course_id or 0) if one.course_id else self.pathways.get(one.pathway or "")
        return Covered(
            self.person_id,
            self.learner_id,
            self.name,
            self.language,
            self.joined_on,
            posted_on,
            self.working_days,
            self.absences,
            self.cases.get(one.id),
            (done,) if done else (),
            self.left_on,
            here,
        )


_FACTS = """p.id, p.learner_id, p.name, p.language, p.joined_on, p.left_on, p.working_days,
  (SELECT {all}({each}(q.from_on, q.until_on, q.department_id, q.grade, q.profession, q.is_current))
   FROM posting q WHERE q.person_id = p.id),
  (SELECT {all}({each}(a.from_on, a.until_on)) FROM absence a WHERE a.person_id = p.id),
  (SELECT {all}({each}(x.assignment_id, x.kind, x.until_on, x.reason))
   FROM assignment_case x WHERE x.person_id = p.id),
  (SELECT {all}({each}(l.assignment_id)) FROM assignment_person l WHERE l.person_id = p.id),
  (SELECT {all}({each}(g.course_id, g.completed_at)) FROM progress g
   WHERE g.learner_id = p.learner_id AND g.completed_at IS NOT NULL),
  {pathways}"""
# Read only when a pathway is asked of anybody: it looks through the person's statements.
_PATHWAYS = f"""(SELECT {{all}}({{each}}(o.key, s.at)) FROM statement s JOIN record_object o ON o.id = s.object_id
   LEFT JOIN voided v ON v.seq = s.seq
   WHERE s.learner_id IN (SELECT id FROM learner WHERE id = p.learner_id OR merged_into_id = p.learner_id)
   AND s.verb = {Verb.COMPLETED.value} AND o.kind = {ObjectKind.PATHWAY.value} AND v.seq IS NULL)"""  # noqa: S608 -- our own numbers


def _parts(pathways: str) -> tuple[Part, PlainSql]:
    """Of one learner, to be read with others' parts; and of a team, a row each."""
    columns = _FACTS.replace("{pathways}", pathways)
    of_one = Part.of(f"SELECT {{each}}({columns}) FROM person p WHERE p.learner_id = :learner_id")  # noqa: S608 -- ours
    team = Part.of(f"SELECT {columns} FROM person p WHERE p.line_manager_id = :manager_id")  # noqa: S608 -- the same
    return of_one, PlainSql(team.sqlite, team.postgresql)


# By whether pathways are asked of anybody.
_BY_NEED = {True: _parts(_PATHWAYS), False: _parts("NULL")}
FACTS = {asked: of_one for asked, (of_one, _team) in _BY_NEED.items()}
_OF_ONE = {asked: together(part) for asked, part in FACTS.items()}
_OF_TEAM = {asked: team for asked, (_one, team) in _BY_NEED.items()}


def facts_of(learner_id: int, *, pathways: bool) -> Facts | None:
    """About one learner; None when nobody is behind the number any more. One statement."""
    return facts_in(_OF_ONE[pathways].run(learner_id=learner_id).scalar_one())


def facts_in(value: Any) -> Facts | None:
    """What a part of `FACTS` found."""
    row = rows_of(value)
    return _facts(row) if row else None


def facts_of_team(manager_id: int, *, pathways: bool) -> list[Facts]:
    """About everybody whose line manager somebody is. One statement."""
    return [_facts(row) for row in _OF_TEAM[pathways].run(manager_id=manager_id)]


def _facts(row: Sequence[Any]) -> Facts:
    person_id, learner_id, name, language, joined_on, left_on, works, *listed = row
    posts, absences, cases, lists, courses, pathways = map(rows_of, listed)
    return Facts(
        person_id,
        learner_id,
        name,
        language,
        _required_day(joined_on),
        _day(left_on),
        works,
        tuple(Post(_required_day(each[0]), _day(each[1]), each[2], each[3], each[4], bool(each[5])) for each in posts),
        tuple((_required_day(each[0]), _required_day(each[1])) for each in absences),
        {each[0]: CaseFact(each[1], _day(each[2]), each[3]) for each in cases},
        frozenset(each[0] for each in lists),
        {each[0]: clock.from_ms(each[1]) for each in courses},
        _latest(pathways),
    )


def _latest(rows: Sequence[Any]) -> dict[str, datetime]:
    found: dict[str, datetime] = {}
    for key, at in sorted(rows, key=lambda row: int(row[1])):
        found[key] = clock.from_ms(at)
    return found


def _day(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _required_day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value
