"""Proofs: what a file was, kept so that it can be checked years later. One's own only.

Written beside the request, like the access log: a download is a GET, and a GET writes nothing of its own.
"""

from datetime import datetime

from flask import abort
from sqlalchemy import insert, select

from learnhub import clock
from learnhub.db import db, write_options
from learnhub.exports.filters import Filters
from learnhub.exports.making import Made
from learnhub.exports.models import ExportProof

SHOWN = 10


def keep_proof(person_id: int, dataset: str, format: str, filters: Filters, made: Made) -> int:
    """Write down what a finished file is, in a short transaction of its own; the proof's number."""
    proof = {
        "person_id": person_id,
        "dataset": dataset,
        "format": format,
        "filters": filters.words(),
        "as_at": made.as_at,
        "cursor": made.cursor,
        "rows": made.rows,
        "size": made.size,
        "sha256": made.sha256.hex(),
        "finished_at": clock.now(),
    }
    with db.engine.connect().execution_options(**write_options()) as connection, connection.begin():
        return connection.execute(insert(ExportProof).values(proof).returning(ExportProof.id)).scalar_one()


def latest_proofs(person_id: int) -> list[ExportProof]:
    """A person's last downloads, newest first."""
    newest = select(ExportProof).where(ExportProof.person_id == person_id).order_by(ExportProof.id.desc()).limit(SHOWN)
    return list(db.session.execute(newest).scalars())


def proof_or_404(person_id: int, proof_id: int) -> ExportProof:
    """One of a person's own proofs."""
    proof = db.session.get(ExportProof, proof_id)
    if proof is None or proof.person_id != person_id:
        abort(404)
    return proof


def as_json(
    dataset: str, format: str, filters: dict[str, str | int], made: Made | ExportProof, definitions: str
) -> dict[str, object]:
    """A proof as the file beside a file says it."""
    checksum = made.sha256 if isinstance(made.sha256, str) else made.sha256.hex()
    return {
        "dataset": dataset,
        "format": format,
        "filters": filters,
        "as_at": rfc3339(made.as_at),
        "cursor": made.cursor,
        "rows": made.rows,
        "bytes": made.size,
        "sha256": checksum,
        "definitions": definitions,
    }


def rfc3339(instant: datetime) -> str:
    """An instant in UTC, to the millisecond: 2026-11-03T14:05:09.123Z."""
    return str(instant.isoformat(timespec="milliseconds")).replace("+00:00", "Z")
