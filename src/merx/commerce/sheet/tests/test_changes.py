"""What a sheet changes of a product that is there, what it leaves alone, and how it is told which one is meant."""

from decimal import Decimal
from typing import Any

import pytest

from merx.commerce.pricing import NewPrice, NewRule
from merx.commerce.product import ProductCollection, ProductService, ProductTag
from merx.commerce.product.workflows import NewOption, NewProduct, NewVariant, create_products
from merx.commerce.region import Region
from merx.commerce.sheet import SheetRefused
from merx.commerce.sheet.tests.sheets import imported, shown, table
from merx.commerce.sheet.workflows import begin_import
from merx.framework.data import create_all
from merx.framework.scope import Scope
from merx.framework.testing.background import Background

Row = dict[str, str]


@pytest.fixture
async def mug(scope: Scope) -> dict[str, str]:
    """A mug in two sizes, with a price of every kind. Ids by name."""
    region, collection, tags = Region(name="Europe", currency_code="eur"), ProductCollection(title="W", handle="winter"), [ProductTag(value=v) for v in "ab"]
    await create_all(scope, [region, collection, *tags])
    prices = [
        NewPrice(amount=Decimal(12), currency_code="eur"),
        NewPrice(amount=Decimal(11), currency_code="eur", rules=(NewRule(attribute="region_id", value=region.id),)),
        NewPrice(amount=Decimal(9), currency_code="eur", min_quantity=Decimal(10)),
        NewPrice(amount=Decimal(8), currency_code="eur", rules=(NewRule(attribute="customer.groups.id", value="cusgroup_1"),)),
        NewPrice(amount=Decimal(14), currency_code="usd"),
    ]
    new = NewProduct(
        title="Mug",
        handle="mug",
        collection_id=collection.id,
        tag_ids=[tags[0].id],
        metadata={"kept": 1, "gone": 2},
        options=[NewOption(title="Size", values=["S", "L"])],
        variants=[NewVariant(title=size, sku=f"MUG-{size}", options={"Size": size}, prices=prices if size == "S" else ()) for size in "SL"],
    )
    (made,) = await create_products(scope, [new])
    variants = {each.sku or "": each.id for each in await scope[ProductService].variants.list(product_id=made.id)}
    return {"product": made.id, "small": variants["MUG-S"], "large": variants["MUG-L"], "region": region.id}


async def prices_of(scope: Scope, variant_id: str) -> list[tuple[Any, ...]]:
    rows = await scope.query.graph("product_variant", fields=["price_set.prices.*", "price_set.prices.price_rules.*"], filters={"id": variant_id})
    found = [(p["amount"], p["currency_code"], p["min_quantity"], [r["attribute"] for r in p["price_rules"]]) for p in rows[0]["price_set"]["prices"]]
    return sorted(found, key=str)


async def test_a_price_changes_in_its_column_and_those_of_no_column_stay(scope: Scope, background: Background, mug: Row) -> None:
    # when
    row = {"Product Id": mug["product"], "Variant Id": mug["small"], "Variant Price EUR": "13", "Variant Price Europe [EUR]": "10.5", "Variant Price USD": ""}
    await imported(scope, background, table([row]))
    # then: dollars were taken away
    assert await prices_of(scope, mug["small"]) == [
        (Decimal("10.5"), "eur", None, ["region_id"]),
        (Decimal(13), "eur", None, []),
        (Decimal(8), "eur", None, ["customer.groups.id"]),
        (Decimal(9), "eur", Decimal(10), []),
    ]


async def test_variants_are_changed_by_their_skus_alone(scope: Scope, background: Background, mug: Row) -> None:
    rows = [{"Product Handle": "mug", "Variant SKU": sku, "Variant Price SEK": amount} for sku, amount in (("MUG-S", "100"), ("MUG-L", "120"))]
    handle, _ = await imported(scope, background, table(rows))
    assert (await handle.result(1)).updated == 1
    assert [(Decimal(amount), "sek", None, []) in await prices_of(scope, mug[size]) for size, amount in (("small", 100), ("large", 120))] == [True, True]


async def test_spaces_around_options_are_no_difference(scope: Scope, background: Background) -> None:
    # given
    options = [NewOption(title=" Size", values=["S ", "M"])]
    variants = [NewVariant(title=size, sku=size, options={" Size": size}) for size in ("S ", "M")]
    await create_products(scope, [NewProduct(title="Cap", handle="cap", options=options, variants=variants)])
    option = {"Product Handle": "cap", "Variant Option 1 Name": "Size"}
    # when: M becomes L, and a new one is M
    told = [{**option, "Variant SKU": "M", "Variant Option 1 Value": "L"}, {**option, "Variant SKU": "M2", "Variant Option 1 Value": "M"}]
    await imported(scope, background, table(told))
    # then
    cap = await shown(scope, "cap")
    assert [(each["title"], [value["value"] for value in each["values"]]) for each in cap["options"]] == [(" Size", ["S ", "M", "L"])]
    assert {v["sku"]: v["options"][0]["value"] for v in cap["variants"]} == {"S ": "S ", "M": "L", "M2": "M"}


async def test_a_first_price_may_come_by_the_regions_id(scope: Scope, background: Background, mug: Row) -> None:
    await imported(scope, background, table([{"Product Handle": "mug", "Variant SKU": "MUG-L", f"Variant Price {mug['region']} [EUR]": "10"}]))
    assert await prices_of(scope, mug["large"]) == [(Decimal(10), "eur", None, ["region_id"])]


