"""A pigeon that carries what it is given, and meets the trouble that it is told to meet."""

from merx.commerce.notification import NotificationProvider, OutgoingNotification, Sent


class Pigeon(NotificationProvider):
    """`pigeon`: takes "email" over from the log, and the channel "pigeon"."""

    id = "pigeon"
    name = "Pigeon post"
    channels = ("pigeon", "email")

    def __init__(self) -> None:
        self.carried: list[OutgoingNotification] = []
        self.trouble: list[Exception] = []

    async def send(self, notification: OutgoingNotification) -> Sent:
        if self.trouble:
            raise self.trouble.pop(0)
        self.carried.append(notification)
        return Sent(external_id=f"coo-{notification.key}")


pigeon = Pigeon()
