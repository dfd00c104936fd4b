"""Which taxes are due where: the shop's own tables, through one statement."""

from decimal import Decimal

import pytest

from merx.commerce.tax import NewTaxRate, NewTaxRegion, TaxableItem, TaxableShipping, TaxAddress, TaxProvider, TaxService
from merx.commerce.tax.errors import ParentRegionMissing
from merx.commerce.tax.workflows import (
    create_tax_rate,
    create_tax_region,
    delete_tax_rate,
    delete_tax_region,
    remove_tax_rate_rule,
    sync_providers,
    tax_lines_for,
)
from merx.framework.scope import Scope

GERMANY = TaxAddress("DE")
NO_PARENT = (
    "Province region must belong to a parent region. You are trying to create a province region with (country: fr, province: 75) but parent does not exist"
)


async def _germany(scope: Scope) -> str:
    await sync_providers(scope)
    rate = NewTaxRate(code="vat", name="VAT", rate=Decimal(19))
    return (await create_tax_region(scope, NewTaxRegion(country_code="DE", provider_id="tp_system", default_rate=rate))).id


async def test_a_line_bears_the_countrys_default_rate_and_so_does_its_shipping(scope: Scope) -> None:
    # given
    await _germany(scope)
    (rate,) = await scope[TaxService].rates.list()
    # when
    due = await tax_lines_for(scope, [TaxableItem("line", "prod", None)], [TaxableShipping("method", "so")], GERMANY)
    # then
    assert {key: [(t.rate, t.code, t.name, t.tax_rate_id, t.provider_id) for t in lines] for key, lines in due.items()} == {
        "line": [(Decimal(19), "vat", "VAT", rate.id, "tp_system")],
        "method": [(Decimal(19), "vat", "VAT", rate.id, "tp_system")],
    }


async def test_a_hundred_lines_cost_one_statement(scope: Scope) -> None:
    # given
    await _germany(scope)
    before = scope.app.database.statements
    # when
    due = await tax_lines_for(scope, [TaxableItem(f"line{n}", f"prod{n}", f"type{n}") for n in range(100)], [], GERMANY)
    # then
    assert (len(due), scope.app.database.statements - before) == (100, 1)


async def test_a_products_own_rate_in_the_province_adds_the_countrys_when_it_combines(scope: Scope) -> None:
    # given
    await _germany(scope)
    bavaria = await create_tax_region(scope, NewTaxRegion(country_code="de", province_code="BY"))
    beer = NewTaxRate(code="beer", name="Beer", rate=Decimal("2.5"), is_combinable=True, rules=[("product", "prod_beer")])
    await create_tax_rate(scope, bavaria.id, beer)
    items = [TaxableItem("beer", "prod_beer", None), TaxableItem("bread", "prod_bread", None)]
    # when
    at_home = await tax_lines_for(scope, items, [], TaxAddress("de", "by"))
    elsewhere = await tax_lines_for(scope, items, [], TaxAddress("de", "be"))
    # then
    assert {key: [t.code for t in lines] for key, lines in at_home.items()} == {"beer": ["beer", "vat"], "bread": ["vat"]}
    assert {key: [t.code for t in lines] for key, lines in elsewhere.items()} == {"beer": ["vat"], "bread": ["vat"]}


async def test_a_province_of_the_same_code_in_another_country_is_another(scope: Scope) -> None:
    # given
    await _germany(scope)
    await create_tax_region(scope, NewTaxRegion(country_code="ch", provider_id="tp_system"))
    await create_tax_region(scope, NewTaxRegion(country_code="ch", province_code="by", default_rate=NewTaxRate(code="swiss", name="S", rate=Decimal(8))))
    # when
    due = await tax_lines_for(scope, [TaxableItem("line", "prod", None)], [], TaxAddress("de", "by"))
    # then
    assert [each.code for each in due["line"]] == ["vat"]


