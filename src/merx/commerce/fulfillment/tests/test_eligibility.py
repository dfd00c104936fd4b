"""Rules of shipping options, case by case."""

from typing import Any

import pytest

from merx.commerce.fulfillment import ShippingOptionRule
from merx.commerce.fulfillment.eligibility import all_hold


@pytest.mark.parametrize(
    ("operator", "value", "have", "holds"),
    [
        ("eq", "true", True, True),
        ("eq", "true", False, False),
        ("eq", "true", None, False),
        ("ne", "true", None, True),
        ("in", ["a", "b"], "b", True),
        ("in", ["a", "b"], "c", False),
        ("nin", ["a", "b"], "c", True),
        ("nin", ["a", "b"], "a", False),
        ("gt", "9", "10", True),
        ("gte", "10", 10, True),
        ("lt", "10", "9.5", True),
        ("lte", "9", "10", False),
        ("gt", "9", None, False),
        ("gt", "apple", "pear", True),
        ("lt", "nan", "1", True),
    ],
)
def test_a_rule_compares_the_contexts_value_with_its_own(operator: Any, value: Any, have: Any, *, holds: bool) -> None:
    # given
    rule = ShippingOptionRule(shipping_option_id="so", attribute="x", operator=operator, value=value)
    # when, then
    assert all_hold([rule], {"x": have}) is holds


def test_without_rules_everybody_is_served_and_one_that_fails_is_enough_to_refuse() -> None:
    # given
    rules = [ShippingOptionRule(shipping_option_id="so", attribute=name, operator="eq", value="1") for name in ("a", "b")]
    # when, then
    assert (all_hold([], {}), all_hold(rules, {"a": "1", "b": "1"}), all_hold(rules, {"a": "1"})) == (True, True, False)
