"""Asking with a type: the same statement, rows of that type."""

from contextlib import aclosing
from datetime import datetime
from decimal import Decimal

import pytest

from merx.framework.app import App
from merx.framework.errors import Misconfigured, NotFound
from merx.framework.query import View
from merx.framework.scope import Scope

from .conftest import AT
from .shop.catalog.models import Label, Shelf, Tea, Tin
from .shop.catalog.service import CatalogService
from .shop.sales.models import Sale, SaleLine


class ShelfCard(View, of=Shelf):
    label: str


class LabelCard(View, of=Label):
    text: str


class TinCard(View, of=Tin):
    id: str
    price: Decimal
    quantity: Decimal


class TeaCard(View, of=Tea):
    id: str
    title: str
    picked_at: datetime | None
    metadata: dict[str, object] | None
    shelf: ShelfCard
    label: LabelCard | None
    tins: list[TinCard]


class LineTotal(View, of=SaleLine):
    total: Decimal


class SaleTotal(View, of=Sale):
    total: Decimal
    lines: list[LineTotal]


async def test_a_view_answers_with_its_type_in_one_statement(stocked: Scope, app: App) -> None:
    # given
    before = app.database.statements
    # when
    first, second = await stocked.query.all(TeaCard, {"rating": {"$ne": 1}}, order="id", context={"place": "here"})
    # then
    tins = [TinCard(id="tin_2", price=Decimal(5), quantity=Decimal(0)), TinCard(id="tin_1", price=Decimal("9.50"), quantity=Decimal(3))]
    shelf = ShelfCard(label="Top")
    at = AT.replace(microsecond=123000)
    assert first == TeaCard(id="tea_1", title="Assam", picked_at=at, metadata={"a": {"b": "c"}}, shelf=shelf, label=LabelCard(text="fine"), tins=tins)
    assert second == TeaCard(id="tea_2", title="50%_off \\ Darjeeling", picked_at=None, metadata=None, shelf=shelf, label=None, tins=[])
    assert app.database.statements == before + 1


async def test_one_is_found_by_key_or_by_what_it_equals(stocked: Scope) -> None:
    assert await stocked.query.one(LabelCard, "label_1") == LabelCard(text="fine")
    assert await stocked.query.one(LabelCard, tea_id="tea_1") == LabelCard(text="fine")
    with pytest.raises(NotFound, match="label with id: label_9 was not found"):
        await stocked.query.one(LabelCard, "label_9")


async def test_a_view_may_ask_for_what_python_computes(stocked: Scope) -> None:
    sale = await stocked.query.one(SaleTotal, "sale_1")
    assert sale == SaleTotal(total=Decimal(24), lines=[LineTotal(total=Decimal(19)), LineTotal(total=Decimal(5))])


async def test_a_view_of_nothing_is_a_builders_mistake(stocked: Scope) -> None:
    class Lost(View):
        id: str

    with pytest.raises(Misconfigured, match=r"class Lost\(View, of=\.\.\.\)"):
        await stocked.query.all(Lost)


async def test_rows_are_streamed_as_they_were_when_it_began(stocked: Scope, app: App) -> None:
    # given
    seen: list[list[str]] = []
    before = app.database.statements
    # when
    async with aclosing(stocked.query.stream(TeaCard, {"title": {"$ne": "x"}}, order="-title", size=1)) as teas:
        async for some in teas:
            seen.append([tea.title for tea in some])
            await app.scope()[CatalogService].teas.update("tea_2", title=f"Changed {len(seen)}")
    # then: one statement for the rows, and one for each change
    assert seen == [["Assam"], ["50%_off \\ Darjeeling"]]
    assert app.database.statements - before == 3
    assert await stocked.query.all(TeaCard, order="title") == [tea async for some in stocked.query.stream(TeaCard, order="title") for tea in some]
