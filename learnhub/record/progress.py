"""How far a learner is in a course, as plain data, and the one fold that makes it from statements.

Pure. The same fold serves a new statement, `rebuild` and `verify`: that is why they cannot disagree.
"""

from collections.abc import Collection, Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from learnhub import clock
from learnhub.record.words import Assurance, Means, ObjectKind, Verb

# A verb that only speaks of an earlier statement is nothing the learner did: it neither starts nor prolongs anything.
ABOUT_ANOTHER = frozenset({Verb.WITNESSED, Verb.VOIDED})


class Line(NamedTuple):
    """What the fold reads of a statement. `at` in milliseconds; `slug` of a module, "" for the course itself."""

    seq: int
    verb: int
    kind: int
    slug: str
    at: int
    means: int | None = None
    score: int | None = None
    assurance: int = Assurance.RECORDED
    version_id: int | None = None
    language: int = 1
    about_seq: int | None = None


@dataclass(slots=True)
class ProgressRow:
    """One learner in one course. `modules` and `checks` as `models.Progress` says; instants kept in milliseconds.

    `completed_…` are of the latest completion: a course can be completed again (`actions.renew_completion`).
    """

    learner_id: int
    course_id: int
    started_ms: int
    started_version_id: int | None
    last_ms: int
    completed_ms: int | None = None
    completed_version_id: int | None = None
    completed_seq: int | None = None
    completed_language: int | None = None
    modules: dict[str, dict[str, Any]] = field(default_factory=dict)
    checks: dict[str, dict[str, int]] = field(default_factory=dict)
    department_id: int | None = None

    @property
    def is_complete(self) -> bool:
        return self.completed_ms is not None

    @property
    def started_at(self) -> datetime:
        return clock.from_ms(self.started_ms)

    @property
    def last_at(self) -> datetime:
        return clock.from_ms(self.last_ms)

    @property
    def completed_at(self) -> datetime | None:
        return None if self.completed_ms is None else clock.from_ms(self.completed_ms)


def fold(row: ProgressRow | None, learner_id: int, course_id: int, line: Line) -> ProgressRow | None:
    """The progress after one more statement. Changes and returns `row`; a statement about another begins none."""
    if line.verb in ABOUT_ANOTHER:
        if row is not None and line.verb == Verb.WITNESSED:
            _raise_assurance(row, line)
        return row
    if row is None:
        row = ProgressRow(learner_id, course_id, line.at, line.version_id, line.at)
    elif line.at < row.started_ms:  # came late, as from a receipt: it began earlier than we knew
        row.started_ms, row.started_version_id = line.at, line.version_id
    row.last_ms = max(row.last_ms, line.at)
    if line.kind == ObjectKind.MODULE:
        _fold_module(row, line)
    elif line.verb == Verb.COMPLETED and (row.completed_ms is None or line.at >= row.completed_ms):
        # Completed again, as learning that recurs asks: the latest is the one that counts, the first is history.
        row.completed_ms, row.completed_seq = line.at, line.seq
        row.completed_version_id, row.completed_language = line.version_id, line.language
    return row


def fold_all(
    lines: Iterable[Line],
    learner_id: int,
    course_id: int,
    voided: Collection[int] = (),
    department_id: int | None = None,
) -> ProgressRow | None:
    """Progress from scratch: every statement in the order of `seq`, without those that were voided."""
    row: ProgressRow | None = None
    for line in lines:
        if line.seq not in voided:
            row = fold(row, learner_id, course_id, line)
    if row is not None:
        row.department_id = department_id
    return row


def copy_of(row: ProgressRow | None) -> ProgressRow | None:
    """A copy that can be folded further without touching the original."""
    return deepcopy(row)


def _fold_module(row: ProgressRow, line: Line) -> None:
    if line.verb in (Verb.PASSED, Verb.FAILED):
        check = row.checks.setdefault(line.slug, {"tries": 0, "best": 0})
        check["tries"] += 1
        check["best"] = max(check["best"], line.score or 0)
    if line.verb in (Verb.PASSED, Verb.COMPLETED) and line.slug not in row.modules:
        row.modules[line.slug] = {
            "at": line.at,
            "means": line.means or (Means.QUIZ if line.verb == Verb.PASSED else Means.MARKED).value,
            "seq": line.seq,
            "score": line.score,
            "assurance": line.assurance,
        }


def _raise_assurance(row: ProgressRow, line: Line) -> None:
    """A confirmation makes what a person told us *witnessed*; it never lowers what we know."""
    for done in row.modules.values():
        if done["seq"] == line.about_seq:
            done["assurance"] = max(done["assurance"], Assurance.WITNESSED.value)
