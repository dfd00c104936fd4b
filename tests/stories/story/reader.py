"""Who asks every route in the story, and keeps what is wrong with the answers."""

import re
from typing import Any

import httpx

from tests.stories.contract import Json, faults, pattern, route_at

DIFFERENT = {
    "countries.id is missing": "a country's key is `iso_2`: its table has no `id`",
    "type.shipping_option_id is missing": "a type has many options: its table has no such column",
    "/rules/batch: created.description is missing": "the route's default fields are those of promotion rules",
    "/rules/batch: created.values is missing": "the route's default fields are those of promotion rules",
    "/inventory-items/batch: created.": "what is created is the link, not the variant that the route's default fields describe",
    "/invites/accept: user.": "what is answered is the user, not the invitation that the route's default fields describe",
    "promotions.[].application_method.value: ": "money is a number on the wire, also where a type calls it a text",
    "campaign.currency is missing": "a campaign's money is that of its budget: its table has no `currency`",
    "campaigns.currency is missing": "a campaign's money is that of its budget: its table has no `currency`",
    "adjustments.order_id is missing": "an adjustment belongs to a line or a shipping method: its table has no such column",
    "/:rule_type: rules.": "what is answered are rules, not the promotion that the route's default fields describe",
    "/rule-attribute-options/:rule_type: attributes.": "what is answered are attributes, not the rules that the route's default fields describe",
    "delivery_address.fulfillment_id is missing": "a parcel points to its address: the address's table has no such column",
    "_address.region_code is missing": "an address has a `province`: its table has no such column",
    "service_zone.type is missing": "a zone has no type: its table has no such column",
    "/admin/translations/entities: data.": "what is answered are rows with their translations, which the route's default fields describe",
    "shipping_options.[].amount: null": "nobody has asked the carrier yet that calculates the price",
    "shipping_options.[].calculated_price: null": "nobody has asked the carrier yet that calculates the price",
    "order.items.item_": "a line has totals, not totals of lines",
}
"""What is different is different for a reason."""


class Reader:
    """Asks, and keeps what is wrong with the answers by the route that gave them."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client
        self.asked: set[tuple[str, str]] = set()
        self.found: dict[str, None] = {}
        self.excused: dict[str, None] = {}
        self.wrong: set[tuple[str, str]] = set()
        """The routes whose answers hold something that is wrong and not excused."""

    async def ask(self, method: str, url: str, body: Json | None = None, **options: Any) -> Json:
        route = route_at(method, url)
        answer = await self.client.request(method, url, json=body, **options)
        assert answer.status_code < 400, f"{method} {url} {body}: {answer.status_code} {answer.text}"
        self.asked.add((method, pattern(route.path)))
        for fault in faults(route, answer, whole="fields=" not in url):
            said = re.sub(r"\.\d+\b", ".[]", f"{method} {route.path}: {fault}")
            known = next((text for text in DIFFERENT if text in said), None)
            (self.found if known is None else self.excused)[known or said] = None
            if known is None:
                self.wrong.add((method, pattern(route.path)))
        return answer.json() if answer.headers.get("content-type", "").startswith("application/json") else {}

    async def post(self, url: str, **body: Any) -> Json:
        return await self.ask("POST", url, body)

    async def get(self, url: str) -> Json:
        return await self.ask("GET", url)

    async def delete(self, *urls: str) -> None:
        for url in urls:
            await self.ask("DELETE", url)

    async def make(self, url: str, key: str, **body: Any) -> Json:
        """Post, and give what was made."""
        return (await self.post(url, **body))[key]
