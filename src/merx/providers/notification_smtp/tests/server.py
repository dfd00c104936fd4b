"""A mail server that keeps what it gets, and refuses what it is told to refuse."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


class Mailbox:
    """`answers` are given to the next messages, before it takes one."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.logins: list[str] = []
        self.answers: list[str] = []
        self.unknown: dict[str, str] = {}
        self.port = 0

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: ARG002, N802 - the server's interface
        if address in self.unknown:
            return self.unknown[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802 - the server's interface
        if self.answers:
            return self.answers.pop(0)
        content: Any = envelope.original_content
        self.mails.append(message_from_bytes(content, policy=policy.default))
        return "250 OK"

    def authenticate(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:  # noqa: ARG002 - the server's interface
        known = isinstance(data, LoginPassword) and (data.login, data.password) == (b"shop", b"geheim")
        if known:
            self.logins.append(data.login.decode())
        return AuthResult(success=known, handled=False)


@asynccontextmanager
async def running(**options: Any) -> AsyncIterator[Mailbox]:
    """A mailbox behind a port of this machine."""
    mailbox = Mailbox()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(mailbox, hostname="localhost", authenticator=mailbox.authenticate, auth_require_tls=False, loop=loop, **options), "127.0.0.1", 0
    )
    async with server:
        mailbox.port = server.sockets[0].getsockname()[1]
        yield mailbox
