"""Which pictures of its product a variant shows."""

from collections.abc import Sequence

from merx.commerce.product import ProductService, ProductVariantProductImage
from merx.framework.data import create_all
from merx.framework.errors import InvalidData, NotFound
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("product.change_variant_images")
async def change_variant_images(scope: Scope, product_id: str, variant_id: str, *, add: Sequence[str], remove: Sequence[str]) -> None:
    """Show pictures with the variant, and others no more. Safe to repeat. Emits `product-variant.updated`.

    Raises `NotFound` for a variant that is not the product's, `InvalidData` for such pictures.
    """
    service = scope[ProductService]
    if await service.variants.first(id=variant_id, product_id=product_id) is None:
        raise NotFound(f"Product variant with id: {variant_id} was not found")
    there = {row.id for row in await service.images.list(id=list(add), product_id=product_id)} if add else set[str]()
    if set(add) - there:
        raise InvalidData(f"Images with ids: {', '.join(sorted(set(add) - there))} do not belong to the product")
    if remove:
        await service.variant_images.delete({"variant_id": variant_id, "image_id": list(remove)})
    shown = {row.image_id for row in await service.variant_images.list(variant_id=variant_id)}
    await create_all(scope, [ProductVariantProductImage(variant_id=variant_id, image_id=key) for key in dict.fromkeys(add) if key not in shown])
    await scope.emit("product-variant.updated", {"id": variant_id})
