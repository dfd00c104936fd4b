"""What the lines of a cart cost today: for this shopper, in this place, so many at a time."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from msgspec import Struct

from merx.commerce.cart.errors import VariantWithoutPrice
from merx.commerce.cart.models import Cart
from merx.commerce.cart.service import CartService
from merx.commerce.cart.workflows.state import CartState, Linked
from merx.commerce.pricing import CalculatedPrice, PriceContext, PriceRequest, PricingService
from merx.framework.scope import Scope
from merx.framework.workflows import Hook, workflow

pricing_context = Hook("setPricingContext", dict[str, Any])


class PricedCart(Struct, frozen=True, kw_only=True):
    """Who asks for prices. A cart that is just being created is not written yet."""

    id: str
    currency_code: str
    region_id: str | None
    sales_channel_id: str | None
    customer_id: str | None
    email: str | None
    customer_group_ids: tuple[str, ...]

    @classmethod
    def of(cls, cart: Cart | CartState, groups: Sequence[Linked]) -> "PricedCart":
        columns = {name: getattr(cart, name) for name in cls.__struct_fields__ if name != "customer_group_ids"}
        return cls(**columns, customer_group_ids=tuple(group.id for group in groups))

    @property
    def context(self) -> PriceContext:
        """What price rules may be about without anybody's doing. Not the e-mail address: whoever knows a member's would pay a member's price."""
        attributes = {"sales_channel_id": self.sales_channel_id, "customer_id": self.customer_id}
        return PriceContext(self.currency_code, self.region_id, self.customer_group_ids, attributes)


class PricedItem(Struct, frozen=True, kw_only=True):
    """So many pieces of a variant."""

    variant_id: str
    quantity: int
    price_set_id: str | None


@workflow("cart.price_items", hooks=(pricing_context,))
async def price_items(scope: Scope, cart: PricedCart, items: Sequence[PricedItem], additional_data: Any = None) -> list[CalculatedPrice]:
    """Today's price of each, in their order; one statement. Raises `VariantWithoutPrice`, naming all that have none.

    What hooks return is added to the values that rules of prices and price lists look at; `region_id` and
    `customer.groups.id` take the place of the cart's own.
    """
    if not items:
        return []
    _must_be_priced(items, [item.price_set_id for item in items])
    context = cart.context
    for more in await price_items.call_hook(scope, pricing_context, cart=cart, items=items, additional_data=additional_data):
        context = context.knowing(more)
    requests = [PriceRequest(item.price_set_id or "", Decimal(item.quantity)) for item in items]
    prices = await scope[PricingService].calculate(requests, context)
    _must_be_priced(items, prices)
    return [price for price in prices if price is not None]


def _must_be_priced(items: Sequence[PricedItem], found: Sequence[object]) -> None:
    without = [item.variant_id for item, price in zip(items, found, strict=True) if price is None]
    if without:
        raise VariantWithoutPrice(without)


async def reprice_lines(scope: Scope, cart: CartState, additional_data: Any = None) -> None:
    """Give each line of a variant today's price for its quantity. Raises `VariantWithoutPrice`."""
    priced = [line for line in cart.items if line.variant_id is not None and not line.is_custom_price]
    wanted = [
        PricedItem(
            variant_id=line.variant_id or line.id,
            quantity=line.quantity,
            price_set_id=line.variant.price_set.id if line.variant and line.variant.price_set else None,
        )
        for line in priced
    ]
    prices = await price_items(scope, priced_cart(cart), wanted, additional_data)
    changes: list[Mapping[str, Any]] = []
    for line, price in zip(priced, prices, strict=True):
        columns = price_columns(price)
        if any(getattr(line, column) != value for column, value in columns.items()):
            changes.append({"id": line.id, **columns})
            for column, value in columns.items():
                setattr(line, column, value)
    await scope[CartService].items.update(changes)


def priced_cart(cart: CartState) -> PricedCart:
    """The cart as prices see it."""
    return PricedCart.of(cart, cart.customer.groups if cart.customer else ())


def price_columns(price: CalculatedPrice) -> dict[str, Any]:
    """What a line keeps of a price. The amount it is compared with stands only where a sale lowered it."""
    on_sale = price.calculated_amount < price.original_amount
    return {
        "unit_price": price.calculated_amount,
        "compare_at_unit_price": price.original_amount if on_sale else None,
        "is_tax_inclusive": price.is_calculated_price_tax_inclusive,
    }
