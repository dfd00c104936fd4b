"""What happens to notifications."""

from merx.commerce.notification.schemas import Attachment, Content, NewNotification
from merx.commerce.notification.workflows.deliver import deliver_notification
from merx.commerce.notification.workflows.send_notifications import send_notifications
from merx.commerce.notification.workflows.sync_providers import sync_providers

__all__ = ["Attachment", "Content", "NewNotification", "deliver_notification", "send_notifications", "sync_providers"]
