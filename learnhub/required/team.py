"""A line manager's team: what is required of each, and how it stands. What they suggest or study is not here."""

from dataclasses import dataclass
from datetime import date

from learnhub import clock
from learnhub.required.active import actives
from learnhub.required.deadlines import State, due_for
from learnhub.required.facts import facts_of_team
from learnhub.required.queries import Due
from learnhub.required.things import thing_of

COUNTED = (State.COMPLETE, State.OPEN, State.OVERDUE, State.EXEMPT)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in the team, and each requirement that counts now."""

    person_id: int
    name: str
    dues: tuple[Due, ...]

    def count(self, state: State) -> int:
        """How many requirements stand so."""
        return sum(due.state is state for due in self.dues)

    @property
    def asked(self) -> int:
        """How many there are, but for exemptions."""
        return len(self.dues) - self.count(State.EXEMPT)

    @property
    def next_due(self) -> date | None:
        """The first date that has not come yet of what is still to do."""
        open_ = [due.deadline.due_on for due in self.dues if due.state is State.OPEN and due.deadline.due_on]
        return min(open_, default=None)


def members_of(manager_id: int, language: str) -> list[Member]:
    """The team by name, those with something overdue first. One statement beyond the assignments in memory."""
    today = clock.today()
    asked = [one for one in actives().all if one.is_required]
    things = {one.id: thing for one in asked if (thing := thing_of(one, language)) is not None and thing.is_served}
    members = []
    for facts in facts_of_team(manager_id, pathways=any(one.pathway for one in asked)):
        if facts.left_on is not None and facts.left_on <= today:
            continue
        dues = []
        for one in asked:
            person = facts.under(one) if one.id in things else None
            deadline = due_for(one.rule, person, today) if person is not None else None
            if deadline is not None and deadline.state in COUNTED:
                dues.append(Due(one, deadline, things[one.id]))
        members.append(Member(facts.person_id, facts.name, tuple(dues)))
    return sorted(members, key=lambda member: (-member.count(State.OVERDUE), member.name.casefold(), member.person_id))
