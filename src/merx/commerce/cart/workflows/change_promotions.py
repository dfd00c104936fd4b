"""Codes that a shopper gives, or takes back."""

from collections.abc import Sequence
from typing import Literal

from merx.commerce.cart.workflows.refresh_cart import refresh
from merx.commerce.cart.workflows.state import lock_to_change, read_cart
from merx.commerce.promotion.workflows import promotions_with
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("cart.change_promotions", hooks=("validate",))
async def change_promotions(scope: Scope, cart_id: str, codes: Sequence[str], action: Literal["add", "remove", "replace"] = "add") -> None:
    """Try these codes beside those that the cart has, without them, or instead. Safe to repeat. Holds the cart's lock.

    A code that takes nothing off leaves no trace. Raises `UnknownCode` when one is to be tried that no promotion has.
    """
    await lock_to_change(scope, cart_id)
    cart = await read_cart(scope, cart_id)
    await change_promotions.call_hook(scope, "validate", cart=cart, codes=codes, action=action)
    given = [] if action == "remove" else [each.id for each in await promotions_with(scope, codes)]
    kept = [each.id for each in cart.promotions if action == "add" or (action == "remove" and each.code not in codes)]
    await refresh(scope, cart, promotion_ids=list(dict.fromkeys([*kept, *given])))
