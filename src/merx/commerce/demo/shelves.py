"""The demo's catalogue, and how much of it lies where."""

from collections.abc import Mapping
from decimal import Decimal

from merx.commerce.demo.catalogue import DemoProduct, DemoVariant, catalogue
from merx.commerce.demo.places import Places
from merx.commerce.inventory import InventoryItem
from merx.commerce.inventory.workflows import create_levels
from merx.commerce.pricing import NewPrice
from merx.commerce.product.workflows import NewOption, NewProduct, NewVariant, create_category, create_collection, create_products, create_tags, create_types
from merx.framework.query import View
from merx.framework.scope import Scope

FEWEST, MOST = 12, 60
"""Pieces of an article at a location."""


class _Item(View, of=InventoryItem):
    id: str


async def fill_shelves(scope: Scope, places: Places, address: str) -> None:
    """Create everything in the catalogue, published, with pieces at all locations; pictures are served at `address`."""
    wanted = catalogue()
    categories = {each.handle: (await create_category(scope, _category(each.name, each.handle, each.description))).id for each in wanted.categories}
    collections = {each.handle: (await create_collection(scope, {"title": each.title, "handle": each.handle})).id for each in wanted.collections}
    tags = await create_tags(scope, [{"value": value} for value in sorted({tag for product in wanted.products for tag in product.tags})])
    types = await create_types(scope, [{"value": value} for value in sorted({product.type for product in wanted.products})])
    ids = {
        "category": categories,
        "collection": collections,
        "tag": {tag.value: tag.id for tag in tags},
        "type": {kind.value: kind.id for kind in types},
    }
    await create_products(scope, [_product(product, ids, places, address) for product in wanted.products])
    await _stock(scope, [variant.sku for product in wanted.products for variant in product.variants], places)


def _category(name: str, handle: str, description: str) -> dict[str, str | bool]:
    return {"name": name, "handle": handle, "description": description, "is_active": True}


def _product(product: DemoProduct, ids: Mapping[str, Mapping[str, str]], places: Places, address: str) -> NewProduct:
    return NewProduct(
        title=product.title,
        handle=product.handle,
        subtitle=product.subtitle,
        description=product.description,
        status="published",
        weight=product.weight_in_grams,
        type_id=ids["type"][product.type],
        collection_id=ids["collection"][product.collection] if product.collection else None,
        category_ids=[ids["category"][product.category]],
        tag_ids=[ids["tag"][tag] for tag in product.tags],
        images=[_url(address, name) for name in product.pictures],
        options=[NewOption(title=title, values=values) for title, values in product.options.items()],
        variants=[_variant(product, variant, address) for variant in product.variants],
        sales_channel_ids=[places.sales_channel_id],
        shipping_profile_id=places.shipping_profile_id,
    )


def _variant(product: DemoProduct, variant: DemoVariant, address: str) -> NewVariant:
    euro, dollar = variant.prices
    return NewVariant(
        title=" / ".join(variant.options.values()),
        sku=variant.sku,
        options=variant.options,
        prices=[NewPrice(amount=euro, currency_code="eur"), NewPrice(amount=dollar, currency_code="usd")],
        weight=product.weight_in_grams,
        thumbnail=_url(address, variant.picture),
    )


def _url(address: str, picture: str) -> str:
    return f"{address}/demo/images/{picture}"


async def _stock(scope: Scope, skus: list[str], places: Places) -> None:
    items = await scope.query.all(_Item, sku=skus, order="sku")
    # Some have many and some have few, the same at every start.
    await create_levels(
        scope,
        [
            {"inventory_item_id": item.id, "location_id": location_id, "stocked_quantity": Decimal(FEWEST + (7 * number + 23 * place) % (MOST - FEWEST))}
            for place, location_id in enumerate(places.location_ids)
            for number, item in enumerate(items)
        ],
    )
