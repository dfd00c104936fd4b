"""What is looked at when a process starts."""

from merx.commerce.notification.providers import NotificationOptions, provider_of
from merx.framework.loaders import loader
from merx.framework.scope import Scope


@loader
async def check_channels(scope: Scope) -> None:
    """A channel that is to go to nobody shows now, not with the first message. Raises `Misconfigured`."""
    for channel in scope.app.options(NotificationOptions).channels:
        provider_of(scope.app, channel)
