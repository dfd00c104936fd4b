"""Notification: what people are told, over which channel, and whether it reached them.

Owns: notifications and the rows of their providers.
Leaves to others: when somebody is told (whoever calls `send_notifications`), how it travels (providers).
Change freely: everything that is not in `__all__`.
Change with a decision record: statuses, provider ids, step names. Running shops have them stored.
Holds always: nothing is sent before the transaction that asked for it has committed; one idempotency key, one notification.
"""

from merx.commerce.notification.errors import NotificationNotSent, NotificationRefused
from merx.commerce.notification.models import Notification, NotificationProviderRow, NotificationStatus
from merx.commerce.notification.providers import NotificationOptions, NotificationProvider, provider_of
from merx.commerce.notification.schemas import Attachment, Content, NewNotification, OutgoingNotification, Sent
from merx.commerce.notification.service import NotificationService
from merx.framework.module import Module
from merx.framework.providers import Providers

notification = Module(
    "notification",
    service=NotificationService,
    options=NotificationOptions,
    providers=Providers(NotificationProvider, shipped=("merx.providers.notification_log:log",)),
)

__all__ = [
    "NotificationService",
    "NotificationOptions",
    "NotificationProvider",
    "provider_of",
    "Attachment",
    "Content",
    "NewNotification",
    "OutgoingNotification",
    "Sent",
    "Notification",
    "NotificationProviderRow",
    "NotificationStatus",
    "NotificationNotSent",
    "NotificationRefused",
    "notification",
]
