"""What some products of a sheet mean for the shop as it is now: what is new, and what changes. Reads only."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from merx.commerce.fulfillment import FulfillmentService
from merx.commerce.product import ProductVariant
from merx.commerce.product.workflows import NewProduct
from merx.commerce.sheet import SheetProduct
from merx.commerce.sheet.products import Problems, lines_by_field
from merx.commerce.sheet.workflows.changes import Change, change_of, matched
from merx.commerce.sheet.workflows.creations import Defaults, new_product
from merx.commerce.sheet.workflows.present import PresentProduct
from merx.commerce.sheet.workflows.references import References
from merx.commerce.store import StoreService
from merx.framework.query import View
from merx.framework.scope import Scope

UNIQUE = ("sku", "barcode", "ean", "upc")


class _Variant(View, of=ProductVariant):
    id: str
    product_id: str | None
    sku: str | None
    barcode: str | None
    ean: str | None
    upc: str | None


class Plan(Struct, kw_only=True):
    """What becomes of each product: `new`, or a `change`; `unchanged` counts those that are as the sheet says already."""

    new: list[NewProduct] = []
    changes: list[Change] = []
    unchanged: int = 0

    @property
    def to_update(self) -> int:
        return len(self.changes) + self.unchanged


class Planner:
    """Plans part after part: what was looked up once is known. Each part costs a few statements, however many rows it has."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._references = References(scope)
        self._defaults: Defaults | None = None
        self._matched: dict[str, int] = {}

    async def plan(self, products: Sequence[SheetProduct], problems: Problems) -> Plan:
        """The plan; what the shop has against it goes to `problems`, with the lines."""
        await self._look_up(products)
        present = await self._present(products)
        owners = await self._owners(products)
        defaults = await self._shop_defaults()
        plan = Plan()
        for product in products:
            before = problems.count
            known = present.get(product)
            _check_uniques(product, known, owners, problems)
            try:
                made = self._planned(product, present, defaults, problems)
            except ValueError as error:
                problems.add(product.line, str(error))
                continue
            if problems.count > before:
                continue
            if isinstance(made, NewProduct):
                plan.new.append(made)
            elif made.is_empty:
                plan.unchanged += 1
            else:
                plan.changes.append(made)
        return plan

    def _planned(self, product: SheetProduct, present: "_Present", defaults: Defaults, problems: Problems) -> NewProduct | Change:
        known = present.get(product)
        if known is None:
            return new_product(product, self._references, defaults, problems)
        line = self._matched.setdefault(known.id, product.line)
        if line != product.line:
            raise ValueError(f"the product '{known.handle}' stands at line {line} too")
        other = present.with_handle(product.handle) if isinstance(product.handle, str) else None
        if other is not None and other.id != known.id:
            raise ValueError(f"another product in the shop has the handle '{other.handle}'")
        return change_of(product, known, self._references, problems)

    async def _look_up(self, products: Sequence[SheetProduct]) -> None:
        names: dict[str, set[str]] = {}
        singles = {"type": "product_type", "collection": "product_collection", "shipping_profile": "shipping_profile"}
        lists = {"tags": "product_tag", "categories": "product_category", "sales_channels": "sales_channel"}
        for product in products:
            for field, entity in singles.items():
                value: Any = getattr(product, field)
                names.setdefault(entity, set()).update([value] if isinstance(value, str) else [])
            for field, entity in lists.items():
                names.setdefault(entity, set()).update(getattr(product, field) or ())
            regions = (price.region for variant in product.variants for price in variant.prices)
            names.setdefault("region", set()).update(region for region in regions if region is not None)
        for entity, wanted in names.items():
            await self._references.look_up(entity, wanted)

    async def _present(self, products: Sequence[SheetProduct]) -> "_Present":
        ids = sorted({product.id for product in products if product.id is not None})
        handles = sorted({product.handle for product in products if isinstance(product.handle, str)})
        found = await self._scope.query.all(PresentProduct, {"$or": [{"id": ids}, {"handle": handles}]})
        return _Present(found)

    async def _owners(self, products: Sequence[SheetProduct]) -> Mapping[tuple[str, str], _Variant]:
        wanted: list[Any] = [{field: sorted(lines_by_field(products, field))} for field in UNIQUE]
        wanted.append({"id": sorted(variant.id for product in products for variant in product.variants if variant.id is not None)})
        found = await self._scope.query.all(_Variant, {"$or": wanted})
        return {(field, value): each for each in found for field in (*UNIQUE, "id") if (value := getattr(each, field)) is not None}

    async def _shop_defaults(self) -> Defaults:
        if self._defaults is None:
            stores = await self._scope[StoreService].stores.list(limit=1)
            profiles = await self._scope[FulfillmentService].shipping_profiles.list(type="default", limit=1)
            self._defaults = Defaults(stores[0].default_sales_channel_id if stores else None, profiles[0].id if profiles else None)
        return self._defaults


class _Present:
    """The products of the shop that those of a sheet are: the one with the id, else the one with the handle."""

    def __init__(self, found: Sequence[PresentProduct]) -> None:
        self._by_id = {each.id: each for each in found}
        self._by_handle = {each.handle: each for each in found}

    def get(self, product: SheetProduct) -> PresentProduct | None:
        known = self._by_id.get(product.id or "")
        return known or (self._by_handle.get(product.handle) if isinstance(product.handle, str) else None)

    def with_handle(self, handle: str) -> PresentProduct | None:
        return self._by_handle.get(handle)


def _check_uniques(product: SheetProduct, known: PresentProduct | None, owners: Mapping[tuple[str, str], _Variant], problems: Problems) -> None:
    """What another variant of the shop has. Also if that one gives it up in this very file: in which order, nobody could tell."""
    same = matched(product, known)
    for variant in product.variants:
        owner = owners.get(("id", variant.id or ""))
        if owner is not None and (known is None or owner.product_id != known.id):
            problems.add(variant.line, f"Variant Id '{owner.id}' is a variant of another product")
        for field in UNIQUE:
            value: Any = getattr(variant, field)
            other = owners.get((field, value)) if isinstance(value, str) else None
            mine = same.get(variant.line)
            if other is not None and (mine is None or mine.id != other.id):
                word = field if field == "barcode" else field.upper()
                problems.add(variant.line, f"another variant in the shop has the {word} '{value[:80]}'")
