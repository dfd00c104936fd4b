"""The table of priorities, case by case: which of the rates that come into question is due."""

from decimal import Decimal

import pytest

from merx.commerce.tax import TaxableItem, TaxableShipping
from merx.commerce.tax.selection import Candidate, due

ITEM = TaxableItem("line", "prod", "type")
METHOD = TaxableShipping("method", "so")


def rate(name: str, *, province: bool = False, default: bool = False, combinable: bool = False, named: tuple[str, str] | None = None) -> Candidate:
    return Candidate(
        id=f"txr_{name}",
        rate=Decimal(1),
        code=name,
        name=name,
        is_default=default,
        is_combinable=combinable,
        is_province=province,
        provider_id="tp_system",
        named=frozenset([named]) if named else frozenset(),
    )


BY_PRIORITY = [
    rate("1", province=True, named=("product", "prod")),
    rate("2", province=True, named=("product_type", "type")),
    rate("3", province=True, default=True),
    rate("4", named=("product", "prod")),
    rate("5", named=("product_type", "type")),
    rate("6", default=True),
]


@pytest.mark.parametrize("first", range(6))
def test_of_several_rates_the_nearest_is_due(first: int) -> None:
    # given the rates from this priority down, in any order
    candidates = list(reversed(BY_PRIORITY[first:]))
    # when
    rates = due(ITEM, candidates)
    # then
    assert [each.code for each in rates] == [str(first + 1)]


def test_of_rates_that_are_as_near_the_older_is_due() -> None:
    # given
    older, newer = (rate(name, named=("product", "prod")) for name in ("1", "2"))
    # when
    found = [due(ITEM, candidates) for candidates in ([older, newer], [newer, older])]
    # then
    assert [[each.code for each in rates] for rates in found] == [["1"], ["1"]]


def test_shipping_looks_at_rules_for_its_option_and_at_no_others() -> None:
    # given
    candidates = [*BY_PRIORITY, rate("option", named=("shipping_option", "so"))]
    # when
    rates = due(METHOD, candidates), due(METHOD, [each for each in candidates if not each.is_province])
    # then the province's default comes before a rule of the country
    assert [[each.code for each in found] for found in rates] == [["3"], ["option"]]


@pytest.mark.parametrize(
    ("best", "codes"),
    [
        (rate("p", province=True, default=True, combinable=True), ["p", "4"]),
        (rate("p", province=True, default=True), ["p"]),
        (rate("p", province=True, named=("product", "prod"), combinable=True), ["p", "4"]),
    ],
)
def test_a_provinces_rate_that_combines_adds_the_countrys_best(best: Candidate, codes: list[str]) -> None:
    # given
    candidates = [best, *BY_PRIORITY[3:]]
    # when
    rates = due(ITEM, candidates)
    # then
    assert [each.code for each in rates] == codes


def test_a_countrys_rate_that_combines_stands_alone() -> None:
    assert [each.code for each in due(ITEM, [rate("c", default=True, combinable=True)])] == ["c"]


def test_what_nothing_is_known_of_bears_the_default() -> None:
    assert [each.code for each in due(TaxableItem("line"), BY_PRIORITY)] == ["3"]


def test_a_rate_without_a_number_is_zero_percent_and_no_rate_is_no_line() -> None:
    # given
    free = Candidate(id="txr", rate=None, code="free", name="Free", is_default=True, is_combinable=False, is_province=False, provider_id=None)
    # when
    rates, nothing = due(ITEM, [free]), due(ITEM, [])
    # then
    assert ([(each.code, each.rate) for each in rates], nothing) == ([("free", Decimal(0))], [])
