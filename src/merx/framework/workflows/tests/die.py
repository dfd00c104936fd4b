"""A process that runs a workflow on a sale and dies where TEST_DEATH says: `python -m merx.framework.workflows.tests.die <url> <amount> <workflow>`."""

import asyncio
import sys
from decimal import Decimal

from merx.framework.workflows.engines.postgres import PostgresEngine
from merx.framework.workflows.tests.shop.workflows import Sale
from merx.framework.workflows.tests.world import app_on


async def main(url: str, amount: str, workflow: str) -> None:
    async with app_on(url) as app:
        app.engine = PostgresEngine(app, lease=0.3)
        await app.workflows[workflow](app.scope(), Sale(cart_id="cart_1", amount=Decimal(amount)))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
