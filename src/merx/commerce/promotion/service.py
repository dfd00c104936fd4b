"""The rows of promotions."""

from merx.commerce.promotion.models import (
    ApplicationMethod,
    BuyRule,
    Campaign,
    CampaignBudget,
    CampaignBudgetUsage,
    Promotion,
    PromotionPromotionRule,
    PromotionRule,
    PromotionRuleValue,
    TargetRule,
)
from merx.framework.data import Repository, Service


class PromotionService(Service):
    """Promotions, rules, campaigns and budgets."""

    promotions: Repository[Promotion]
    application_methods: Repository[ApplicationMethod]
    rules: Repository[PromotionRule]
    rule_values: Repository[PromotionRuleValue]
    promotion_rules: Repository[PromotionPromotionRule]
    target_rules: Repository[TargetRule]
    buy_rules: Repository[BuyRule]
    campaigns: Repository[Campaign]
    budgets: Repository[CampaignBudget]
    budget_usages: Repository[CampaignBudgetUsage]
