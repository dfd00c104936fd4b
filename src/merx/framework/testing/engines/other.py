"""Another process of the shop, which completes a sale, if it lives that long: `python -m ...other <database> <engine> <workflow> <amount>`."""

import asyncio
import sys
from decimal import Decimal

from merx.framework.app import App
from merx.framework.config import Config
from merx.framework.testing.engines.shop.workflows import Sale

SHOP = "merx.framework.testing.engines.shop"


async def main(database_url: str, engine: str, workflow: str, amount: str) -> None:
    async with App(Config(packages=(SHOP,), database_url=database_url, engine=engine, pool_size=5)) as app:
        await app.workflows[workflow](app.scope(), Sale(cart_id="cart_1", amount=Decimal(amount)))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
