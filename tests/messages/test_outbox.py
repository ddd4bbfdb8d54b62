"""The outbox: written with what it is about, sent after the commit, never lost, given up with a reason."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from learnhub import clock
from learnhub import db as database
from learnhub.db import db
from learnhub.messages import delivery
from learnhub.messages.actions import deliver_due, try_again, write_message
from learnhub.messages.letters import BadHeader, Letter
from learnhub.messages.models import Message
from learnhub.messages.senders import LetterRefused, ServerAway
from tests.factories import committed


class FakeSender:
    """Keeps what it is given; fails as it is told."""

    forgets = True

    def __init__(self) -> None:
        self.sent: list[Letter] = []
        self.fault: Exception | None = None
        self.away: ServerAway | None = None
        self._lock = threading.Lock()

    @contextmanager
    def open(self) -> Iterator["FakeSender"]:
        if self.away:
            raise self.away
        yield self

    def send(self, letter: Letter) -> None:
        if self.fault:
            raise self.fault
        with self._lock:
            self.sent.append(letter)


@pytest.fixture
def sender(app: Flask) -> FakeSender:
    fake = FakeSender()
    app.extensions["learnhub.sender"] = fake
    return fake


def write(subject: str = "Hello", key: str | None = None, address: str | None = "lena@rev.example") -> int:
    with committed():
        return write_message(
            kind="test", address=address, language="en", subject=subject, text="What it says.", key=key
        ).id


def message(message_id: int) -> Message:
    db.session.rollback()
    return db.session.get_one(Message, message_id)


def test_a_message_is_sent_once_and_its_text_forgotten(sender: FakeSender) -> None:
    number = write()
    assert deliver_due(10).sent == 1
    assert deliver_due(10).sent == 0
    assert [letter.text for letter in sender.sent] == ["What it says."]
    assert (message(number).text, message(number).sent_at is not None) == ("", True)


def test_what_is_rolled_back_is_never_sent(sender: FakeSender) -> None:
    database.begin_write()
    write_message(kind="test", address="lena@rev.example", language="en", subject="Hello", text="x")
    database.rollback()
    assert deliver_due(10).sent == 0


def test_the_same_key_is_written_once(sender: FakeSender) -> None:
    assert write(key="reminder-1") == write("Another subject", key="reminder-1")
    write(key="reminder-2")
    assert deliver_due(10).sent == 2


def test_a_message_to_nobody_is_deleted_and_not_sent(sender: FakeSender) -> None:
    write(address=None)
    assert deliver_due(10).sent == 0
    assert sender.sent == []
    assert db.session.execute(select(func.count()).select_from(Message)).scalar_one() == 0


def test_the_waits_grow_and_after_eight_tries_it_is_given_up_with_the_reason(sender: FakeSender) -> None:
    number = write()
    sender.fault = LetterRefused("451 try again later", for_good=False)
    now, waits = clock.now() + timedelta(seconds=1), []
    now = now.replace(microsecond=0)  # the database keeps milliseconds
    for _try in range(8):
        with clock.at(now):
            deliver_due(10)
            row = message(number)
            waits.append(row.due_at - now)
            now = max(row.due_at, now) + timedelta(seconds=1)
    assert waits[:7] == list(delivery.WAITS)
    row = message(number)
    assert (row.tries, row.why, row.given_up_at is not None) == (8, "451 try again later", True)
    with clock.at(now + timedelta(days=30)):
        assert deliver_due(10) == delivery.Delivered()


def test_what_is_refused_for_good_is_given_up_at_once(sender: FakeSender) -> None:
    number = write()
    sender.fault = LetterRefused("550 no such user", for_good=True)
    assert deliver_due(10).given_up == 1
    assert message(number).why == "550 no such user"
    assert message(number).text == "What it says."


def test_a_message_given_up_can_be_tried_again(sender: FakeSender) -> None:
    number = write()
    sender.fault = LetterRefused("550 no such user", for_good=True)
    deliver_due(10)
    sender.fault = None
    with committed():
        assert try_again(number)
    assert deliver_due(10).sent == 1
    with committed():
        assert not try_again(number)


def test_when_the_server_is_away_one_message_waits_and_the_others_stay_due(sender: FakeSender) -> None:
    first, second = write("First"), write("Second")
    sender.away = ServerAway("ConnectionRefusedError")
    assert deliver_due(10).put_off == 1
    assert (message(first).tries, message(second).tries) == (1, 0)
    sender.away = None
    assert deliver_due(10).sent == 1
    with clock.at(clock.now() + timedelta(minutes=2)):
        assert deliver_due(10).sent == 1


def test_a_worker_that_dies_while_sending_loses_nothing(sender: FakeSender) -> None:
    number = write()
    claimed = delivery.claim_next()
    assert claimed is not None
    assert deliver_due(10).sent == 0  # claimed: nobody else takes it
    with clock.at(clock.now() + delivery.CLAIMED_FOR + timedelta(seconds=1)):
        assert deliver_due(10).sent == 1
    assert message(number).tries == 2


def test_a_worker_that_wakes_up_too_late_changes_nothing(sender: FakeSender) -> None:
    number = write()
    late = delivery.claim_next()
    assert late is not None
    with clock.at(clock.now() + delivery.CLAIMED_FOR + timedelta(seconds=1)):
        deliver_due(10)
    done = delivery.Delivered()
    delivery._put_off(late, "woke up", done)
    assert message(number).sent_at is not None
    assert message(number).why is None


def test_many_workers_send_each_message_once(app: Flask, sender: FakeSender) -> None:
    with committed():
        for number in range(30):
            write(f"Subject {number}")

    def work() -> None:
        with app.app_context():
            deliver_due(30)

    workers = [threading.Thread(target=work) for _number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(letter.subject for letter in sender.sent) == sorted(f"Subject {number}" for number in range(30))


@pytest.mark.parametrize(
    ("address", "subject"),
    [
        ("lena@rev.example\nBcc: everybody@rev.example", "Hello"),
        ("lena@rev.example, hana@pen.example", "Hello"),
        ("Lena <lena@rev.example>", "Hello"),
        ("lena@rev.example\x00", "Hello"),
        ("lena", "Hello"),
        ("lena@rev.example", "Hello\r\nBcc: everybody@rev.example"),
        ("lena@rev.example", "Hello\u2028Bcc: everybody@rev.example"),
        ("lena@rev.example", ""),
        ("lena@rev.example", "x" * 201),
    ],
)
def test_a_header_cannot_be_smuggled_in(app: Flask, address: str, subject: str) -> None:
    with pytest.raises(BadHeader), committed():
        write_message(kind="test", address=address, language="en", subject=subject, text="x")


def test_the_first_try_follows_the_commit_by_itself(app: Flask, sender: FakeSender) -> None:
    app.config["LEARNHUB_DELIVER_AT_ONCE"] = True
    number = write()
    app.extensions["learnhub.courier"].wait()
    assert message(number).sent_at is not None


def test_a_slow_server_slows_no_page_and_no_crowd_of_threads(app: Flask, sender: FakeSender) -> None:
    app.config["LEARNHUB_DELIVER_AT_ONCE"] = True
    gate, there = threading.Event(), set(threading.enumerate())

    def slow(letter: Letter) -> None:
        gate.wait(5)
        sender.sent.append(letter)

    sender.send = slow
    for number in range(12):
        write(f"Subject {number}")
    couriers = [thread for thread in threading.enumerate() if thread.name.startswith("courier")]
    assert 1 <= len(set(couriers) - there) <= 2
    gate.set()
    app.extensions["learnhub.courier"].wait()
    deliver_due(20)
    assert len(sender.sent) == 12
