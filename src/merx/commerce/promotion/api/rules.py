"""What rules may be about, and the rules that a promotion has, as forms show them."""

from collections.abc import Mapping
from typing import Any, TypeGuard

from merx.commerce.promotion import PromotionNotFound, RuleType
from merx.commerce.promotion.api.fields import PROMOTION, RULE
from merx.commerce.promotion.api.schemas import RuleParams, RuleTypeParams, RuleValueParams
from merx.commerce.promotion.attributes import OPERATORS, Attribute, attribute_called, attributes
from merx.framework.errors import InvalidData
from merx.framework.http import UNSET, AdminScope, FieldParams, Unset, get

Tree = dict[str, Any]
_RELATIONS: Mapping[str, str] = {"rules": "rules", "target-rules": "application_method.target_rules", "buy-rules": "application_method.buy_rules"}


@get("/admin/promotions/rule-attribute-options/{rule_type}")
async def list_attributes(scope: AdminScope, rule_type: str, query: RuleParams) -> Tree:
    """What rules of this type may be about."""
    return {"attributes": [_shown(each) for each in _attributes(_kind(rule_type), query)]}


@get("/admin/promotions/rule-value-options/{rule_type}/{rule_attribute_id}")
async def list_values(scope: AdminScope, rule_type: str, rule_attribute_id: str, query: RuleValueParams) -> Tree:
    """The values that an attribute may be compared with, by name."""
    _look_at_fields(scope, query)
    attribute = attribute_called(_kind(rule_type), rule_attribute_id)
    if attribute is None:
        raise InvalidData(f"Invalid rule attribute - {rule_attribute_id}")
    page: Tree = {"offset": query.offset, "limit": query.limit}
    if attribute.entity is None:
        return {"values": [], "count": 0, **page}
    rows, count = await scope.query.graph_and_count(
        attribute.entity,
        fields=(attribute.key, attribute.label_column),
        filters={} if query.value is UNSET else {attribute.key: query.value},
        q=_given(query.q),
        order=_given(query.order) or (),
        with_deleted=query.with_deleted,
        limit=query.limit,
        offset=query.offset,
    )
    return {"values": [_value(attribute, row) for row in rows], "count": count, **page}


@get("/admin/promotions/{id}/{rule_type}")
async def list_rules(scope: AdminScope, id: str, rule_type: str, query: RuleTypeParams) -> Tree:
    """The rules of a type that a promotion has."""
    _look_at_fields(scope, query)
    return await _rules_of(scope, id, _kind(rule_type))


# Below these names there are batch routes, and the router looks no further once a name fits.
@get("/admin/promotions/{id}/rules", hidden=True)
async def list_own_rules(scope: AdminScope, id: str, query: RuleTypeParams) -> Tree:
    _look_at_fields(scope, query)
    return await _rules_of(scope, id, "rules")


@get("/admin/promotions/{id}/target-rules", hidden=True)
async def list_target_rules(scope: AdminScope, id: str, query: RuleTypeParams) -> Tree:
    _look_at_fields(scope, query)
    return await _rules_of(scope, id, "target-rules")


@get("/admin/promotions/{id}/buy-rules", hidden=True)
async def list_buy_rules(scope: AdminScope, id: str, query: RuleTypeParams) -> Tree:
    _look_at_fields(scope, query)
    return await _rules_of(scope, id, "buy-rules")


