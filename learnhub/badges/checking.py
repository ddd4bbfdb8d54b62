"""Checking an Open Badges 3.0 credential, anybody's: what was looked at, what was found, what could not be looked at.

Needs no network and, for what we signed, no database: the credential, the keys, and a list of what is revoked if there
is one to hand.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from learnhub import clock
from learnhub.badges import contexts, status
from learnhub.badges.findings import Line, Outcome, RefusedError, Report, instant_of, is_text, issuer_of
from learnhub.badges.proofs import ProofError
from learnhub.badges.reading import Sealed, listed
from learnhub.badges.signatures import signatures
from learnhub.badges.trust import KeyRing
from learnhub.web.i18n import gettext as _

LEEWAY = timedelta(minutes=5)  # clocks differ


# The bits of the status list at an address; None when it is not to hand. Raises ValueError for a list that lies.
Lists = Callable[[str], bytes | None]


def check(sealed: Sealed, ring: KeyRing, lists: Lists) -> Report:
    """Everything about a credential, in words."""
    lines: list[Line] = []
    try:
        for line in _look(sealed, ring, lists):
            lines.append(line)
    except (RefusedError, ProofError) as error:
        lines.append(Line(Outcome.BAD, str(error)))
    return Report(tuple(lines))


def checked_list(sealed: Sealed, ring: KeyRing, address: str, issuer: str) -> bytes:
    """The bits of a status list, its own signature checked. Raises ValueError."""
    document = sealed.document
    subject = document.get("credentialSubject")
    if document.get("id") != address or not isinstance(subject, dict):
        raise ValueError(_("the list is not the one that the credential names"))
    if issuer_of(document) != issuer:
        raise ValueError(_("the list is not by the issuer of the credential"))
    try:
        lines = [*signatures(sealed, ring), *_dates(document)]
    except (RefusedError, ProofError) as error:
        raise ValueError(str(error)) from error
    if wrong := [line.text for line in lines if line.outcome is not Outcome.GOOD]:
        raise ValueError(wrong[0])
    if subject.get("statusPurpose") != "revocation":
        raise ValueError(_("the list is not about revocation"))
    return status.decoded(str(subject.get("encodedList")))


def _look(sealed: Sealed, ring: KeyRing, lists: Lists) -> Iterator[Line]:
    yield _shape(sealed)
    yield from signatures(sealed, ring)
    yield from _dates(sealed.document)
    yield from _status(sealed.document, lists)


def _shape(sealed: Sealed) -> Line:
    document = sealed.document
    types, words = listed(document.get("type")), listed(document.get("@context"))
    subject = document.get("credentialSubject")
    if "VerifiableCredential" not in types or not {"OpenBadgeCredential", "AchievementCredential"} & set(
        filter(is_text, types)
    ):
        raise RefusedError(_("It is not an Open Badges 3.0 credential."))
    if not words or words[0] != contexts.CREDENTIALS or not issuer_of(document):
        raise RefusedError(_("It is not built as a credential must be: context or issuer is missing."))
    if not isinstance(subject, dict) or not isinstance(subject.get("achievement"), dict):
        raise RefusedError(_("It says nothing about who achieved what."))
    if not (is_text(subject.get("id")) or listed(subject.get("identifier"))):
        raise RefusedError(_("It says nothing about who achieved what."))
    return Line(Outcome.GOOD, _("It is an Open Badges 3.0 credential: %(what)s.", what=sealed.was))


def _dates(document: Mapping[str, Any]) -> Iterator[Line]:
    now = clock.now()
    if "validFrom" not in document:
        raise RefusedError(_("It does not say from when it is valid."))
    if instant_of(document["validFrom"]) > now + LEEWAY:
        raise RefusedError(_("It is not valid yet."))
    if "validUntil" in document and instant_of(document["validUntil"]) < now:
        raise RefusedError(_("It has expired."))
    yield Line(Outcome.GOOD, _("It is valid today by its own dates."))


def _status(document: Mapping[str, Any], lists: Lists) -> Iterator[Line]:
    entries = listed(document.get("credentialStatus"))
    if not entries:
        yield Line(Outcome.GOOD, _("Its issuer keeps no list on which it could be revoked."))
    for entry in entries:
        if not isinstance(entry, dict) or entry.get("type") != "BitstringStatusListEntry":
            yield Line(Outcome.UNKNOWN, _("Whether it was revoked is said in a way that cannot be checked here."))
            continue
        yield _place(entry, lists)


def _place(entry: Mapping[str, Any], lists: Lists) -> Line:
    address, place = str(entry.get("statusListCredential")), str(entry.get("statusListIndex"))
    if not (place.isascii() and place.isdigit() and len(place) < 10) or entry.get("statusSize", 1) != 1:
        raise RefusedError(_("It names no place on the list of what is revoked."))
    try:
        bits = lists(address)
        is_revoked = None if bits is None else status.is_set(bits, int(place))
    except ValueError as error:
        raise RefusedError(_("The list of what is revoked is wrong: %(why)s.", why=str(error)[:200])) from error
    if is_revoked is None:
        return Line(
            Outcome.UNKNOWN, _("Whether it was revoked could not be checked: get %(list)s.", list=address[:200])
        )
    if is_revoked:
        raise RefusedError(_("It has been revoked by its issuer."))
    return Line(Outcome.GOOD, _("It is not on the issuer's list of what is revoked."))
