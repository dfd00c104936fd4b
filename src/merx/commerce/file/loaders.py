"""What is looked at when a process starts."""

from merx.commerce.file.providers import provider_of
from merx.framework.loaders import loader
from merx.framework.scope import Scope


@loader
async def check_provider(scope: Scope) -> None:
    """Files that are to be kept by nobody show now, not with the first upload. Raises `Misconfigured`."""
    provider_of(scope.app)
