"""Which exceptions are the builder's or the machine's affair, and what to tell about them."""

import asyncpg

from merx.framework.errors import AppError, Misconfigured
from merx.framework.postgres import EmbeddedPostgresError


def message_of(error: Exception) -> str | None:
    """What to print instead of a traceback; None for bugs, whose traceback is what one needs."""
    if isinstance(error, Misconfigured | EmbeddedPostgresError):
        return str(error)
    if isinstance(error, AppError):
        return error.message
    if isinstance(error, asyncpg.InvalidPasswordError | asyncpg.InvalidCatalogNameError | asyncpg.CannotConnectNowError | asyncpg.TooManyConnectionsError):
        return f"PostgreSQL refuses the connection: {error}"
    if isinstance(error, ConnectionError | TimeoutError) or (isinstance(error, OSError) and error.errno is None):
        return f"The database cannot be reached: {error}. Check MERX_DATABASE_URL, or unset it to use the embedded server."
    return None
