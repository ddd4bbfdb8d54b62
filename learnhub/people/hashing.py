"""Passwords as Argon2id hashes. Checking one takes as long whether or not there is an account to check it against."""

import threading
import unicodedata
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from flask import current_app

# RFC 9106, 4: the second recommended option, 64 MiB and three passes. The cheap one is for tests and demo data.
STRONG = PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=4)
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)

# Each takes 64 MiB while it runs: however many sign in at once, a process hashes this many at a time.
_turn = threading.BoundedSemaphore(4)


def hasher() -> PasswordHasher:
    """The one in use; `LEARNHUB_CHEAP_HASHES` in the app's configuration asks for the cheap one."""
    return CHEAP if current_app.config.get("LEARNHUB_CHEAP_HASHES") else STRONG


def hash_of_password(password: str) -> str:
    """What the table keeps of a password. Slow on purpose: call it before the write begins."""
    with _turn:
        return hasher().hash(_normal(password))


def is_right(kept: str | None, password: str) -> bool:
    """Whether a password is the one that was kept; with nothing kept just as slow, and False."""
    of = hasher()
    with _turn:
        stand_in = _nobodys(of)  # made once a process, whoever is asked about first
        try:
            return of.verify(kept or stand_in, _normal(password)) and kept is not None
        except (Argon2Error, InvalidHashError):
            return False


def is_outdated(kept: str) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return hasher().check_needs_rehash(kept)


@lru_cache(maxsize=2)
def _nobodys(of: PasswordHasher) -> str:
    return of.hash("nobody has this password, and knowing it would not help")


def _normal(password: str) -> str:
    """The same characters however a keyboard composes them: "é" is one way or the other (NIST SP 800-63B, 3.1.1.2)."""
    return unicodedata.normalize("NFKC", password)
