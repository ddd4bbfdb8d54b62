"""A message as it goes out: its headers and its body. Pure: knows neither the database nor a mail server."""

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from learnhub.messages.addresses import is_address, is_one_line


class BadHeader(ValueError):
    """An address or a subject that could carry a header of somebody else's making; nothing is written."""


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything a sender needs. `unsubscribe` is the address that ends such letters, where they may be ended."""

    id: int
    kind: str
    address: str
    language: str
    subject: str
    text: str
    html: str | None
    written_at: datetime
    unsubscribe: str | None = None


def check_headers(address: str | None, subject: str) -> None:
    """Raises BadHeader unless both may stand in a header."""
    if address is not None and not is_address(address):
        raise BadHeader("the address is not one plain e-mail address")
    if not is_one_line(subject) or len(subject) > 200:
        raise BadHeader("the subject is not one line of at most 200 characters")


def as_email(letter: Letter, sender: str) -> EmailMessage:
    """The letter as RFC 5322 wants it. The same Message-ID at every try, so that a mailbox can tell a copy."""
    check_headers(letter.address, letter.subject)
    email = EmailMessage(policy=SMTP)
    email["From"] = f"LearnHub <{sender}>"
    email["To"] = letter.address
    email["Subject"] = letter.subject
    email["Date"] = format_datetime(letter.written_at)
    email["Message-ID"] = f"<message-{letter.id}.{round(letter.written_at.timestamp())}@{sender.partition('@')[2]}>"
    if letter.unsubscribe:  # RFC 8058: a mail program's own button, which posts without a session
        email["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        email["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    email["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office reply, please
    email.set_content(letter.text)
    if letter.html:
        email.add_alternative(letter.html, subtype="html")
    email["Content-Language"] = letter.language  # last: setting the content clears what is about it
    return email
