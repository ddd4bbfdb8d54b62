"""What home says of events: one part of the statement that home is read by."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from learnhub import clock
from learnhub.events.queries import ComingUp, Viewer
from learnhub.permissions import Permission
from learnhub.plain_sql import Part

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
_LINE = """id, kind, state, title, zone, starts_local, ends_local, starts_at, place, has_link, places, going, my_state,
  is_organiser"""
# The next events that somebody goes to, waits for or organises, then others they may join.
COMING_UP = Part.of(
    f"SELECT {{all}}({{each}}(half, {_LINE})) FROM ({_SQL}) lines",  # noqa: S608 -- our own words
    {"current": "is_current = 1", "find": "instr", "columns": _COLUMNS.format(false="0")},
    {"current": "is_current", "find": "strpos", "columns": _COLUMNS.format(false="false")},
)


def asked_by(visitor: Viewer, most: int) -> dict[str, int]:
    """The parameters of `COMING_UP`."""
    return {
        "me": visitor.person_id,
        "now": clock.to_ms(clock.now()),
        "most": most,
        "everything": int(visitor.may(Permission.MANAGE_PEOPLE)),
    }


def coming_up_in(rows: Sequence[Any], most: int) -> list[ComingUp]:
    """What `COMING_UP` found: one's own first, each half by its beginning."""
    return [_line(*row[1:]) for row in sorted(rows, key=_order)[:most]]


def _order(row: Sequence[Any]) -> tuple[int, int, int]:
    half, number, starts_at = row[0], row[1], row[8]
    return half, starts_at, number


def _line(
    number: int,
    kind: str,
    state: str,
    title: str,
    zone: str,
    starts_local: str,
    ends_local: str,
    starts_at: int,
    place: str,
    has_link: bool | int,
    places: int | None,
    going: int,
    my_state: str,
    is_organiser: bool | int,
) -> ComingUp:
    return ComingUp(
        number,
        kind,
        state,
        title,
        zone,
        datetime.fromisoformat(starts_local),
        datetime.fromisoformat(ends_local),
        clock.from_ms(starts_at),
        place,
        bool(has_link),  # to SQLite a number
        places,
        going,
        my_state,
        bool(is_organiser),
    )
