"""Changes to variants: their columns, the option values they take, their prices."""

from collections.abc import Mapping, Sequence
from typing import Any

from merx.commerce.pricing import ChangedPrice, NewPrice, PriceSet
from merx.commerce.pricing.workflows import create_price_sets, set_prices_of
from merx.commerce.product import ProductService, ProductVariant, VariantExists, VariantNotFound
from merx.commerce.product.links import variant_inventory_items, variant_price_set
from merx.commerce.product.workflows.create_variants import offering_products
from merx.commerce.product.workflows.variants import combination_of, option_rows, part_rows
from merx.framework.data import Record, create_all, must_differ
from merx.framework.scope import Scope
from merx.framework.workflows import workflow

_APART = ("prices", "options")


@workflow("product.update_variants", hooks=("productVariantsUpdated",))
async def update_variants(
    scope: Scope, changes: Sequence[Mapping[str, Any]], *, product_id: str | None = None, additional_data: Any = None
) -> list[ProductVariant]:
    """Change what each entry names besides its `id`: columns, `options` (all of them anew), `prices` (all anew: `NewPrice`, or
    `ChangedPrice` of one that stays).

    With `product_id`, variants of other products are as good as unknown. A variant that becomes managed gets an inventory
    item, one that ceases to be loses its own. Emits `product-variant.updated`. Raises `ChangedTwice`, `VariantNotFound`,
    `VariantExists`, `UnknownOptionValue`, `WrongNumberOfOptions`. Locks the variants, and before them the products of those that choose options.
    """
    if not changes:
        return []
    must_differ(change["id"] for change in changes)
    service = scope[ProductService]
    wanted = {change["id"]: change for change in changes}
    await _lock_products(scope, [key for key, change in wanted.items() if change.get("options") is not None])
    before = {row.id: row for row in await service.variants.list(id=list(wanted), for_update=True)}
    missing = [key for key in wanted if key not in before or product_id not in (None, before[key].product_id)]
    if missing:
        raise VariantNotFound(missing)
    await _take_values(scope, before, wanted)
    after = await service.variants.update([{key: value for key, value in change.items() if key not in _APART} for change in changes])
    await _set_prices(scope, {key: change["prices"] for key, change in wanted.items() if change.get("prices") is not None})
    await _count(scope, before, after)
    await scope.emit("product-variant.updated", [{"id": row.id} for row in after])
    await update_variants.call_hook(scope, "productVariantsUpdated", product_variants=after, additional_data=additional_data)
    return after


async def _lock_products(scope: Scope, choosing: Sequence[str]) -> None:
    """Before the variants, as whoever changes whole products does: else each waits for the other."""
    if choosing:
        service = scope[ProductService]
        await service.hold({row.product_id for row in await service.variants.list(id=choosing) if row.product_id})


async def _take_values(scope: Scope, before: Mapping[str, ProductVariant], wanted: Mapping[str, Mapping[str, Any]]) -> None:
    choosing = {key: change["options"] for key, change in wanted.items() if change.get("options") is not None}
    if not choosing:
        return
    products = await offering_products(scope, [owner for key in choosing if (owner := before[key].product_id) is not None])
    # Shared options give products the same values: what is taken is taken of one product.
    titles = {variant.id: variant.title for product in products.values() for variant in product.variants}
    taken = {
        (product.id, combination): titles[key] for product in products.values() for key, combination in product.combinations.items() if key not in choosing
    }
    rows: list[Record] = []
    for key, options in choosing.items():
        product = products[before[key].product_id or ""]
        title = wanted[key].get("title") or before[key].title
        combination = combination_of(title, options, product.offers)
        if (product.id, combination) in taken:
            raise VariantExists(taken[product.id, combination])
        taken[product.id, combination] = title
        rows += option_rows(key, combination)
    service = scope[ProductService]
    await service.variant_options.delete({"variant_id": list(choosing)})
    await create_all(scope, rows)


async def _set_prices(scope: Scope, prices: Mapping[str, Sequence[NewPrice | ChangedPrice]]) -> None:
    if not prices:
        return
    sets = dict(await variant_price_set.pairs(scope, left=list(prices)))
    without = [key for key in prices if key not in sets]
    made: list[PriceSet] = await create_price_sets(scope, [[] for _ in without]) if without else []
    added = {key: price_set.id for key, price_set in zip(without, made, strict=True)}
    await variant_price_set.add(scope, list(added.items()))
    sets |= added
    await set_prices_of(scope, {sets[key]: wanted for key, wanted in prices.items()})


async def _count(scope: Scope, before: Mapping[str, ProductVariant], after: Sequence[ProductVariant]) -> None:
    """Inventory items for variants that are managed now and were not; none for those that are not any more."""
    turned = [row for row in after if row.manage_inventory != before[row.id].manage_inventory]
    if not turned:
        return
    counted = {variant for variant, _ in await variant_inventory_items.pairs(scope, left=[row.id for row in turned])}
    released = [row.id for row in turned if not row.manage_inventory]
    if released:
        await variant_inventory_items.dismiss(scope, left=released)
    await create_all(scope, [each for row in turned if row.manage_inventory and row.id not in counted for each in part_rows(row, ())])
