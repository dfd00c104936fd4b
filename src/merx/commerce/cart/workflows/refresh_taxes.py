"""The taxes of a cart: asked for anew at each refresh, written where they differ."""

from decimal import Decimal
from typing import Any

from merx.commerce.cart.models import LineItemTaxLine, ShippingMethodTaxLine
from merx.commerce.cart.service import CartService
from merx.commerce.cart.workflows.state import CartState, LineState, TaxLineState
from merx.commerce.tax.workflows import TaxableItem, TaxableShipping, TaxAddress, TaxContext, TaxLine, tax_lines_for
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("cart.refresh_taxes", hooks=("setTaxLineContext",))
async def refresh_taxes(scope: Scope, cart: CartState, *, force: bool = False, reset: bool = False) -> None:
    """Give each line and shipping method its taxes, if the region does so by itself or the caller insists.

    Otherwise those that it has stay, unless `reset`. What hooks return is added to the `more` that the calculator is told. The
    caller holds the cart's lock.
    """
    address = cart.shipping_address
    is_asked = force or (cart.region is not None and cart.region.automatic_taxes)
    if not is_asked and not reset:
        return
    wanted: dict[str, list[TaxLine]] = {}
    if is_asked and address is not None and address.country_code is not None:
        items = [_item(line) for line in cart.items if not line.is_giftcard]
        methods = [TaxableShipping(each.id, each.shipping_option_id, each.amount, each.is_tax_inclusive) for each in cart.shipping_methods]
        wanted = await tax_lines_for(scope, items, methods, await _context(scope, cart, TaxAddress(address.country_code, address.province)))
    service = scope[CartService]
    stale = [line for line in cart.items if _differ(line.tax_lines, wanted.get(line.id, []))]
    if stale:
        await service.item_tax_lines.delete([tax.id for line in stale for tax in line.tax_lines])
        made = [LineItemTaxLine(item_id=line.id, **_columns(tax)) for line in stale for tax in wanted.get(line.id, [])]
        await service.item_tax_lines.create(made)
        for line in stale:
            line.tax_lines = [_state(tax) for tax in made if tax.item_id == line.id]
    stale_methods = [method for method in cart.shipping_methods if _differ(method.tax_lines, wanted.get(method.id, []))]
    if stale_methods:
        await service.shipping_method_tax_lines.delete([tax.id for method in stale_methods for tax in method.tax_lines])
        shipped = [ShippingMethodTaxLine(shipping_method_id=m.id, **_columns(tax)) for m in stale_methods for tax in wanted.get(m.id, [])]
        await service.shipping_method_tax_lines.create(shipped)
        for method in stale_methods:
            method.tax_lines = [_state(tax) for tax in shipped if tax.shipping_method_id == method.id]


def _item(line: LineState) -> TaxableItem:
    return TaxableItem(
        line.id, line.product_id, line.product_type_id, line.variant_id, Decimal(line.quantity), line.unit_price, is_tax_inclusive=line.is_tax_inclusive
    )


async def _context(scope: Scope, cart: CartState, address: TaxAddress) -> TaxContext:
    said = await refresh_taxes.call_hook(scope, "setTaxLineContext", cart=cart, items=cart.items, shipping_methods=cart.shipping_methods)
    return TaxContext(
        address=address,
        currency_code=cart.currency_code,
        customer_id=cart.customer_id,
        customer_group_ids=tuple(group.id for group in cart.customer.groups) if cart.customer else (),
        locale=cart.locale,
        more={key: value for each in said for key, value in each.items()},
    )


def _differ(have: list[TaxLineState], want: list[TaxLine]) -> bool:
    return {(t.rate, t.code, t.tax_rate_id, t.description) for t in have} != {(t.rate, t.code, t.tax_rate_id, t.name) for t in want}


def _columns(tax: TaxLine) -> dict[str, Any]:
    return {"rate": tax.rate, "code": tax.code, "description": tax.name, "tax_rate_id": tax.tax_rate_id, "provider_id": tax.provider_id}


def _state(tax: LineItemTaxLine | ShippingMethodTaxLine) -> TaxLineState:
    return TaxLineState(
        id=tax.id, rate=tax.rate, code=tax.code, description=tax.description, tax_rate_id=tax.tax_rate_id, provider_id=tax.provider_id, data=tax.data
    )
