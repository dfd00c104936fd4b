"""A promotion goes; what it took off orders stays off."""

from merx.commerce.promotion.service import PromotionService
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("promotion.delete", hooks=("promotionsDeleted",))
async def delete_promotion(scope: Scope, promotion_id: str) -> None:
    """Put the promotion out of sight; its code is free again. Safe to repeat. Carts lose it at their next refresh."""
    gone = await scope[PromotionService].promotions.soft_delete(promotion_id)
    if gone:
        await delete_promotion.call_hook(scope, "promotionsDeleted", ids=gone)
