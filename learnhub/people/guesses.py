"""Slowing those who guess passwords, without letting a stranger lock a colleague out.

Wrong tries are counted for three things, whether or not there is an account with that address:
- an e-mail address *from one place*: after 5 in a minute, 10 in a quarter of an hour, 20 in six hours or 40 in a day,
  that pair waits. A browser on which the person has signed in before is a place of its own;
- one network address, for all accounts: high, since an office shares one;
- one account, from all places that are not known browsers: high. Past it, only known browsers and the e-mailed link
  lead in: both are the colleague's alone.
A try is counted before it is checked, so that a thousand at once are no more than one after another; a right one is
taken back.
"""

import ipaddress
from dataclasses import dataclass
from datetime import timedelta

from flask import request

from learnhub.people.browsers import KnownBrowser
from learnhub.web import throttle
from learnhub.web.throttle import Limit

PAIR = (
    Limit("sign-in-pair-minute", 5, timedelta(minutes=1)),
    Limit("sign-in-pair-quarter", 10, timedelta(minutes=15)),
    Limit("sign-in-pair-morning", 20, timedelta(hours=6)),
    Limit("sign-in-pair-day", 40, timedelta(days=1)),
)
ACCOUNT = Limit("sign-in-account", 100, timedelta(hours=1))
ADDRESS = Limit("sign-in-address", 500, timedelta(minutes=15))

LINK_PAIR = Limit("link-pair", 3, timedelta(hours=1))
LINK_ACCOUNT = Limit("link-account", 10, timedelta(hours=1))
LINK_ADDRESS = Limit("link-address", 100, timedelta(hours=1))
LINK_USE = Limit("link-use", 60, timedelta(minutes=15))
PASSWORD_CHECK = Limit("password-check", 10, timedelta(minutes=15))


@dataclass(frozen=True, slots=True)
class Guess:
    """One try to sign in: what it is counted under."""

    counts: tuple[tuple[Limit, str], ...]
    wait_seconds: int = 0


def network() -> str:
    """Where a request comes from: its IPv4 address, or the /64 network that one IPv6 subscriber has."""
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if address.version == 6:
        return str(address.ipv4_mapped or ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def count_guess(email: str, person_id: int | None, browser: KnownBrowser) -> Guess:
    """Count a try before it is checked; `wait_seconds` above 0 means: refuse it unchecked."""
    known = person_id is not None and person_id in browser.people
    place = f"browser:{browser.id}" if known else network()
    counts = [(limit, f"{email}\x00{place}") for limit in PAIR]
    if not known:
        counts += [(ACCOUNT, email), (ADDRESS, network())]
    counted = throttle.count_each(counts)
    waits = [limit.seconds_left() for (limit, _value), many in zip(counts, counted, strict=True) if many > limit.count]
    return Guess(tuple(counts), max(waits, default=0))


def take_back(guess: Guess) -> None:
    """The try was right: forget the pair's wrong ones, uncount it for account and address. In the caller's write."""
    for limit, value in guess.counts:
        if limit in PAIR:
            throttle.forget(limit, value)
        else:
            throttle.take_back(limit, value)


def may_send_link(email: str) -> tuple[bool, int]:
    """Whether to write the letter, and how long to wait (0: answer as always).

    Past the account's limit no further letter goes out, and the answer is the same: earlier links still work.
    """
    counts = [(LINK_PAIR, f"{email}\x00{network()}"), (LINK_ACCOUNT, email), (LINK_ADDRESS, network())]
    pair, account, address = throttle.count_each(counts)
    waits = [limit.seconds_left() for limit, many in ((LINK_PAIR, pair), (LINK_ADDRESS, address)) if many > limit.count]
    return account <= LINK_ACCOUNT.count, max(waits, default=0)
