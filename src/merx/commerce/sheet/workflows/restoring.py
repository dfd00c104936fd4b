"""Products as they were before an import changed them: their rows, kept and put back, to the last column."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from merx.commerce.inventory import InventoryService
from merx.commerce.pricing import Price, PriceRule, PricingService
from merx.commerce.product import (
    Product,
    ProductCategoryProduct,
    ProductImage,
    ProductOptionValue,
    ProductProductOption,
    ProductProductOptionValue,
    ProductService,
    ProductTagProduct,
    ProductVariant,
    ProductVariantOption,
    ProductVariantProductImage,
)
from merx.commerce.product.links import product_sales_channels, product_shipping_profile, variant_inventory_items, variant_price_set
from merx.framework.data import Link, Model, Record, Repository, create_all
from merx.framework.scope import Scope

_OF_PRODUCTS = {"channels": product_sales_channels, "profiles": product_shipping_profile}
_OF_VARIANTS = {"parts": variant_inventory_items, "price_sets": variant_price_set}


class Before(Struct, kw_only=True):
    """The rows of some products that an import may change."""

    products: list[Product]
    variants: list[ProductVariant]
    images: list[ProductImage]
    variant_images: list[ProductVariantProductImage]
    tags: list[ProductTagProduct]
    categories: list[ProductCategoryProduct]
    product_options: list[ProductProductOption]
    offered: list[ProductProductOptionValue]
    values: list[ProductOptionValue]
    choices: list[ProductVariantOption]
    prices: list[Price]
    price_rules: list[PriceRule]
    links: dict[str, list[Any]]
    """Rows of links, by what they join, as plain data."""


async def rows_of(scope: Scope, product_ids: Sequence[str]) -> Before:
    """As they are now. A statement for each kind of row, however many products."""
    service, pricing, ids = scope[ProductService], scope[PricingService], list(product_ids)
    variants = await service.variants.list(product_id=ids)
    images = await service.images.list(product_id=ids)
    options = await service.product_options.list(product_id=ids)
    keys = [variant.id for variant in variants]
    links = {name: await link.linked(scope, left=ids) for name, link in _OF_PRODUCTS.items()}
    links |= {name: await link.linked(scope, left=keys) for name, link in _OF_VARIANTS.items()}
    prices = await pricing.prices.list(price_set_id=[row.price_set_id for row in links["price_sets"]], price_list_id=None)
    return Before(
        products=await service.products.list(id=ids),
        variants=variants,
        images=images,
        variant_images=await service.variant_images.list(image_id=[image.id for image in images]),
        tags=await service.product_tags.list(product_id=ids),
        categories=await service.category_products.list(product_id=ids),
        product_options=options,
        offered=await service.product_option_values.list(product_product_option_id=[each.id for each in options]),
        values=await service.option_values.list(option_id=[each.product_option_id for each in options]),
        choices=await service.variant_options.list(variant_id=keys),
        prices=prices,
        price_rules=await pricing.price_rules.list(price_id=[price.id for price in prices]),
        links=links,
    )


async def put_back(scope: Scope, before: Before) -> None:
    """Make these rows what they were, and remove those that came since. Safe to repeat. Variants that came since stay."""
    now = await rows_of(scope, [product.id for product in before.products])
    # What is new goes, what refers to others first; then what was comes back, what is referred to first.
    service, pricing = scope[ProductService], scope[PricingService]
    items = {row.inventory_item_id for row in now.links["parts"] if row.variant_id in {each.id for each in before.variants}}
    await _remove(pricing.price_rules, now.price_rules, before.price_rules)
    await _remove(pricing.prices, now.prices, before.prices)
    await _remove(service.product_option_values, now.offered, before.offered)
    await _remove(service.product_options, now.product_options, before.product_options)
    await _remove(service.images, now.images, before.images)
    await service.products.upsert(before.products)
    await service.variants.upsert(before.variants)
    await service.images.upsert(before.images)
    await service.variant_images.upsert(before.variant_images)
    await service.product_options.upsert(before.product_options)
    await _put_back_pairs(scope, before)
    await _put_back_values(scope, now, before)
    await pricing.prices.upsert(before.prices)
    await pricing.price_rules.upsert(before.price_rules)
    await _put_back_links(scope, before)
    await scope[InventoryService].items.soft_delete(sorted(items - {row["inventory_item_id"] for row in before.links["parts"]}))


async def _remove(rows: Repository[Any], now: Iterable[Model], before: Iterable[Model]) -> None:
    await rows.delete(sorted({row.id for row in now} - {row.id for row in before}))


async def _put_back_pairs(scope: Scope, before: Before) -> None:
    service = scope[ProductService]
    ids = [product.id for product in before.products]
    await service.product_tags.delete({"product_id": ids})
    await service.category_products.delete({"product_id": ids})
    await service.variant_options.delete({"variant_id": [variant.id for variant in before.variants]})
    await create_all(scope, [*before.tags, *before.categories])


async def _put_back_values(scope: Scope, now: Before, before: Before) -> None:
    """Options' values, and what was chosen of them. A new value that another product took meanwhile stays."""
    service = scope[ProductService]
    await service.option_values.upsert(before.values)
    await service.product_option_values.upsert(before.offered)
    await create_all(scope, before.choices)
    new = sorted({value.id for value in now.values} - {value.id for value in before.values})
    kept = {row.product_option_value_id for row in await service.product_option_values.list(product_option_value_id=new)} if new else set[str]()
    await service.option_values.delete([each for each in new if each not in kept])


async def _put_back_links(scope: Scope, before: Before) -> None:
    products, variants = [product.id for product in before.products], [variant.id for variant in before.variants]
    for keys, links in ((products, _OF_PRODUCTS), (variants, _OF_VARIANTS)):
        for name, link in links.items():
            await link.dismiss(scope, left=keys)
            await create_all(scope, _records(link, before.links[name]))


def _records(link: Link, rows: Sequence[Any]) -> list[Record]:
    kind: Any = link.record
    return msgspec.convert(rows, list[kind])
