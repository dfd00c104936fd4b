"""The small shop beside these tests, on a database of each test's own."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from merx.framework.config import Config
from merx.framework.scope import Scope

from .shop.catalog.models import Country, Flavour, Label, Shelf, Tea, TeaFlavour, Tin
from .shop.catalog.service import CatalogService
from .shop.links import tin_stock
from .shop.sales.models import Sale, SaleLine
from .shop.sales.service import SalesService
from .shop.stock.models import Level, StockItem
from .shop.stock.service import StockService


@pytest.fixture
def merx_settings() -> Config:
    return Config(packages=(f"{__package__}.shop",))


AT = datetime(2026, 11, 21, 10, 49, 0, 123999, tzinfo=UTC)


@pytest.fixture
async def stocked(scope: Scope) -> Scope:
    """Two teas on a shelf, one with tins in stock and a sale of them."""
    catalog, stock, sales = scope[CatalogService], scope[StockService], scope[SalesService]
    await catalog.shelves.create(Shelf(id="shelf_1", label="Top"))
    await catalog.teas.create(
        [
            Tea(id="tea_1", title="Assam", rating=5, shelf_id="shelf_1", picked_at=AT, created_at=AT, updated_at=AT, metadata={"a": {"b": "c"}}),
            Tea(id="tea_2", title="50%_off \\ Darjeeling", shelf_id="shelf_1", kind="black"),
            Tea(id="tea_3", title="Gone", deleted_at=AT),
        ]
    )
    await catalog.labels.create(Label(id="label_1", tea_id="tea_1", text="fine"))
    await catalog.tins.create(
        [
            Tin(id="tin_1", tea_id="tea_1", sku="A-100", price=Decimal("9.50"), tin_rank=2),
            Tin(id="tin_2", tea_id="tea_1", sku="A-050", price=Decimal(5), tin_rank=1),
            Tin(id="tin_3", tea_id="tea_1", sku="A-OLD", deleted_at=AT),
        ]
    )
    await catalog.flavours.create([Flavour(id="flavour_1", name="malt", rank=2), Flavour(id="flavour_2", name="honey", rank=1)])
    await catalog.tea_flavours.create([TeaFlavour(tea_id="tea_1", flavour_id="flavour_1"), TeaFlavour(tea_id="tea_1", flavour_id="flavour_2")])
    await catalog.countries.create(Country(code="de", name="Germany"))
    await stock.items.create([StockItem(id="sitem_1", name="Assam 100 g"), StockItem(id="sitem_2", name="box")])
    await stock.levels.create(
        [
            Level(id="level_1", stock_item_id="sitem_1", place="here", quantity=Decimal(3)),
            Level(id="level_2", stock_item_id="sitem_1", place="there", quantity=Decimal("0.5")),
        ]
    )
    await tin_stock.add(scope, [("tin_1", "sitem_1"), ("tin_1", "sitem_2")], needed=2)
    await sales.sales.create(Sale(id="sale_1", email="a@b.c", country_code="de"))
    await sales.lines.create(
        [
            SaleLine(id="line_1", sale_id="sale_1", tin_id="tin_1", quantity=2, unit_price=Decimal("9.50")),
            SaleLine(id="line_2", sale_id="sale_1", tin_id="tin_2", quantity=1, unit_price=Decimal(5)),
        ]
    )
    return scope
