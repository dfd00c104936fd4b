"""The rows prices are made of, and what they come to."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from merx.commerce.pricing.expressions import Terms
from merx.commerce.pricing.models import Price, PriceList, PriceListRule, PricePreference, PriceRule, PriceSet
from merx.commerce.pricing.schemas import CalculatedPrice, PriceContext, PriceRequest
from merx.commerce.pricing.selection import best_price
from merx.framework.data import Repository, Service
from merx.framework.data.sql import Text, compile_text


class PricingService(Service):
    """Price sets, prices, price lists and preferences."""

    price_sets: Repository[PriceSet]
    prices: Repository[Price]
    price_rules: Repository[PriceRule]
    price_lists: Repository[PriceList]
    price_list_rules: Repository[PriceListRule]
    price_preferences: Repository[PricePreference]

    async def calculate(self, requests: Sequence[PriceRequest], context: PriceContext) -> list[CalculatedPrice | None]:
        """What each request costs, in their order; None where no price fits. One statement for all of them."""
        if not requests:
            return []
        statement = calculation()
        values: dict[str, Any] = {
            "price_set_ids": [request.price_set_id for request in requests],
            "quantities": [request.quantity for request in requests],
            "currency_code": context.currency_code.lower(),
            "region_id": context.region_id,
            "customer_group_ids": list(context.customer_group_ids),
            "attributes": _to_json(context.attributes).decode(),
        }
        return _prices.decode(await self.scope.value(statement.sql, *statement.arguments(values)))


_to_json = msgspec.json.Encoder(decimal_format="number").encode
_prices = msgspec.json.Decoder(list[CalculatedPrice | None])


@cache
def calculation() -> Text:
    """The statement of `PricingService.calculate`."""
    given = sa.func.unnest(_unseen("price_set_ids", ARRAY(sa.Text)), _unseen("quantities", ARRAY(sa.Numeric)))
    columns = sa.column("price_set_id", sa.Text()), sa.column("quantity", sa.Numeric())
    asked = given.table_valued(*columns, with_ordinality="place").render_derived(name="asked")
    terms = Terms(
        currency_code=sa.bindparam("currency_code", type_=sa.Text()),
        region_id=sa.bindparam("region_id", type_=sa.Text()),
        customer_group_ids=sa.bindparam("customer_group_ids", type_=ARRAY(sa.Text)),
        attributes=sa.cast(sa.bindparam("attributes", type_=sa.Text()), JSONB),
    )
    price = best_price(asked.c.price_set_id, asked.c.quantity, terms, asked)
    return compile_text(
        sa.select(sa.func.json_agg(sa.text("price ORDER BY place"))).select_from(sa.select(price.label("price"), asked.c.place).subquery("priced"))
    )


def _unseen(name: str, kind: sa.types.TypeEngine[Any]) -> sa.ColumnElement[Any]:
    """A parameter whose length the planner does not see. It would take a plan for two prices to be cheaper than one for any number,
    and make it anew each time, which costs eight times what running it does.
    """
    return sa.select(sa.bindparam(name, type_=kind)).scalar_subquery()
