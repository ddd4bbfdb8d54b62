"""The report that a hackathon's page becomes: who came by department, and what became of what was built."""

from collections import Counter

from sqlalchemy import func, select

from learnhub import clock
from learnhub.db import db
from learnhub.events.hackathon_models import Challenge, FollowUp, Project, Team
from learnhub.events.hackathon_rules import attendance_of
from learnhub.events.hackathon_structures import Attendance
from learnhub.events.models import Event, SignUp
from learnhub.people.models import Department
from learnhub.people.queries import department_names
from learnhub.record.models import Statement


def who_came(event: Event, language: str) -> Attendance:
    """Who came, by the department at the top of the tree; groups of fewer than ten are not shown."""
    counted = db.session.execute(
        select(Statement.department_id, func.count())
        .join(SignUp, SignUp.statement_seq == Statement.seq)
        .where(SignUp.event_id == event.id)
        .group_by(Statement.department_id)
    )
    counts = {department_id: number for department_id, number in counted if department_id is not None}
    tops, names = _tops(set(counts)), department_names(clock.day_of(event.starts_at), language)
    by_name: Counter[str] = Counter()
    for department_id, number in counts.items():
        top = tops.get(department_id, department_id)
        by_name[names.get(top, str(top))] += number
    return attendance_of(by_name)


def outcomes_of(event_id: int) -> dict[int, tuple[int, str, str]]:
    """Team → the latest answer of what became of its project: days after, outcome, in words of theirs."""
    found = db.session.execute(
        select(Team.id, FollowUp.days, FollowUp.outcome, FollowUp.said)
        .join(Project, Project.team_id == Team.id)
        .join(FollowUp, FollowUp.project_id == Project.id)
        .where(Team.event_id == event_id, FollowUp.outcome.is_not(None))
        .order_by(Team.id, FollowUp.days)
    )
    return {row.id: (row.days, row.outcome, row.said) for row in found}


def counts_of(event_id: int) -> tuple[int, int, int]:
    """How many challenges, teams and projects a hackathon had. One statement."""
    teams = Team.event_id == event_id, Team.closed_at.is_(None)
    row = db.session.execute(
        select(
            select(func.count()).select_from(Challenge).where(Challenge.event_id == event_id).scalar_subquery(),
            select(func.count()).select_from(Team).where(*teams).scalar_subquery(),
            select(func.count()).select_from(Project).join(Team, Team.id == Project.team_id).where(*teams)
            .scalar_subquery(),
        )
    ).one()  # fmt: skip
    return row[0], row[1], row[2]


def _tops(departments: set[int]) -> dict[int, int]:
    """Department → the one at the top of its tree."""
    if not departments:
        return {}
    start = select(Department.id.label("of"), Department.id, Department.parent_id).where(Department.id.in_(departments))
    chain = start.cte("chain", recursive=True)
    above = select(chain.c.of, Department.id, Department.parent_id).join(chain, Department.id == chain.c.parent_id)
    chain = chain.union_all(above)
    found = db.session.execute(select(chain.c.of, chain.c.id).where(chain.c.parent_id.is_(None)))
    return {row[0]: row[1] for row in found}
