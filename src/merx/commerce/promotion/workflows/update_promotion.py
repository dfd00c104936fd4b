"""What a promotion is changes; carts follow at their next refresh."""

from collections.abc import Callable, Mapping
from typing import Any

from merx.commerce.promotion.errors import InvalidPromotion, PromotionNotFound
from merx.commerce.promotion.models import ApplicationMethod, Promotion
from merx.commerce.promotion.service import PromotionService
from merx.commerce.promotion.validity import Terms, check_promotion, currencies_match
from merx.framework.scope import Scope
from merx.framework.workflows import workflow

_OWN_TERMS = ("type", "is_automatic", "limit", "used")


@workflow("promotion.update", hooks=("promotionsUpdated", "promotionStatusUpdated"))
async def update_promotion(
    scope: Scope, promotion_id: str, changes: Mapping[str, Any], method: Mapping[str, Any] | None = None, additional_data: Any = None
) -> Promotion:
    """Set the given columns of the promotion and of its application method. Locks the promotion.

    Raises `PromotionNotFound`, and `InvalidPromotion` when the whole would not go together any more. What has lost its rules can
    still be renamed and switched off.
    """
    service = scope[PromotionService]
    before = await service.promotions.first(id=promotion_id, for_update=True)
    if before is None:
        raise PromotionNotFound(promotion_id)
    have = await service.application_methods.first(promotion_id=promotion_id)
    if have is None:
        raise InvalidPromotion("application_method for promotion not found")
    wanted = {**method, "currency_code": _lower(method["currency_code"])} if method and "currency_code" in method else dict(method or {})
    await _check(scope, before, have, changes, wanted)
    promotion = await service.promotions.update(promotion_id, **changes)
    if wanted:
        await service.application_methods.update(have.id, **wanted)
    if promotion.status != before.status:
        await update_promotion.call_hook(scope, "promotionStatusUpdated", promotions=[promotion], additional_data=additional_data)
    await update_promotion.call_hook(scope, "promotionsUpdated", promotions=[promotion], additional_data=additional_data)
    return promotion


def _lower(code: str | None) -> str | None:
    return code.lower() if code else None


async def _check(scope: Scope, promotion: Promotion, method: ApplicationMethod, changes: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
    service = scope[PromotionService]

    def now(name: str) -> Any:
        return changes.get(name, getattr(promotion, name))

    def then(name: str) -> Any:
        return wanted.get(name, getattr(method, name))

    if wanted or not changes.keys().isdisjoint(_OWN_TERMS):
        await _check_terms(service, method, now, then)
    campaign_id = now("campaign_id")
    if campaign_id is not None and ("campaign_id" in changes or "currency_code" in wanted):
        if await service.campaigns.first(id=campaign_id) is None:
            raise InvalidPromotion(f"Could not find campaign with id {campaign_id}")
        budget = await service.budgets.first(campaign_id=campaign_id)
        if budget is not None and not currencies_match(budget.type, budget.currency_code, then("currency_code")):
            raise InvalidPromotion(f"Currency code doesn't match for campaign ({campaign_id}) and promotion ({promotion.id})")


async def _check_terms(service: PromotionService, method: ApplicationMethod, now: Callable[[str], Any], then: Callable[[str], Any]) -> None:
    terms = Terms(
        **{name: now(name) for name in _OWN_TERMS},
        **{name: then(name) for name in ("target_type", "allocation", "max_quantity", "apply_to_quantity", "buy_rules_min_quantity", "value")},
        value_type=then("type"),
        target_rules=await service.target_rules.count(application_method_id=method.id),
        buy_rules=await service.buy_rules.count(application_method_id=method.id),
    )
    check_promotion(terms)
