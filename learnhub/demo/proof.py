"""That the caches which the demo writes beside the statements are what the statements amount to."""

from collections.abc import Iterator

from sqlalchemy import func, select

from learnhub.db import db
from learnhub.record import actions, recompute
from learnhub.record.models import CompletionMonth, Progress, Standing, Statement

_RANGES = 25  # of 200 learners each, evenly spread


def differences() -> Iterator[str]:
    """Every difference, from all statements: what `flask record verify` finds."""
    for difference in actions.verify():
        yield f"{difference.table} {difference.key} differs from what the statements amount to"


def differences_in_sample() -> Iterator[str]:
    """Differences of progress in some ranges of learners, and of the totals of both summaries."""
    with db.engine.connect() as connection:
        world = recompute.World.read(connection)
        ranges = list(recompute.ranges(connection))
        for low, high in ranges[:: max(1, len(ranges) // _RANGES)]:
            ought = recompute.recompute(connection, world, low, high, recompute.Counts()).progress
            kept = recompute.kept_progress(connection, low, high)
            for key in sorted(ought.keys() | kept.keys()):
                if ought.get(key) != kept.get(key):
                    yield f"progress {key} differs from what the statements amount to"
        counted = connection.execute(select(func.sum(Standing.in_progress + Standing.complete))).scalar_one() or 0
        rows = connection.execute(select(func.count()).where(Progress.department_id.is_not(None))).scalar_one()
        if counted != rows:
            yield f"standing counts {counted} people in courses, there are {rows}"
        counted = connection.execute(select(func.sum(CompletionMonth.completions))).scalar_one() or 0
        rows = connection.execute(select(func.count()).where(Statement.is_course_completion)).scalar_one()
        if counted != rows:
            yield f"completion_month counts {counted} completions, there are {rows}"
