"""The documents of Open Badges 3.0 as plain dictionaries: credential, achievement, issuer, status list. Pure.

From the same facts comes the same document, byte for byte, so that a signature made again is the one made before.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from learnhub.badges import status
from learnhub.badges.contexts import CONTROLLER, CREDENTIALS, MULTIKEY, OPEN_BADGES
from learnhub.badges.keys import IssuerKey
from learnhub.badges.proofs import instant
from learnhub.phrases import Phrase
from learnhub.record.words import Assurance

ISSUER_NAME = "LearnHub"
ISSUER_ABOUT = "The digital-skills learning service of the civil service"
FRAMEWORK = "Digital skills of the civil service"

# How it is known, as a stranger reads it; fixed here, since it is part of what is signed. Never more than is known: of
# a course its check is recorded, not what people did with what they read.
KNOWN = {
    "en": {
        Assurance.RECORDED: "Recorded by LearnHub. Of a course that is its check, passed; reading and practical tasks "
        "are on the holder's word.",
        Assurance.WITNESSED: "Confirmed by a colleague of the holder.",
        Assurance.SELF_DECLARED: "Told to LearnHub by the holder.",
    },
    "cy": {
        Assurance.RECORDED: "Cofnodwyd gan LearnHub. Ar gyfer cwrs, y prawf a basiwyd sydd wedi'i gofnodi; mae'r "
        "darllen a'r tasgau ymarferol ar air y deiliad.",
        Assurance.WITNESSED: "Cadarnhawyd gan gydweithiwr i'r deiliad.",
        Assurance.SELF_DECLARED: "Dywedwyd wrth LearnHub gan y deiliad.",
    },
}

Content = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class AchievementFacts:
    """What a badge (or a level of one) is, by version; `content` by language: see `models.Achievement`."""

    number: int
    slug: str
    level: str
    version_id: int
    content: Content

    def language(self, wanted: str) -> str:
        """That language if there are words in it, else English."""
        return wanted if wanted in self.content else "en"

    def words(self, language: str) -> Mapping[str, Any]:
        return self.content[self.language(language)]

    def phrases(self, language: str) -> Mapping[str, Any]:
        """The same for a page: texts that know in which language they are."""
        words, said_in = self.words(language), self.language(language)
        texts = {name: Phrase(text, said_in) for name, text in words.items() if isinstance(text, str)}
        criteria = [Phrase(line, said_in) for line in words["criteria"].split("\n")]
        skills = [(code, Phrase(title, said_in)) for code, title in words["skills"]]
        return {**texts, "criteria": criteria, "skills": skills}


@dataclass(frozen=True, slots=True)
class CredentialFacts:
    """All that a credential says. `base`: the service's address. `holder_name`, `email_hash`: only if chosen."""

    base: str
    uuid: UUID
    achievement: AchievementFacts
    language: str
    assurance: Assurance
    salt: str
    holder_name: str | None
    email_hash: str | None
    list_number: int
    place: int
    earned_at: datetime
    issued_at: datetime

    @property
    def subject(self) -> str:
        """A name for the holder that means nothing elsewhere: another for each credential."""
        return f"urn:uuid:{UUID(bytes=hashlib.sha256(f'{self.salt}{self.uuid}'.encode()).digest()[:16], version=4)}"


def plain(text: str) -> str:
    """Text without characters that canonicalizations write differently, and without spaces that nobody sees."""
    return "\n".join(" ".join(line.split()) for line in text.splitlines() if line.strip())


def hash_of_email(email: str, salt: str) -> str:
    """An IdentityHash (Open Badges 3.0, B.6.5): SHA-256 of the address and then the salt."""
    return f"sha256${hashlib.sha256((email + salt).encode()).hexdigest()}"


def issuer_address(base: str) -> str:
    return f"{base}/issuer"


def key_address(base: str, key: IssuerKey) -> str:
    """What a JWT's `kid` says: the address of the key itself."""
    return f"{base}/issuer/keys/{key.name}.json"


def method_address(base: str, key: IssuerKey) -> str:
    """What a proof's `verificationMethod` says: a part of the issuer's document."""
    return f"{base}/issuer#{key.name}"


def status_address(base: str, number: int) -> str:
    return f"{base}/issuer/status/{number}"


def achievement_address(base: str, achievement: AchievementFacts, language: str = "en") -> str:
    address = f"{base}/issuer/achievements/{achievement.slug}/{achievement.number}"
    return address if language == "en" else f"{address}/{language}"


def picture_address(base: str, achievement: AchievementFacts) -> str:
    address = f"{base}/badges/{achievement.slug}.svg?v={achievement.version_id}"
    return f"{address}&level={achievement.level}" if achievement.level else address


