"""`make bench [WHAT="pages kill"]`: measures, and prints each figure beside its target. Without words: everything."""

import sys
from collections.abc import Callable
from functools import partial

from bench import (
    ambassadors,
    databases,
    events,
    exports,
    fairness,
    kill,
    network,
    pages,
    paint,
    participation,
    questions,
    reminders,
    required,
    scale,
    sizes,
    study,
)
from bench.report import Line, show


def measure_paint() -> list[Line]:
    database = databases.small_sqlite()
    return paint.measure(database.app, database.environment)


def measure_kill() -> list[Line]:
    database = databases.small_sqlite("kill")
    return kill.rounds(database.app, database.environment)


def measure_scale() -> list[Line]:
    small, large = databases.small_sqlite(), databases.large_sqlite()
    lines = scale.compare((small.app, small.environment), (large.app, large.environment), "SQLite")
    other = databases.large_postgresql()
    if other is None:
        return [*lines, Line("PostgreSQL at size: left out, BENCH_LARGE_POSTGRESQL is not set", "", "")]
    with databases.small_postgresql() as little:
        assert little is not None
        return lines + scale.compare((little.app, little.environment), (other.app, other.environment), "PostgreSQL")


def measure_exports() -> list[Line]:
    large = databases.large_sqlite()
    lines = exports.compare(large.app, large.environment)
    other = databases.large_postgresql()
    if other is None:
        return [*lines, Line("PostgreSQL at size: left out, BENCH_LARGE_POSTGRESQL is not set", "", "")]
    return lines + exports.compare(other.app, other.environment)


def measure_sizes() -> list[Line]:
    return sizes.from_clone() + sizes.idle_memory(databases.small_sqlite().environment)


MEASURES: dict[str, Callable[[], list[Line]]] = {
    "pages": partial(databases.on_both, "small", pages.compare),
    "crowd": partial(databases.on_both, "small", pages.crowd),
    "paint": measure_paint,
    "kill": measure_kill,
    "sizes": measure_sizes,
    "scale": measure_scale,
    "exports": measure_exports,
    "study": partial(databases.on_both, "study", study.compare),
    "events": partial(databases.on_both, "events", events.compare),
    "questions": partial(databases.on_both, "questions", questions.compare),
    "ambassadors": partial(databases.on_both, "ambassadors", ambassadors.compare),
    "network": partial(databases.on_both, "network", network.compare),
    "fairness": fairness.measure,
    "reminders": reminders.compare,
    "participation": participation.compare,
    "required": required.compare,
}


def main(wanted: list[str]) -> int:
    """Run what is wanted, in order; 1 if a target was missed."""
    unknown = [name for name in wanted if name not in MEASURES]
    if unknown:
        print(f"there is no measure called {', '.join(unknown)}; there are: {', '.join(MEASURES)}", file=sys.stderr)
        return 2
    missed = 0
    for name in wanted or MEASURES:
        print(f"\n{name}", flush=True)
        lines = MEASURES[name]()
        show(lines)
        missed += sum(line.holds is False for line in lines)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
