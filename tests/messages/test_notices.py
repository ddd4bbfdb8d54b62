"""Notices: each once, in the caller's transaction, for its reader alone."""

from datetime import timedelta

import pytest
from flask import Flask
from flask_babel import lazy_gettext
from sqlalchemy import func, select

from learnhub import clock
from learnhub import db as database
from learnhub.db import db
from learnhub.messages.kinds import MessageKind, add_message_kind
from learnhub.messages.models import Notice
from learnhub.messages.notices import NewNotice, mark_all_read, mark_read, notices_of, unread_count, write_notices
from learnhub.web.retention import remove_outlived
from tests.factories import committed


@pytest.fixture(autouse=True)
def a_kind(app: Flask) -> None:
    add_message_kind(app, MessageKind("test", lazy_gettext("Tests"), lazy_gettext("Of tests."), may_refuse=True))


def notice(number: int = 1, person_id: int = 1, **values: object) -> NewNotice:
    return NewNotice(
        **{
            "person_id": person_id,
            "kind": "test",
            "key": f"test:{person_id}:{number}",
            "text": f"Sentence {number}.",
            "address": "/courses",
            "language": "en",
            **values,
        }
    )


def test_the_same_key_is_written_once_also_within_one_call(app: Flask) -> None:
    with committed():
        assert write_notices([notice(1), notice(2), notice(1)]) == 2
    with committed():
        assert write_notices([notice(2), notice(3)]) == 1
    assert [line.text for line in notices_of(1).rows] == ["Sentence 3.", "Sentence 2.", "Sentence 1."]


def test_what_is_rolled_back_was_never_written(app: Flask) -> None:
    database.begin_write()
    write_notices([notice()])
    database.rollback()
    assert unread_count(1) == 0


def test_a_thousand_are_written_by_one_call(app: Flask) -> None:
    with committed():
        assert write_notices([notice(number) for number in range(1_000)]) == 1_000
    assert db.session.execute(select(func.count()).select_from(Notice)).scalar_one() == 1_000
    assert write_notices([]) == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "never added"},
        {"key": ""},
        {"key": "x" * 201},
        {"address": "https://elsewhere.example/"},
        {"address": "//elsewhere.example/"},
        {"address": "/\\elsewhere.example/"},
        {"address": "/x\r\nSet-Cookie: y"},
    ],
)
def test_what_no_notice_can_be_is_refused(app: Flask, wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"notice|kind"), committed():
        write_notices([notice(**wrong)])


def test_reading_one_or_all_up_to_the_newest_shown(app: Flask) -> None:
    with committed():
        write_notices([*(notice(number) for number in range(3)), notice(9, person_id=2)])
    newest, middle, _oldest = notices_of(1).rows
    with committed():
        assert mark_read(2, middle.id) is None  # somebody else's: nothing happens, and nothing is told
    assert unread_count(1) == 3
    with committed():
        assert mark_read(1, middle.id) == "/courses"
        assert mark_all_read(1, middle.id) == 1  # the oldest; the newest arrived after the page was made
    assert [line.read_at is None for line in notices_of(1).rows] == [True, False, False]
    assert (unread_count(1), unread_count(2)) == (1, 1)
    with committed():
        assert mark_all_read(1, newest.id) == 1


def test_the_list_pages_by_key(app: Flask) -> None:
    with committed():
        write_notices([notice(number) for number in range(30)])
    first = notices_of(1)
    assert len(first.rows) == 25
    assert first.next_key is not None
    second = notices_of(1, int(first.next_key))
    assert len({line.id for line in (*first.rows, *second.rows)}) == 30
    assert second.next_key is None


def test_a_notice_goes_90_days_after_it_was_read_or_after_a_year(app: Flask) -> None:
    with committed():
        write_notices([notice(1), notice(2)])
    with committed():
        mark_read(1, notices_of(1).rows[0].id)
    with clock.at(clock.now() + timedelta(days=89)):
        remove_outlived(app)
        assert len(notices_of(1).rows) == 2
    with clock.at(clock.now() + timedelta(days=91)):
        remove_outlived(app)
        assert [line.read_at for line in notices_of(1).rows] == [None]
    with clock.at(clock.now() + timedelta(days=366)):
        remove_outlived(app)
        assert notices_of(1).rows == []
