"""`make bench [WHAT="pages kill"]`: measures, and prints each figure beside its target. Without words: everything."""

import sys
from collections.abc import Callable

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


def measure_pages() -> list[Line]:
    database = databases.small_sqlite()
    lines = pages.compare(database.app, database.environment, "SQLite")
    with databases.small_postgresql() as other:
        if other is None:
            return [*lines, Line("PostgreSQL is not installed: left out", "", "")]
        return lines + pages.compare(other.app, other.environment, "PostgreSQL")


def measure_crowd() -> list[Line]:
    database = databases.small_sqlite()
    lines = pages.crowd(database.app, database.environment, "SQLite")
    with databases.small_postgresql() as other:
        if other is None:
            return [*lines, Line("PostgreSQL is not installed: left out", "", "")]
        return lines + pages.crowd(other.app, other.environment, "PostgreSQL")


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


def measure_study() -> list[Line]:
    database = databases.small_sqlite("study")
    lines = study.compare(database.app, database.environment, "SQLite")
    with databases.small_postgresql() as other:
        if other is None:
            return [*lines, Line("PostgreSQL is not installed: left out", "", "")]
        return lines + study.compare(other.app, other.environment, "PostgreSQL")


def measure_events() -> list[Line]:
    database = databases.small_sqlite("events")
    lines = events.compare(database.app, database.environment, "SQLite")
    with databases.small_postgresql() as other:
        if other is None:
            return [*lines, Line("PostgreSQL is not installed: left out", "", "")]
        return lines + events.compare(other.app, other.environment, "PostgreSQL")


def measure_ambassadors() -> list[Line]:
    database = databases.small_sqlite("ambassadors")
    lines = ambassadors.compare(database.app, database.environment, "SQLite")
    with databases.small_postgresql() as other:
        if other is None:
            return [*lines, Line("PostgreSQL is not installed: left out", "", "")]
        return lines + ambassadors.compare(other.app, other.environment, "PostgreSQL")


def measure_network() -> list[Line]:
    database = databases.small_sqlite("network")
    lines = network.compare(database.app, database.environment, "SQLite")
    with databases.small_postgresql() as other:
        if other is None:
            return [*lines, Line("PostgreSQL is not installed: left out", "", "")]
        return lines + network.compare(other.app, other.environment, "PostgreSQL")


def measure_questions() -> list[Line]:
    database = databases.small_sqlite("questions")
    lines = questions.compare(database.app, database.environment, "SQLite")
    with databases.small_postgresql() as other:
        if other is None:
            return [*lines, Line("PostgreSQL is not installed: left out", "", "")]
        return lines + questions.compare(other.app, other.environment, "PostgreSQL")


def measure_sizes() -> list[Line]:
    return sizes.from_clone() + sizes.idle_memory(databases.small_sqlite().environment)


MEASURES: dict[str, Callable[[], list[Line]]] = {
    "pages": measure_pages,
    "crowd": measure_crowd,
    "paint": measure_paint,
    "kill": measure_kill,
    "sizes": measure_sizes,
    "scale": measure_scale,
    "exports": measure_exports,
    "study": measure_study,
    "events": measure_events,
    "questions": measure_questions,
    "ambassadors": measure_ambassadors,
    "network": measure_network,
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
