"""The statement that our files are measured against gives the same rows."""

import pytest
from flask import Flask
from sqlalchemy import text

from learnhub.db import db
from learnhub.exports.datasets import DATASETS
from learnhub.exports.plain import plain_statement
from tests.exports.conftest import Complete, rows_of
from tests.factories import make_grant, make_person
from tests.page import Page
from tests.people import person


@pytest.mark.parametrize("name", list(DATASETS))
def test_it_has_the_rows_of_the_file(app: Flask, page: Page, complete: Complete, name: str) -> None:
    from learnhub.permissions import Role

    make_grant(person("outsider"), Role.HR)
    for number in range(3):
        complete(make_person(f"100% Person {number}", department="PEN"))
    file = rows_of(page.sign_in("outsider").get(f"/exports/{name}.csv").body)
    rows = db.session.execute(text(plain_statement(DATASETS[name]).replace(":", r"\:"))).mappings().all()
    assert [{key: "" if value is None else str(value) for key, value in row.items()} for row in rows] == file
