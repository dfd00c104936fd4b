"""Products and variants that are not sold any more: out of sight, with what only they had."""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from merx.commerce.inventory.workflows import delete_items
from merx.commerce.pricing import PricingService
from merx.commerce.product import ProductService, ProductVariant
from merx.commerce.product.links import product_sales_channels, product_shipping_profile, variant_inventory_items, variant_price_set
from merx.commerce.product.workflows.shop_options import drop_options
from merx.framework.data.filters import Filters
from merx.framework.query import View
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


class _Owner(View):
    id: str


class _Item(View):
    id: str
    variants: list[_Owner]


class _PriceSet(View):
    id: str


class _Variant(View, of=ProductVariant):
    id: str
    price_set: _PriceSet | None
    inventory: list[_Item]


Gone: TypeAlias = list[str]


@workflow("product.delete", hooks=("productsDeleted",))
async def delete_products(scope: Scope, product_ids: Sequence[str]) -> Gone:
    """Put products out of sight, with their variants, prices, and the inventory items and options of nobody else.

    They stand in no channel any more and go with no shipping profile. Gives the ids that were there. Safe to repeat. Locks the products, so
    that none gets a variant meanwhile, and the levels of the items. Emits `product.deleted`, `product-option.deleted`, `inventory-item.deleted`. Raises `InvalidData` while pieces are reserved.
    """
    ids = list(product_ids)
    await scope[ProductService].hold(ids)
    options = await _own_options(scope, ids)
    await _let_go(scope, {"product_id": ids})
    await product_sales_channels.dismiss(scope, left=ids)
    await product_shipping_profile.dismiss(scope, left=ids)
    gone = await scope[ProductService].products.soft_delete(ids)
    if options:
        await drop_options(scope, {"id": options})
    await scope.emit("product.deleted", [{"id": key} for key in gone])
    await delete_products.call_hook(scope, "productsDeleted", ids=gone)
    return gone


async def _own_options(scope: Scope, product_ids: Sequence[str]) -> list[str]:
    found = await scope.query.graph("product", fields=["options.id", "options.is_exclusive"], filters={"id": list(product_ids)})
    return sorted({option["id"] for product in found for option in product["options"] if option["is_exclusive"]})


@workflow("product.delete_variants", hooks=("productVariantsDeleted",))
async def delete_variants(scope: Scope, variant_ids: Sequence[str]) -> Gone:
    """Put variants out of sight, with their prices and the inventory items of nobody else. Gives the ids that were there.

    Safe to repeat. Locks the levels of the items. Emits `product-variant.deleted`, `inventory-item.deleted`. Raises `InvalidData`
    while pieces are reserved.
    """
    if not variant_ids:
        return []
    await _let_go(scope, {"id": list(variant_ids)})
    gone = await scope[ProductService].variants.soft_delete(list(variant_ids))
    await scope.emit("product-variant.deleted", [{"id": key} for key in gone])
    await delete_variants.call_hook(scope, "productVariantsDeleted", ids=gone)
    return gone


async def _let_go(scope: Scope, variants: Filters) -> None:
    """Part the variants from their prices and items, and delete what is nobody's then."""
    found = await scope.query.all(_Variant, variants)
    if not found:
        return
    keys = [variant.id for variant in found]
    await delete_items(scope, [item.id for item in _orphans(found, set(keys))])
    price_sets = [variant.price_set.id for variant in found if variant.price_set is not None]
    await variant_price_set.dismiss(scope, left=keys)
    await variant_inventory_items.dismiss(scope, left=keys)
    if price_sets:
        await scope[PricingService].price_sets.soft_delete(price_sets)


def _orphans(variants: Iterable[_Variant], going: set[str]) -> Iterable[_Item]:
    items = {item.id: item for variant in variants for item in variant.inventory}
    return (item for item in items.values() if {owner.id for owner in item.variants} <= going)
