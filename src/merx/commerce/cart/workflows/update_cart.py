"""Changes to the cart itself: region, e-mail address, addresses, channel, metadata."""

from typing import Any

from merx.commerce.cart.models import Address, Cart
from merx.commerce.cart.service import CartService
from merx.commerce.cart.workflows.people import customer_for
from merx.commerce.cart.workflows.places import CartRegion, address_of, channel_must_be_open, lower_country, region_for
from merx.commerce.cart.workflows.refresh_cart import refresh_cart
from merx.commerce.cart.workflows.state import lock_cart
from merx.commerce.cart.workflows.translate_cart import translate_cart
from merx.commerce.promotion.workflows import promotions_with
from merx.framework.errors import InvalidData, NotFound
from merx.framework.languages import tag
from merx.framework.scope import Scope
from merx.framework.workflows import workflow

_PLAIN = ("metadata", "sales_channel_id", "locale")


@workflow("cart.update", hooks=("validate", "cartUpdated"))
async def update_cart(scope: Scope, cart_id: str, given: dict[str, Any]) -> None:
    """Change what `given` names; None clears; `additional_data` is for the hooks. Emits `cart.updated`, `cart.region_updated` for another region, and
    `cart.customer_updated` for another customer.

    Raises `InvalidData` for a country outside of the region. Another region resets the address, drops lines with a
    price of their own and prices the others anew; another `locale` puts the words of lines and shipping methods into it. `promo_codes` take the place of those that the cart has; raises
    `UnknownCode`. Holds the cart's lock.
    """
    cart = await lock_cart(scope, cart_id)
    await update_cart.call_hook(scope, "validate", cart=cart, input=given)
    changes: dict[str, Any] = {name: given[name] for name in _PLAIN if name in given}
    if changes.get("locale"):
        changes["locale"] = tag(changes["locale"])
    await channel_must_be_open(scope, changes.get("sales_channel_id"))
    promotion_ids = [each.id for each in await promotions_with(scope, given["promo_codes"])] if "promo_codes" in given else None
    region = await region_for(scope, given.get("region_id") or cart.region_id)
    moved = region.id != cart.region_id
    if moved:
        changes |= {"region_id": region.id, "currency_code": region.currency_code}
    changes |= await _person(scope, cart, given)
    changes |= await _addresses(scope, cart, given, region, moved=moved)
    await scope[CartService].carts.update(cart_id, **changes)
    if moved:
        await scope[CartService].items.delete({"cart_id": cart_id, "is_custom_price": True})
        await scope.emit("cart.region_updated", {"id": cart_id})
    if changes.get("locale", cart.locale) != cart.locale:
        await translate_cart(scope, cart_id, changes["locale"])
    if changes.get("customer_id", cart.customer_id) != cart.customer_id:
        await scope.emit("cart.customer_updated", {"id": cart_id})
    reprice = moved or "sales_channel_id" in changes or "customer_id" in changes
    additional_data = given.get("additional_data")
    await refresh_cart(scope, cart_id, reprice=reprice, moved=moved, promotion_ids=promotion_ids, additional_data=additional_data)
    await scope.emit("cart.updated", {"id": cart_id})
    await update_cart.call_hook(scope, "cartUpdated", cart=cart, additional_data=additional_data)


async def _person(scope: Scope, cart: Cart, given: dict[str, Any]) -> dict[str, Any]:
    if "email" not in given or given["email"] == cart.email:
        return {}
    email = given["email"]
    owner = await customer_for(scope, cart.customer_id, None)
    if owner is not None and owner.has_account:
        return {"email": email}
    guest = await customer_for(scope, None, email)
    return {"email": email, "customer_id": guest.id if guest else None}


async def _addresses(scope: Scope, cart: Cart, given: dict[str, Any], region: CartRegion, *, moved: bool) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    for kind in ("shipping_address", "billing_address"):
        column = f"{kind}_id"
        wanted = given.get(kind)
        if kind in given and wanted is None:
            changes[column] = None
        elif wanted is not None:
            changes[column] = await _write_address(scope, cart, getattr(cart, column), wanted, region if kind == "shipping_address" else None)
    if moved and not changes.get("shipping_address_id"):
        only = region.countries[0].iso_2 if len(region.countries) == 1 else None
        address = await scope[CartService].addresses.create(Address(country_code=only)) if only else None
        changes["shipping_address_id"] = address.id if address else None
    return changes


async def _write_address(scope: Scope, cart: Cart, current: str | None, wanted: dict[str, Any] | str, region: CartRegion | None) -> str:
    addresses = scope[CartService].addresses
    if isinstance(wanted, dict) and wanted.get("id") is not None:
        if wanted["id"] != current:
            raise NotFound(f"Address with id: {wanted['id']} was not found")
        changed = await addresses.update(wanted["id"], **lower_country({key: value for key, value in wanted.items() if key != "id"}))
        # Its country may be an old one: of the region that the cart just left.
        _check(region, changed.country_code)
        return changed.id
    address = await address_of(scope, wanted, cart.customer_id)
    if address is None:
        raise InvalidData("An address is an object or the id of one of the customer's addresses")
    _check(region, address.country_code)
    return (await addresses.create(address)).id


def _check(region: CartRegion | None, country_code: str | None) -> None:
    if region is not None:
        region.must_contain(country_code)
