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

    A picture that is taken away is the variant's thumbnail no more. Raises `NotFound` for a variant that is not the
    product's, `InvalidData` for such pictures.
    """
    if await scope[ProductService].variants.first(id=variant_id, product_id=product_id) is None:
        raise NotFound(f"Product variant with id: {variant_id} was not found")
    await _must_be_pictures(scope, product_id, add)
    await _change(scope, [(variant_id, image) for image in add], [(variant_id, image) for image in remove])
    await scope.emit("product-variant.updated", {"id": variant_id})


@workflow("product.change_image_variants")
async def change_image_variants(scope: Scope, product_id: str, image_id: str, *, add: Sequence[str], remove: Sequence[str]) -> None:
    """Show a picture with variants, and with others no more. Safe to repeat. Emits `product-variant.updated`.

    A picture that is taken away is the variant's thumbnail no more. Raises `NotFound` for a picture that is not the
    product's, `InvalidData` for such variants.
    """
    service = scope[ProductService]
    if await service.images.first(id=image_id, product_id=product_id) is None:
        raise NotFound(f"Image with id: {image_id} was not found")
    there = {row.id for row in await service.variants.list(id=list(add), product_id=product_id)} if add else set[str]()
    if set(add) - there:
        raise InvalidData(f"Variants with ids: {', '.join(sorted(set(add) - there))} do not belong to the product")
    mine = [row.id for row in await service.variants.list(id=list(remove), product_id=product_id)] if remove else []
    await _change(scope, [(variant, image_id) for variant in add], [(variant, image_id) for variant in mine])
    await scope.emit("product-variant.updated", [{"id": key} for key in dict.fromkeys((*add, *mine))])


async def _must_be_pictures(scope: Scope, product_id: str, ids: Sequence[str]) -> None:
    there = {row.id for row in await scope[ProductService].images.list(id=list(ids), product_id=product_id)} if ids else set[str]()
    if set(ids) - there:
        raise InvalidData(f"Images with ids: {', '.join(sorted(set(ids) - there))} do not belong to the product")


async def _change(scope: Scope, add: Sequence[tuple[str, str]], remove: Sequence[tuple[str, str]]) -> None:
    """Pairs of variant and picture. A statement or two for each side, however many pairs."""
    service = scope[ProductService]
    if remove:
        variants, images = sorted({variant for variant, _ in remove}), sorted({image for _, image in remove})
        await service.variant_images.delete({"variant_id": variants, "image_id": images})
        urls = {row.url for row in await service.images.list(id=images)}
        bare = [row.id for row in await service.variants.list(id=variants) if row.thumbnail in urls]
        await service.variants.update([{"id": key, "thumbnail": None} for key in bare])
    if add:
        variants = sorted({variant for variant, _ in add})
        shown = {(row.variant_id, row.image_id) for row in await service.variant_images.list(variant_id=variants)}
        await create_all(scope, [ProductVariantProductImage(variant_id=pair[0], image_id=pair[1]) for pair in dict.fromkeys(add) if pair not in shown])