async def test_without_a_region_for_the_country_nothing_is_due(scope: Scope) -> None:
    # given
    await _germany(scope)
    # when
    due = await tax_lines_for(scope, [TaxableItem("line", "prod", None)], [], TaxAddress("fr"))
    # then
    assert due == {}


async def test_rules_and_rates_that_are_deleted_are_due_no_more(scope: Scope) -> None:
    # given
    country = await _germany(scope)
    books = await create_tax_rate(scope, country, NewTaxRate(code="books", name="Books", rate=Decimal(7), rules=[("product", "book"), ("product", "map")]))
    items = [TaxableItem("book", "book", None), TaxableItem("map", "map", None)]
    service = scope[TaxService]
    default, rule = await service.rates.first(code="vat"), await service.rate_rules.first(reference_id="map")
    assert default is not None
    assert rule is not None

    async def due() -> dict[str, list[str]]:
        return {key: [t.code for t in lines] for key, lines in (await tax_lines_for(scope, items, [], GERMANY)).items()}

    before = await due()
    # when
    found = []
    for gone in (remove_tax_rate_rule(scope, books.id, rule.id), delete_tax_rate(scope, books.id), delete_tax_rate(scope, default.id)):
        await gone
        found.append(await due())
    # then
    assert before == {"book": ["books"], "map": ["books"]}
    assert found == [{"book": ["books"], "map": ["vat"]}, {"book": ["vat"], "map": ["vat"]}, {}]


async def test_deleting_a_country_deletes_its_provinces_rates_and_rules(scope: Scope) -> None:
    # given
    country = await _germany(scope)
    bavaria = await create_tax_region(scope, NewTaxRegion(country_code="de", province_code="by"))
    await create_tax_rate(scope, bavaria.id, NewTaxRate(code="b", name="B", rules=[("product", "p")]))
    service = scope[TaxService]
    # when
    await delete_tax_region(scope, country)
    # then
    assert [await service.regions.count(), await service.rates.count(), await service.rate_rules.count()] == [0, 0, 0]
    assert [await service.regions.count(with_deleted=True), await service.rates.count(with_deleted=True)] == [2, 2]


async def test_the_rows_of_providers_follow_the_code_that_is_there(scope: Scope) -> None:
    # given a provider whose code is gone
    await scope[TaxService].providers.create(TaxProvider(id="tp_gone"))
    # when
    await sync_providers(scope)
    await sync_providers(scope)
    # then
    rows = await scope[TaxService].providers.list()
    assert [(row.id, row.is_enabled) for row in rows] == [("tp_gone", False), ("tp_system", True)]


@pytest.mark.parametrize(
    ("new", "message"),
    [
        (NewTaxRegion(country_code="fr"), "Provider is required when creating a non-province tax region."),
        (NewTaxRegion(country_code="fr", province_code="75"), NO_PARENT),
    ],
)
async def test_a_region_that_cannot_be_is_refused_and_nothing_is_written(scope: Scope, new: NewTaxRegion, message: str) -> None:
    # given
    await _germany(scope)
    # when
    with pytest.raises(Exception, match=r".") as refused:
        await create_tax_region(scope, new)
    # then
    assert str(refused.value) == message
    assert await scope[TaxService].regions.count() == 1


async def test_a_province_stands_below_its_own_country_only(scope: Scope) -> None:
    # given
    germany = await _germany(scope)
    # when
    with pytest.raises(Exception, match=r"parent expects \(country: de\)"):
        await create_tax_region(scope, NewTaxRegion(country_code="fr", province_code="75", parent_id=germany))
    # then
    assert await scope[TaxService].regions.count() == 1


async def test_below_a_province_there_is_nothing(scope: Scope) -> None:
    # given
    germany = await _germany(scope)
    bavaria = await create_tax_region(scope, NewTaxRegion(country_code="de", province_code="by", parent_id=germany))
    # when
    with pytest.raises(ParentRegionMissing):
        await create_tax_region(scope, NewTaxRegion(country_code="de", province_code="by-1", parent_id=bavaria.id))
    # then
    assert await scope[TaxService].regions.count() == 2
