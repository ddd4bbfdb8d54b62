"""A word without an end does not make a page wide: what people write stands in narrow columns."""

import pytest
from flask import Flask
from playwright.sync_api import Browser

from learnhub import db as database
from learnhub.mentoring import mentorships
from tests import people
from tests.ambassadors.asking import make_ambassador
from tests.browser import chromium
from tests.mentoring.pairs import make_mentorship
from tests.page import Page

pytestmark = pytest.mark.browser


def test_a_goal_in_one_long_word_fits_a_screen_of_320_px(app: Flask, page: Page, browser: Browser) -> None:
    pair = make_mentorship(make_ambassador("ambassador"))
    learner = people.person("learner").id
    with database.write():
        mentorships.set_goal(pair.id, learner, "g" * 150)
        mentorships.add_step(pair.id, learner, "s" * 150, is_mine=True)
        mentorships.write_note(pair.id, learner, "n" * 150, is_private=False)
    opened = page.sign_in("learner").get(f"/mentoring/{pair.id}")
    seen = browser.new_page(viewport=chromium.NARROW)
    seen.set_content(opened.body.decode())
    assert not chromium.scrolls_sideways(seen)
    seen.close()
