"""Promotions for tests."""

from decimal import Decimal
from typing import Any

from merx.commerce.promotion import NewMethod, NewPromotion, NewRule, Promotion
from merx.commerce.promotion.workflows import create_promotion
from merx.framework.scope import Scope


def a_rule(attribute: str, *values: str) -> NewRule:
    return NewRule(attribute=attribute, operator="in", values=values)


async def offered(scope: Scope, code: str, *, value: int = 10, currency_code: str = "eur", method: NewMethod | None = None, **more: Any) -> Promotion:
    """An active promotion, of 10 off the whole order if nothing else is said."""
    method = method or NewMethod(type="fixed", target_type="order", value=Decimal(value), currency_code=currency_code)
    return await create_promotion(scope, NewPromotion(**{"code": code, "type": "standard", "status": "active", "application_method": method, **more}))
