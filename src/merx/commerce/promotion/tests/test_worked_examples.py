"""discounts.md, executed."""

import re
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from merx.commerce.promotion import Budget, Discount, Offer, Rule, Target, discounts, holds
from merx.commerce.promotion.discounts import in_order
from merx.commerce.promotion.tests.worked_examples import Row, table
from merx.commerce.totals import Cart, Line, TaxLine, cart_totals

NAMES = "ABC"
FACTOR = Decimal("1.19")
_VALUE = re.compile(r"(?P<amount>[\d.]+)(?P<percent>%?)(?P<inclusive>i?)")
_PIECES = re.compile(r"(?P<count>\d) (?P<line>[ABC])")


def items(text: str, *, inclusive: bool = False) -> list[Target]:
    """The lines of a cell, with what they cost on either side of the tax."""
    found = [each.split(" ")[::2] for each in text.split(", ")]
    lines = [
        Line(unit_price=Decimal(price), quantity=Decimal(count), is_tax_inclusive=inclusive, tax_lines=(TaxLine(Decimal(19)),), adjustments=None)
        for count, price in found
    ]
    totals = cart_totals(Cart(items=tuple(lines), shipping_methods=None, credit_lines=None), exponent=2)
    return [
        Target(
            id=name,
            net=priced.figures.subtotal,
            gross=priced.figures.original_total,
            factor=FACTOR,
            unit_price=line.unit_price,
            quantity=int(line.quantity),
            facts={"name": name},
        )
        for name, line, priced in zip(NAMES, lines, totals.lines, strict=False)
    ]


def offer(value: str, **more: Any) -> Offer:
    found = _VALUE.fullmatch(value)
    assert found, value
    facts = {"id": value, "code": value, "type": "standard", "target_type": "items", "value_type": "percentage" if found["percent"] else "fixed"}
    return Offer(**{**facts, "value": Decimal(found["amount"]), "is_tax_inclusive": bool(found["inclusive"]), **more})


def taken(targets: list[Target], found: list[Discount]) -> list[str]:
    """What is off each target, as the tables write it."""
    return [" + ".join(f"{each.amount:.6f}" for each in found if each.target_id == target.id) or "0.000000" for target in targets]


def expected(cell: str) -> list[str]:
    return [" + ".join(f"{Decimal(amount):.6f}" for amount in part.split(" + ")) for part in cell.split(", ")]


def most(row: Row) -> int | None:
    return int(row["max"]) if row["max"] else None


@pytest.mark.parametrize("row", table("One promotion"), ids=lambda row: row["case"])
def test_one_promotion_takes_off_what_its_example_says(row: Row) -> None:
    lines = items(row["lines"], inclusive=row["prices with tax"] == "yes")
    made = discounts([offer(row["value"], allocation=row["allocation"], max_quantity=most(row))], lines, [], {}, "eur")
    assert taken(lines, made.items) == expected(row["takes off"])


@pytest.mark.parametrize("row", table("Several promotions"), ids=lambda row: row["case"])
def test_promotions_apply_one_after_the_other(row: Row) -> None:
    # given
    lines = items(row["lines"])
    offers: list[Offer] = []
    for number, text in enumerate(row["promotions"].split("; ")):
        value, allocation, *pieces = text.split(" ")
        offers.append(offer(value, allocation=allocation, max_quantity=int(pieces[0]) if pieces else None, id=str(number)))
    # when
    made = discounts(offers, lines, [], {}, "eur")
    # then
    assert taken(lines, made.items) == expected(row["takes off"])


@pytest.mark.parametrize("row", table("Buy and get"), ids=lambda row: row["case"])
def test_who_buys_gets(row: Row) -> None:
    # given
    lines = items(row["lines"])
    buys, gets = _PIECES.fullmatch(row["buys"]), _PIECES.fullmatch(row["gets"])
    assert buys
    assert gets
    gift = offer(
        row["value"],
        type="buyget",
        allocation="each",
        max_quantity=most(row),
        buy_rules_min_quantity=int(buys["count"]),
        apply_to_quantity=int(gets["count"]),
        buy_rules=(Rule("name", "eq", (buys["line"],)),),
        target_rules=(Rule("name", "eq", (gets["line"],)),),
    )
    # when
    made = discounts([gift], lines, [], {}, "eur")
    # then
    assert taken(lines, made.items) == expected(row["takes off"])


def test_what_is_bought_and_given_goes_before_what_takes_more_off() -> None:
    # given
    half = offer("50%", allocation="across")
    gift = offer("10%", type="buyget", allocation="each", buy_rules_min_quantity=1, apply_to_quantity=1)
    (line,) = items("2 x 10")
    # when
    made = discounts([half, gift], [line], [], {}, "eur")
    # then half is taken off the 19 that the gift left, not off 20
    assert [(each.promotion_id, each.amount) for each in made.items] == [("10%", Decimal(1)), ("50%", Decimal("9.5"))]


