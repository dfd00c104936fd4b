"""For whom a promotion is, what it takes something off, and what must be bought for it."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from msgspec import Struct

from merx.commerce.promotion.errors import InvalidPromotion, PromotionNotFound, UnknownPromotionRules
from merx.commerce.promotion.models import ApplicationMethod, PromotionRule, PromotionRuleValue
from merx.commerce.promotion.schemas import ChangedRule, NewRule, RuleType
from merx.commerce.promotion.service import PromotionService
from merx.framework.data import Record, Repository, create_all
from merx.framework.scope import Scope
from merx.framework.workflows import workflow

Place: TypeAlias = tuple[Repository[Any], str, str]


class RulesDone(Struct, frozen=True):
    """The ids of rules that were made, changed and removed."""

    created: list[str]
    updated: list[str]
    deleted: list[str]


def rule_rows(new: NewRule) -> tuple[PromotionRule, *tuple[PromotionRuleValue, ...]]:
    """The rows of a rule, not yet written: the rule first, then its values, each of them once."""
    rule = PromotionRule(attribute=new.attribute, operator=new.operator, description=new.description)
    return (rule, *_values(rule.id, new.values))


def _values(rule_id: str, values: Sequence[str]) -> list[PromotionRuleValue]:
    return [PromotionRuleValue(promotion_rule_id=rule_id, value=value) for value in dict.fromkeys(values)]


@workflow("promotion.batch_rules")
async def batch_rules(
    scope: Scope, promotion_id: str, kind: RuleType, *, create: Sequence[NewRule] = (), update: Sequence[ChangedRule] = (), delete: Sequence[str] = ()
) -> RulesDone:
    """Make, change and remove rules of one kind, all or none. Locks the promotion. Ids to delete that are not there are no error.

    Raises `PromotionNotFound`, `InvalidPromotion` where the promotion cannot have such rules, `UnknownPromotionRules`.
    """
    repository, column, owner = await _place(scope, promotion_id, kind, adds=bool(create))
    have = {row.promotion_rule_id for row in await repository.list({column: owner})}
    unknown = [each.id for each in update if each.id not in have]
    if unknown:
        raise UnknownPromotionRules(unknown)
    made = [rule_rows(each) for each in create]
    pairs: list[Record] = [repository.model(**{column: owner, "promotion_rule_id": rule.id}) for rule, *_ in made]
    await create_all(scope, [*(row for rows in made for row in rows), *pairs])
    await _change(scope, update)
    gone = [each for each in dict.fromkeys(delete) if each in have]
    if gone:
        await scope[PromotionService].rules.soft_delete(gone)
        await repository.delete({column: owner, "promotion_rule_id": gone})
    return RulesDone([rule.id for rule, *_ in made], [each.id for each in update], list(delete))


async def _place(scope: Scope, promotion_id: str, kind: RuleType, *, adds: bool) -> Place:
    """Where the rules hang: the pairs, and the column and id of their owner."""
    service = scope[PromotionService]
    promotion = await service.promotions.first(id=promotion_id, for_update=True)
    if promotion is None:
        raise PromotionNotFound(promotion_id)
    if kind == "rules":
        return service.promotion_rules, "promotion_id", promotion_id
    method: ApplicationMethod | None = await service.application_methods.first(promotion_id=promotion_id)
    if method is None:
        raise InvalidPromotion("application_method for promotion not found")
    if kind == "buy-rules":
        if adds and promotion.type == "standard":
            raise InvalidPromotion("Can't add buy rules to a standard promotion")
        return service.buy_rules, "application_method_id", method.id
    if adds and method.target_type == "order":
        raise InvalidPromotion("Target rules for application method with target type (order) is not allowed")
    return service.target_rules, "application_method_id", method.id


async def _change(scope: Scope, update: Sequence[ChangedRule]) -> None:
    if not update:
        return
    service = scope[PromotionService]
    changes: list[dict[str, Any]] = []
    for each in update:
        given = {"attribute": each.attribute, "operator": each.operator}
        described = {"description": each.description} if each.describes else {}
        changes.append({"id": each.id, **{name: value for name, value in given.items() if value is not None}, **described})
    await service.rules.update(changes)
    await service.rule_values.delete({"promotion_rule_id": [each.id for each in update]})
    await service.rule_values.create([value for each in update for value in _values(each.id, each.values)])
