"""What holds for all promotions on all carts."""

from decimal import Decimal, localcontext
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from merx.commerce.promotion import Budget, Discounts, Offer, Rule, Target, discounts
from merx.commerce.promotion.rules import all_hold
from merx.commerce.totals import EXACT, Adjustment, Cart, Line, ShippingMethod, TaxLine, cart_totals, payable, payable_parts, tax_factor

ZERO, CENT = Decimal(0), Decimal("0.01")
LOST = Decimal("1E-17")
"""A price and its discounts are quotients of their own: half of the 20th place each may be lost, once per promotion."""

rates = st.lists(st.builds(TaxLine, st.decimals(0, 40, places=2)), max_size=2).map(tuple)
names = st.sampled_from("abc")
UNTOUCHED = "x"
"""The name of lines that no promotion may touch."""
CONTEXT = {"name": "a"}
BUDGETS = (
    Budget(id="money", type="spend", limit=Decimal(50), used=Decimal("12.34")),
    Budget(id="orders", type="usage", limit=Decimal(3), used=Decimal(2)),
    Budget(id="of one", type="use_by_attribute", limit=Decimal(1), used=ZERO),
    Budget(id="money of one", type="spend_by_attribute", limit=Decimal("9.99"), used=ZERO),
    Budget(id="endless", type="spend", limit=None, used=ZERO),
)
# Mostly none, or nothing would ever meet on one line.
one_rule = st.builds(Rule, st.just("name"), st.sampled_from(["eq", "ne", "in"]), st.lists(names, min_size=1, max_size=2).map(tuple))
rules = st.just(()) | st.just(()) | st.tuples(one_rule)


@st.composite
def lines(draw: st.DrawFn) -> Line:
    price, quantity = draw(st.sampled_from([ZERO, Decimal(10)]) | st.decimals(0, 2000, places=2)), Decimal(draw(st.integers(1, 9) | st.just(5000)))
    return Line(unit_price=price, quantity=quantity, is_tax_inclusive=draw(st.booleans()), tax_lines=draw(rates), adjustments=None)


@st.composite
def methods(draw: st.DrawFn) -> ShippingMethod:
    return ShippingMethod(amount=draw(st.decimals(0, 50, places=2)), is_tax_inclusive=draw(st.booleans()), tax_lines=draw(rates), adjustments=None)


@st.composite
def offers(draw: st.DrawFn) -> Offer:
    percentage, buyget = draw(st.booleans()), draw(st.integers(0, 3)) == 0
    target = "items" if buyget else draw(st.sampled_from(["items", "items", "order", "shipping_methods"]))
    pieces: dict[str, Any] = {"apply_to_quantity": draw(st.integers(1, 3)), "buy_rules_min_quantity": draw(st.integers(1, 3))} if buyget else {}
    return Offer(
        id="",
        code="",
        type="buyget" if buyget else "standard",
        value_type="percentage" if percentage else "fixed",
        target_type=target,
        value=draw(st.sampled_from([Decimal(10), Decimal(100)]) | st.decimals("0.01", 100 if percentage else 5000, places=2)),
        allocation="across" if target == "order" else draw(st.sampled_from(["each", "across", "once"])),
        currency_code=draw(st.sampled_from([None, "eur", "eur", "eur", "usd"])),
        is_tax_inclusive=draw(st.booleans()),
        max_quantity=draw(st.none() | st.integers(1, 6)),
        limit=draw(st.none() | st.none() | st.integers(1, 4)),
        used=draw(st.integers(0, 2)),
        budget=draw(st.none() | st.none() | st.sampled_from(BUDGETS)),
        rules=draw(rules),
        target_rules=() if target == "order" else draw(rules),
        buy_rules=draw(rules) if buyget else (),
        **pieces,
    )


def _up_to(most: int, each: st.SearchStrategy[Any], *, least: int = 0) -> st.SearchStrategy[list[Any]]:
    """Lists of all lengths alike: hypothesis' own are mostly short, and two promotions would hardly ever meet."""
    return st.integers(least, most).flatmap(lambda count: st.lists(each, min_size=count, max_size=count))


named = st.tuples(lines(), st.sampled_from(["a", "a", "b", "c", UNTOUCHED]))
carts = st.tuples(_up_to(5, named), _up_to(2, methods()))
Drawn = tuple[list[tuple[Line, str]], list[ShippingMethod]]
many = _up_to(5, offers(), least=1).map(lambda found: [replace(each, id=f"promo {number}") for number, each in enumerate(found)])


def targets(drawn: Drawn) -> tuple[list[Target], list[Target]]:
    cart = Cart(items=tuple(line for line, _ in drawn[0]), shipping_methods=tuple(drawn[1]), credit_lines=None)
    totals = cart_totals(cart, exponent=2)
    items = [
        Target(
            id=f"line {number}",
            net=priced.figures.subtotal,
            gross=priced.figures.original_total,
            factor=tax_factor(line),
            unit_price=line.unit_price,
            quantity=int(line.quantity),
            is_discountable=name != UNTOUCHED,
            facts={"name": name},
        )
        for number, ((line, name), priced) in enumerate(zip(drawn[0], totals.lines, strict=True))
    ]
    sent = [
        Target(
            id=f"method {number}",
            net=priced.figures.subtotal,
            gross=priced.figures.original_total,
            factor=tax_factor(method),
            unit_price=method.amount,
            facts={},
        )
        for number, (method, priced) in enumerate(zip(drawn[1], totals.methods, strict=True))
    ]
    return items, sent


