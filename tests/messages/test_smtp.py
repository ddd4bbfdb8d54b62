"""Sending for real, to a real server: headers, encryption, passwords, refusals, silence."""

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from learnhub.db import db
from learnhub.messages import senders
from learnhub.messages.actions import deliver_due, write_message
from learnhub.messages.letters import BadHeader, Letter, as_email
from learnhub.messages.models import Message
from learnhub.messages.senders import LetterRefused, ServerAway, SmtpAddress, SmtpSender, sender_of
from tests.factories import committed
from tests.messages.smtp import Mailbox, smtp_server

LETTER = Letter(
    7,
    "test",
    "sian.ok@rev.example",
    "cy",
    "Dewiswch gyfrinair – LearnHub",
    "Helo Siân,\n\n.\nA line that is a dot.\n",
    None,
    datetime(2026, 11, 3, 9, 30, tzinfo=UTC),
)


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with smtp_server() as running:
        yield running


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for localhost and its key, signed by itself."""
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl")
    folder = tmp_path_factory.mktemp("tls")
    words = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    subprocess.run(["openssl", *words.split(), *files], check=True, capture_output=True)
    return folder / "cert.pem", folder / "key.pem"


@pytest.fixture
def tls(certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """The server's side; our side trusts the certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    return context


def sender_for(url: str) -> SmtpSender:
    return SmtpSender(SmtpAddress.of(url, "learnhub@hub.example"))


def send(url: str) -> None:
    with sender_for(url).open() as post:
        post.send(LETTER)


def test_a_letter_arrives_as_it_was_written(mailbox: Mailbox) -> None:
    send(f"smtp://127.0.0.1:{mailbox.port}")
    (letter,) = mailbox.letters
    assert letter["To"] == "sian.ok@rev.example"
    assert letter["From"] == "LearnHub <learnhub@hub.example>"
    assert letter["Subject"] == LETTER.subject
    assert letter["Date"] == "Tue, 03 Nov 2026 09:30:00 +0000"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Content-Language"] == "cy"
    assert letter.get_content().splitlines() == LETTER.text.splitlines()
    assert mailbox.envelopes == [("learnhub@hub.example", ["sian.ok@rev.example"])]


def test_a_second_copy_has_the_same_number() -> None:
    assert as_email(LETTER, "a@b.example")["Message-ID"] == as_email(LETTER, "a@b.example")["Message-ID"]


def test_a_letter_with_two_forms_has_both() -> None:
    email = as_email(replace(LETTER, html="<p>Helo</p>"), "a@b.example")
    assert [part.get_content_type() for part in email.iter_parts()] == ["text/plain", "text/html"]


def test_a_header_injected_past_the_outbox_is_refused_when_sending() -> None:
    for field in ("address", "subject"):
        with pytest.raises(BadHeader):
            as_email(replace(LETTER, **{field: "x@y.example\r\nBcc: z@y.example"}), "a@b.example")


def test_all_that_is_due_goes_through_one_connection(app: Flask, mailbox: Mailbox) -> None:
    app.extensions["learnhub.sender"] = sender_for(f"smtp://127.0.0.1:{mailbox.port}")
    with committed():
        for number in range(5):
            write_message(
                kind="test", address=f"p{number}@rev.example", language="en", subject=f"Number {number}", text="x"
            )
    assert deliver_due(10).sent == 5
    assert len(mailbox.letters) == 5
    assert mailbox.connections == 1


def test_an_unknown_recipient_is_refused_for_good_and_a_full_mailbox_is_not(mailbox: Mailbox) -> None:
    for reply, for_good in (("550 5.1.1 no such user", True), ("452 4.2.2 mailbox full", False)):
        mailbox.refuse_recipient = reply
        with pytest.raises(LetterRefused, match=reply[:3]) as refused:
            send(f"smtp://127.0.0.1:{mailbox.port}")
        assert refused.value.for_good is for_good


def test_a_text_the_server_refuses_is_tried_again(mailbox: Mailbox) -> None:
    mailbox.refuse_text = "554 looks like spam"
    with pytest.raises(LetterRefused, match="554 looks like spam") as refused:
        send(f"smtp://127.0.0.1:{mailbox.port}")
    assert refused.value.for_good is False


