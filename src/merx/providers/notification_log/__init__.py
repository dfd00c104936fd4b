"""Messages that are written to the log: what a shop has before it can send mail."""

import logging

import msgspec

from merx.commerce.notification import NotificationProvider, OutgoingNotification, Sent

logger = logging.getLogger(__name__)

CHANNELS = ("feed", "email", "sms")


class LogNotifications(NotificationProvider):
    """`local`: a line in the log, at level INFO. Another provider that is found takes a channel over."""

    id = "local"
    name = "local"
    channels = CHANNELS

    async def send(self, notification: OutgoingNotification) -> Sent:
        told = notification
        data = msgspec.json.encode(told.data).decode()
        logger.info(
            "Attempting to send a notification to: '%s' on the channel: '%s' with template: '%s' and data: '%s'", told.to, told.channel, told.template, data
        )
        return Sent()


log = LogNotifications()

__all__ = ["LogNotifications", "log"]
