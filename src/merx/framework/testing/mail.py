"""A mail server that keeps what it is sent."""

import asyncio
import socket
from collections.abc import Generator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import msgspec


class Mail(msgspec.Struct, frozen=True, kw_only=True):
    """A letter as it came. `sender` and `recipients` are the envelope's, the others are read from `message`."""

    sender: str
    recipients: list[str]
    subject: str
    text: str
    """The plain text, without the line break at its end; empty if there is none."""
    html: str
    message: EmailMessage


class MailServer:
    """An SMTP server on this machine. Takes every letter, asks for no password, speaks no TLS."""

    def __init__(self, host: str, port: int) -> None:
        self.host = host
        self.port = port
        self.messages: list[Mail] = []
        """In the order they came."""

    def sent_to(self, address: str) -> list[Mail]:
        return [mail for mail in self.messages if address in mail.recipients]

    async def wait_for(self, address: str, *, timeout: float = 5.0) -> Mail:  # noqa: ASYNC109 - seconds
        """The first letter to `address`, as soon as it is there. Raises `AssertionError` after `timeout` seconds."""
        try:
            async with asyncio.timeout(timeout):
                while not self.sent_to(address):  # noqa: ASYNC110 - what it waits for is told in another thread
                    await asyncio.sleep(0.01)
        except TimeoutError as error:
            others = ", ".join(f"{mail.subject!r} to {', '.join(mail.recipients)}" for mail in self.messages) or "nothing"
            raise AssertionError(f"nothing came for {address} within {timeout:g} seconds, only: {others}") from error
        return self.sent_to(address)[0]

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Called by aiosmtpd, in its own thread."""
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.messages.append(
            Mail(
                sender=envelope.mail_from,
                recipients=list(envelope.rcpt_tos),
                subject=str(message["subject"] or ""),
                text=_part(message, "plain"),
                html=_part(message, "html"),
                message=message,
            )
        )
        return "250 OK"


@contextmanager
def mail_server() -> Generator[MailServer]:
    """A running server on a port that was free."""
    from aiosmtpd.controller import Controller  # noqa: PLC0415 - of the extra `testing`, and only for tests that send mail

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        server = MailServer("127.0.0.1", free.getsockname()[1])
    controller = Controller(server, hostname=server.host, port=server.port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


def _part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    return "" if body is None else body.get_content().replace("\r\n", "\n").removesuffix("\n")
