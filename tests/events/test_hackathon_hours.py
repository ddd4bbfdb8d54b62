"""Hours that are wrong: beside them stands how long the hackathon lasts, and whose they are where that is known."""

import io

import pytest
from flask import Flask

from learnhub.events.models import Event
from tests.events.hackathons import make_hackathon, moved_to
from tests.events.world import join
from tests.page import Page


@pytest.fixture
def event(app: Flask) -> Event:
    """From nine to five."""
    return make_hackathon()


LIST = """\
Email,Hours
learner@demo.example,8
author@demo.example,8.5
hr@demo.example,ten
"""


def test_a_list_with_too_many_hours_is_told_how_long_it_lasts(page: Page, event: Event) -> None:
    file = io.BytesIO(LIST.encode()), "list.csv"
    opened = page.sign_in("ambassador").post(f"/events/{event.id}/import", {"file": file}, follow=True)
    fits, too_many, no_number = (row[-1] for row in opened.main.find("table").rows[1:])
    assert fits == "Will be taken over"
    assert too_many == "Not in order those are more hours than the hackathon lasts (8 hours)"
    assert no_number == "Not in order the hours are not a number such as 6 or 6.5"


def test_wrong_hours_of_somebody_who_is_not_on_the_page_stand_alone(page: Page, event: Event) -> None:
    """A form made by hand, or somebody who has moved to the next page since this one was opened."""
    sign_up = join(event, "learner").id
    elsewhere = sign_up + 100
    typed = {"who": [sign_up, elsewhere], f"minutes-{sign_up}": "481", f"minutes-{elsewhere}": "ten"}
    with moved_to(event, hours=8):
        opened = page.sign_in("ambassador").post(f"/events/{event.id}/hours", typed, 422)
    wrong = "Enter minutes as a whole number from 1 to 480"
    assert opened.problems == [f"Lena Marsh: {wrong}", wrong]