async def _rules_of(scope: AdminScope, id: str, kind: RuleType) -> Tree:
    """The rules, and the columns of the application method that forms show as such."""
    path = _RELATIONS[kind]
    method = ("currency_code", "type", "target_type", "apply_to_quantity", "buy_rules_min_quantity")
    fields = ("id", "type", *(f"application_method.{name}" for name in method), *(f"{path}.{name}" for name in RULE))
    found = await scope.query.graph("promotion", fields=fields, filters={"id": id}, limit=1)
    if not found:
        raise PromotionNotFound(id)
    (promotion,) = found
    own: Tree = promotion["application_method"] or {}
    rules: list[Tree] = promotion["rules"] if kind == "rules" else own.get(path.rpartition(".")[2]) or []
    known = {each.value: each for each in attributes(kind, promotion_type=promotion["type"], method_type=own.get("type"), target_type=own.get("target_type"))}
    disguised = [_disguised(each, own[each.id]) for each in known.values() if each.is_disguised and own.get(each.id) is not None]
    labels = await _labels(scope, rules, known)
    return {"rules": [*disguised, *(_labelled(rule, known.get(rule["attribute"]), labels) for rule in rules)]}


def _look_at_fields(scope: AdminScope, query: FieldParams) -> None:
    # They change nothing here, as the contract says; what no route could read is refused all the same.
    PROMOTION.selected(scope, query)


def _kind(rule_type: str) -> RuleType:
    if not _is_kind(rule_type):
        raise InvalidData(f"Invalid param rule_type ({rule_type})")
    return rule_type


def _is_kind(rule_type: str) -> TypeGuard[RuleType]:
    return rule_type in _RELATIONS


def _given(value: str | Unset) -> str | None:
    return None if value is UNSET else value


def _attributes(kind: RuleType, query: RuleParams) -> tuple[Attribute, ...]:
    return attributes(
        kind,
        promotion_type=_given(query.promotion_type),
        method_type=_given(query.application_method_type),
        target_type=_given(query.application_method_target_type),
    )


def _shown(attribute: Attribute) -> Tree:
    return {
        "id": attribute.id,
        "value": attribute.value,
        "label": attribute.label,
        "field_type": attribute.field_type,
        "required": attribute.is_required,
        "disguised": attribute.is_disguised,
        "hydrate": attribute.entity is not None,
        "operators": [{"id": each, "value": each, "label": OPERATORS[each]} for each in attribute.operators],
    }


def _value(attribute: Attribute, row: Tree) -> Tree:
    return {"value": row[attribute.key], "label": row[attribute.label_column]}


def _disguised(attribute: Attribute, value: object) -> Tree:
    # Not a row of its own: it is known by its attribute.
    return {
        **_form(attribute),
        "id": attribute.id,
        "attribute": attribute.id,
        "operator": "eq",
        "operator_label": OPERATORS["eq"],
        "description": None,
        "values": [{"id": attribute.id, "value": str(value), "label": str(value)}],
    }


def _labelled(rule: Tree, attribute: Attribute | None, labels: Mapping[str, str]) -> Tree:
    values = [{**each, "label": labels.get(each["value"], each["value"])} for each in rule["values"]]
    form = (
        _form(attribute) if attribute else {"attribute_label": rule["attribute"], "field_type": "text", "required": False, "disguised": False, "hydrate": False}
    )
    return {**rule, **form, "operator_label": OPERATORS[rule["operator"]], "values": values}


def _form(attribute: Attribute) -> Tree:
    return {
        "attribute_label": attribute.label,
        "field_type": attribute.field_type,
        "required": attribute.is_required,
        "disguised": attribute.is_disguised,
        "hydrate": attribute.entity is not None,
    }


async def _labels(scope: AdminScope, rules: list[Tree], known: Mapping[str, Attribute]) -> dict[str, str]:
    """What the values are called; one statement for each attribute that the rules are about."""
    wanted: dict[str, set[str]] = {}
    for rule in rules:
        if rule["attribute"] in known:
            wanted.setdefault(rule["attribute"], set()).update(each["value"] for each in rule["values"])
    found: dict[str, str] = {}
    for name, values in wanted.items():
        attribute = known[name]
        if attribute.entity is not None:
            fields = (attribute.key, attribute.label_column)
            rows = await scope.query.graph(attribute.entity, fields=fields, filters={attribute.key: sorted(values)}, with_deleted=True)
            found |= {row[attribute.key]: row[attribute.label_column] for row in rows}
    return found
