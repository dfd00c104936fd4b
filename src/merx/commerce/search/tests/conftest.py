"""A shop window: products are put up over the workflows, found over HTTP."""

from collections.abc import Sequence
from typing import Any

import httpx
import pytest_asyncio
from msgspec import Struct

from merx.commerce.api_key.workflows import create_api_key, link_sales_channels
from merx.commerce.product.workflows import NewOption, NewProduct, NewVariant, create_products
from merx.commerce.sales_channel import SalesChannel
from merx.framework.data import create_all
from merx.framework.scope import Scope
from merx.framework.testing.background import Background


class Window(Struct):
    scope: Scope
    client: httpx.AsyncClient
    background: Background
    channel: str
    other_channel: str

    async def put(self, title: str, *, skus: Sequence[str] = (), **more: Any) -> str:
        """A published product in the channel of the client's key, with a variant for each SKU. Gives its id."""
        variants = tuple(NewVariant(title=sku, sku=sku, options={"Kind": sku}) for sku in skus)
        options = (NewOption(title="Kind", values=tuple(skus)),) if skus else ()
        settings: dict[str, Any] = {"status": "published", "sales_channel_ids": [self.channel], **more}
        (made,) = await create_products(self.scope, [NewProduct(title=title, options=options, variants=variants, **settings)])
        return made.id

    async def ask(self, **body: Any) -> httpx.Response:
        return await self.client.post("/store/search", json={"entity": "product", **body})

    async def found(self, q: str = "", **body: Any) -> dict[str, Any]:
        """The one result of a search, once everything that was said has been heard."""
        await self.background.drain()
        filters = {**({"q": q} if q else {}), **body.pop("filters", {})}
        answer = await self.ask(filters=filters, **body)
        assert answer.status_code == 200, answer.text
        return answer.json()["results"][0]

    async def titles(self, q: str = "", **body: Any) -> list[str]:
        """The titles of what is found, in their order."""
        return [hit["document"]["title"] for hit in (await self.found(q, **body))["hits"]]


@pytest_asyncio.fixture
async def window(scope: Scope, client: httpx.AsyncClient, background: Background) -> Window:
    channel, other = SalesChannel(name="Web"), SalesChannel(name="Outlet")
    await create_all(scope, [channel, other])
    key = await create_api_key(scope, "Web", "publishable", "test")
    await link_sales_channels(scope, key.id, add=[channel.id])
    client.headers["x-publishable-api-key"] = key.token
    return Window(scope, client, background, channel.id, other.id)
