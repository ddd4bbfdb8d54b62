"""What proves a file: its rows, its size, its checksum. Written when the file is whole; never changed."""

from datetime import datetime

from sqlalchemy import JSON, BigInteger, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from learnhub.columns import BigKey, Instant
from learnhub.db import Model


class ExportProof(Model):
    """One finished file. `filters` are the words it was asked in, `cursor` the highest `seq` it takes in."""

    __tablename__ = "export_proof"
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    person_id: Mapped[int] = mapped_column(Integer, index=True)
    dataset: Mapped[str] = mapped_column(String(40))
    format: Mapped[str] = mapped_column(String(20))
    filters: Mapped[dict[str, str | int]] = mapped_column(JSON)
    as_at: Mapped[datetime] = mapped_column(Instant)
    cursor: Mapped[int] = mapped_column(BigInteger)
    rows: Mapped[int] = mapped_column(BigInteger)
    size: Mapped[int] = mapped_column(BigInteger)  # bytes
    sha256: Mapped[str] = mapped_column(String(64))
    finished_at: Mapped[datetime] = mapped_column(Instant, index=True)
