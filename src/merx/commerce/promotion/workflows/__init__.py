"""What is done with promotions, a file per use case."""

from merx.commerce.promotion.workflows.offers import offers_for, promotions_with
from merx.commerce.promotion.workflows.register_usage import PromotionUse, register_usage

__all__ = ["PromotionUse", "offers_for", "promotions_with", "register_usage"]