@pytest.mark.parametrize(("name", "first"), [("buy_rules_min_quantity", 3), ("apply_to_quantity", 2)])
def test_of_gifts_of_one_value_the_one_that_asks_and_gives_most_goes_first(name: str, first: int) -> None:
    # given
    small = offer("10%", id="a", type="buyget", buy_rules_min_quantity=1, apply_to_quantity=1)
    large = replace(small, id="b", **{name: first})
    # then
    assert [each.id for each in in_order([small, large])] == ["b", "a"]


def test_pieces_that_make_one_gift_make_no_other() -> None:
    # given
    first = offer("100%", id="first", code="first", type="buyget", allocation="each")
    second = replace(first, id="second", code="second")
    (line,) = items("3 x 10")
    # when
    made = discounts([first, second], [line], [], {}, "eur")
    # then the one piece that is left is no gift, as nothing is bought with it
    assert [(each.promotion_id, each.amount) for each in made.items] == [("first", Decimal(10))]


def test_a_gift_that_is_left_out_leaves_its_pieces_to_the_next() -> None:
    # given a gift of a piece of each line, which is two uses where one is left
    first = offer("100%", id="first", code="first", type="buyget", allocation="each", max_quantity=2, limit=1)
    second = replace(first, id="second", code="second", limit=None)
    # when
    made = discounts([first, second], items("2 x 10, 2 x 10"), [], {}, "eur")
    # then
    assert made.skipped == {"first": "promotion_limit_exceeded"}
    assert [(each.promotion_id, each.target_id, each.amount) for each in made.items] == [("second", "A", Decimal(10)), ("second", "B", Decimal(10))]
    # when two are left
    made = discounts([replace(first, limit=2), second], items("2 x 10, 2 x 10"), [], {}, "eur")
    # then
    assert made.skipped == {}
    assert {each.promotion_id for each in made.items} == {"first"}


def test_a_promotion_is_one_use_of_a_budget_on_however_many_lines() -> None:
    # given a budget of two uses
    budget = Budget(id="two", type="usage", limit=Decimal(2), used=Decimal(0))
    promotions = [offer(value, code=value, allocation="across", budget=budget) for value in ("10%", "5%", "1%")]
    # when
    made = discounts(promotions, items("1 x 100, 1 x 50"), [], {}, "eur")
    # then
    assert [each.code for each in made.items] == ["10%", "10%", "5%", "5%"]
    assert made.skipped == {"1%": "campaign_budget_exceeded"}


def test_a_budget_of_money_is_given_to_the_last_coin_and_the_code_says_that_it_is_over() -> None:
    # given
    budget = Budget(id="twenty", type="spend", limit=Decimal(20), used=Decimal(10))
    # when
    made = discounts([offer("10", code="ten", allocation="each", budget=budget)], items("1 x 100, 1 x 50"), [], {}, "eur")
    # then
    assert [(each.target_id, each.amount) for each in made.items] == [("A", Decimal(10))]
    assert made.skipped == {"ten": "campaign_budget_exceeded"}


@pytest.mark.parametrize("row", table("Shipping"), ids=lambda row: row["case"])
def test_shipping_costs_less(row: Row) -> None:
    amounts = [Decimal(amount) for amount in row["methods"].split(", ")]
    methods = [Target(id=str(number), net=each, gross=each * FACTOR, factor=FACTOR, unit_price=each, facts={}) for number, each in enumerate(amounts)]
    made = discounts([offer(row["value"], target_type="shipping_methods", allocation=row["allocation"], max_quantity=most(row))], [], methods, {}, "eur")
    assert taken(methods, made.shipping_methods) == expected(row["takes off"])
    assert not any(each.is_tax_inclusive for each in made.shipping_methods)


@pytest.mark.parametrize("row", table("Rules"), ids=lambda row: f"{row['context']} {row['operator']} {row['values']}")
def test_a_rule_holds_or_does_not(row: Row) -> None:
    # given the values both as a list, and below one
    context = {"name": [{"of": {"it": value}} for value in row["context"].split(", ") if value]}
    rule = Rule("name.of.it", row["operator"], tuple(row["values"].split(", ")))
    # then
    assert holds(rule, context) is (row["holds"] == "yes")


@pytest.mark.parametrize(
    ("fact", "text"), [(True, "true"), (False, "false"), (Decimal("10.00"), "10"), (Decimal("0.50"), "0.5"), (Decimal("1E+2"), "100"), (3, "3")]
)
def test_a_rule_reads_facts_as_json_writes_them(fact: object, text: str) -> None:
    assert holds(Rule("fact", "eq", (text,)), {"fact": fact})
