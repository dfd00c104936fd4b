"""Two who want the same at once, so that a test does not depend on who is faster."""

import asyncio

import pytest

from merx.framework.app import App


async def until_somebody_waits(app: App, how_many: int = 1) -> None:
    """Come back when so many wait for rows or names that other transactions of this shop hold. Fails the test after some seconds."""
    for _ in range(400):
        waiting = await app.scope().rows("SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")
        if len(waiting) >= how_many:
            return
        await asyncio.sleep(0.01)
    pytest.fail("nobody waits")
