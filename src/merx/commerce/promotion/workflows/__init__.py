"""What is done with promotions, a file per use case."""

from merx.commerce.promotion.workflows.campaigns import BudgetLimit, change_campaign_promotions, create_campaign, delete_campaign, update_campaign
from merx.commerce.promotion.workflows.create_promotion import create_promotion
from merx.commerce.promotion.workflows.delete_promotion import delete_promotion
from merx.commerce.promotion.workflows.offers import offers_for, promotions_with
from merx.commerce.promotion.workflows.register_usage import PromotionUse, register_usage
from merx.commerce.promotion.workflows.rules import RulesDone, batch_rules
from merx.commerce.promotion.workflows.update_promotion import update_promotion

__all__ = [
    "BudgetLimit",
    "PromotionUse",
    "RulesDone",
    "batch_rules",
    "change_campaign_promotions",
    "create_campaign",
    "create_promotion",
    "delete_campaign",
    "delete_promotion",
    "offers_for",
    "promotions_with",
    "register_usage",
    "update_campaign",
    "update_promotion",
]