def credential(facts: CredentialFacts) -> dict[str, Any]:
    """The credential without a proof."""
    base, language = facts.base, facts.achievement.language(facts.language)
    subject: dict[str, Any] = {"id": facts.subject, "type": ["AchievementSubject"]}
    if identifiers := _identifiers(facts):
        subject["identifier"] = identifiers
    subject["narrative"] = KNOWN[language][facts.assurance]
    subject["achievement"] = achievement(base, facts.achievement, language)
    return {
        "@context": [CREDENTIALS, OPEN_BADGES],
        "id": f"{base}/credentials/{facts.uuid}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": facts.achievement.words(language)["name"],
        "issuer": profile(base),
        "validFrom": instant(facts.issued_at),
        "awardedDate": instant(facts.earned_at),
        "credentialSubject": subject,
        "credentialStatus": {
            "id": f"{status_address(base, facts.list_number)}#{facts.place}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(facts.place),
            "statusListCredential": status_address(base, facts.list_number),
        },
    }


def _identifiers(facts: CredentialFacts) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if facts.holder_name is not None:
        found.append(
            {"type": "IdentityObject", "hashed": False, "identityHash": facts.holder_name, "identityType": "name"}
        )
    if facts.email_hash is not None:
        found.append(
            {
                "type": "IdentityObject",
                "hashed": True,
                "identityHash": facts.email_hash,
                "identityType": "emailAddress",
                "salt": facts.salt,
            }
        )
    return found


def claims(document: Mapping[str, Any], issued_at: datetime) -> dict[str, Any]:
    """The payload of a credential's JWT: itself, and what a JWT says of it (Open Badges 3.0, 8.2.4)."""
    issuer = document["issuer"]
    return {
        **document,
        "iss": issuer if isinstance(issuer, str) else issuer["id"],
        "jti": document["id"],
        "nbf": int(issued_at.timestamp()),
        "sub": document["credentialSubject"]["id"],
    }


def achievement(base: str, facts: AchievementFacts, language: str) -> dict[str, Any]:
    """What was achieved, in a language; names its edition in the other, where there is one."""
    words = facts.words(language)
    document: dict[str, Any] = {
        "id": achievement_address(base, facts, language),
        "type": ["Achievement"],
        "achievementType": "Badge",
        "name": words["name"],
        "inLanguage": language,
        "version": str(facts.number),
        "description": words["description"],
        "criteria": {"narrative": words["criteria"]},
        "image": {"id": picture_address(base, facts), "type": "Image"},
    }
    if words["skills"]:
        document["alignment"] = [_alignment(base, code, title) for code, title in words["skills"]]
    others = [
        {"id": achievement_address(base, facts, other), "type": ["Related"], "inLanguage": other}
        for other in sorted(facts.content)
        if other != language
    ]
    return {**document, "related": others} if others else document


def _alignment(base: str, code: str, title: str) -> dict[str, Any]:
    return {
        "type": ["Alignment"],
        "targetCode": code,
        "targetName": title,
        "targetUrl": f"{base}/issuer/skills#{code}",
        "targetFramework": FRAMEWORK,
    }


def profile(base: str) -> dict[str, Any]:
    """Who issues, as it stands in a credential."""
    return {
        "id": issuer_address(base),
        "type": ["Profile"],
        "name": ISSUER_NAME,
        "description": ISSUER_ABOUT,
        "url": base,
    }


def issuer_document(base: str, keys: Iterable[IssuerKey]) -> dict[str, Any]:
    """The issuer's profile and controller document in one: who we are, and by which keys one knows that it is us.

    A retired key stays, with the instant it `expires`; one in wrong hands stays, `revoked`, and vouches for nothing.
    """
    keys = list(keys)
    return {
        "@context": [CONTROLLER, CREDENTIALS, OPEN_BADGES, MULTIKEY],
        **profile(base),
        "verificationMethod": [_method(base, key) for key in keys],
        "assertionMethod": [_method_id(base, key) for key in keys if key.revoked_at is None],
    }


def _method_id(base: str, key: IssuerKey) -> str:
    return key_address(base, key) if key.kind == "RSA" else method_address(base, key)


def _method(base: str, key: IssuerKey) -> dict[str, Any]:
    method: dict[str, Any] = {"id": _method_id(base, key), "controller": issuer_address(base)}
    if key.kind == "RSA":
        method.update(type="JsonWebKey", publicKeyJwk={**key.public, "kid": key_address(base, key)})
    else:
        method.update(type="Multikey", publicKeyMultibase=key.multikey)
    if key.not_after is not None:
        method["expires"] = instant(key.not_after)
    if key.revoked_at is not None:
        method["revoked"] = instant(key.revoked_at)
    return method


def key_set(base: str, keys: Iterable[IssuerKey]) -> dict[str, Any]:
    """The public keys as a JWK Set, each under the name that what it signs calls it by."""
    return {"keys": [key_document(base, key) for key in keys]}


def key_document(base: str, key: IssuerKey) -> dict[str, Any]:
    """One public key as a JWK: `kid` is what a JWT's header, or a proof's `verificationMethod`, says."""
    return {"kid": _method_id(base, key), **key.public}


def status_list(base: str, number: int, revoked: Iterable[int], as_at: datetime) -> dict[str, Any]:
    """The credential that says which places of a list are revoked, without a proof."""
    address = status_address(base, number)
    return {
        "@context": [CREDENTIALS],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer_address(base),
        "validFrom": instant(as_at),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": status.encoded(revoked),
        },
    }
