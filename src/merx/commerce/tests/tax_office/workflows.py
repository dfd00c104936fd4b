"""What the shop knows about who buys."""

from typing import Any

from merx.commerce.cart.workflows import refresh_taxes
from merx.framework.scope import Scope


@refresh_taxes.hook("setTaxLineContext")
async def is_it_an_embassy(scope: Scope, *, cart: Any, items: Any, shipping_methods: Any) -> dict[str, bool]:  # noqa: ARG001 - what the hook is told
    return {"embassy": (cart.email or "").endswith("@embassy.example.com")}
