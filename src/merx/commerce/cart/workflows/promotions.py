"""What promotions take off the cart: computed anew at each refresh, written where it differs."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from merx.commerce.cart.links import cart_promotions
from merx.commerce.cart.models import LineItemAdjustment, ShippingMethodAdjustment
from merx.commerce.cart.service import CartService
from merx.commerce.cart.workflows.state import AdjustmentState, CartState, LineState, MethodAdjustmentState, MethodState, PromotionState
from merx.commerce.promotion import Discount, Discounts, Offer, Target, discounts, is_path
from merx.commerce.promotion.workflows import PromotionUse, offers_for
from merx.commerce.totals import Cart, CartTotals, Line, LineTotals, ShippingMethod, cart_totals, tax_factor
from merx.framework.scope import Scope
from merx.framework.workflows import workflow

ZERO = Decimal(0)


@workflow("cart.refresh_promotions", hooks=("setPromotionContext",))
async def refresh_promotions(scope: Scope, cart: CartState, promotion_ids: Sequence[str] | None = None) -> Mapping[str, str]:
    """Give the cart the discounts of these promotions (of those it has, if none are said) and of the automatic ones.

    Hooks are told which codes are tried, those that the cart has among them, and add to what rules look at. Those that take nothing off
    are the cart's no longer. Gives, by code, why some could not: `promotion_limit_exceeded`, `campaign_budget_exceeded`. One statement where no promotion applies; the number of further ones depends on neither lines nor
    promotions. The caller holds the cart's lock and keeps the cart's taxes up to date.
    """
    wanted = [each.id for each in cart.promotions] if promotion_ids is None else promotion_ids
    offers = await offers_for(scope, wanted, buyer_of(cart))
    made = await _discounts(scope, cart, offers, [each.code for each in offers if each.id in wanted]) if offers else Discounts([], [], {})
    await _write_items(scope, cart, made.items)
    await _write_methods(scope, cart, made.shipping_methods)
    await _write_links(scope, cart, offers, {each.promotion_id for each in (*made.items, *made.shipping_methods)})
    return made.skipped


def buyer_of(cart: CartState) -> dict[str, str | None]:
    """Whose uses a budget counts."""
    return {"customer_id": cart.customer_id, "customer_email": cart.email}


def uses_of(cart: CartState) -> list[PromotionUse]:
    """What the cart takes of the promotions that are counted: those with a limit or a campaign."""
    amounts: dict[str, list[Decimal]] = {each.id: [] for each in cart.promotions if each.limit is not None or each.campaign_id is not None}
    for part in (*cart.items, *cart.shipping_methods):
        for adjustment in part.adjustments:
            if adjustment.promotion_id in amounts:
                amounts[adjustment.promotion_id].append(adjustment.amount)
    return [PromotionUse(promotion_id=each, discounts=len(parts), amount=sum(parts, ZERO)) for each, parts in amounts.items() if parts]


# --- computing --------------------------------------------------------------------------------------------------------


async def _discounts(scope: Scope, cart: CartState, offers: Sequence[Offer], codes: Sequence[str]) -> Discounts:
    plain = msgspec.convert(cart, Cart, from_attributes=True)
    totals = cart_totals(plain, cart.exponent)
    context = await _context(scope, cart, totals, offers)
    for more in await refresh_promotions.call_hook(scope, "setPromotionContext", cart=cart, promo_codes=codes):
        context |= more
    facts: dict[str, dict[str, Any]] = {each["id"]: each for part in ("items", "shipping_methods") for each in context.get(part) or ()}
    for part, priced in zip((*cart.items, *cart.shipping_methods), (*totals.lines, *totals.methods), strict=True):
        before = {"subtotal": priced.figures.subtotal, "total": priced.figures.original_total}
        facts[part.id] = {**facts.get(part.id, {}), **before}
    context |= {"items": [facts[line.id] for line in cart.items], "shipping_methods": [facts[method.id] for method in cart.shipping_methods]}
    items = [
        _target(line, taxed, priced, facts, unit_price=line.unit_price, quantity=line.quantity, is_discountable=line.is_discountable)
        for line, taxed, priced in zip(cart.items, plain.items or (), totals.lines, strict=True)
    ]
    methods = [
        _target(method, taxed, priced, facts, unit_price=method.amount)
        for method, taxed, priced in zip(cart.shipping_methods, plain.shipping_methods or (), totals.methods, strict=True)
    ]
    return discounts(offers, items, methods, context, cart.currency_code)


def _target(part: LineState | MethodState, taxed: Line | ShippingMethod, priced: LineTotals, facts: Mapping[str, dict[str, Any]], **own: Any) -> Target:
    # What is off already, and by no promotion, stays off.
    kept = [off for adjustment, off in zip(part.adjustments, priced.adjustments, strict=True) if adjustment.promotion_id is None]
    return Target(
        id=part.id,
        net=priced.figures.subtotal,
        gross=priced.figures.original_total,
        factor=tax_factor(taxed),
        facts=facts[part.id],
        net_off=sum((off.subtotal for off in kept), ZERO),
        gross_off=sum((off.total for off in kept), ZERO),
        **own,
    )


async def _context(scope: Scope, cart: CartState, totals: CartTotals, offers: Sequence[Offer]) -> dict[str, Any]:
    """The cart as the offers' rules look at it, before discounts: no more is read than they name, and nothing where they name nothing."""
    figures = {
        "item_subtotal": totals.items.subtotal,
        "item_total": totals.items.original_total,
        "shipping_subtotal": totals.shipping.subtotal,
        "shipping_total": totals.shipping.original_total,
        "subtotal": totals.both.subtotal,
        "total": totals.both.original_total,
    }
    wanted = sorted({path for offer in offers for path in _paths(offer) if is_path(path) and path not in figures})
    # A rule may be about what a variant costs this shopper.
    shopper = {"currency_code": cart.currency_code, "region_id": cart.region_id, "customer_id": cart.customer_id}
    fields = ["items.id", "shipping_methods.id", *wanted]
    rows = await scope.query.graph("cart", fields=fields, filters={"id": cart.id}, context=shopper) if wanted else []
    return {**(rows[0] if rows else {}), **figures}


