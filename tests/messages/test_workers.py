"""Real processes and a real mail server that is slow, refuses one address in ten, goes away, and takes a letter whose
sender then dies: nothing is lost, and nothing is doubled but what the server had taken when the note of it was lost.
"""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_babel import lazy_gettext
from sqlalchemy import select

from learnhub import clock
from learnhub.db import db
from learnhub.messages.actions import write_message
from learnhub.messages.delivery import CLAIMED_FOR, deliver_all
from learnhub.messages.kinds import MessageKind, add_message_kind
from learnhub.messages.models import Message
from learnhub.messages.notices import NewNotice, write_notices
from tests import factories
from tests.factories import committed
from tests.messages.smtp import Mailbox, smtp_server

ROOT = Path(__file__).parents[2]
LETTERS = 400


@pytest.fixture
def server(app: Flask) -> Iterator[Mailbox]:
    """A mail server that the app and its workers send to."""
    with smtp_server() as mailbox:
        settings = app.extensions["learnhub.settings"]
        app.extensions["learnhub.settings"] = replace(settings, smtp_url=f"smtp://127.0.0.1:{mailbox.port}")
        yield mailbox


def write_letters(count: int = LETTERS) -> None:
    with committed():
        for number in range(count):
            write_message(
                kind="test",
                address=f"{'nobody' if number % 10 == 0 else 'reader'}-{number}@rev.example",
                language="en",
                subject=f"Letter {number}",
                text="What it says.",
            )


