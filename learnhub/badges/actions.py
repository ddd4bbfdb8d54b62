"""Awarding and taking back, in the caller's transaction: an award, its statement, credential and notice are one.

Everything here happens under the record's lock, so that two requests which earn the same badge at the same moment make
one award; the table's own constraint says so once more.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import select

from learnhub import clock
from learnhub.badges.facts import FACTS, TOUCHED_KINDS, TOUCHING
from learnhub.badges.models import Award
from learnhub.badges.queries import Earner, Held, badges_served, earner
from learnhub.badges.rules import Met, met, steps_met
from learnhub.badges.structures import KIND, Badge, asks_in
from learnhub.badges.telling import tell_earned, tell_revoked
from learnhub.badges.words import Why
from learnhub.catalogue import definitions
from learnhub.catalogue.definitions import Definition
from learnhub.db import db
from learnhub.record import actions as record
from learnhub.record import ledger
from learnhub.record.entries import Appended, Entry, WrongTime
from learnhub.record.words import ObjectKind, Verb


def follow(appended: Appended) -> None:
    """Follow the record: a badge is earned in the transaction that makes its rule true, and lost in the one that makes
    it untrue. A statement that no badge asks for costs nothing.
    """
    entry = appended.entry
    if entry.verb is Verb.VOIDED:
        if entry.kind is ObjectKind.BADGE:
            _follow_voided_award(entry)
        elif entry.kind in TOUCHED_KINDS:
            reconsider(entry.learner_id, by_learner_id=entry.by_learner_id)
    elif (entry.verb, entry.kind) in TOUCHING:
        touched = _touched_by(badges_served(), entry.verb, entry.kind)
        if touched:
            award_due(entry.learner_id, touched, language=entry.language)


def award_due(learner_id: int, badges: Sequence[Definition], *, language: str = "en") -> list[Award]:
    """Award whatever of these badges a learner's record makes true and they do not hold; what was awarded."""
    ledger.hold_lock()
    somebody = earner(learner_id)
    awards = [
        award(somebody.learner_id, definition, level, found, language=language)
        for definition, level, found in due(somebody, badges)
    ]
    tell_earned(learner_id, awards)
    return awards


def due(somebody: Earner, badges: Iterable[Definition]) -> list[tuple[Definition, str, Met]]:
    """What a learner has earned and does not hold: the badge, its level, since when. Reads nothing."""
    return [
        (definition, level, found)
        for definition in badges
        for level, found in steps_met(definition.value, somebody.evidence).items()
        if (definition.slug, level) not in somebody.earned
    ]


def award(learner_id: int, definition: Definition, level: str, found: Met, *, language: str = "en") -> Award:
    """Award a badge: the statement *earned*, dated when the rule became true; the award; its credential.

    The caller holds the record's lock and has seen that the learner does not hold it.
    """
    from learnhub.badges import credentials

    key = f"{definition.slug}/{level}" if level else definition.slug
    entry = Entry(
        learner_id, Verb.EARNED, ObjectKind.BADGE, key, None, found.at, assurance=found.assurance, language=language
    )
    try:
        seq = record.append(entry)
    except WrongTime:  # it rests on a statement from before the person joined, which an import may bring
        found = replace(found, at=clock.now())
        seq = record.append(replace(entry, at=found.at))
    row = Award(
        learner_id=learner_id,
        slug=definition.slug,
        level=level,
        version_id=definition.version_id,
        earned_at=found.at,
        statement_seq=seq,
    )
    db.session.add(row)
    db.session.flush()
    credentials.issue(row)
    return row


def reconsider(learner_id: int, *, by_learner_id: int | None = None) -> list[Award]:
    """Take back what a learner holds and their record no longer makes true; what was taken back.

    Asked by the version that was awarded and by the one served now: a changed file takes nothing from anybody.
    """
    ledger.hold_lock()
    somebody = earner(ledger.real_learner_id(learner_id))
    lost = [held.id for held in somebody.held if not _still_true(held, somebody)]
    if not lost:
        return []
    awards = list(db.session.execute(select(Award).where(Award.id.in_(lost)).order_by(Award.id)).scalars())
    for one in awards:
        revoke(one, Why.NO_LONGER_TRUE, by_learner_id=by_learner_id or learner_id)
    return awards


def revoke(award: Award, why: Why, *, by_learner_id: int) -> None:
    """Take an award back: marked, its statement voided, its credential revoked, its owner told. Once."""
    from learnhub.badges import credentials

    if award.revoked_at is not None:
        return
    award.revoked_at, award.why = clock.now(), why.value
    db.session.flush()
    record.void(award.statement_seq, by_learner_id)
    credentials.revoke(award)
    tell_revoked(award)


def _follow_voided_award(entry: Entry) -> None:
    """Somebody took back the statement itself, not what it rests on."""
    row = db.session.execute(
        select(Award).where(Award.statement_seq == entry.about_seq, Award.revoked_at.is_(None))
    ).scalar_one_or_none()
    if row is not None:
        revoke(row, Why.TAKEN_BACK, by_learner_id=entry.by_learner_id or entry.learner_id)


def _still_true(held: Held, somebody: Earner) -> bool:
    badges: list[Badge] = [definitions.version(KIND, held.version_id).value]
    now = definitions.served_or_none(KIND, held.slug)
    if now is not None and now.version_id != held.version_id:
        badges.append(now.value)
    return any(
        met(rule, somebody.evidence) is not None
        for badge in badges
        for level, rule in badge.steps
        if level == held.level
    )


def _touched_by(badges: Iterable[Definition], verb: Verb, kind: ObjectKind) -> list[Definition]:
    """The badges whose rule such a statement can make true."""
    touching = {name for name, fact in FACTS.items() if (verb, kind) in fact.touched_by}
    return [badge for badge in badges if any(ask.fact in touching for ask in asks_in(badge.value.rule))]