def _paths(offer: Offer) -> Iterable[str]:
    part = "shipping_methods" if offer.target_type == "shipping_methods" else "items"
    yield from (rule.attribute for rule in offer.rules)
    yield from (f"{part}.{rule.attribute}" for rule in offer.target_rules)
    yield from (f"items.{rule.attribute}" for rule in offer.buy_rules)


# --- writing ----------------------------------------------------------------------------------------------------------


async def _write_items(scope: Scope, cart: CartState, made: Sequence[Discount]) -> None:
    service, wanted = scope[CartService], _by_target(made)
    stale = [line for line in cart.items if _differ(((a.promotion_id, a.amount, a.is_tax_inclusive) for a in line.adjustments), wanted.get(line.id, ()))]
    if not stale:
        return
    await service.item_adjustments.delete([each.id for line in stale for each in line.adjustments if each.promotion_id is not None])
    rows = [
        LineItemAdjustment(item_id=line.id, promotion_id=d.promotion_id, code=d.code, amount=d.amount, is_tax_inclusive=d.is_tax_inclusive)
        for line in stale
        for d in wanted.get(line.id, ())
    ]
    await service.item_adjustments.create(rows)
    for line in stale:
        kept = [each for each in line.adjustments if each.promotion_id is None]
        line.adjustments = [*kept, *(AdjustmentState(**_columns(row), is_tax_inclusive=row.is_tax_inclusive) for row in rows if row.item_id == line.id)]


async def _write_methods(scope: Scope, cart: CartState, made: Sequence[Discount]) -> None:
    service, wanted = scope[CartService], _by_target(made)
    stale = [method for method in cart.shipping_methods if _differ(((a.promotion_id, a.amount, False) for a in method.adjustments), wanted.get(method.id, ()))]
    if not stale:
        return
    await service.shipping_method_adjustments.delete([each.id for method in stale for each in method.adjustments if each.promotion_id is not None])
    rows = [
        ShippingMethodAdjustment(shipping_method_id=method.id, promotion_id=d.promotion_id, code=d.code, amount=d.amount)
        for method in stale
        for d in wanted.get(method.id, ())
    ]
    await service.shipping_method_adjustments.create(rows)
    for method in stale:
        kept = [each for each in method.adjustments if each.promotion_id is None]
        method.adjustments = [*kept, *(MethodAdjustmentState(**_columns(row)) for row in rows if row.shipping_method_id == method.id)]


async def _write_links(scope: Scope, cart: CartState, offers: Sequence[Offer], applied: set[str]) -> None:
    linked = {each.id for each in cart.promotions}
    if gone := sorted(linked - applied):
        await cart_promotions.dismiss(scope, left=cart.id, right=gone)
    if new := sorted(applied - linked):
        await cart_promotions.add(scope, [(cart.id, each) for each in new])
    cart.promotions = [PromotionState(id=each.id, code=each.code, limit=each.limit, campaign_id=each.campaign_id) for each in offers if each.id in applied]


def _by_target(made: Iterable[Discount]) -> dict[str, list[Discount]]:
    found: dict[str, list[Discount]] = {}
    for each in made:
        found.setdefault(each.target_id, []).append(each)
    return found


def _differ(have: Iterable[tuple[str | None, Decimal, bool]], want: Iterable[Discount]) -> bool:
    return {each for each in have if each[0] is not None} != {(each.promotion_id, each.amount, each.is_tax_inclusive) for each in want}


def _columns(row: LineItemAdjustment | ShippingMethodAdjustment) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("id", "amount", "code", "promotion_id", "description", "provider_id")}
