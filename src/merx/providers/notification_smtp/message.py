"""A notification as an e-mail."""

import base64
import binascii
from email.message import EmailMessage
from email.utils import formatdate, parseaddr
from typing import Any

from merx.commerce.notification import Attachment, Content, NotificationRefused, OutgoingNotification


def message_of(notification: OutgoingNotification, content: Content, sender: str) -> EmailMessage:
    """The mail: text, and HTML as the other way to read it. Raises `NotificationRefused` for what is no address or no file."""
    message = EmailMessage()
    _address(message, "From", notification.from_ or sender)
    _address(message, "To", notification.to)
    if not _is_one(message["To"]):
        raise NotificationRefused(f"'{notification.to}' is not one e-mail address")
    message["Subject"] = " ".join((content.subject or "").split())
    domain = parseaddr(str(message["From"]))[1].rpartition("@")[2]
    message["Message-ID"] = f"<{notification.key}@{domain if domain and domain.isascii() else 'localhost'}>"
    message["Date"] = formatdate()
    if content.text is not None or content.html is None:
        message.set_content(content.text or "")
        if content.html is not None:
            message.add_alternative(content.html, subtype="html")
    else:
        message.set_content(content.html, subtype="html")
    for attachment in notification.attachments:
        _attach(message, attachment)
    return message


def _address(message: EmailMessage, header: str, text: str) -> None:
    try:
        message[header] = text
    except ValueError as error:  # a line break that would begin another header
        raise NotificationRefused(f"'{text}' cannot be written to: {error}") from error
    except _BROKEN as error:
        raise NotificationRefused(f"'{text}' is not one e-mail address") from error


def _is_one(header: Any) -> bool:
    try:
        return len(header.addresses) == 1 and "@" in header.addresses[0].addr_spec
    except _BROKEN:
        return False


_BROKEN = (AttributeError, IndexError, TypeError)
"""How the parser of the standard library ends at some texts that are no address, where it should say so."""


def _attach(message: EmailMessage, attachment: Attachment) -> None:
    kind, _, subtype = attachment.content_type.partition("/")
    try:
        data = base64.b64decode(attachment.content, validate=True)
    except binascii.Error as error:
        raise NotificationRefused(f"The attachment {attachment.filename} is not base64: {error}") from error
    try:
        message.add_attachment(data, maintype=kind, subtype=subtype or "octet-stream", filename=attachment.filename)
    except ValueError as error:
        raise NotificationRefused(f"The attachment {attachment.filename!r} cannot be called so: {error}") from error
