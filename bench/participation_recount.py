"""The slow recount of participation: plain Python over every row, with nothing of the code that makes the figures.

Rows as the tables hold them; instants in milliseconds, days as text or dates.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import text

from learnhub import clock
from learnhub.db import db

# What a kind of part is in the table of statements: the verb, and for two that share one whether `means` is this.
COMPLETED, STUDIED, ATTENDED, HELPED = 2, 9, 10, 11
SESSION = 12
VERBS = {"events": ATTENDED, "sessions": ATTENDED, "study": STUDIED, "courses": COMPLETED, "support": HELPED}


def recount() -> dict[str, float]:
    """Every kept figure of every quarter against one made here; each that differs is printed."""
    quarters = [
        row[0] for row in db.session.execute(text("SELECT quarter FROM participation_quarter ORDER BY quarter"))
    ]
    voided = {row[0] for row in db.session.execute(text("SELECT seq FROM voided"))}
    rows = db.session.execute(
        text("SELECT seq, learner_id, verb, is_course_completion, at, means FROM statement ORDER BY seq")
    ).all()
    figures = different = 0
    for quarter in quarters:
        for kind in VERBS:
            cells = db.session.execute(
                text("SELECT * FROM participation_cell WHERE quarter = :quarter AND kind = :kind"),
                {"quarter": quarter, "kind": kind},
            ).all()
            expected = _expected(quarter, kind, rows, voided)
            for cell, whom in _with_whom(cells, expected):
                figures += 1
                if not _agrees(cell, whom):
                    different += 1
                    print("differs:", cell, whom)
    return {"figures": figures, "different": different}


def _days(quarter: int) -> tuple[date, date]:
    first = date(quarter // 4, quarter % 4 * 3 + 1, 1)
    return first, (first + timedelta(days=100)).replace(day=1)


def _expected(quarter: int, kind: str, rows: Any, voided: set[int]) -> dict[tuple[int, str, str], list[Any]]:
    """By scope, table and row: people, how many took part, how many for the first time, how often each did."""
    first, after = _days(quarter)
    start = int(datetime(first.year, first.month, first.day, tzinfo=clock.zone()).timestamp() * 1000)
    stop = int(datetime(after.year, after.month, after.day, tzinfo=clock.zone()).timestamp() * 1000)
    now: Counter[int] = Counter()
    earlier: set[int] = set()
    said: dict[int, set[Any]] = defaultdict(set)
    for seq, learner_id, verb, is_completion, at, means in rows:
        if verb != VERBS[kind] or seq in voided or at >= stop or (kind == "courses" and not is_completion):
            continue
        if verb == ATTENDED and (means == SESSION) != (kind == "sessions"):
            continue
        if at < start:
            earlier.add(learner_id)
        else:
            now[learner_id] += 1
            said[learner_id].add(means)
    found: dict[tuple[int, str, str], list[Any]] = defaultdict(lambda: [0, 0, 0, []])
    for learner_id, keys in _whereabouts(after - timedelta(days=1)):
        times = now[learner_id]
        if times and kind == "study":
            keys.append((keys[0][0], "time", _time(said[learner_id])))
        for key in keys:
            figures = found[key]
            figures[0] += 1
            if times:
                figures[1] += 1
                figures[2] += learner_id not in earlier
                figures[3].append(times)
    return found


def _time(means: set[Any]) -> str:
    known = means & {9, 10, 11}
    return "unsaid" if not known else {9: "work", 10: "own"}.get(min(known), "both") if len(known) == 1 else "both"


def _whereabouts(day: date) -> Iterator[tuple[int, list[tuple[int, str, str]]]]:
    """Everybody in service on a day, with each row of each table they are in."""
    above = dict(db.session.execute(text("SELECT id, parent_id FROM department")).all())
    posted = db.session.execute(
        text(
            "SELECT p.learner_id, p.joined_on, p.left_on, q.department_id, q.grade, q.office, q.from_on, q.until_on "
            "FROM person p JOIN posting q ON q.person_id = p.id"
        )
    )
    for learner_id, joined, left, unit, grade, office, since, until in posted:
        if (
            str(joined) > str(day)
            or str(since) > str(day)
            or any(end and str(end) <= str(day) for end in (left, until))
        ):
            continue
        path = [unit]
        while above[path[0]] is not None:
            path.insert(0, above[path[0]])
        root = path[0]
        keys = [
            (root, "grades", grade or ""),
            (root, "offices", office or ""),
            (root, "joined", _joined(joined, day.year)),
        ]
        keys += [(scope, "all", "") for scope in path] + [(0, "all", ""), (0, "units", str(root))]
        keys += [(scope, "units", str(below)) for scope, below in zip(path, [*path[1:], path[-1]], strict=True)]
        yield learner_id, keys


def _joined(joined: Any, year: int) -> str:
    his = int(str(joined)[:4])
    five = next(range(first, first + 5) for first in range(1, year + 1, 5) if his < first + 5)
    return str(his) if year - five[-1] < 5 else f"{five[0]}–{five[-1]}"


def _with_whom(cells: Any, expected: dict[tuple[int, str, str], list[Any]]) -> Iterator[tuple[Any, list[Any]]]:
    """Each kept figure with what it should be; a row of "others" is what its table has no row for."""
    for cell in cells:
        table = [other for other in cells if (other.scope_id, other.dimension) == (cell.scope_id, cell.dimension)]
        names = {
            str(other.unit_id or "") if cell.dimension == "units" else other.label
            for other in table
            if not other.merged
        }
        if cell.dimension == "all" and cell.scope_id == 0:
            others = any(other.merged for other in cells if (other.scope_id, other.dimension) == (0, "units"))
            shown = {str(other.unit_id) for other in cells if (other.scope_id, other.dimension) == (0, "units")}
            parts = [(key[2], value) for key, value in expected.items() if key[:2] == (0, "units")]
            yield cell, _sum(value for name, value in parts if others or name in shown)
        elif cell.merged and cell.dimension != "all":
            held = [(key, value) for key, value in expected.items() if key[:2] == (cell.scope_id, cell.dimension)]
            yield cell, _sum(value for key, value in held if key[2] not in names)
        else:
            label = str(cell.unit_id) if cell.dimension == "units" else cell.label
            yield cell, expected[cell.scope_id, cell.dimension, label]


def _sum(values: Any) -> list[Any]:
    total: list[Any] = [0, 0, 0, []]
    for people, took, newcomers, times in values:
        total = [total[0] + people, total[1] + took, total[2] + newcomers, total[3] + times]
    return total


def _agrees(cell: Any, whom: list[Any]) -> bool:
    people, took, newcomers, times = whom
    if cell.dimension == "time":
        return bool(cell.taking_part == took)
    if cell.top_share is not None:
        most = sorted(times)[::-1][: (len(times) + 9) // 10]
        if cell.top_share != round(100 * sum(most) / sum(times)):
            return False
    return (cell.people, cell.taking_part) == (people, took) and cell.newcomers in (None, newcomers)
