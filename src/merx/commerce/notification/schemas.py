"""What crosses the door: what is to be told, what a provider gets to send, what it answers."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct


class Attachment(Struct, frozen=True, kw_only=True):
    """A file that goes along; `content` is base64."""

    filename: str
    content: str
    content_type: str = "application/octet-stream"


class Content(Struct, frozen=True, kw_only=True):
    """A message that is written already: no template is looked for."""

    subject: str | None = None
    text: str | None = None
    html: str | None = None


class NewNotification(Struct, frozen=True, kw_only=True):
    """What somebody is to be told. `to` is an address in the words of `channel` ("email", "sms", "feed").

    `template` and `data`, or `content`, say what; the provider of the channel decides how a template reads. With an
    `idempotency_key` the same thing is told once, however often it is asked for. `data` is plain JSON and is kept.
    """

    to: str
    channel: str
    template: str | None = None
    data: Mapping[str, Any] | None = None
    content: Content | None = None
    attachments: tuple[Attachment, ...] = ()
    from_: str | None = None
    provider_data: Mapping[str, Any] | None = None
    trigger_type: str | None = None
    resource_id: str | None = None
    resource_type: str | None = None
    receiver_id: str | None = None
    original_notification_id: str | None = None
    idempotency_key: str | None = None


class Extras(Struct, frozen=True):
    """What a notification carries beside its row, until it is sent."""

    content: Content | None = None
    attachments: tuple[Attachment, ...] = ()


class OutgoingNotification(Struct, frozen=True, kw_only=True):
    """What a provider gets. `key` is the same each time the same notification is tried."""

    key: str
    to: str
    channel: str
    template: str | None = None
    data: Mapping[str, Any] = {}
    content: Content | None = None
    attachments: tuple[Attachment, ...] = ()
    from_: str | None = None
    provider_data: Mapping[str, Any] | None = None


class Refused(Struct, frozen=True, tag=True):
    """It will never be sent, and why."""

    why: str


class Sent(Struct, frozen=True, tag=True):
    """A provider has it; `external_id` is what the provider calls it."""

    external_id: str | None = None
