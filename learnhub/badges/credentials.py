"""Writes about credentials, in the caller's transaction. Nothing is signed here: a row is what can be signed.

Every award has a credential from the start that says nothing of its holder: neither their name nor a sign of their
e-mail address, until they choose so. Another choice is another credential at another address, and the one before is
revoked.
"""

import secrets
from uuid import UUID

from sqlalchemy import insert, select, update

from learnhub import clock
from learnhub.badges.credential_words import Why
from learnhub.badges.documents import hash_of_email, plain
from learnhub.badges.models import Achievement, Award, Credential, Revocation, StatusList
from learnhub.badges.status import PLACES, place
from learnhub.badges.structures import KIND, Badge
from learnhub.catalogue.definitions import Definition, version
from learnhub.catalogue.shelf import shelf
from learnhub.db import db
from learnhub.people.models import Person
from learnhub.record.models import Statement
from learnhub.record.words import Assurance


def issue(award: Award, *, with_name: bool = False, with_email: bool = False) -> Credential:
    """A credential for an award that has none that holds. What stays out of it is not kept with it either.

    Raises ValueError for an award that was taken back.
    """
    if award.revoked_at is not None:
        raise ValueError("an award that was taken back has no credential")
    person = db.session.execute(
        select(Person.name, Person.email, Person.language).where(Person.learner_id == award.learner_id)
    ).one_or_none()
    salt = secrets.token_hex(16)
    list_number, taken = _take_place()
    now = clock.now().replace(microsecond=0)
    row = Credential(
        uuid=UUID(bytes=secrets.token_bytes(16), version=4),
        award_id=award.id,
        achievement_id=_achievement_of(award),
        language=person.language if person else "en",
        assurance=_assurance_of(award),
        salt=salt,
        holder_name=plain(person.name) if person and with_name else None,
        email_hash=hash_of_email(person.email, salt) if person and with_email else None,
        list_number=list_number,
        place=taken,
        earned_at=award.earned_at,
        issued_at=max(now, award.earned_at.replace(microsecond=0)),
    )
    db.session.add(row)
    db.session.flush()
    return row


def revoke(award: Award, why: Why = Why.AWARD) -> None:
    """Revoke the credential of an award that has one. For ever: a place of a list is never given out again.

    Whoever else chooses about the same award at this moment waits.
    """
    db.session.refresh(award, with_for_update=True)
    row = db.session.execute(
        select(Credential).where(Credential.award_id == award.id, Credential.revoked_at.is_(None))
    ).scalar_one_or_none()
    if row is None:
        return
    row.revoked_at, row.why = clock.now(), why.value
    db.session.execute(insert(Revocation).values(list_number=row.list_number, place=row.place, at=row.revoked_at))
    db.session.flush()


def choose(award: Award, *, with_name: bool, with_email: bool) -> Credential:
    """What is signed about an award from now on: revokes the credential it has and issues another."""
    revoke(award, Why.CHOICE)
    return issue(award, with_name=with_name, with_email=with_email)


def take_away(award: Award) -> None:
    """The holder wants nothing of it to be seen. They can choose again later; it will be at another address."""
    revoke(award, Why.HOLDER)


def _take_place() -> tuple[int, int]:
    """The number of a list and a place in it that nobody had."""
    taken = db.session.execute(
        update(StatusList)
        .where(StatusList.taken < PLACES)
        .values(taken=StatusList.taken + 1)
        .returning(StatusList.number, StatusList.seed, StatusList.taken),
        execution_options={"synchronize_session": False},
    ).one_or_none()
    if taken is not None:
        return taken.number, place(taken.seed, taken.taken - 1)
    highest = db.session.execute(select(StatusList.number).order_by(StatusList.number.desc()).limit(1)).scalar()
    fresh = StatusList(number=(highest or 0) + 1, seed=secrets.token_bytes(16), taken=1, opened_at=clock.now())
    db.session.add(fresh)
    db.session.flush()
    return fresh.number, place(fresh.seed, 0)


def _achievement_of(award: Award) -> int:
    """The number of what was achieved; written down the first time somebody achieves it."""
    found = db.session.execute(
        select(Achievement.id).where(Achievement.version_id == award.version_id, Achievement.level == award.level)
    ).scalar_one_or_none()
    if found is not None:
        return found
    definition = version(KIND, award.version_id)
    row = Achievement(slug=award.slug, level=award.level, version_id=award.version_id, content={})
    row.content = _content_of(definition, award.level)
    db.session.add(row)
    db.session.flush()
    return row.id


def _content_of(definition: Definition, level: str) -> dict[str, dict[str, object]]:
    titles = {
        language: {skill.code: skill.title for area in shelf().areas_in(language) for skill in area.skills}
        for language in ("en", *definition.translations)
    }
    editions: dict[str, Badge] = {"en": definition.value, **definition.translations}
    return {
        language: {
            "name": plain(badge.title_at(level)),
            "description": plain(badge.description),
            "criteria": plain(badge.criteria),
            "skills": [[code, plain(titles[language].get(code, code))] for code in badge.skills],
        }
        for language, badge in editions.items()
    }


def _assurance_of(award: Award) -> int:
    """How well the award is known: as its statement says."""
    found = db.session.execute(
        select(Statement.assurance).where(Statement.seq == award.statement_seq)
    ).scalar_one_or_none()
    return Assurance.SELF_DECLARED.value if found is None else found
