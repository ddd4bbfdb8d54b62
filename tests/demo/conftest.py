"""A demo in a database of its own, with the slugs of the real courses and little in them."""

from collections.abc import Callable

import pytest
from flask import Flask, current_app

from learnhub.demo.cast import AMBASSADOR, FIRST, SAFE
from learnhub.demo.load import Loaded, load_demo
from tests.factories import make_course, quiz, reading, task

Load = Callable[..., Loaded]


def make_courses() -> None:
    """Four courses: two with readings, a task and a check, one that needs them, and one more."""
    modules = (reading("one"), reading("two"), reading("three"), task("try-it"), quiz("check"))
    make_course(*modules, slug=FIRST)
    make_course(*modules, slug=SAFE)
    make_course(*modules, slug=AMBASSADOR, prerequisites=(FIRST, SAFE))
    make_course(reading("one"), quiz("check"), slug="writing-for-screens")


def load_here(people: int = 120, statements: int = 700, seed: int = 1) -> Loaded:
    """Load a demo into the current app's database."""
    settings = current_app.extensions["learnhub.settings"]
    return load_demo(settings, people=people, statements=statements, seed=seed)


@pytest.fixture
def load(empty_app: Flask) -> Load:
    """`load(people=…, statements=…, seed=…)`, with the courses there."""
    make_courses()
    return load_here
