"""Two who want the same at once, so that a test does not depend on who is faster."""

import asyncio

import pytest

from merx.framework.app import App


async def until_somebody_waits(app: App) -> None:
    """Come back when somebody waits for a row or a name that another transaction of this shop holds. Fails the test after some seconds."""
    for _ in range(400):
        if await app.scope().rows("SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"):
            return
        await asyncio.sleep(0.01)
    pytest.fail("nobody waits")
