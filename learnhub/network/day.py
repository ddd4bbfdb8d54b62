"""What an ambassador's own page says: who waits for them, whom they help, how much of their hours is used."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from learnhub import clock
from learnhub.ambassadors.answering import answer_by
from learnhub.ambassadors.capacity import month_of
from learnhub.ambassadors.models import Ambassador
from learnhub.ambassadors.words import RequestState
from learnhub.phrases import Phrase
from learnhub.plain_sql import PlainSql
from learnhub.record.witnessing import WAITING

MOST = 40  # requests on the page: more than anybody can hold


@dataclass(frozen=True, slots=True)
class ToAnswer:
    """A request that is offered (`until`: the last day to answer), or that was accepted and is not met."""

    id: int
    name: str
    text: str
    kind: str
    is_offered: bool
    until: date | None


@dataclass(frozen=True, slots=True)
class Hours:
    """Minutes of this month: what is offered, held, and promised to requests accepted; sessions this week and their
    minutes; sessions of this month, how many of them somebody confirmed, and the people in them who were named.

    `asked_to_confirm`: how many colleagues ask this person to confirm what they did. `to_read`: notes of
    others that wait for a second reader.
    """

    offered: int
    held: int
    promised: int
    this_week: int
    sessions: int
    confirmed: int
    people: int
    asked_to_confirm: int
    to_read: int

    @property
    def share(self) -> float:
        """How much of the month is used or promised, at most all of it."""
        return min(1.0, (self.held + self.promised) / self.offered) if self.offered else 0.0


_REQUESTS = PlainSql("""
SELECT r.id, p.name, r.text, r.kind, r.state, r.pass_on_at FROM help_request r JOIN person p ON p.id = r.person_id
WHERE (r.offered_to_id = :me AND r.state = 'offered') OR (r.accepted_by_id = :me AND r.state = 'accepted')
ORDER BY r.state DESC, r.pass_on_at, r.id LIMIT :most
""")
_HOURS = """
SELECT COALESCE(sum(CASE WHEN s.on_day >= {monday} THEN s.minutes END), 0),
  COALESCE(sum(CASE WHEN s.on_day >= {first} THEN 1 END), 0),
  COALESCE(sum(CASE WHEN s.on_day >= {first} AND ({named} AND n.confirmed) > 0 THEN 1 END), 0),
  COALESCE(sum(CASE WHEN s.on_day >= {first} THEN ({named}) END), 0),
  ({waiting}),
  (SELECT count(*) FROM tried_note t WHERE t.state = 'review' AND t.person_id <> :person_id)
FROM support_session s WHERE s.ambassador_id = :me AND s.on_day >= {since} AND s.voided_at IS NULL
  AND s.minutes > 0
"""
_WORDS = {"named": "SELECT count(*) FROM session_person n WHERE n.session_id = s.id", "waiting": WAITING}
_THIS_MONTH = PlainSql(
    *(
        _HOURS.format(**_WORDS, **{name: day.format(name) for name in ("monday", "first", "since")})
        for day in (":{}", "CAST(:{} AS date)")
    )
)
_UNANSWERED = """
SELECT q.id, q.title, q.language FROM question q WHERE q.state = 'open' AND q.answers = 0 AND EXISTS (
  SELECT 1 FROM ambassador_skill k WHERE k.ambassador_id = :me AND {find}(q.skills, '|' || k.skill || '|') > 0)
ORDER BY q.last_at DESC, q.id DESC LIMIT :most
"""
_QUESTIONS = PlainSql(_UNANSWERED.format(find="instr"), _UNANSWERED.format(find="strpos"))


def requests_to(ambassador_id: int) -> list[ToAnswer]:
    """What is offered, the soonest to pass on first, then what was accepted. One statement."""
    rows: Sequence[Any] = _REQUESTS.run(me=ambassador_id, most=MOST).all()
    return [
        ToAnswer(
            id_, name, text, kind, state == RequestState.OFFERED, answer_by(clock.from_ms(until)) if until else None
        )
        for id_, name, text, kind, state, until in rows
    ]


def hours_of(row: Ambassador) -> Hours:
    """One statement beside the ambassador's own row."""
    today = clock.today()
    monday, first = today - timedelta(days=today.weekday()), date(today.year, today.month, 1)
    days = {"monday": monday.isoformat(), "first": first.isoformat(), "since": min(monday, first).isoformat()}
    found: Sequence[Any] = _THIS_MONTH.run(me=row.id, person_id=row.person_id, **days).one()
    week, sessions, confirmed, people, asked, to_read = (int(number) for number in found)
    held = row.used_minutes if row.used_month == month_of(today) else 0
    return Hours(row.minutes_a_month, held, row.promised_minutes, week, sessions, confirmed, people, asked, to_read)


def unanswered_questions(ambassador_id: int, most: int) -> list[tuple[int, Phrase]]:
    """The newest open questions about a skill this ambassador offers that nobody has answered: number and title."""
    rows: Sequence[Any] = _QUESTIONS.run(me=ambassador_id, most=most).all()
    return [(number, Phrase(title, written_in)) for number, title, written_in in rows]
