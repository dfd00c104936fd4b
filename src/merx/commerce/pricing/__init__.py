"""Pricing: what a thing costs, for whom, when and how many of it.

Owns: price sets, their prices and rules, price lists, and which prices include tax.
Leaves to others: what is priced (product, fulfillment; a link joins it to its price set), tax itself (tax), totals.
Change freely: everything that is not in `__all__`.
Change with a decision record: how the winning price is chosen, rule attributes, statuses. Merchants rely on them.
Holds always: amounts are Decimal, in the currency's major unit; `rules_count` is the number of the row's rules.
"""

from merx.commerce.pricing.errors import (
    MissingPriceContext,
    PriceListNotFound,
    PriceNotOnList,
    PriceSetNotFound,
    PriceWithout,
    RuleNeedsNumber,
    VariantsWithoutPriceSet,
)
from merx.commerce.pricing.expressions import Terms
from merx.commerce.pricing.models import (
    Price,
    PriceList,
    PriceListRule,
    PricePreference,
    PriceRule,
    PriceSet,
)
from merx.commerce.pricing.rows import price_rows, rule_rows
from merx.commerce.pricing.schemas import (
    CalculatedPrice,
    ChangedListPrice,
    ChangedPrice,
    ChosenPrice,
    NewListPrice,
    NewPrice,
    NewPriceList,
    NewRule,
    PriceContext,
    PriceListStatus,
    PriceListType,
    PriceRequest,
    PriceRuleOperator,
)
from merx.commerce.pricing.selection import best_price
from merx.commerce.pricing.service import PricingService
from merx.framework.module import Module

pricing = Module("pricing", service=PricingService)

__all__ = [
    "PricingService",
    "CalculatedPrice",
    "ChangedListPrice",
    "ChangedPrice",
    "ChosenPrice",
    "NewListPrice",
    "NewPrice",
    "NewPriceList",
    "NewRule",
    "PriceContext",
    "PriceRequest",
    "Terms",
    "best_price",
    "price_rows",
    "rule_rows",
    "MissingPriceContext",
    "PriceListNotFound",
    "PriceNotOnList",
    "PriceSetNotFound",
    "PriceWithout",
    "RuleNeedsNumber",
    "VariantsWithoutPriceSet",
    "Price",
    "PriceList",
    "PriceListRule",
    "PriceListStatus",
    "PriceListType",
    "PricePreference",
    "PriceRule",
    "PriceRuleOperator",
    "PriceSet",
    "pricing",
]
