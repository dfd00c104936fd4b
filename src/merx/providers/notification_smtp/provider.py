"""`SmtpNotifications`: one message, one connection, in a thread, so that a slow server holds up nobody else."""

import asyncio
import smtplib
import ssl
from collections.abc import Iterable
from email.message import EmailMessage
from pathlib import Path
from typing import Literal

from merx.commerce.notification import NotificationProvider, NotificationRefused, OutgoingNotification, Sent
from merx.framework.options import Options, Secret
from merx.providers.notification_smtp.message import message_of
from merx.providers.notification_smtp.templates import Templates

FINAL = range(500, 600)
"""What SMTP servers answer to what they will never take; 4xx may be taken later."""


class SmtpOptions(Options):
    """Where mail goes out. `tls` is "starttls" (encrypted after a greeting, or refused), "on" (from the first byte) or "off".

    `sender` is who mail is from unless a notification says otherwise. `timeout` is in seconds, for each answer of the server.
    `templates` is a folder in the shop's, that of its `merx_config.py`.
    """

    host: str
    sender: str
    port: int = 587
    username: str | None = None
    password: Secret | None = None
    tls: Literal["starttls", "on", "off"] = "starttls"
    timeout: float = 20.0
    templates: Path = Path("templates/email")


class SmtpNotifications(NotificationProvider):
    """`smtp`: takes the channel "email".

    The message's `Message-ID` is made of the notification's key: a server or a mailbox that gets it twice can tell.
    """

    id = "smtp"
    name = "smtp"
    channels = ("email",)

    def __init__(self, options: SmtpOptions) -> None:
        self.options = options
        self.templates = Templates(options.templates)

    async def send(self, notification: OutgoingNotification) -> Sent:
        content = notification.content or self.templates.render(notification.template, notification.data)
        message = message_of(notification, content, self.options.sender)
        await asyncio.to_thread(self._hand_over, message)
        return Sent(external_id=str(message["Message-ID"]))  # the header itself is of a kind of str that JSON does not take

    def _hand_over(self, message: EmailMessage) -> None:
        try:
            with self._connected() as server:
                _send(server, message)
        except smtplib.SMTPRecipientsRefused as error:
            if all(code in FINAL for code, _ in error.recipients.values()):
                raise NotificationRefused(_answers(error.recipients.values())) from error
            raise
        except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
            if error.smtp_code in FINAL:
                raise NotificationRefused(_answers([(error.smtp_code, error.smtp_error)])) from error
            raise

    def _connected(self) -> smtplib.SMTP:
        options, context = self.options, ssl.create_default_context()
        if options.tls == "on":
            server: smtplib.SMTP = smtplib.SMTP_SSL(options.host, options.port, timeout=options.timeout, context=context)
        else:
            server = smtplib.SMTP(options.host, options.port, timeout=options.timeout)
        try:
            if options.tls == "starttls":
                server.starttls(context=context)
            if options.username is not None:
                server.login(options.username, options.password.reveal() if options.password is not None else "")
        except BaseException:
            server.close()
            raise
        return server


def _send(server: smtplib.SMTP, message: EmailMessage) -> None:
    try:
        server.send_message(message)
    except smtplib.SMTPNotSupportedError as error:
        # An address in letters that this server does not know; that it cannot encrypt or log in is said before.
        raise NotificationRefused(f"The mail server refused: {error}") from error


def _answers(refused: Iterable[tuple[int, bytes | str]]) -> str:
    said = [f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}" for code, text in refused]
    return f"The mail server refused: {'; '.join(said)}"
