"""What variants are counted as: which inventory items, how many pieces of each."""

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from merx.commerce.product import ProductService
from merx.commerce.product.links import variant_inventory_items
from merx.commerce.product.workflows.joined import must_exist
from merx.framework.errors import NotFound
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


class VariantPart(Struct, frozen=True, kw_only=True):
    variant_id: str
    inventory_item_id: str
    required_quantity: Decimal = Decimal(1)


@workflow("product.change_variant_parts")
async def change_variant_parts(scope: Scope, product_id: str, *, put: Sequence[VariantPart] = (), remove: Sequence[VariantPart] = ()) -> None:
    """Have variants of the product take these items, and others no more. Safe to repeat. Emits `product-variant.updated`.

    Raises `NotFound` for a variant that is not the product's, `NotThere` for an item that does not exist.
    """
    wanted = sorted({part.variant_id for part in (*put, *remove)})
    found = {row.id for row in await scope[ProductService].variants.list(id=wanted, product_id=product_id)} if wanted else set[str]()
    for missing in (key for key in wanted if key not in found):
        raise NotFound(f"Product variant with id: {missing} was not found")
    await must_exist(scope, inventory_items=(part.inventory_item_id for part in put))
    await variant_inventory_items.dismiss_pairs(scope, [(part.variant_id, part.inventory_item_id) for part in remove])
    # Of a variant and an item that are named twice, the last counts.
    quantities = {(part.variant_id, part.inventory_item_id): part.required_quantity for part in put}
    await variant_inventory_items.put(scope, [variant_inventory_items.row(*pair, required_quantity=each) for pair, each in quantities.items()])
    await scope.emit("product-variant.updated", [{"id": key} for key in wanted])
