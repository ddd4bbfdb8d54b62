"""What home says of events, in one statement sent to the driver as it is: home is opened more than any other page."""

from datetime import datetime
from typing import Any

from learnhub import clock
from learnhub.db import PlainSql
from learnhub.events.queries import ComingUp, Viewer
from learnhub.permissions import Permission

# The next events that somebody has to do with, then others that they may join; each half stops at the first few, in the
# order of its index. Whom an event is for: as `queries.audience_holds` says.
_SQL = """
WITH RECURSIVE above(id) AS (
  SELECT department_id FROM posting WHERE person_id = :me AND {current}
  UNION SELECT d.parent_id FROM department d JOIN above ON d.id = above.id WHERE d.parent_id IS NOT NULL
), mine(id) AS (
  SELECT event_id FROM event_sign_up WHERE person_id = :me AND state IN ('going', 'waiting')
  UNION SELECT id FROM event WHERE organiser_person_id = :me
  UNION SELECT event_id FROM event_organiser WHERE person_id = :me
)
SELECT * FROM (
  SELECT 0 AS half, {columns} WHERE e.state = 'open' AND e.starts_at > :now AND e.id IN (SELECT id FROM mine)
  ORDER BY e.starts_at, e.id LIMIT :most
) a UNION ALL SELECT * FROM (
  SELECT 1 AS half, {columns} WHERE e.state = 'open' AND e.starts_at > :now AND e.id NOT IN (SELECT id FROM mine)
  AND (:everything = 1 OR (e.for_departments = '' AND e.for_grades = '' AND e.for_professions = '') OR EXISTS (
    SELECT 1 FROM posting c WHERE c.person_id = :me AND {current}
    AND (e.for_grades = '' OR {find}(e.for_grades, '|' || COALESCE(c.grade, '') || '|') > 0)
    AND (e.for_professions = '' OR {find}(e.for_professions, '|' || COALESCE(c.profession, '') || '|') > 0)
    AND (e.for_departments = '' OR EXISTS (
      SELECT 1 FROM above WHERE {find}(e.for_departments, '|' || CAST(above.id AS VARCHAR) || '|') > 0))))
  ORDER BY e.starts_at, e.id LIMIT :most
) b
"""
_COLUMNS = """e.id, e.kind, e.state, e.title, e.zone, e.starts_local, e.ends_local, e.starts_at, e.place,
  e.remote_link <> '' AS has_link, e.places,
  (SELECT count(*) FROM event_sign_up g WHERE g.event_id = e.id AND g.state = 'going') AS going,
  COALESCE(s.state, '') AS my_state, COALESCE(e.organiser_person_id = :me, {false}) AS is_organiser
  FROM event e LEFT JOIN event_sign_up s ON s.event_id = e.id AND s.person_id = :me"""
_NEXT = PlainSql(
    _SQL.format(current="is_current = 1", find="instr", columns=_COLUMNS.format(false="0")),
    _SQL.format(current="is_current", find="strpos", columns=_COLUMNS.format(false="false")),
)


def coming_up_for(visitor: Viewer, most: int = 4) -> list[ComingUp]:
    """The next events that somebody goes to, waits for or organises, then others they may join. One statement."""
    rows = _NEXT.run(
        me=visitor.person_id,
        now=clock.to_ms(clock.now()),
        most=most,
        everything=int(visitor.may(Permission.MANAGE_PEOPLE)),
    ).all()
    return [_line(row) for row in sorted(rows, key=lambda row: row.half)[:most]]


def _line(row: Any) -> ComingUp:
    """A row as the driver brings it, which for SQLite knows no times and no truth."""
    return ComingUp(
        id=row.id,
        kind=row.kind,
        state=row.state,
        title=row.title,
        zone=row.zone,
        starts_local=_wall(row.starts_local),
        ends_local=_wall(row.ends_local),
        starts_at=clock.from_ms(row.starts_at),
        place=row.place,
        has_link=bool(row.has_link),
        places=row.places,
        going=row.going,
        my_state=row.my_state,
        is_organiser=bool(row.is_organiser),
    )


def _wall(value: datetime | str) -> datetime:
    return datetime.fromisoformat(value) if isinstance(value, str) else value
