"""Who may be asked and who comes first, case by case. The rule knows no database."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from learnhub.ambassadors.answering import last_day_to_answer
from learnhub.ambassadors.grades import is_below
from learnhub.ambassadors.matching import Candidate, Match, Reason, ReasonCode, Wish, fits, rank
from learnhub.ambassadors.words import Kind, Place, Preference

TODAY = date(2026, 11, 3)
ME, MANAGER = 1, 2
PENSIONS, REVENUE = 10, 20
SHEETS, EMAIL = ("spreadsheets", "working"), ("email", "working")

WISH = Wish(ME, ("spreadsheets",), department_id=PENSIONS, office="Hexham", region="North East", grade="EO")
THEM = Candidate(5, 50, (SHEETS,), department_id=REVENUE, office="Leeds", region="Yorkshire", grade="EO")


@pytest.mark.parametrize(
    ("wish", "them", "may"),
    [
        ({}, {}, True),
        ({}, {"person_id": ME}, False),  # nobody is asked to help themselves
        # the skill
        ({}, {"skills": ()}, False),
        ({"skills": ()}, {"skills": ()}, True),  # nothing said: anybody
        ({"skills": ("spreadsheets", "email")}, {"skills": (EMAIL,)}, True),  # one of two is enough
        # the line manager
        ({"manager_person_id": MANAGER}, {"person_id": MANAGER}, False),
        ({"manager_person_id": MANAGER, "wants_manager": True}, {"person_id": MANAGER}, True),
        ({"manager_person_id": MANAGER, "wanted_id": 5}, {"person_id": MANAGER}, False),  # chosen, but not asked for
        # asked already: declined, passed on, or did not fit
        ({"asked": frozenset({5})}, {}, False),
        ({"asked": frozenset({5}), "wanted_id": 5}, {}, False),
        # capacity: an hour for a session, a place for a mentorship
        ({}, {"minutes_left": 60}, True),
        ({}, {"minutes_left": 59}, False),
        ({"wanted_id": 5}, {"minutes_left": 59}, False),
        ({"kind": Kind.MENTORING}, {"minutes_left": 0}, True),
        ({"kind": Kind.MENTORING}, {"open_mentorships": 2}, False),
        ({}, {"open_mentorships": 2}, True),
        ({"kind": Kind.MENTORING}, {"most_mentorships": 0}, False),
        # the language
        ({"language": "cy"}, {}, False),
        ({"language": "cy"}, {"languages": "|en|cy|"}, True),
        ({"language": "bsl"}, {"languages": "|en|cy|"}, False),
        # the place: wished for × theirs
        ({"place": Place.REMOTE}, {"place": Place.EITHER}, True),
        ({"place": Place.REMOTE}, {"place": Place.REMOTE}, True),
        ({"place": Place.REMOTE}, {"place": Place.IN_PERSON}, False),
        ({"place": Place.REMOTE}, {"place": Place.IN_PERSON, "office": "Hexham"}, False),
        ({"place": Place.EITHER}, {"place": Place.REMOTE}, True),
        ({"place": Place.EITHER}, {"place": Place.IN_PERSON}, False),  # too far
        ({"place": Place.EITHER}, {"place": Place.IN_PERSON, "office": "Hexham"}, True),
        ({"place": Place.IN_PERSON}, {"place": Place.EITHER}, False),
        ({"place": Place.IN_PERSON}, {"place": Place.REMOTE, "office": "Hexham"}, False),
        ({"place": Place.IN_PERSON}, {"office": "Hexham"}, True),
        ({"place": Place.IN_PERSON}, {"region": "North East"}, True),
        ({"place": Place.IN_PERSON, "office": None, "region": None}, {}, True),  # nobody knows how far
        ({"place": Place.IN_PERSON, "office": None}, {"region": "North East"}, True),
        ({"place": Place.IN_PERSON, "office": None}, {}, False),
        # the department
        ({"preference": Preference.SAME}, {}, False),
        ({"preference": Preference.SAME}, {"department_id": PENSIONS}, True),
        ({"preference": Preference.ANOTHER}, {}, True),
        ({"preference": Preference.ANOTHER}, {"department_id": PENSIONS}, False),
        ({"preference": Preference.ANOTHER}, {"department_id": None}, True),
        ({"preference": Preference.SAME, "department_id": None}, {}, True),  # of no department: all are the same
        # reverse: a junior colleague, as far as grades are known
        ({"kind": Kind.REVERSE, "grade": "Grade 7"}, {"grade": "EO"}, True),
        ({"kind": Kind.REVERSE, "grade": "G7"}, {"grade": "grade 7"}, False),
        ({"kind": Kind.REVERSE, "grade": "EO"}, {"grade": "SEO"}, False),
        ({"kind": Kind.REVERSE, "grade": "Band B"}, {"grade": "EO"}, False),
        ({"kind": Kind.REVERSE, "grade": "SCS1"}, {"grade": None}, False),
        # chosen in the directory: asked whatever else was said
        ({"wanted_id": 5}, {"skills": ()}, True),
        ({"wanted_id": 5, "place": Place.IN_PERSON}, {}, True),
        ({"wanted_id": 5, "preference": Preference.SAME, "language": "cy"}, {}, True),
        ({"wanted_id": 5, "kind": Kind.REVERSE, "grade": "AO"}, {"grade": "EO"}, False),
    ],
)
def test_who_may_be_asked(wish: dict[str, Any], them: dict[str, Any], may: bool) -> None:
    assert fits(replace(WISH, **wish), replace(THEM, **them)) is may


def first_of(wish: Wish, *candidates: Candidate) -> Match:
    """The best; every case here has all of them fitting."""
    found = rank(wish, candidates, TODAY)
    assert len(found) == len(candidates)
    return found[0]


@pytest.mark.parametrize(
    ("wish", "better", "worse"),
    [
        ({"skills": ("spreadsheets", "email")}, {"skills": (SHEETS, EMAIL)}, {}),
        ({}, {"skills": (("spreadsheets", "expert"),)}, {}),
        ({}, {"office": "Hexham"}, {}),
        ({}, {"office": "Hexham"}, {"region": "North East"}),
        ({}, {"region": "North East"}, {}),
        ({"met": frozenset({5})}, {}, {}),  # who helped before
        ({}, {}, {"minutes_left": 120}),  # more of their time left
        ({}, {"minutes_a_month": 480, "minutes_left": 400}, {"minutes_left": 180}),  # counted by their own capacity
        # one more hour is all of what one gives, and an eighth of what the other does
        ({}, {"minutes_a_month": 480, "minutes_left": 240}, {"minutes_a_month": 60, "minutes_left": 60}),
        ({}, {"last_offered_on": date(2026, 9, 1)}, {"last_offered_on": date(2026, 11, 2)}),
        ({}, {}, {"last_offered_on": date(2026, 11, 2)}),  # never asked
        ({"working_days": "1010000"}, {"free_days": "1010000"}, {"free_days": "0101000"}),
        # load and rest outweigh nearness, and having met
        ({"met": frozenset({6})}, {}, {"office": "Hexham", "minutes_left": 60, "last_offered_on": date(2026, 11, 2)}),
        # and a skill shared outweighs nearness
        ({"skills": ("spreadsheets", "email")}, {"skills": (SHEETS, EMAIL)}, {"office": "Hexham"}),
        # a remote session: the office says nothing, days do
        ({"place": Place.REMOTE}, {"free_days": "1111100"}, {"office": "Hexham", "free_days": "1000000"}),
        # mentoring: places left, not hours
        ({"kind": Kind.MENTORING}, {"minutes_left": 0}, {"open_mentorships": 1}),
        # who was chosen, before all others
        ({"wanted_id": 5}, {"skills": (), "minutes_left": 60, "last_offered_on": TODAY}, {"office": "Hexham"}),
    ],
)
def test_who_comes_first(wish: dict[str, Any], better: dict[str, Any], worse: dict[str, Any]) -> None:
    one, other = replace(THEM, **better), replace(replace(THEM, id=6, person_id=60), **worse)
    for order in ((one, other), (other, one)):
        assert first_of(replace(WISH, **wish), *order).ambassador_id == 5


def test_equal_ones_are_asked_in_turn() -> None:
    asked = [
        replace(THEM, id=7, last_offered_on=date(2026, 1, 5)),
        replace(THEM, id=8, last_offered_on=date(2026, 1, 4)),
    ]
    assert [match.ambassador_id for match in rank(WISH, [*asked, replace(THEM, id=9)], TODAY)] == [9, 8, 7]
    assert first_of(WISH, replace(THEM, id=9), replace(THEM, id=4)).ambassador_id == 4


@pytest.mark.parametrize(
    ("wish", "them", "reasons"),
    [
        ({}, {}, [Reason(ReasonCode.SKILLS, ("spreadsheets",))]),
        ({"skills": ()}, {"skills": ()}, [Reason(ReasonCode.TIME)]),
        (
            {"met": frozenset({5})},
            {"office": "Hexham", "free_days": "0001000"},
            [
                Reason(ReasonCode.SKILLS, ("spreadsheets",)),
                Reason(ReasonCode.MET),
                Reason(ReasonCode.OFFICE, ("Hexham",)),
                Reason(ReasonCode.DAYS, (3,)),
            ],
        ),
        (
            {"preference": Preference.ANOTHER, "language": "cy", "skills": ()},
            {"languages": "|cy|", "skills": (), "is_adviser": True, "region": "North East"},
            [
                Reason(ReasonCode.REGION, ("North East",)),
                Reason(ReasonCode.ANOTHER),
                Reason(ReasonCode.LANGUAGE, ("cy",)),
                Reason(ReasonCode.ADVISER),
            ],
        ),
        (
            {"wanted_id": 5, "place": Place.REMOTE},
            {"office": "Hexham", "skills": (), "free_days": "0000011"},  # none of the asker's days
            [Reason(ReasonCode.CHOSEN)],
        ),
    ],
)
def test_reasons_say_what_is_so(wish: dict[str, Any], them: dict[str, Any], reasons: list[Reason]) -> None:
    found = list(first_of(replace(WISH, **wish), replace(THEM, **them)).reasons)
    assert found == reasons
    assert [Reason.from_json(reason.as_json()) for reason in found] == reasons


@pytest.mark.parametrize(
    ("offered_on", "works", "last"),
    [
        ("2026-11-03", "1111100", "2026-11-06"),  # Tuesday: Wednesday, Thursday, Friday
        ("2026-11-06", "1111100", "2026-11-11"),  # Friday: Monday, Tuesday, Wednesday
        ("2026-11-07", "1111100", "2026-11-11"),  # Saturday: the same
        ("2026-11-03", "1110000", "2026-11-10"),  # Monday to Wednesday: Wednesday, Monday, Tuesday
        ("2026-11-03", "0100000", "2026-11-17"),  # Tuesdays alone: after a fortnight at the latest
        ("2026-11-03", "0000000", "2026-11-06"),  # no working day is known
        ("2026-11-06", "0000011", "2026-11-14"),  # weekends
    ],
)
def test_until_when_somebody_answers(offered_on: str, works: str, last: str) -> None:
    assert last_day_to_answer(date.fromisoformat(offered_on), works) == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("grade", "other", "below"),
    [("AO", "EO", True), ("EO", "AO", False), ("HEO", "heo", False), ("G7", "Grade  6", True), ("SCS1", "SCS 2", True),
     (None, "EO", False), ("EO", None, False), ("Band 3", "Band 5", False)],
)  # fmt: skip
def test_which_grade_is_below(grade: str | None, other: str | None, below: bool) -> None:
    assert is_below(grade, other) is below