@pytest.mark.usefixtures("mug")
async def test_cells_that_are_empty_empty_and_columns_that_are_missing_leave_alone(scope: Scope, background: Background) -> None:
    # when
    row = {"Product Handle": "mug", "Product Title": "", "Product Collection Id": "", "Product Tag 1": "b", "Product Metadata": '{"kept": 1, "new": "x"}'}
    await imported(scope, background, table([row]))
    # then: a title cannot be empty
    found = await shown(scope, "mug")
    assert (found["title"], found["collection"], [tag["value"] for tag in found["tags"]]) == ("Mug", None, ["b"])
    assert (found["metadata"], len(found["variants"])) == ({"kept": 1, "new": "x"}, 2)


@pytest.mark.parametrize(
    "told",
    [
        {"Product Handle": "mug", "Variant SKU": "MUG-S"},
        {"Product Handle": "mug", "Variant Id": "{small}"},
        {"Product Id": "{product}", "Variant Option 1 Name": "Size", "Variant Option 1 Value": "S"},
        {"Product Id": "prod_of_another_shop", "Product Handle": "mug", "Variant Id": "variant_of_another_shop", "Variant SKU": "MUG-S"},
    ],
)
async def test_a_variant_is_found_by_its_id_its_sku_or_its_options(scope: Scope, background: Background, mug: Row, told: Row) -> None:
    row = {title: cell.format(**mug) for title, cell in told.items()}
    handle, _ = await imported(scope, background, table([{**row, "Variant Title": "Tiny"}]))
    assert (await handle.result(1)).updated == 1
    assert {each.id: each.title for each in await scope[ProductService].variants.list()} == {mug["small"]: "Tiny", mug["large"]: "L"}


async def test_by_its_id_a_product_gets_another_handle_and_a_variant_another_sku(scope: Scope, background: Background, mug: Row) -> None:
    row = {"Product Id": mug["product"], "Product Handle": "cup", "Variant Id": mug["small"], "Variant SKU": "CUP-S"}
    await imported(scope, background, table([row]))
    assert [v["sku"] for v in (await shown(scope, "cup"))["variants"]] == ["CUP-S", "MUG-L"]


OTHER: Row = {"Product Handle": "other", "Product Title": "Other", "Variant Title": "Other"}
CONFLICTS: list[tuple[list[Row], list[str]]] = [
    ([{"Product Id": "{product}"}, {"Product Handle": "mug"}], ["line 3: the product 'mug' stands at line 2 too"]),
    ([{"Product Id": "{product}", "Product Handle": "pot"}], ["line 2: another product in the shop has the handle 'pot'"]),
    ([{**OTHER, "Variant Id": "{small}"}], ["line 2: Variant Id '{small}' is a variant of another product"]),
    ([{**OTHER, "Variant SKU": "MUG-S"}], ["line 2: another variant in the shop has the SKU 'MUG-S'"]),
    ([{"Product Handle": "mug", "Variant Id": "{large}", "Variant SKU": "MUG-S"}], ["line 2: another variant in the shop has the SKU 'MUG-S'"]),
    (
        [
            {"Product Handle": "mug", "Variant Id": "{small}", "Variant SKU": "MUG-L"},
            {"Product Handle": "mug", "Variant Id": "{large}", "Variant SKU": "MUG-S"},
        ],
        ["line 2: another variant in the shop has the SKU 'MUG-L'", "line 3: another variant in the shop has the SKU 'MUG-S'"],
    ),
    (
        [{"Product Handle": "mug", "Variant Id": "{small}"}, {"Product Handle": "mug", "Variant SKU": "MUG-S"}],
        ["line 3: this is the variant of line 2 too: MUG-S"],
    ),
    (
        [{"Product Handle": "mug", "Variant SKU": "MUG-S", "Variant Option 1 Name": "Size", "Variant Option 1 Value": "L"}],
        ["line 2: the product has a variant with these options already: MUG-L"],
    ),
    ([{"Product Handle": "mug", "Variant Title": "No size"}], ["line 2: the variant has no options, and those of the product 'mug' are Size"]),
    ([{**OTHER}, {**OTHER, "Variant Title": "Two"}], ["line 3: the product has a variant at line 2 already, and no options to tell them apart"]),
    (
        [{**OTHER, "Variant Option 1 Name": "Size", "Variant Option 1 Value": "S"}, {**OTHER, "Variant Title": "Two"}],
        ["line 3: the variant has no options, and those of the product are Size"],
    ),
    ([{"Product Handle": "mug", "Variant SKU": "MUG-S", "Variant Price Europe [USD]": "1"}], ["line 2: the region 'Europe' has the currency eur, not usd"]),
]


async def test_what_cannot_be_meant_is_refused_by_line(scope: Scope, mug: Row) -> None:
    # given
    await create_products(scope, [NewProduct(title="Pot", handle="pot")])
    found: list[list[str]] = []
    # when
    for rows, _ in CONFLICTS:
        with pytest.raises(SheetRefused) as refused:
            await begin_import(scope, table([{title: cell.format(**mug) for title, cell in row.items()} for row in rows]), "products.csv")
        found.append(refused.value.message.splitlines()[1:])
    # then
    assert found == [[line.format(**mug) for line in lines] for _, lines in CONFLICTS]
