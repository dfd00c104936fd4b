"""How far an order is, read off its payment collections and fulfillments (contract: semantics, 11.9). Pure functions."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from merx.commerce.currency import exponent_of

_STAGES = (("canceled_at", "canceled"), ("delivered_at", "delivered"), ("shipped_at", "shipped"), ("packed_at", "fulfilled"))


def payment_status(collections: Sequence[Mapping[str, Any]]) -> str:
    """From `not_paid` to `captured` or `refunded`. A collection counts as captured when no coin of its amount is missing."""
    if not collections:
        return "not_paid"
    statuses = [collection["status"] for collection in collections]
    if "requires_action" in statuses:
        return "requires_action"
    captured = sum(_share(c, "captured_amount", of=c["amount"]) for c in collections)
    refunded = sum(_share(c, "refunded_amount", of=c["captured_amount"] or c["amount"]) for c in collections)
    canceled = statuses.count("canceled")
    if refunded > 0:
        return "refunded" if refunded == captured else "partially_refunded"
    if captured > 0:
        return "captured" if captured == len(collections) - canceled else "partially_captured"
    return _open_status(statuses, canceled)


def _open_status(statuses: Sequence[str], canceled: int) -> str:
    live = len(statuses) - canceled
    authorized = statuses.count("authorized")
    partially = statuses.count("partially_authorized")
    if authorized and authorized == live:
        return "authorized"
    if authorized or partially:
        return "partially_authorized"
    if canceled == len(statuses):
        return "canceled"
    return "awaiting" if "awaiting" in statuses else "not_paid"


def _share(collection: Mapping[str, Any], column: str, *, of: Any) -> Decimal:
    # 1 for all of it, 0.5 for a part; a collection over nothing is captured by being there.
    amount, whole = _number(collection[column]), _number(of)
    coin = Decimal(1).scaleb(-exponent_of(collection["currency_code"]))
    if column == "captured_amount" and whole == 0:
        return Decimal(1)
    if amount <= 0:
        return Decimal(0)
    return Decimal(1) if amount > whole - coin else Decimal("0.5")


def _number(value: Any) -> Decimal:
    return Decimal(0) if value is None else Decimal(str(value))


def fulfillment_status(fulfillments: Sequence[Mapping[str, Any]], *, all_fulfilled: bool) -> str:
    """From `not_fulfilled` to `delivered`; `partially_...` while a parcel or a piece is behind."""
    stages = [_stage(fulfillment) for fulfillment in fulfillments]
    live = [stage for stage in stages if stage != "canceled"]
    if not live:
        return "canceled" if stages else "not_fulfilled"
    reached: Callable[[str], bool] = live.__contains__
    for stage in ("delivered", "shipped", "fulfilled"):
        if reached(stage):
            whole = all_fulfilled and all(each == stage for each in live)
            return stage if whole else f"partially_{stage}"
    return "not_fulfilled"


def _stage(fulfillment: Mapping[str, Any]) -> str:
    return next((stage for column, stage in _STAGES if fulfillment[column] is not None), "not_fulfilled")