def applied(drawn: Drawn, promotions: list[Offer]) -> Discounts:
    return discounts(promotions, *targets(drawn), CONTEXT, "eur")


def discounted(drawn: Drawn, made: Discounts) -> Cart:
    """The cart with what was taken off."""

    def off(target: str) -> tuple[Adjustment, ...]:
        return tuple(Adjustment(each.amount, each.is_tax_inclusive) for each in (*made.items, *made.shipping_methods) if each.target_id == target)

    return Cart(
        items=tuple(replace(line, adjustments=off(f"line {number}")) for number, (line, _) in enumerate(drawn[0])),
        shipping_methods=tuple(replace(method, adjustments=off(f"method {number}")) for number, method in enumerate(drawn[1])),
        credit_lines=None,
    )


@given(carts, many)
def test_no_line_and_no_method_costs_less_than_nothing(drawn: Drawn, promotions: list[Offer]) -> None:
    # given
    made = applied(drawn, promotions)
    # when
    totals = cart_totals(discounted(drawn, made), exponent=2)
    # then
    assert all(each.figures.total >= -LOST and each.figures.tax_total >= -LOST for each in (*totals.lines, *totals.methods))
    assert all(each.amount > 0 for each in (*made.items, *made.shipping_methods))


@given(carts, st.integers(1, 500_000))
def test_a_fixed_amount_is_taken_off_to_the_last_digit(drawn: Drawn, cents: int) -> None:
    # given
    value = cents * CENT
    whole = Offer(id="a", code="", type="standard", value_type="fixed", target_type="order", value=value)
    items = [item for item in targets(drawn)[0] if item.is_discountable]
    # when
    made = applied(drawn, [whole])
    # then
    with localcontext(EXACT):
        there, off = sum((item.net for item in items), ZERO), sum((each.amount for each in made.items), ZERO)
        # Shares of a hundredth of a cent and less are left out.
        assert min(value, there) - off <= len(items) * Decimal("0.0001")
        assert off <= value
        if all(item.net * value > there * Decimal("0.0001") for item in items if item.net):
            assert off == min(value, there)


@given(carts, many, st.sampled_from([0, 2, 3]))
def test_what_is_taken_off_adds_up_to_the_coin_and_no_line_is_left_below_nothing(drawn: Drawn, promotions: list[Offer], exponent: int) -> None:
    # given
    made = applied(drawn, promotions)
    # when
    totals = cart_totals(discounted(drawn, made), exponent)
    parts = [each.figures for each in (*totals.lines, *totals.methods)]
    # then the coins taken off the lines are those taken off the cart, and those that are left are what is paid
    taken = payable_parts([part.discount_total for part in parts], exponent)
    left = payable_parts([part.total for part in parts], exponent)
    assert sum(taken) == payable(totals.both.discount_total, exponent)
    assert sum(left) == payable(totals.total, exponent)
    assert all(amount >= 0 for amount in (*taken, *left))


@given(carts, many, st.randoms())
def test_the_order_in_which_promotions_and_lines_are_found_changes_nothing(drawn: Drawn, promotions: list[Offer], random: Any) -> None:
    # given
    mixed, (items, sent) = list(promotions), targets(drawn)
    for found in (mixed, items, sent):
        random.shuffle(found)
    # then
    assert discounts(mixed, items, sent, CONTEXT, "eur") == applied(drawn, promotions)


@given(carts, many)
def test_no_more_is_given_than_limits_and_budgets_have_left(drawn: Drawn, promotions: list[Offer]) -> None:
    # when
    made = applied(drawn, promotions)
    # then
    given_by = {offer.id: [each.amount for each in (*made.items, *made.shipping_methods) if each.promotion_id == offer.id] for offer in promotions}
    assert all(offer.limit is None or not given_by[offer.id] or offer.used + len(given_by[offer.id]) <= offer.limit for offer in promotions)
    for budget in BUDGETS:
        amounts = [given_by[offer.id] for offer in promotions if offer.budget == budget and given_by[offer.id]]
        with localcontext(EXACT):
            more = sum((sum(each, ZERO) for each in amounts), ZERO) if budget.type.startswith("spend") else Decimal(len(amounts))
            assert budget.limit is None or budget.used + more <= budget.limit


@given(carts, many)
def test_nobody_is_given_what_is_not_for_them(drawn: Drawn, promotions: list[Offer]) -> None:
    # when
    made = applied(drawn, promotions)
    # then
    offers, facts = {offer.id: offer for offer in promotions}, {f"line {number}": name for number, (_, name) in enumerate(drawn[0])}
    for each in (*made.items, *made.shipping_methods):
        offer, found = offers[each.promotion_id], {"name": facts[each.target_id]} if each.target_id in facts else {}
        assert offer.currency_code in (None, "eur")
        assert all_hold(offer.rules, CONTEXT)
        assert all_hold(offer.target_rules, found)
        assert found.get("name") != UNTOUCHED
