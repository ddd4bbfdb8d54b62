"""Who may become what, and who lapses when: the rules as tables."""

from datetime import date, timedelta

import pytest

from learnhub.ambassadors.states import (
    FROM,
    Candidacy,
    Due,
    Move,
    Quiet,
    Step,
    days_counted,
    due,
    may,
    may_be_approved,
    may_help_now,
    missing,
)
from learnhub.ambassadors.tiers import Evidence, Tier, tier_of, to_next
from learnhub.ambassadors.words import State

LAST = date(2026, 1, 1)  # the last day on which anything was done
TODAY = date(2026, 12, 1)


def day(number: int) -> date:
    """So many days after the last activity."""
    return LAST + timedelta(days=number)


def away(first: int, last: int) -> tuple[date, date]:
    return day(first), day(last)


FULL, FOUR, THREE, HALF, ONE, SIX, NONE = "1111100", "1111000", "1110000", "1010100", "1000000", "1111110", "0000000"
NO, ASK, LAPSE = Due.NOTHING, Due.ASK, Due.LAPSE


@pytest.mark.parametrize(
    ("on", "asked", "days_away", "week", "expected"),
    [
        (0, None, (), FULL, NO),  # helped today
        (149, None, (), FULL, NO),
        (150, None, (), FULL, ASK),
        (179, 150, (), FULL, NO),  # asked, and has time to say so
        (180, 150, (), FULL, LAPSE),
        (180, None, (), FULL, ASK),  # the job was not run for a month: still asked first
        (400, None, (), FULL, ASK),
        (180, 170, (), FULL, NO),  # asked ten days ago: two weeks are due
        (184, 170, (), FULL, LAPSE),
        (183, 170, (), FULL, NO),
        (180, 150, ((10, 19),), FULL, NO),  # ten days of leave do not count
        (190, 160, ((10, 19),), FULL, LAPSE),
        (189, 160, ((10, 19),), FULL, NO),
        (160, None, ((10, 19), (15, 24)), FULL, NO),  # overlapping leave counts once: 15 days
        (165, None, ((15, 24), (10, 19)), FULL, ASK),  # in any order
        (170, None, ((10, 19), (20, 29)), FULL, ASK),  # one after the other
        (169, None, ((10, 19), (20, 29)), FULL, NO),
        (160, None, ((10, 40), (12, 14)), FULL, NO),  # one inside the other: 31 days
        (150, None, ((-20, 0),), FULL, ASK),  # leave before the last activity changes nothing
        (155, None, ((-20, 5),), FULL, ASK),  # of leave that had begun, only what comes after
        (150, None, ((150, 200),), FULL, NO),  # the leave begins today
        (400, None, ((1, 400),), FULL, NO),  # parental leave of more than a year
        (400, 100, ((130, 400),), FULL, NO),
        (200, None, (), FOUR, ASK),  # four days a week: 160 of 200
        (187, None, (), FOUR, NO),
        (224, 190, (), FOUR, NO),
        (225, 190, (), FOUR, LAPSE),
        (249, None, (), THREE, NO),  # three days a week: slower
        (250, None, (), THREE, ASK),
        (300, 260, (), HALF, LAPSE),  # three days, whichever they are
        (299, 260, (), HALF, NO),
        (749, None, (), ONE, NO),
        (900, 800, (), ONE, LAPSE),
        (150, None, (), SIX, ASK),  # nobody lapses faster than who works five days
        (149, None, (), SIX, NO),
        (5000, 4000, (), NONE, NO),  # on a career break by the calendar
        (260, None, ((1, 10),), THREE, ASK),  # both together: 250 days, three fifths
        (259, None, ((1, 10),), THREE, NO),
    ],
)
def test_somebody_lapses_by_the_days_on_which_they_could_have_helped(
    on: int, asked: int | None, days_away: tuple[tuple[int, int], ...], week: str, expected: Due
) -> None:
    quiet = Quiet(LAST, tuple(away(*pair) for pair in days_away), week, None if asked is None else day(asked))
    assert due(quiet, day(on)) is expected


def test_days_are_never_fewer_than_none() -> None:
    assert days_counted(Quiet(TODAY), TODAY - timedelta(days=5)) == 0


