"""Which parts of a promotion go together. Pure; the messages are the contract's."""

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from merx.commerce.promotion.errors import InvalidCampaign, InvalidPromotion
from merx.commerce.promotion.schemas import Allocation, MethodType, NewBudget, PromotionType, TargetType

_HUNDRED = Decimal(100)

BUYER_ATTRIBUTES = ("customer_id", "customer_email")
"""By what a budget may tell customers apart."""


class Terms(Struct, frozen=True, kw_only=True):
    """A promotion as it will be."""

    type: PromotionType
    is_automatic: bool
    limit: int | None
    used: int
    value_type: MethodType
    target_type: TargetType
    allocation: Allocation | None
    value: Decimal
    max_quantity: int | None
    apply_to_quantity: int | None
    buy_rules_min_quantity: int | None
    target_rules: int
    """How many there are."""
    buy_rules: int


def check_promotion(terms: Terms) -> None:
    """Raises `InvalidPromotion` when the parts do not go together."""
    for wrong in (_limit(terms), _value(terms), _allocation(terms), _rules(terms), _buyget(terms)):
        if wrong is not None:
            raise InvalidPromotion(wrong)


def check_budget(budget: NewBudget) -> None:
    """Raises `InvalidCampaign` when a budget lacks what its type needs, or has what it cannot have."""
    if budget.type == "spend" and budget.currency_code is None:
        raise InvalidCampaign("Invalid request: currency_code is required when budget type is spend")
    if budget.type == "usage" and budget.currency_code is not None:
        raise InvalidCampaign("Invalid request: currency_code should not be present when budget type is usage")
    if budget.type.endswith("by_attribute") and budget.attribute is None:
        raise InvalidCampaign("Invalid request: campaign budget attribute is required when budget type is USE_BY_ATTRIBUTE or SPEND_BY_ATTRIBUTE")
    if budget.attribute is not None and budget.attribute not in BUYER_ATTRIBUTES:
        # No cart could ever say whose uses these are, and none with such a promotion be completed.
        raise InvalidCampaign(f"Invalid request: campaign budget attribute should be one of {', '.join(BUYER_ATTRIBUTES)}, got: '{budget.attribute}'")


def currencies_match(budget_type: str | None, budget_currency: str | None, currency_code: str | None) -> bool:
    """Whether what a promotion takes off can be counted in the money of its campaign's budget."""
    if budget_type == "spend_by_attribute" and budget_currency is None:
        return True
    return budget_type not in ("spend", "spend_by_attribute") or budget_currency == currency_code


def _limit(terms: Terms) -> str | None:
    if terms.limit is None:
        return None
    if terms.is_automatic:
        return "Invalid request: Automatic promotions cannot have a usage limit"
    if terms.limit < terms.used:
        return f"Promotion limit ({terms.limit}) cannot be less than current usage ({terms.used})"
    return None


def _value(terms: Terms) -> str | None:
    if terms.value_type == "percentage" and not 0 < terms.value <= _HUNDRED:
        return "Application Method value should be a percentage number between 0 and 100"
    return None


def _allocation(terms: Terms) -> str | None:
    if terms.target_type == "order":
        return "application_method.allocation 'once' is not compatible with target_type 'order'" if terms.allocation == "once" else _across(terms)
    if terms.allocation is None:
        return (
            f"application_method.allocation should be either '{_either(('each', 'across', 'once'))}' when "
            f"application_method.target_type is either '{_either(('items', 'shipping_methods'))}'"
        )
    if terms.allocation in ("each", "once") and terms.max_quantity is None:
        # A buy-get promotion has words of its own for it.
        return (
            None
            if terms.type == "buyget"
            else f"application_method.max_quantity is required when application_method.allocation is '{_either(('each', 'once'))}'"
        )
    return _across(terms)


def _across(terms: Terms) -> str | None:
    if terms.allocation == "across" and terms.max_quantity is not None:
        return "application_method.max_quantity is not allowed to be set for allocation (across)"
    return None


def _either(names: Sequence[str]) -> str:
    return " OR ".join(names)


def _rules(terms: Terms) -> str | None:
    if terms.target_type == "order" and terms.target_rules:
        return "Target rules for application method with target type (order) is not allowed"
    if terms.type == "standard" and terms.buy_rules:
        return "Can't add buy rules to a standard promotion"
    return None


def _buyget(terms: Terms) -> str | None:
    if terms.type != "buyget":
        return None
    if not terms.buy_rules:
        return "Buy rules are required for buyget promotion type"
    if not terms.target_rules:
        return "Target rules are required for buyget promotion type"
    for name in ("apply_to_quantity", "buy_rules_min_quantity"):
        if getattr(terms, name) is None:
            return f"{name} is a required field for Promotion type of buyget"
    if terms.max_quantity is None:
        return "application_method.max_quantity is a required field for Promotion type of buyget"
    if terms.apply_to_quantity is not None and terms.max_quantity < terms.apply_to_quantity:
        return f"max_quantity ({terms.max_quantity}) must be greater than or equal to apply_to_quantity ({terms.apply_to_quantity}) for BUYGET promotions."
    return None
