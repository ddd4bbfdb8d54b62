"""A real SMTP server for tests, that can be told to refuse, to be slow, to go away, or to ask for a password."""

import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword


@dataclass
class Mailbox:
    """What arrived, and how the server is to behave.

    `refuse_addresses`: those that begin so are unknown. `hang_up_after`: when it has that many letters it breaks every
    connection, as one does that goes down.
    """

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    envelopes: list[tuple[str, list[str]]] = field(default_factory=list)
    refuse_recipient: str = ""
    refuse_text: str = ""
    refuse_addresses: str = ""
    slow_seconds: float = 0.0
    letters_a_connection: int = 0
    hang_up_after: int = 0
    connections: int = 0

    async def handle_EHLO(self, _server: Any, session: Any, _envelope: Any, hostname: str, responses: list[str]) -> Any:
        self.connections += 1
        session.host_name = hostname
        session.letters = 0
        self._hang_up_if_down(_server)
        return responses

    async def handle_MAIL(self, _server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        self._hang_up_if_down(_server)
        if self.letters_a_connection and session.letters >= self.letters_a_connection:
            return "421 4.7.0 Too many messages on this connection"
        session.letters += 1
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    def _hang_up_if_down(self, server: Any) -> None:
        if self.hang_up_after and len(self.letters) >= self.hang_up_after:
            server.transport.abort()

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if self.refuse_recipient:
            return self.refuse_recipient
        if self.refuse_addresses and address.startswith(self.refuse_addresses):
            return "550 5.1.1 No such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        if self.slow_seconds:
            time.sleep(self.slow_seconds)
        if self.refuse_text:
            return self.refuse_text
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        self.envelopes.append((envelope.mail_from, list(envelope.rcpt_tos)))
        return "250 OK"


@contextmanager
def smtp_server(
    *, user: str = "", password: str = "", tls: ssl.SSLContext | None = None, at_once: bool = False
) -> Iterator[Mailbox]:
    """A server on a free port of this machine. `tls`: offered as STARTTLS, or (`at_once`) from the first byte."""
    mailbox = Mailbox()

    def authenticate(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        right = isinstance(data, LoginPassword) and (data.login, data.password) == (user.encode(), password.encode())
        return AuthResult(success=right, handled=False)

    options: dict[str, Any] = {"auth_required": bool(user), "auth_require_tls": tls is not None and not at_once}
    if user:
        options["authenticator"] = authenticate
    if tls is not None:
        options["ssl_context" if at_once else "tls_context"] = tls
    controller = Controller(mailbox, hostname="127.0.0.1", port=_free_port(), **options)
    controller.start()
    mailbox.port = controller.port
    try:
        yield mailbox
    finally:
        controller.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