YES, NO_ = True, False


@pytest.mark.parametrize(
    ("state", "manager", "agreed", "course", "expected", "helps", "approvable"),
    [
        (State.NOMINATED, YES, NO_, NO_, "own-yes manager course lead", NO_, NO_),
        (State.NOMINATED, NO_, NO_, YES, "own-yes lead", NO_, NO_),
        (State.APPLIED, YES, NO_, NO_, "manager course lead", NO_, NO_),
        (State.APPLIED, YES, YES, NO_, "course lead", NO_, NO_),
        (State.APPLIED, YES, NO_, YES, "manager lead", NO_, NO_),  # the course alone is not enough
        (State.APPLIED, YES, YES, YES, "lead", YES, YES),
        (State.APPLIED, NO_, NO_, NO_, "course lead", NO_, NO_),
        (State.APPLIED, NO_, NO_, YES, "lead", NO_, YES),  # nobody's manager on file: the lead decides first
        (State.APPLIED, NO_, YES, YES, "lead", YES, YES),  # the manager agreed, and has left since
        (State.PROVISIONAL, YES, YES, YES, "lead", NO_, YES),
        (State.ACTIVE, YES, YES, YES, "", NO_, NO_),
        (State.PAUSED, YES, YES, YES, "", NO_, NO_),
        (State.LAPSED, YES, YES, YES, "", NO_, NO_),
        (State.STOPPED, YES, YES, YES, "", NO_, NO_),
        (State.DECLINED, YES, YES, YES, "", NO_, NO_),
    ],
)
def test_what_an_application_waits_for(
    state: State, manager: bool, agreed: bool, course: bool, expected: str, helps: bool, approvable: bool
) -> None:
    one = Candidacy(state, manager, agreed, course)
    assert missing(one) == tuple(Step(word) for word in expected.split())
    assert may_help_now(one) is helps
    assert may_be_approved(one) is approvable


@pytest.mark.parametrize(
    ("move", "expected"),
    [
        (Move.NOMINATE, "stopped declined"),
        (Move.APPLY, "nominated applied stopped declined"),
        (Move.AGREE, "applied"),
        (Move.REFUSE, "applied"),
        (Move.APPROVE, "applied provisional"),
        (Move.DECLINE, "applied provisional"),
        (Move.PAUSE, "provisional active"),
        (Move.RESUME, "provisional active paused"),
        (Move.STOP, "nominated applied provisional active paused lapsed"),
        (Move.LAPSE, "provisional active"),
        (Move.RENEW, "provisional active lapsed"),
    ],
)
def test_from_which_state_a_move_is_open(move: Move, expected: str) -> None:
    assert FROM[move] == {State(word) for word in expected.split()}
    assert {state for state in State if may(move, state)} == FROM[move]
    assert may(move, None) is (move in {Move.NOMINATE, Move.APPLY})


@pytest.mark.parametrize(
    ("sessions", "confirmed", "since", "expected"),
    [
        (0, 0, None, Tier.BEGINNING),
        (4, 4, 400, Tier.BEGINNING),
        (5, 1, 400, Tier.BEGINNING),  # one's own word alone does not carry
        (100, 0, 900, Tier.BEGINNING),
        (5, 2, 10, Tier.STEADY),
        (25, 9, 900, Tier.STEADY),
        (24, 20, 900, Tier.STEADY),
        (25, 10, 364, Tier.STEADY),  # a busy year is not experience of several
        (25, 10, 365, Tier.SEASONED),
    ],
)
def test_a_tier_follows_from_evidence(sessions: int, confirmed: int, since: int | None, expected: Tier) -> None:
    first = None if since is None else TODAY - timedelta(days=since)
    assert tier_of(Evidence(sessions, confirmed, sessions * 30, first), TODAY) is expected


def test_how_far_it_is_to_the_next_tier() -> None:
    assert to_next(Evidence(), TODAY) == (5, 2)
    assert to_next(Evidence(7, 3, 100, LAST), TODAY) == (18, 7)
    assert to_next(Evidence(30, 12, 100, date(2025, 1, 1)), TODAY) == (0, 0)
