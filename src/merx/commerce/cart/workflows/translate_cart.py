"""A cart's words in another language."""

from merx.commerce.cart.service import CartService
from merx.commerce.cart.workflows.lines import buyables, said_of
from merx.commerce.fulfillment import ShippingOption
from merx.framework.query import View
from merx.framework.scope import Scope


class _Option(View, of=ShippingOption):
    id: str
    name: str


async def translate_cart(scope: Scope, cart_id: str, locale: str | None) -> None:
    """Write what lines and shipping methods are called in this language, or the originals for None; the caller holds the cart's lock.

    Where there is no translation, and for what was named for this cart alone, the words are the originals. Taxes get their
    words with the next refresh.
    """
    service = scope[CartService]
    lines = [line for line in await service.items.list(cart_id=cart_id) if line.variant_id is not None]
    variants = await buyables(scope, [line.variant_id for line in lines if line.variant_id], locale) if lines else {}
    await service.items.update([{"id": line.id, **said_of(variants[line.variant_id])} for line in lines if line.variant_id in variants])
    methods = [method for method in await service.shipping_methods.list(cart_id=cart_id) if method.shipping_option_id is not None]
    ids = [method.shipping_option_id for method in methods]
    names = {option.id: option.name for option in await scope.query.all(_Option, id=ids, context={"locale": locale})} if ids else {}
    changed = [(method.id, names[method.shipping_option_id]) for method in methods if method.shipping_option_id in names]
    await service.shipping_methods.update([{"id": method_id, "name": name} for method_id, name in changed])
