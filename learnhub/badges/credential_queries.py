"""Reads about credentials: what a document is made of, and what is revoked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import abort, current_app
from sqlalchemy import Row, select

from learnhub.badges import status
from learnhub.badges.documents import AchievementFacts, CredentialFacts, status_address
from learnhub.badges.models import Achievement, Award, Credential, Revocation, StatusList
from learnhub.badges.queries import awards_of, badge_of
from learnhub.badges.showing import rank_of
from learnhub.config import Settings
from learnhub.db import db
from learnhub.record.words import Assurance


@dataclass(frozen=True, slots=True)
class Issued:
    """A credential: what it says, and whether it still holds."""

    facts: CredentialFacts
    award_id: int
    learner_id: int
    revoked_at: datetime | None
    why: str | None


@dataclass(frozen=True, slots=True)
class Revoked:
    """The places of a list that are revoked, as at the last time it changed."""

    places: tuple[int, ...]
    as_at: datetime


def base() -> str:
    """The service's address, as it stands in credentials."""
    settings: Settings = current_app.extensions["learnhub.settings"]
    return settings.base_url


def credential_at(uuid: UUID) -> Issued | None:
    """A credential by its address, revoked or not; one statement."""
    return _issued(Credential.uuid == uuid)


def current_credential_of(award_id: int) -> Issued | None:
    """The credential of an award that holds; none when its holder took it away."""
    return _issued(Credential.award_id == award_id, Credential.revoked_at.is_(None))


def _issued(*which: Any) -> Issued | None:
    row = db.session.execute(
        select(Credential, Achievement, Award.learner_id)
        .join(Achievement, Achievement.id == Credential.achievement_id)
        .join(Award, Award.id == Credential.award_id)
        .where(*which)
    ).one_or_none()
    if row is None:
        return None
    found, achieved = row.Credential, row.Achievement
    facts = CredentialFacts(
        base=base(),
        uuid=found.uuid,
        achievement=_achievement(achieved),
        language=found.language,
        assurance=Assurance(found.assurance),
        salt=found.salt,
        holder_name=found.holder_name,
        email_hash=found.email_hash,
        list_number=found.list_number,
        place=found.place,
        earned_at=found.earned_at,
        issued_at=found.issued_at,
    )
    return Issued(facts, found.award_id, row.learner_id, found.revoked_at, found.why)


def _achievement(row: Achievement) -> AchievementFacts:
    return AchievementFacts(row.id, row.slug, row.level, row.version_id, row.content)


def achievement_or_404(slug: str, number: int) -> AchievementFacts:
    """What a credential names as its achievement, also long after the badge is gone."""
    row = db.session.get(Achievement, number)
    return _achievement(row) if row is not None and row.slug == slug else abort(404)


def shareable_or_404(learner_id: int, slug: str, level: str | None) -> Award:
    """The award of a badge that its holder can show; of several levels the one asked for, else the highest."""
    held = [award for award in awards_of(learner_id, slug) if award.revoked_at is None]
    if level is not None:
        held = [award for award in held if award.level == level]
    return max(held, key=lambda award: (rank_of(badge_of(award), award.level), award.id), default=None) or abort(404)


def revoked_in(number: int) -> Revoked | None:
    """What is revoked in a list; none when there is no such list."""
    opened_at = db.session.execute(select(StatusList.opened_at).where(StatusList.number == number)).scalar_one_or_none()
    if opened_at is None:
        return None
    rows: list[Row[tuple[int, datetime]]] = list(
        db.session.execute(
            select(Revocation.place, Revocation.at).where(Revocation.list_number == number).order_by(Revocation.place)
        )
    )
    return Revoked(tuple(row.place for row in rows), max((row.at for row in rows), default=opened_at))


def our_list(address: str) -> bytes | None:
    """The bits of one of our own status lists, straight from the database; none for any other address."""
    prefix = status_address(base(), 0)[:-1]
    number = address.removeprefix(prefix)
    if not address.startswith(prefix) or not (number.isascii() and number.isdigit() and len(number) < 9):
        return None
    found = revoked_in(int(number))
    return status.decoded(status.encoded(found.places)) if found else None
