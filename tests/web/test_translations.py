"""The interface in Welsh: every string there, whole, current, and what the service reads is what translators wrote."""

import re

import pytest
from flask import Flask

from learnhub.web import strings
from learnhub.web.i18n import show_minutes, speaking

PLACES = re.compile(r"%\([a-z_]+\)[sd]|%%|</?[a-z]+[^>]*>")


def test_the_file_that_the_service_reads_is_made_of_the_translators_file() -> None:
    assert strings.mo_path("cy").read_bytes() == strings.compiled("cy"), "run: flask i18n compile"


def test_every_string_of_the_interface_has_its_welsh() -> None:
    parity = strings.parity_of("cy")
    assert parity.missing == (), "run: flask i18n update, translate, flask i18n compile"
    assert parity.stale == ()


def test_a_translation_has_the_places_of_its_english() -> None:
    wrong = []
    for message in strings.kept("cy"):
        if not message.id:
            continue
        english = message.id if isinstance(message.id, str) else message.id[1]
        texts = [message.string] if isinstance(message.string, str) else list(message.string)
        wanted = sorted(PLACES.findall(english))
        for text in texts:
            found = sorted(PLACES.findall(text))
            # "1 cwrs" may say the number in words or leave it out; it never has a place that English has not.
            if found != wanted and not (len(texts) > 1 and set(found) <= set(wanted)):
                wrong.append((english, text))
    assert wrong == []


@pytest.mark.parametrize(
    ("number", "shown"),
    [(1, "1 awr"), (2, "2 awr"), (3, "3 awr"), (6, "6 awr"), (7, "7 awr")],
)
def test_a_count_is_said_as_welsh_says_it(app: Flask, number: int, shown: str) -> None:
    with speaking("cy"):
        assert show_minutes(60 * number) == shown
