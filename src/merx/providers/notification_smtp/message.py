"""A notification as an e-mail."""

import base64
import binascii
from email.message import EmailMessage
from email.utils import formatdate, parseaddr

from merx.commerce.notification import Attachment, Content, NotificationRefused, OutgoingNotification


def message_of(notification: OutgoingNotification, content: Content, sender: str) -> EmailMessage:
    """The mail: text, and HTML as the other way to read it. Raises `NotificationRefused` for what is no address or no file."""
    message = EmailMessage()
    try:
        message["From"] = notification.from_ or sender
        message["To"] = notification.to
        message["Subject"] = " ".join((content.subject or "").split())
    except ValueError as error:  # a line break that would begin another header
        raise NotificationRefused(f"'{notification.to}' cannot be written to: {error}") from error
    if len(message["To"].addresses) != 1 or "@" not in message["To"].addresses[0].addr_spec:
        raise NotificationRefused(f"'{notification.to}' is not one e-mail address")
    domain = parseaddr(str(message["From"]))[1].rpartition("@")[2] or "localhost"
    message["Message-ID"] = f"<{notification.key}@{domain}>"
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


def _attach(message: EmailMessage, attachment: Attachment) -> None:
    kind, _, subtype = attachment.content_type.partition("/")
    try:
        data = base64.b64decode(attachment.content, validate=True)
    except binascii.Error as error:
        raise NotificationRefused(f"The attachment {attachment.filename} is not base64: {error}") from error
    message.add_attachment(data, maintype=kind, subtype=subtype or "octet-stream", filename=attachment.filename)
