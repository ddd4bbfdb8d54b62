"""Sign-in sessions as rows: who a token belongs to, in the one statement that every signed-in request begins with."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

from learnhub import clock
from learnhub.db import db
from learnhub.people.models import SignInSession
from learnhub.permissions import Grant, Role
from learnhub.plain_sql import PlainSql
from learnhub.web.access import Visitor, make_visitor

LIFETIME = timedelta(hours=12)  # a working day; absolute, since a GET writes nothing that could prolong it

# One row: session, person, current posting, department's name of today, roles as "role:department", stamps as
# "name:value".
_VISITOR = """
SELECT s.id AS session_id, p.id AS person_id, p.learner_id, p.name, p.email, p.language, c.department_id,
  (SELECT CASE p.language WHEN 'cy' THEN COALESCE(n.name_cy, n.name) ELSE n.name END FROM department_name n
   WHERE n.department_id = c.department_id AND n.from_on <= :today
   ORDER BY n.from_on DESC LIMIT 1) AS department,
  (SELECT {concat}(r.role || ':' || COALESCE(CAST(r.department_id AS VARCHAR), ''), ',')
   FROM role_grant r WHERE r.person_id = p.id) AS roles,
  EXISTS (SELECT 1 FROM person t WHERE t.line_manager_id = p.id) AS leads_team,
  (SELECT {concat}(t.name || ':' || CAST(t.value AS VARCHAR), ',') FROM stamp t) AS stamps
FROM sign_in_session s
JOIN person p ON p.id = s.person_id
LEFT JOIN posting c ON c.person_id = p.id AND {current}
WHERE s.token_hash = :hash AND s.ended_at IS NULL AND s.expires_at > :now AND (p.left_on IS NULL OR p.left_on > :today)
"""
_FIND_VISITOR = PlainSql(
    _VISITOR.format(concat="group_concat", current="c.is_current = 1"),
    _VISITOR.format(concat="string_agg", current="c.is_current"),
)


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A browser where somebody is signed in."""

    id: int
    browser: str
    began_at: datetime
    expires_at: datetime


def hash_of(token: str) -> str:
    """What the table keeps of a token. The token has 256 random bits: a plain SHA-256 cannot be guessed back."""
    return hashlib.sha256(token.encode()).hexdigest()


def visitor_with(token: str) -> Visitor | None:
    """Whom a session's token belongs to, while the session and the person's service last; None otherwise."""
    row = _FIND_VISITOR.run(
        hash=hash_of(token), now=clock.to_ms(clock.now()), today=clock.today().isoformat()
    ).one_or_none()
    if row is None:
        return None
    return make_visitor(
        session_id=row.session_id,
        token=token,
        person_id=row.person_id,
        learner_id=row.learner_id,
        name=row.name,
        email=row.email,
        language=row.language,
        department_id=row.department_id,
        department=row.department or "",
        grants=_grants(row.roles),
        stamps=_stamps(row.stamps),
        leads_team=bool(row.leads_team),
    )


def _grants(roles: str | None) -> tuple[Grant, ...]:
    if not roles:
        return ()
    pairs = (entry.split(":") for entry in roles.split(","))
    return tuple(Grant(Role(role), int(department) if department else None) for role, department in pairs)


def _stamps(stamps: str | None) -> dict[str, int]:
    if not stamps:
        return {}
    pairs = (entry.split(":") for entry in stamps.split(","))
    return {name: int(value) for name, value in pairs}


def owner_of_ended_session(token: str) -> int | None:
    """Whose an ended or expired session was: what they typed may wait for them. None for a token we never gave."""
    return db.session.execute(
        select(SignInSession.person_id).where(SignInSession.token_hash == hash_of(token))
    ).scalar_one_or_none()


def begin_session(person_id: int, browser: str = "") -> str:
    """A new session for a person; the token, which is kept nowhere."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    db.session.add(
        SignInSession(
            token_hash=hash_of(token),
            person_id=person_id,
            began_at=now,
            expires_at=now + LIFETIME,
            browser=browser[:100],
        )
    )
    db.session.flush()
    return token


def end_session(session_id: int) -> None:
    """Sign out one browser."""
    db.session.execute(
        update(SignInSession)
        .where(SignInSession.id == session_id, SignInSession.ended_at.is_(None))
        .values(ended_at=clock.now())
    )


def end_sessions_of(person_id: int, except_id: int | None = None) -> int:
    """Sign a person out everywhere (but here, if given); how many sessions that ended."""
    statement = update(SignInSession).where(SignInSession.person_id == person_id, SignInSession.ended_at.is_(None))
    if except_id is not None:
        statement = statement.where(SignInSession.id != except_id)
    return int(getattr(db.session.execute(statement.values(ended_at=clock.now())), "rowcount", 0))


def open_sessions_of(person_id: int) -> list[OpenSession]:
    """Where a person is signed in, the latest first."""
    rows = db.session.execute(
        select(SignInSession.id, SignInSession.browser, SignInSession.began_at, SignInSession.expires_at)
        .where(
            SignInSession.person_id == person_id,
            SignInSession.ended_at.is_(None),
            SignInSession.expires_at > clock.now(),
        )
        .order_by(SignInSession.began_at.desc())
        .limit(50)
    )
    return [OpenSession(*row) for row in rows]