def worker(app: Flask) -> subprocess.Popen[bytes]:
    """`flask jobs run` as cron starts it: a process of its own."""
    settings = app.extensions["learnhub.settings"]
    environment = {
        **os.environ,
        "LEARNHUB_DATABASE_URL": settings.database_url.replace("+psycopg", ""),
        "LEARNHUB_SMTP_URL": settings.smtp_url,
        "LEARNHUB_SECRET_KEY": settings.secret_key,
        "LEARNHUB_COURSES": str(settings.courses),
        "LEARNHUB_DEMO": "1",
        "LEARNHUB_QUIET_HOURS": "none",  # tests run at any hour
    }
    return subprocess.Popen(
        [sys.executable, "-m", "flask", "jobs", "run"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


@contextmanager
def workers(app: Flask, count: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    running = [worker(app) for _number in range(count)]
    try:
        yield running
    finally:
        for process in running:
            if process.poll() is None:
                process.kill()
            process.communicate()


def letters() -> list[Message]:
    db.session.rollback()
    return list(db.session.execute(select(Message).order_by(Message.id)).scalars())


def numbers_taken(mailbox: Mailbox) -> Counter[str]:
    """How often the server took each letter, by Message-ID."""
    return Counter(str(letter["Message-ID"]) for letter in mailbox.letters)


@dataclass
class Executioner:
    """Kills a worker with signal 9 while the server answers it: it has taken the letter, the sender never hears so.

    All workers are stopped first, so that who was in the middle of what can be read from the database.
    """

    after: list[int]
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    killed: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def watch(self, mailbox: Mailbox) -> None:
        taken = mailbox.handle_DATA

        async def take_and_kill(server: Any, session: Any, envelope: Any) -> str:
            answer = await taken(server, session, envelope)
            if self.after and len(mailbox.letters) >= self.after[0]:
                self.after.pop(0)
                for process in self.processes:
                    os.killpg(process.pid, signal.SIGKILL)
                self.killed.set()
            return answer

        mailbox.handle_DATA = take_and_kill


def test_two_workers_and_a_kill_in_the_middle_lose_nothing(app: Flask, server: Mailbox) -> None:
    server.refuse_addresses = "nobody-"
    server.slow_seconds = 0.002
    write_letters()
    executioner = Executioner([LETTERS // 4])
    executioner.watch(server)
    with workers(app, 2) as running:
        executioner.processes = running
        assert executioner.killed.wait(60)
        for process in running:
            process.wait(20)
    # Claimed, and no word of what became of it: what each of the two had in hand.
    in_hand = {row.id for row in letters() if row.claimed_until is not None and row.sent_at is None}
    assert len(in_hand) <= 2
    before = numbers_taken(server)
    assert before.most_common(1)[0][1] == 1
    with workers(app, 2) as running:
        for process in running:
            assert process.wait(120) == 0
    with clock.at(clock.now() + CLAIMED_FOR + timedelta(minutes=1)):
        deliver_all()  # the claims of the dead have run out

    rows, taken = letters(), numbers_taken(server)
    reachable = [row for row in rows if row.address.startswith("reader-")]
    assert [row for row in reachable if row.sent_at is None] == []
    assert len(taken) == len(reachable) == LETTERS * 9 // 10  # none lost
    doubled = {number for number, times in taken.items() if times > 1}
    assert max(taken.values()) <= 2
    assert {int(number.removeprefix("<message-").partition(".")[0]) for number in doubled} <= in_hand
    assert 1 <= len(doubled) <= 2  # the one that was being answered, and perhaps the other's
    refused = [row for row in rows if row.address.startswith("nobody-")]
    assert all(row.given_up_at is not None and (row.why or "").startswith("550 5.1.1 No such user") for row in refused)
    assert len(refused) == LETTERS // 10


def test_a_server_that_goes_away_in_the_middle_keeps_nothing_back_for_good(app: Flask) -> None:
    settings = app.extensions["learnhub.settings"]
    write_letters(60)
    with smtp_server() as mailbox:
        app.extensions["learnhub.settings"] = replace(settings, smtp_url=f"smtp://127.0.0.1:{mailbox.port}")
        mailbox.hang_up_after = 20
        first = deliver_all()
        taken = numbers_taken(mailbox)
    assert (first.away, first.sent, first.put_off) == (True, 20, 2)  # one broke off, one found nobody
    with smtp_server() as mailbox:
        app.extensions["learnhub.settings"] = replace(settings, smtp_url=f"smtp://127.0.0.1:{mailbox.port}")
        with clock.at(clock.now() + timedelta(minutes=2)):
            second = deliver_all()
        taken += numbers_taken(mailbox)
    assert (second.sent, second.away) == (40, False)
    assert len(taken) == 60
    assert set(taken.values()) == {1}


def test_a_server_that_ends_each_connection_after_some_letters_gets_all_of_them(app: Flask, server: Mailbox) -> None:
    write_letters(50)
    server.letters_a_connection = 10
    done = deliver_all()
    assert (done.sent, done.given_up) == (50 - done.put_off, 0)
    with clock.at(clock.now() + timedelta(minutes=2)):
        deliver_all()
    assert (len(numbers_taken(server)), set(numbers_taken(server).values())) == (50, {1})


def test_a_slow_server_is_waited_for_and_shared(app: Flask, server: Mailbox) -> None:
    server.slow_seconds = 0.05
    write_letters(40)
    with workers(app, 2) as running:
        for process in running:
            assert process.wait(120) == 0
    assert set(numbers_taken(server).values()) == {1}
    assert len(numbers_taken(server)) == 40


def test_workers_killed_while_they_gather_put_each_notice_into_one_mail(app: Flask, server: Mailbox) -> None:
    people = [factories.make_person(f"Reader {number}", working_days="1111111") for number in range(300)]
    add_message_kind(app, MessageKind("required", lazy_gettext("x"), lazy_gettext("x"), may_refuse=True))
    with committed():
        write_notices(
            [
                NewNotice(each.id, "required", f"test:{each.id}:{number}", f"Sentence {each.id}-{number}.", "/", "en")
                for each in people
                for number in range(2)
            ]
        )
    with workers(app, 2) as running:
        deadline = time.monotonic() + 60
        while not letters() and time.monotonic() < deadline:
            time.sleep(0.002)
        for process in running:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(20)
    written = len(letters())
    assert written > 0
    with workers(app, 2) as running:
        for process in running:
            assert process.wait(120) == 0
    with clock.at(clock.now() + CLAIMED_FOR + timedelta(minutes=1)):
        deliver_all()
    rows = letters()
    assert len(rows) == len(people)
    assert [row for row in rows if row.sent_at is None] == []
    said = Counter(
        word
        for letter in {str(each["Message-ID"]): each for each in server.letters}.values()
        for word in re.findall(r"Sentence \d+-\d", letter.get_body(("plain",)).get_content())
    )
    assert set(said.values()) == {1}
    assert len(said) == len(people) * 2
