"""Promotion: what is taken off a price, for whom, when, and how often.

Owns: promotions with their rules, campaigns and budgets, how often each was used; and the arithmetic of discounts.
Leaves to others: what a cart holds and where its discounts are written (cart), what they come to with tax (totals).
Change freely: everything that is not in `__all__`.
Change with a decision record: the order in which promotions apply, what counts as a use. Merchants rely on them.
Holds always: no line costs less than nothing; a fixed amount across lines is taken off to the last digit; `used` never
passes `limit`, however many carts complete at once. Worked examples: discounts.md.
"""

from merx.commerce.promotion.discounts import Budget, Discount, Discounts, Offer, Target, discounts
from merx.commerce.promotion.errors import (
    BudgetExceeded,
    BudgetNeedsAttribute,
    CampaignNotFound,
    InvalidCampaign,
    InvalidPromotion,
    LimitExceeded,
    PromotionNotFound,
    PromotionsNotFound,
    PromotionsNotFree,
    UnknownCampaign,
    UnknownCode,
    UnknownPromotionRules,
)
from merx.commerce.promotion.models import (
    ApplicationMethod,
    Campaign,
    CampaignBudget,
    CampaignBudgetUsage,
    Promotion,
    PromotionRule,
    PromotionRuleValue,
)
from merx.commerce.promotion.rules import Rule, holds, is_path
from merx.commerce.promotion.schemas import (
    ChangedRule,
    NewBudget,
    NewCampaign,
    NewMethod,
    NewPromotion,
    NewRule,
    RuleType,
)
from merx.commerce.promotion.service import PromotionService
from merx.framework.module import Module

promotion = Module("promotion", service=PromotionService)

__all__ = [
    "PromotionService",
    "ApplicationMethod",
    "Budget",
    "BudgetExceeded",
    "BudgetNeedsAttribute",
    "Campaign",
    "CampaignBudget",
    "CampaignBudgetUsage",
    "CampaignNotFound",
    "ChangedRule",
    "Discount",
    "Discounts",
    "InvalidCampaign",
    "InvalidPromotion",
    "LimitExceeded",
    "NewBudget",
    "NewCampaign",
    "NewMethod",
    "NewPromotion",
    "NewRule",
    "Offer",
    "Promotion",
    "PromotionNotFound",
    "PromotionRule",
    "PromotionRuleValue",
    "PromotionsNotFound",
    "PromotionsNotFree",
    "Rule",
    "RuleType",
    "Target",
    "UnknownCampaign",
    "UnknownCode",
    "UnknownPromotionRules",
    "discounts",
    "holds",
    "is_path",
    "promotion",
]
