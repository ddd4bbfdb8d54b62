"""How a letter leaves: by SMTP, or, in a demo without a mail server, as a file that the administrator can read.

GOV.UK Notify, an optional part, is in `notify`.
"""

import os
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from learnhub.config import Settings
from learnhub.messages.letters import Letter, as_email

TIMEOUT_SECONDS = 15.0
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class ServerAway(Exception):
    """The mail server cannot be reached, or does not let us in: no letter will get through now."""


class LetterRefused(Exception):
    """The server did not take this letter; `for_good` when trying again is pointless (RFC 5321, 4.2.1: a 5yz reply)."""

    def __init__(self, why: str, *, for_good: bool) -> None:
        super().__init__(why)
        self.for_good = for_good


class Post(Protocol):
    """An open way out."""

    def send(self, letter: Letter) -> None:
        """Raises LetterRefused or ServerAway."""


class Sender(Protocol):
    """A way out that can be opened. `forgets` is whether a text is no longer needed once its letter has gone."""

    forgets: bool

    def open(self) -> AbstractContextManager[Post]: ...


def sender_of(settings: Settings) -> Sender:
    """The sender that the settings ask for."""
    host = urlsplit(settings.base_url).hostname or "localhost"
    if settings.notify_key and settings.notify_template:
        from learnhub.messages.notify import NotifySender

        return NotifySender(settings.notify_key, settings.notify_template)
    default = f"learnhub@{host if '.' in host and not host.replace('.', '').isdigit() else 'learnhub.localhost'}"
    if settings.smtp_url is None:
        return FolderSender(settings.mail_folder, default)
    return SmtpSender(SmtpAddress.of(settings.smtp_url, default))


@dataclass(frozen=True, slots=True)
class SmtpAddress:
    """What LEARNHUB_SMTP_URL says. `?starttls=` must, may or no; `?from=` the address that letters come from.

    Without a word about it a password is never sent unencrypted, except to this machine itself.
    """

    host: str
    port: int
    user: str
    password: str
    encrypted: bool
    starttls: str
    sender: str

    @classmethod
    def of(cls, url: str, default_sender: str) -> "SmtpAddress":
        """From smtp://user:password@host:587?from=… or smtps://host."""
        parts = urlsplit(url)
        asked = parse_qs(parts.query)
        encrypted = parts.scheme == "smtps"
        host = parts.hostname or "localhost"
        safest = "must" if parts.username and host not in _LOOPBACK else "may"
        return cls(
            host=host,
            port=parts.port or (465 if encrypted else 587 if parts.username else 25),
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            encrypted=encrypted,
            starttls=asked.get("starttls", [safest])[0],
            sender=asked.get("from", [default_sender])[0],
        )


class SmtpSender:
    """Sends by SMTP: one connection for all that is due, each answer awaited for 15 seconds at most."""

    forgets = True

    def __init__(self, address: SmtpAddress) -> None:
        self.address = address

    @contextmanager
    def open(self) -> Iterator["SmtpPost"]:
        """A connection. Raises ServerAway."""
        try:
            connection = self._connected()
        except (OSError, smtplib.SMTPException) as error:
            raise ServerAway(why_of(error)) from error
        try:
            yield SmtpPost(connection, self.address.sender)
        finally:
            try:
                connection.quit()
            except (OSError, smtplib.SMTPException):
                connection.close()

    def _connected(self) -> smtplib.SMTP:
        to = self.address
        connection: smtplib.SMTP
        if to.encrypted:
            connection = smtplib.SMTP_SSL(
                to.host, to.port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context()
            )
        else:
            connection = smtplib.SMTP(to.host, to.port, timeout=TIMEOUT_SECONDS)
        try:
            connection.ehlo()
            if not to.encrypted and to.starttls != "no":
                if connection.has_extn("starttls"):
                    connection.starttls(context=ssl.create_default_context())
                    connection.ehlo()
                elif to.starttls == "must":
                    raise smtplib.SMTPException("the server offers no encryption (STARTTLS)")
            if to.user:
                connection.login(to.user, to.password)
        except BaseException:
            connection.close()
            raise
        return connection


class SmtpPost:
    """An open connection."""

    def __init__(self, connection: smtplib.SMTP, sender: str) -> None:
        self.connection = connection
        self.sender = sender

    def send(self, letter: Letter) -> None:
        """Hand over one letter."""
        try:
            self.connection.send_message(as_email(letter, self.sender), self.sender, [letter.address])
        except smtplib.SMTPRecipientsRefused as error:
            code, reason = error.recipients[letter.address]
            raise _refusal(code, f"{code} {_words(reason)}", for_good=code >= 500) from error
        except (
            smtplib.SMTPResponseException
        ) as error:  # the sender or the text refused: may be our setting, so try again
            raise _refusal(error.smtp_code, why_of(error), for_good=False) from error
        except smtplib.SMTPServerDisconnected as error:
            raise ServerAway(why_of(error)) from error
        except smtplib.SMTPException as error:
            raise LetterRefused(why_of(error), for_good=False) from error
        except OSError as error:
            raise ServerAway(why_of(error)) from error
        except ValueError as error:
            raise LetterRefused(str(error), for_good=True) from error


class FolderSender:
    """Writes each letter as a file only its owner can read."""

    forgets = False

    def __init__(self, folder: Path, sender: str) -> None:
        self.folder = folder
        self.sender = sender

    @contextmanager
    def open(self) -> Iterator["FolderSender"]:
        """Makes the folder. Raises ServerAway when it cannot be written."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise ServerAway(why_of(error)) from error
        yield self

    def send(self, letter: Letter) -> None:
        """Write the file whole, or not at all."""
        path = self.folder / f"{letter.id:08}-{letter.kind}.eml"
        half = path.with_suffix(f".{os.getpid()}.part")
        try:
            half.touch(mode=0o600)
            half.write_bytes(as_email(letter, self.sender).as_bytes())
            half.replace(path)
        except OSError as error:
            raise ServerAway(why_of(error)) from error
        except ValueError as error:
            raise LetterRefused(str(error), for_good=True) from error


def _refusal(code: int, why: str, *, for_good: bool) -> LetterRefused | ServerAway:
    """What a reply means. 421 ends the connection, whatever it answers (RFC 5321, 3.8): it is about no letter."""
    return ServerAway(why) if code == 421 else LetterRefused(why, for_good=for_good)


def why_of(error: Exception) -> str:
    """One line that says what went wrong, without what was sent."""
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_words(error.smtp_error)}"[:300]
    words = " ".join(str(error).split())
    return f"{type(error).__name__}: {words}"[:300]


def _words(reply: bytes | str) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return "".join(character for character in " ".join(text.split()) if character.isprintable())[:250]
