"""Days, times and numbers as people read them."""

import pytest
from flask import Flask

from learnhub.web.i18n import show_day_and_time, speaking
from tests.factories import at


@pytest.mark.parametrize(
    ("instant", "language", "shown"),
    [
        ("2026-01-12 14:05", "en", "12 January 2026, 14:05 GMT"),
        ("2026-07-12 13:05", "en", "12 July 2026, 14:05 BST"),
        ("2026-07-12 13:05", "cy", "12 Gorffennaf 2026, 14:05 BST"),
    ],
)
def test_a_time_names_its_zone_in_summer_too(app: Flask, instant: str, language: str, shown: str) -> None:
    with speaking(language):
        assert show_day_and_time(at(instant)) == shown