def test_a_server_that_is_not_there_or_does_not_answer_is_away(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ServerAway, match="refused"):
        send("smtp://127.0.0.1:1")
    with pytest.raises(ServerAway):
        send("smtp://no-such-host.invalid")
    monkeypatch.setattr(senders, "TIMEOUT_SECONDS", 0.2)
    mailbox.slow_seconds = 0.6
    with pytest.raises((ServerAway, LetterRefused)):
        send(f"smtp://127.0.0.1:{mailbox.port}")


def test_a_password_goes_encrypted(tls: ssl.SSLContext) -> None:
    with smtp_server(user="hub", password="s3cr:t/@", tls=tls) as mailbox:
        send(f"smtp://hub:s3cr%3At%2F%40@localhost:{mailbox.port}?starttls=must")
        assert len(mailbox.letters) == 1
        with pytest.raises(ServerAway, match="535"):
            send(f"smtp://hub:wrong@localhost:{mailbox.port}?starttls=must")


def test_encryption_from_the_first_byte(tls: ssl.SSLContext) -> None:
    with smtp_server(tls=tls, at_once=True) as mailbox:
        send(f"smtps://localhost:{mailbox.port}")
        assert len(mailbox.letters) == 1


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(
    tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with smtp_server(tls=tls) as mailbox, pytest.raises(ServerAway, match="CERTIFICATE_VERIFY_FAILED"):
        send(f"smtp://localhost:{mailbox.port}")


def test_a_password_is_not_sent_to_a_server_without_encryption(mailbox: Mailbox) -> None:
    with pytest.raises(ServerAway, match="no encryption"):
        send(f"smtp://hub:secret@127.0.0.1:{mailbox.port}?starttls=must")


@pytest.mark.parametrize(
    ("url", "host", "port", "starttls", "sender"),
    [
        ("smtp://mail.example", "mail.example", 25, "may", "learnhub@hub.example"),
        ("smtp://a:b@mail.example", "mail.example", 587, "must", "learnhub@hub.example"),
        ("smtp://a:b@localhost:2525", "localhost", 2525, "may", "learnhub@hub.example"),
        ("smtps://mail.example", "mail.example", 465, "may", "learnhub@hub.example"),
        ("smtp://mail.example?starttls=no&from=hub@dept.example", "mail.example", 25, "no", "hub@dept.example"),
    ],
)
def test_the_setting_says_it_all(url: str, host: str, port: int, starttls: str, sender: str) -> None:
    address = SmtpAddress.of(url, "learnhub@hub.example")
    assert (address.host, address.port, address.starttls, address.sender) == (host, port, starttls, sender)


def test_the_demo_writes_files_that_only_their_owner_can_read(app: Flask) -> None:
    with committed():
        written = write_message(
            kind="test", address="lena@rev.example", language="en", subject="Hello", text="What it says."
        ).id
    assert deliver_due(10).sent == 1
    folder = app.extensions["learnhub.settings"].mail_folder
    (file,) = folder.iterdir()
    assert "What it says." in file.read_text()
    assert (file.stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (0o600, 0o700)
    db.session.rollback()
    assert db.session.get_one(Message, written).text == "What it says."  # the administrator's page shows it


def test_the_sender_is_the_services_own_name(app: Flask) -> None:
    settings = app.extensions["learnhub.settings"]
    for base_url, sender in (
        ("https://hub.example", "learnhub@hub.example"),
        ("http://127.0.0.1:8000", "learnhub@learnhub.localhost"),
    ):
        made = sender_of(replace(settings, base_url=base_url))
        assert getattr(made, "sender", "") == sender


def test_a_reason_is_one_line_without_what_was_sent(mailbox: Mailbox) -> None:
    mailbox.refuse_recipient = "550-first line\r\n550 second\x07 line"
    with pytest.raises(LetterRefused) as refused:
        send(f"smtp://127.0.0.1:{mailbox.port}")
    assert "\n" not in str(refused.value)
    assert "\x07" not in str(refused.value)
