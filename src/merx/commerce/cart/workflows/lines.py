"""Lines of a cart: adding, changing the quantity, removing."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from msgspec import Struct

from merx.commerce.cart.errors import LineItemNotFound, TooManyPieces, VariantUnavailable
from merx.commerce.cart.models import Cart, LineItem
from merx.commerce.cart.service import CartService
from merx.commerce.cart.workflows.prices import PricedCart, PricedItem, price_columns, price_items, priced_cart
from merx.commerce.cart.workflows.refresh_cart import refresh, refresh_cart
from merx.commerce.cart.workflows.state import CartState, LineState, Linked, ProductState, VariantState, lock_to_change, read_cart
from merx.commerce.inventory.workflows import confirm_inventory
from merx.commerce.product import ProductVariant
from merx.commerce.sales_channel import SalesChannelService
from merx.framework.query import View
from merx.framework.scope import Scope
from merx.framework.workflows import workflow

MOST_PIECES = 2**31 - 1
"""Of one line; its column holds no more."""


class NewItem(Struct, frozen=True, kw_only=True):
    """A variant to put into a cart, with at least one piece."""

    variant_id: str
    quantity: int
    metadata: dict[str, Any] | None = None


class _OptionTitle(View):
    title: str


class _OptionValue(View):
    value: str
    option: _OptionTitle | None


class _Value(View):
    value: str


class _Title(View):
    title: str


class _Product(View):
    id: str
    title: str
    subtitle: str | None
    description: str | None
    handle: str | None
    thumbnail: str | None
    status: str
    discountable: bool
    is_giftcard: bool
    type: _Value | None
    type_id: str | None
    collection: _Title | None
    shipping_profile: Linked | None
    sales_channels: list[Linked]


class _InventoryItem(View):
    requires_shipping: bool


class _InventoryLink(View):
    inventory: _InventoryItem | None


class Buyable(View, of=ProductVariant):
    """A variant as a line copies it."""

    id: str
    title: str
    sku: str | None
    barcode: str | None
    thumbnail: str | None
    options: list[_OptionValue]
    product: _Product
    price_set: Linked | None
    inventory_items: list[_InventoryLink]

    @property
    def requires_shipping(self) -> bool:
        if self.inventory_items:
            return any(link.inventory is not None and link.inventory.requires_shipping for link in self.inventory_items)
        return self.product.shipping_profile is not None


@workflow("cart.add_line_items", hooks=("validate",))
async def add_line_items(scope: Scope, cart_id: str, items: Sequence[NewItem]) -> None:
    """Put variants into the cart; a line of the same variant and metadata grows instead.

    Raises `VariantUnavailable`, `VariantWithoutPrice`, `TooManyPieces`, `InsufficientInventory`; holds the cart's lock.
    """
    await lock_to_change(scope, cart_id)
    cart = await read_cart(scope, cart_id)
    await add_line_items.call_hook(scope, "validate", cart=cart, items=items)
    await put_into(scope, cart, items)
    await refresh(scope, cart)
    await scope.emit("cart.updated", {"id": cart_id})


async def put_into(scope: Scope, cart: CartState, items: Sequence[NewItem]) -> None:
    """Price the items, see that they are there, and write their lines, here and in the state. The caller refreshes the cart."""
    lines = await new_lines(scope, priced_cart(cart), items, cart.locale, have=cart.items)
    await confirm_inventory(scope, cart.sales_channel_id, [(line.variant_id, Decimal(line.quantity)) for line, _ in lines if line.variant_id])
    states = {state.id: state for state in cart.items}
    grown = {line.id: {column: getattr(line, column) for column in _GROWING} for line, _ in lines if line.id in states}
    await scope[CartService].items.update([{"id": line_id, **columns} for line_id, columns in grown.items()])
    for line_id, columns in grown.items():
        for column, value in columns.items():
            setattr(states[line_id], column, value)
    added = [(line, variant) for line, variant in lines if line.id not in states]
    await scope[CartService].items.create([line for line, _ in added])
    cart.items += [_state(line, variant) for line, variant in added]


_GROWING = ("quantity", "unit_price", "compare_at_unit_price", "is_tax_inclusive")
"""What changes of a line when more pieces of the same are added: the quantity may cross into another tier."""


def _state(line: LineItem, variant: Buyable) -> LineState:
    return LineState(
        id=line.id,
        title=line.title,
        quantity=line.quantity,
        unit_price=line.unit_price,
        compare_at_unit_price=line.compare_at_unit_price,
        is_tax_inclusive=line.is_tax_inclusive,
        is_custom_price=line.is_custom_price,
        requires_shipping=line.requires_shipping,
        is_discountable=line.is_discountable,
        variant_id=line.variant_id,
        product_id=line.product_id,
        product_type_id=line.product_type_id,
        is_giftcard=line.is_giftcard,
        metadata=line.metadata,
        tax_lines=[],
        adjustments=[],
        variant=VariantState(price_set=variant.price_set),
        product=ProductState(shipping_profile=variant.product.shipping_profile),
    )


def _together(one: Any, other: Any) -> int:
    pieces = one.quantity + other.quantity
    if pieces > MOST_PIECES:
        raise TooManyPieces(one.variant_id, MOST_PIECES)
    return pieces


def _is_same(have: LineState, item: NewItem) -> bool:
    return have.variant_id == item.variant_id and not have.is_custom_price and (have.metadata or {}) == (item.metadata or {})


async def new_lines(
    scope: Scope, cart: PricedCart, items: Sequence[NewItem], locale: str | None, additional_data: Any = None, *, have: Sequence[LineState] = ()
) -> list[tuple[LineItem, Buyable]]:
    """The lines that these items make: copies of what the product says today in this language, at today's price, with the variants. Writes nothing.

    More of what a line that is there holds is that line, with its id and the pieces of both, which it is priced for.
    """
    merged = _merged(items)
    variants = await buyables(scope, [item.variant_id for item in merged], locale)
    await _must_be_sold(scope, [item.variant_id for item in merged], variants, cart.sales_channel_id)
    bought = [variants[item.variant_id] for item in merged]
    same = [next((each for each in have if _is_same(each, item)), None) for item in merged]
    pieces = [item.quantity if one is None else _together(item, one) for item, one in zip(merged, same, strict=True)]
    wanted = [PricedItem(variant_id=variant.id, quantity=count, price_set_id=_price_set(variant)) for variant, count in zip(bought, pieces, strict=True)]
    prices = await price_items(scope, cart, wanted, additional_data)
    own = [{"quantity": count, **({"id": one.id} if one else {}), **price_columns(price)} for count, one, price in zip(pieces, same, prices, strict=True)]
    return [(_line(cart.id, item, variant, columns), variant) for item, variant, columns in zip(merged, bought, own, strict=True)]


def _price_set(variant: Buyable) -> str | None:
    return variant.price_set.id if variant.price_set else None


async def buyables(scope: Scope, variant_ids: Sequence[str], locale: str | None) -> dict[str, Buyable]:
    """The variants by id, in the words of this language where there are any. One statement."""
    return {variant.id: variant for variant in await scope.query.all(Buyable, id=list(variant_ids), context={"locale": locale})}


def _merged(items: Sequence[NewItem]) -> list[NewItem]:
    merged: dict[tuple[str, str], NewItem] = {}
    for item in items:
        key = (item.variant_id, repr(sorted((item.metadata or {}).items())))
        have = merged.get(key)
        merged[key] = item if have is None else NewItem(variant_id=item.variant_id, quantity=_together(have, item), metadata=item.metadata)
    return list(merged.values())


async def _must_be_sold(scope: Scope, variant_ids: Sequence[str], variants: Mapping[str, Buyable], sales_channel_id: str | None) -> None:
    """Raises `VariantUnavailable`. No statement, unless a product stands in other channels or in none."""
    gone = [key for key in variant_ids if key not in variants or variants[key].product.status != "published"]
    elsewhere = [key for key in variant_ids if key not in gone and not _stands_in(sales_channel_id, variants[key].product)]
    if elsewhere and not await scope[SalesChannelService].is_only_one():
        gone = [key for key in variant_ids if key in {*gone, *elsewhere}]
    if gone:
        raise VariantUnavailable(gone)


def _stands_in(sales_channel_id: str | None, product: _Product) -> bool:
    return sales_channel_id is None or any(channel.id == sales_channel_id for channel in product.sales_channels)


def _line(cart_id: str, item: NewItem, variant: Buyable, own: dict[str, Any]) -> LineItem:
    product = variant.product
    return LineItem(
        cart_id=cart_id,
        thumbnail=variant.thumbnail or product.thumbnail,
        variant_id=variant.id,
        product_id=product.id,
        product_type_id=product.type_id,
        product_handle=product.handle,
        variant_sku=variant.sku,
        variant_barcode=variant.barcode,
        **said_of(variant),
        requires_shipping=variant.requires_shipping,
        is_discountable=product.discountable,
        is_giftcard=product.is_giftcard,
        metadata=item.metadata,
        **own,
    )


def said_of(variant: Buyable) -> dict[str, Any]:
    """The columns of a line that are words, and so another in each language."""
    product = variant.product
    return {
        "title": product.title,
        "subtitle": variant.title,
        "product_title": product.title,
        "product_description": product.description,
        "product_subtitle": product.subtitle,
        "product_type": product.type.value if product.type else None,
        "product_collection": product.collection.title if product.collection else None,
        "variant_title": variant.title,
        "variant_option_values": {value.option.title: value.value for value in variant.options if value.option} or None,
    }


@workflow("cart.update_line_item", hooks=("validate",))
async def update_line_item(scope: Scope, cart_id: str, line_id: str, *, quantity: int, changes: dict[str, Any] | None = None) -> None:
    """Set a line's quantity (0 removes it) and whatever else `changes` says. Raises `LineItemNotFound`."""
    await lock_to_change(scope, cart_id)
    cart = await read_cart(scope, cart_id)
    line = next((line for line in cart.items if line.id == line_id), None)
    if line is None:
        raise LineItemNotFound(line_id, cart_id)
    await update_line_item.call_hook(scope, "validate", cart=cart, line=line, quantity=quantity)
    if quantity == 0:
        await scope[CartService].items.delete(line_id)
        cart.items.remove(line)
    else:
        if line.variant_id is not None:
            await confirm_inventory(scope, cart.sales_channel_id, [(line.variant_id, Decimal(quantity))])
        await scope[CartService].items.update(line_id, quantity=quantity, **(changes or {}))
        line.quantity = quantity
    await refresh(scope, cart, reprice=quantity != 0)
    await scope.emit("cart.updated", {"id": cart_id})


@workflow("cart.delete_line_items")
async def delete_line_items(scope: Scope, cart_id: str, line_ids: Sequence[str]) -> Cart:
    """Remove lines; those that are not there are no error. Safe to repeat."""
    cart = await lock_to_change(scope, cart_id)
    await scope[CartService].items.delete({"id": list(line_ids), "cart_id": cart_id})
    await refresh_cart(scope, cart_id)
    await scope.emit("cart.updated", {"id": cart_id})
    return cart
