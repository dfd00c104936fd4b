"""Who carries messages: the code behind a notification provider's row, and who takes which channel."""

from abc import abstractmethod
from collections.abc import Mapping

from merx.commerce.notification.schemas import OutgoingNotification, Sent
from merx.framework.app import App
from merx.framework.errors import Misconfigured
from merx.framework.options import Options
from merx.framework.providers import Provider


class NotificationOptions(Options):
    """`channels` says which provider takes a channel, by id, where it is not the one that was found last."""

    channels: Mapping[str, str] = {}


class NotificationProvider(Provider):
    """Sends messages over its `channels`. A shop puts one into its `providers.py`, or names it in `Config(providers=...)`.

    Called outside of any transaction, in the background, with time to answer (a minute). It may be called again with the
    same `key` after a crash, when nobody knows whether the first call arrived: whoever can tell the two from that key sends once.
    """

    name: str
    channels: tuple[str, ...]

    @abstractmethod
    async def send(self, notification: OutgoingNotification) -> Sent:
        """Hand the message over; returns when the other side has taken it.

        Raises `NotificationRefused` for what will never be sent, anything else for what may be sent later: then it is
        tried again.
        """


def provider_of(app: App, channel: str) -> NotificationProvider | None:
    """Who takes this channel: the one that `NotificationOptions.channels` names, else the last one found that has it."""
    known = app.providers.all(NotificationProvider)
    chosen = app.options(NotificationOptions).channels.get(channel)
    if chosen is not None:
        if chosen not in known:
            raise Misconfigured(f"NotificationOptions(channels=...): '{channel}' is to go to '{chosen}', which is none of: {', '.join(known)}.")
        return known[chosen]
    return next((each for each in reversed(list(known.values())) if channel in each.channels), None)
