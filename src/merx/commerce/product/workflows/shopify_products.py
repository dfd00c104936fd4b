"""Products of an export as products of ours: some of them at a time, with their prices, pieces and pictures."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from msgspec import Struct

from merx.commerce.inventory import InventoryItem, InventoryLevel
from merx.commerce.pricing import NewPrice, Price, PriceSet
from merx.commerce.product import Product, ProductVariant
from merx.commerce.product.shopify import ShopifyProduct, ShopifyVariant
from merx.commerce.product.workflows.create_products import create_products
from merx.commerce.product.workflows.delete_products import delete_products
from merx.commerce.product.workflows.new_product import NewOption, NewPart, NewProduct, NewVariant
from merx.commerce.product.workflows.shopify_place import Place
from merx.framework.data import create_all
from merx.framework.query import View
from merx.framework.scope import Scope


class Made(Struct, kw_only=True):
    """What some products of a file became."""

    product_ids: list[str] = []
    variants: int = 0
    images: int = 0
    existing: list[str] = []
    notes: list[str] = []


class _Product(View, of=Product):
    handle: str


class _Taken(View, of=ProductVariant):
    sku: str | None
    barcode: str | None


class _Level(View, of=InventoryLevel):
    location_id: str


class _Item(View, of=InventoryItem):
    id: str
    sku: str
    location_levels: list[_Level]


class _PriceSet(View, of=PriceSet):
    id: str


class _Priced(View, of=ProductVariant):
    product_id: str
    variant_rank: int
    price_set: _PriceSet


async def create_imported(scope: Scope, products: Sequence[ShopifyProduct], place: Place) -> Made:
    """Create those whose handle is new. A SKU or barcode that another variant in the shop has is left to that one, and noted."""
    known = {each.handle for each in await scope.query.all(_Product, handle=[product.handle for product in products])}
    new = [product for product in products if product.handle not in known]
    made = Made(existing=[product.handle for product in products if product.handle in known])
    if not new:
        return made
    made.notes = await _leave_taken(scope, new)
    shelves = await _Shelves.of(scope, new, place)
    await create_all(scope, shelves.rows)
    created = await create_products(scope, [_product(product, place, shelves) for product in new])
    await _put_on_sale(scope, new, created, place)
    made.product_ids = [product.id for product in created]
    made.variants = sum(len(product.variants) for product in new)
    made.images = sum(len(product.images) for product in new)
    return made


async def delete_imported(scope: Scope, made: Made) -> None:
    """Take away what `create_imported` made. Safe to repeat. Raises `InvalidData` if somebody has bought of it."""
    await delete_products(scope, made.product_ids)


async def _leave_taken(scope: Scope, products: Sequence[ShopifyProduct]) -> list[str]:
    variants = [variant for product in products for variant in product.variants]
    wanted = {"$or": [{"sku": [v.sku for v in variants if v.sku]}, {"barcode": [v.barcode for v in variants if v.barcode]}]}
    found = await scope.query.all(_Taken, wanted)
    skus, barcodes = {each.sku for each in found if each.sku}, {each.barcode for each in found if each.barcode}
    notes: list[str] = []
    for variant in variants:
        if variant.sku in skus:
            notes.append(f"line {variant.line}: another variant in the shop has the SKU '{variant.sku}'; this one is taken without")
            variant.sku, variant.duplicate_sku = None, variant.sku
        if variant.barcode in barcodes:
            notes.append(f"line {variant.line}: another variant in the shop has the barcode '{variant.barcode}'; this one is taken without")
            variant.barcode, variant.duplicate_barcode = None, variant.barcode
    return notes


class _Shelves:
    """What is counted of each variant, by its line, and the rows that are new for it."""

    def __init__(self) -> None:
        self.parts: dict[int, NewPart] = {}
        self.rows: list[InventoryItem | InventoryLevel] = []

    @classmethod
    async def of(cls, scope: Scope, products: Sequence[ShopifyProduct], place: Place) -> "_Shelves":
        # An item may outlive the variant it was made for: the same SKU is the same thing on the shelf.
        found = await scope.query.all(_Item, sku=[v.sku for p in products for v in p.variants if v.sku and v.is_tracked])
        items = {item.sku: item for item in found}
        shelves = cls()
        for product, variant in ((p, v) for p in products for v in p.variants if v.is_tracked):
            known = items.get(variant.sku) if variant.sku else None
            shelves.add(product, variant, place, known)
        return shelves

    def add(self, product: ShopifyProduct, variant: ShopifyVariant, place: Place, known: _Item | None) -> None:
        if known is None:
            made = _item(product, variant)
            self.rows.append(made)
            item_id, counted_at = made.id, set[str]()
        else:
            item_id, counted_at = known.id, {level.location_id for level in known.location_levels}
        if place.location_id not in counted_at:
            self.rows.append(InventoryLevel(inventory_item_id=item_id, location_id=place.location_id, stocked_quantity=Decimal(variant.quantity)))
        self.parts[variant.line] = NewPart(inventory_item_id=item_id)


def _item(product: ShopifyProduct, variant: ShopifyVariant) -> InventoryItem:
    title = _variant_title(variant)
    return InventoryItem(
        sku=variant.sku,
        title=product.title if len(product.variants) == 1 else f"{product.title}, {title}",
        weight=_weight(variant),
        requires_shipping=variant.requires_shipping,
        thumbnail=variant.image or next(iter(product.images), None),
    )


def _product(product: ShopifyProduct, place: Place, shelves: _Shelves) -> NewProduct:
    return NewProduct(
        title=product.title,
        handle=product.handle,
        description=product.description,
        status="published" if product.is_published else "draft",
        is_giftcard=product.is_giftcard,
        discountable=not product.is_giftcard,
        type_id=place.types[product.type] if product.type else None,
        tag_ids=[place.tags[tag] for tag in product.tags],
        images=product.images,
        options=[
            NewOption(title=name, values=list(dict.fromkeys(variant.options[place_of] for variant in product.variants)))
            for place_of, name in enumerate(product.option_names)
        ],
        variants=[_variant(product, variant, place, shelves) for variant in product.variants],
        sales_channel_ids=[place.sales_channel_id] if place.sales_channel_id else [],
        shipping_profile_id=place.shipping_profile_id,
        metadata=_given(vendor=product.vendor, seo_title=product.seo_title, seo_description=product.seo_description),
    )


def _variant(product: ShopifyProduct, variant: ShopifyVariant, place: Place, shelves: _Shelves) -> NewVariant:
    part = shelves.parts.get(variant.line)
    return NewVariant(
        title=_variant_title(variant),
        options=dict(zip(product.option_names, variant.options, strict=True)),
        prices=[NewPrice(amount=max(variant.price, variant.compare_at or variant.price), currency_code=place.currency_code)],
        inventory_items=[] if part is None else [part],
        sku=variant.sku,
        barcode=variant.barcode,
        manage_inventory=variant.is_tracked,
        allow_backorder=variant.allow_backorder,
        weight=_weight(variant),
        thumbnail=variant.image,
        metadata=_given(shopify_sku=variant.duplicate_sku, shopify_barcode=variant.duplicate_barcode),
    )


def _variant_title(variant: ShopifyVariant) -> str:
    return " / ".join(variant.options)


def _weight(variant: ShopifyVariant) -> Decimal | None:
    return None if variant.grams is None else Decimal(variant.grams)


def _given(**values: str | None) -> dict[str, Any] | None:
    return {name: value for name, value in values.items() if value is not None} or None


async def _put_on_sale(scope: Scope, products: Sequence[ShopifyProduct], created: Sequence[Product], place: Place) -> None:
    """The price to compare with is what a variant costs; what it is sold for stands on the sale's list, so that both are shown."""
    lower = {(row.id, rank): variant.price for row, product in zip(created, products, strict=True) for rank, variant in _on_sale(product)}
    if not lower:
        return
    found = await scope.query.all(_Priced, product_id=sorted({product_id for product_id, _ in lower}))
    sets = {(each.product_id, each.variant_rank): each.price_set.id for each in found}
    await create_all(
        scope,
        [Price(price_set_id=sets[key], price_list_id=place.price_list_id, currency_code=place.currency_code, amount=amount) for key, amount in lower.items()],
    )


def _on_sale(product: ShopifyProduct) -> Iterator[tuple[int, ShopifyVariant]]:
    return ((rank, variant) for rank, variant in enumerate(product.variants) if variant.compare_at is not None and variant.compare_at > variant.price)
