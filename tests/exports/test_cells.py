"""What people typed, as a spreadsheet gets it: nothing runs, nothing is lost, one row is one line."""

import pytest
from flask import Flask

from learnhub.exports import making
from tests.exports.conftest import Complete, rows_of
from tests.factories import make_person
from tests.page import Page

# what the database holds, what the file says, why
NAMES = [
    ("Siân O'Neill", "Siân O'Neill", "an apostrophe and an accent are just text"),
    ("Élodie, la deuxième", "Élodie, la deuxième", "a comma, and a first letter that is not ASCII"),
    ('Ann "Annie" Lee', 'Ann "Annie" Lee', "quotation marks are doubled"),
    ('"=1+1"', '"=1+1"', "a quotation mark in front"),
    ("=HYPERLINK(1)", "'=HYPERLINK(1)", "a formula"),
    ("+44 191", "'+44 191", "plus"),
    ("-Smith", "'-Smith", "minus"),
    ("@SUM(1)", "'@SUM(1)", "at"),
    ("＝1+1", "'＝1+1", "full-width equals"),
    ("＋1", "'＋1", "full-width plus"),
    ("－1", "'－1", "full-width minus"),
    ("＠x", "'＠x", "full-width at"),
    ("  =1+1", "'  =1+1", "behind spaces"),
    ("\u00a0=1", "'\u00a0=1", "behind a no-break space"),
    ("\t=1", "'\t=1", "behind a tab"),
    ("\tTab", "'\tTab", "a tab in front"),
    ("\rReturn", "' Return", "a carriage return in front"),
    ("Two\r\nlines", "Two  lines", "a line break inside"),
    ("Line\nfeed", "Line feed", "a line feed inside"),
    ('=a\nb"c', "'=a b\"c", "everything at once"),
    ("a=b", "a=b", "an equals sign inside is harmless"),
    ("0012", "0012", "leading zeros stay"),
    ("ﷺ𝒜 名前 😀", "ﷺ𝒜 名前 😀", "any script"),
    ("50% of %s %(x)s \\n \\.", "50% of %s %(x)s \\n \\.", "nothing is taken for a pattern"),
    ("NULL", "NULL", "not nothing"),
]


@pytest.mark.parametrize("large", [False, True], ids=["small", "large"])
def test_what_people_typed_is_text_and_nothing_else(
    app: Flask, page: Page, complete: Complete, large: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "LARGE", 0 if large else 10**9)
    for name, _said, _why in NAMES:
        complete(make_person(name, email=f"{hex(abs(hash(name)))}@staff.example", department="PEN"))
    body = page.sign_in("hr").get("/exports/completions.csv").body
    rows = rows_of(body)
    assert [row["name"] for row in rows] == [said for _name, said, _why in NAMES]
    assert body.count(b"\r\n") == body.count(b"\n") == len(NAMES) + 1  # a row a line, and the heading
    assert [row["name"] for row in rows_of(page.get("/exports/progress.csv").body)] == [row["name"] for row in rows]


def test_codes_of_departments_and_grades_are_guarded_too(app: Flask, page: Page, complete: Complete) -> None:
    complete(make_person(department="PEN", grade="=cmd", profession="@x", staff_number="=1"))
    row = rows_of(page.sign_in("hr").get("/exports/completions.csv").body)[0]
    assert (row["grade"], row["profession"], row["staff_number"]) == ("'=cmd", "'@x", "'=1")
