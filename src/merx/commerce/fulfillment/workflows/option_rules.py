"""Who is offered a shipping option."""

from collections.abc import Sequence

from msgspec import Struct

from merx.commerce.fulfillment.errors import OptionNotFound, UnknownRules
from merx.commerce.fulfillment.models import ShippingOptionRule
from merx.commerce.fulfillment.schemas import NewOptionRule
from merx.commerce.fulfillment.service import FulfillmentService
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


class ChangedRules(Struct, frozen=True):
    """The ids of rules that were made, changed and removed."""

    created: list[str]
    updated: list[str]
    deleted: list[str]


@workflow("fulfillment.batch_option_rules")
async def batch_option_rules(
    scope: Scope, option_id: str, *, create: Sequence[NewOptionRule] = (), update: Sequence[NewOptionRule] = (), delete: Sequence[str] = ()
) -> ChangedRules:
    """Make, change and remove rules of one option, all or none. Holds the option's row. Raises `OptionNotFound`, `UnknownRules`."""
    service = scope[FulfillmentService]
    if await service.shipping_options.first(id=option_id, for_update=True) is None:
        raise OptionNotFound(option_id)
    changed = [rule.id for rule in update if rule.id is not None]
    await _must_be_rules_of(scope, option_id, changed)
    made = await service.shipping_option_rules.create(rule_row(option_id, rule) for rule in create)
    await service.shipping_option_rules.update(_change(rule) for rule in update)
    if delete:
        await service.shipping_option_rules.soft_delete({"id": list(delete), "shipping_option_id": option_id})
    return ChangedRules([rule.id for rule in made], changed, list(delete))


async def replace_rules(scope: Scope, option_id: str, rules: Sequence[NewOptionRule]) -> None:
    """Make these the option's rules; one with an id changes the rule of that id. The caller holds the option's row."""
    repository = scope[FulfillmentService].shipping_option_rules
    kept = [rule.id for rule in rules if rule.id is not None]
    await _must_be_rules_of(scope, option_id, kept)
    await repository.soft_delete({"shipping_option_id": option_id, "id": {"$nin": kept}})
    await repository.update(_change(rule) for rule in rules if rule.id is not None)
    await repository.create(rule_row(option_id, rule) for rule in rules if rule.id is None)


async def _must_be_rules_of(scope: Scope, option_id: str, ids: Sequence[str]) -> None:
    if not ids:
        return
    have = {rule.id for rule in await scope[FulfillmentService].shipping_option_rules.list(shipping_option_id=option_id)}
    unknown = [each for each in ids if each not in have]
    if unknown:
        raise UnknownRules(unknown, option_id)


def rule_row(option_id: str, new: NewOptionRule) -> ShippingOptionRule:
    """The row of a new rule, not yet written."""
    return ShippingOptionRule(shipping_option_id=option_id, attribute=new.attribute, operator=new.operator, value=new.value)


def _change(rule: NewOptionRule) -> dict[str, object]:
    return {"id": rule.id, "attribute": rule.attribute, "operator": rule.operator, "value": rule.value}
