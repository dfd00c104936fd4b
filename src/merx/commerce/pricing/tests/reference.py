"""The choice of a price, as the rules read (one price set): what the SQL is compared with."""

from decimal import Decimal
from typing import Any


def matches(rule: dict[str, Any], context: dict[str, Any]) -> bool:
    value = context.get(rule["attribute"])
    if isinstance(value, list):
        return rule["value"] in value
    if isinstance(value, int):
        a, b = Decimal(value), Decimal(rule["value"])
        return {"eq": a == b, "gt": a > b, "gte": a >= b, "lt": a < b, "lte": a <= b}[rule["operator"]]
    return value is not None and rule["value"] == value


def list_matches(rule: dict[str, Any], context: dict[str, Any]) -> bool:
    value = context.get(rule["attribute"])
    return any(str(each) in rule["value"] for each in (value if isinstance(value, list) else [value]))


def counts(listed: dict[str, Any], context: dict[str, Any]) -> bool:
    """Whether a list is active, begun, not over, there and for this context. Its dates are in hours from now."""
    is_open = listed["status"] == "active" and not listed["deleted"] and (listed["starts"] or -1) < 0 and (listed["ends"] or 1) > 0
    return is_open and all(list_matches(rule, context) for rule in listed["rules"])


def choose(prices: list[dict[str, Any]], currency: str, quantity: int | None, context: dict[str, Any]) -> tuple[Any, Any] | None:
    """The calculated price and the original one, or None. A price's `list` is its list or None."""
    asked = 1 if quantity is None else quantity
    fit = [p for p in prices if p["currency"] == currency and (p["min"] or asked) <= asked and (quantity is None or (p["max"] or asked) >= asked)]
    fit = [p for p in fit if not p["deleted"] and all(matches(rule, context) for rule in p["rules"])]
    fit = [p for p in fit if p["list"] is None or counts(p["list"], context)]
    fit.sort(key=lambda p: (-len(p["rules"]) - len((p["list"] or {"rules": []})["rules"]), p["amount"], p["id"]))
    base = next((p for p in fit if p["list"] is None), None)
    listed = next((p for p in fit if p["list"] is not None), None)
    override = next((p for p in fit if p["list"] is not None and p["list"]["type"] == "override"), None)
    if listed is None:
        return (base, base) if base else None
    if listed["list"]["type"] == "override":
        return listed, listed
    calculated = listed if base is None or listed["amount"] < base["amount"] else base
    return calculated, override or base or listed
