"""How the leads' pages are laid out, and which of their figures stand: the same for whoever opens several."""

import re

import pytest
from flask import Flask

from learnhub import clock
from learnhub.ambassadors.words import MentorshipState
from learnhub.network import demand, mentorships
from learnhub.people.reach import Reach, reach_of
from tests import people
from tests.ambassadors.asking import ask, make_ambassador
from tests.ambassadors.becoming import write_standard
from tests.factories import make_person
from tests.mentoring.pairs import make_mentorship
from tests.page import Page


def at(code: str | None = None) -> Reach:
    return reach_of(None, code, "en")


@pytest.mark.parametrize("page_of", ["", "/coverage", "/offices", "/demand", "/impact", "/waiting", "/mentorships"])
def test_the_department_is_chosen_in_one_place(app: Flask, page: Page, page_of: str) -> None:
    body = page.sign_in("lead").get(f"/network{page_of}").body.decode()
    main = body[body.index("</h1>") :]
    assert main.count('name="department"') == 1
    before = main[: main.index('name="department"')]
    assert not re.search(r"<(h2|table|ul|details)\b", before)


def test_skills_that_nobody_offers_are_a_list_that_opens(app: Flask, page: Page) -> None:
    write_standard(app)
    make_ambassador("ambassador", skills=("spreadsheets",))
    opened = page.sign_in("lead").get("/network/coverage")
    table = opened.body.decode().partition("By skill")[2]
    bars, _, folded = table.partition("<details>")
    assert "Spreadsheets" in bars
    assert "None" not in bars
    assert "2 skills that nobody there offers" in folded
    assert "Spreadsheets" not in folded
    assert "Recognising scams" in folded


def test_how_the_work_lies_tells_of_no_small_group_elsewhere(app: Flask, page: Page) -> None:
    for code, number in (("PEN", 11), ("CUL", 4)):
        for _ in range(number):
            make_ambassador(make_person(department=code))
    assert demand.spread_of(at()).may_be_shown
    assert demand.spread_of(at()).ambassadors == 15
    assert not demand.spread_of(at("CUL")).may_be_shown
    assert not demand.spread_of(at("PEN")).may_be_shown  # fifteen less eleven
    assert "could be found by subtraction" in page.sign_in("lead").get("/network?department=PEN").text
    for _ in range(6):
        make_ambassador(make_person(department="CUL"))
    pensions = demand.spread_of(at("PEN"))
    assert (pensions.may_be_shown, pensions.ambassadors) == (True, 11)
    assert sum(count for _low, _high, count in pensions.bands) == 11


def test_what_came_of_mentorships_tells_of_no_small_group_elsewhere(app: Flask) -> None:
    amir = make_ambassador("ambassador")

    def end(code: str, number: int) -> None:
        for _ in range(number):
            make_mentorship(amir, make_person(department=code), state=MentorshipState.ENDED, ended_at=clock.now(),
                            outcome_by_ambassador="reached", outcome_by_learner="reached")  # fmt: skip

    end("PEN", 11)
    end("CUL", 4)
    assert mentorships.ended(at()) is not None
    assert mentorships.ended(at("PEN")) is None
    end("CUL", 6)
    seen = mentorships.ended(at("PEN"))
    assert seen is not None
    assert (seen.all, seen.reached) == (11, 11)


def test_who_leads_two_departments_reads_no_sum_of_them(app: Flask) -> None:
    for code in ("PEN", "CUL"):
        for _ in range(12):
            make_ambassador(make_person(department=code))
    two = frozenset(people.department(code).id for code in ("PEN", "CUL"))
    assert not demand.spread_of(reach_of(two, None, "en")).may_be_shown
    assert demand.spread_of(reach_of(two, "PEN", "en")).may_be_shown


@pytest.mark.parametrize("after", ["1.1", "9999999999999.2147483647", "9" * 30 + ".1", "1-1", ".", "x.y", "²." + "²"])
def test_a_place_in_the_list_that_makes_no_sense_is_its_beginning(app: Flask, page: Page, after: str) -> None:
    ask()
    page.sign_in("lead").get(f"/network/waiting?after={after}")
    page.get(f"/questions?after={after}")
    page.get(f"/notes?after={after}")
    page.get(f"/events?after={after}")
