"""Products and variants, as the admin keeps them."""

from collections.abc import Sequence

import msgspec

from merx.commerce.product import ProductService
from merx.commerce.product.api.bodies import changed_product, changed_variant, new_product, new_variant, option
from merx.commerce.product.api.fields import ADMIN_PRODUCT, ADMIN_VARIANT, ADMIN_VARIANT_LIST
from merx.commerce.product.api.params import AdminProductParams, AdminVariantParams
from merx.commerce.product.api.schemas import (
    AddPart,
    ChangePart,
    CreateProduct,
    CreateVariant,
    ImagesOfVariant,
    OptionsOfProduct,
    PartBatch,
    ProductBatch,
    UpdateProduct,
    UpdateVariant,
    VariantBatch,
    VariantsOfImage,
)
from merx.commerce.product.workflows import (
    ChosenOption,
    VariantPart,
    change_image_variants,
    change_offered_values,
    change_variant_images,
    change_variant_parts,
    create_products,
    create_variants,
    delete_products,
    delete_variants,
    offer_options,
    stop_offering_option,
    update_products,
    update_variants,
)
from merx.framework.data import Model
from merx.framework.http import BATCH_BODY_LIMIT, AdminScope, Answer, FieldParams, Fields, delete, deleted, get, post
from merx.framework.scope import Scope

_MISSING = "Product not found"


@get("/admin/products")
async def list_products(scope: AdminScope, query: AdminProductParams) -> Answer:
    return await ADMIN_PRODUCT.page(scope, query)


@post("/admin/products")
async def create_product(scope: AdminScope, data: CreateProduct, query: FieldParams) -> Answer:
    (product,) = await create_products(scope, [new_product(data)], additional_data=data.additional_data or None)
    return await ADMIN_PRODUCT.one(scope, product.id, query)


@get("/admin/products/{id}")
async def retrieve_product(scope: AdminScope, id: str, query: FieldParams) -> Answer:
    return await ADMIN_PRODUCT.one(scope, id, query, missing=_MISSING)


@post("/admin/products/{id}")
async def update_product(scope: AdminScope, id: str, data: UpdateProduct, query: FieldParams) -> Answer:
    await update_products(scope, [{**changed_product(data), "id": id}], additional_data=data.additional_data or None)
    return await ADMIN_PRODUCT.one(scope, id, query)


@delete("/admin/products/{id}")
async def delete_product(scope: AdminScope, id: str, query: FieldParams) -> Answer:
    await delete_products(scope, [id])
    return deleted(id, "product")


@post("/admin/products/batch", body_limit=BATCH_BODY_LIMIT)
async def change_products(scope: AdminScope, data: ProductBatch, query: FieldParams) -> Answer:
    # What goes makes room for what comes: a handle, a SKU.
    async with scope.transaction():
        await delete_products(scope, data.delete)
        await update_products(scope, [{**changed_product(each), "id": each.id} for each in data.update])
        made = await create_products(scope, [new_product(each) for each in data.create])
    return await batch(scope, ADMIN_PRODUCT, query, made, [each.id for each in data.update], data.delete)


async def batch(scope: Scope, shown: Fields, query: FieldParams, made: Sequence[Model], changed: Sequence[str], gone: Sequence[str]) -> Answer:
    """`{created, updated, deleted}` with the rows as they are now. One statement."""
    created = [each.id for each in made]
    fields = [*shown.selected(scope, query), "id"]
    rows = await scope.query.graph(shown.entity, fields=fields, filters={"id": [*created, *changed]}) if created or changed else []
    found = {row["id"]: row for row in rows}
    return Answer.json(
        {
            "created": [found[key] for key in created if key in found],
            "updated": [found[key] for key in changed if key in found],
            "deleted": {"ids": gone, "object": shown.key, "deleted": True},
        }
    )


# --- variants ---------------------------------------------------------------------------------------------------------


@get("/admin/product-variants")
async def list_all_variants(scope: AdminScope, query: AdminVariantParams) -> Answer:
    return await ADMIN_VARIANT_LIST.page(scope, query)


@get("/admin/products/{id}/variants")
async def list_variants(scope: AdminScope, id: str, query: AdminVariantParams) -> Answer:
    return await ADMIN_VARIANT.page(scope, query, filters={"product_id": id})


@post("/admin/products/{id}/variants")
async def create_variant(scope: AdminScope, id: str, data: CreateVariant, query: FieldParams) -> Answer:
    await create_variants(scope, {id: [new_variant(data)]}, additional_data=data.additional_data)
    return await ADMIN_PRODUCT.one(scope, id, query)


@get("/admin/products/{id}/variants/{variant_id}")
async def retrieve_variant(scope: AdminScope, id: str, variant_id: str, query: FieldParams) -> Answer:
    return await ADMIN_VARIANT.one(scope, variant_id, query, filters={"product_id": id})


@post("/admin/products/{id}/variants/{variant_id}")
async def update_variant(scope: AdminScope, id: str, variant_id: str, data: UpdateVariant, query: FieldParams) -> Answer:
    await update_variants(scope, [{**changed_variant(data), "id": variant_id}], product_id=id, additional_data=data.additional_data or None)
    return await ADMIN_PRODUCT.one(scope, id, query)


@delete("/admin/products/{id}/variants/{variant_id}")
async def delete_variant(scope: AdminScope, id: str, variant_id: str, query: FieldParams) -> Answer:
    await delete_variants(scope, await _of_product(scope, id, [variant_id]))
    return await _with_parent(scope, id, query, variant_id)


async def _of_product(scope: Scope, product_id: str, variant_ids: list[str]) -> list[str]:
    return [row.id for row in await scope[ProductService].variants.list(id=variant_ids, product_id=product_id)] if variant_ids else []


async def _with_parent(scope: AdminScope, product_id: str, query: FieldParams, variant_id: str) -> Answer:
    body = await scope.query.one_json("product", fields=ADMIN_PRODUCT.selected(scope, query), filters={"id": product_id})
    return deleted(variant_id, "variant", parent=msgspec.Raw(body or b"null"))


@post("/admin/products/{id}/variants/batch", body_limit=BATCH_BODY_LIMIT)
async def change_variants(scope: AdminScope, id: str, data: VariantBatch, query: FieldParams) -> Answer:
    # What goes makes room for what comes: a combination of options, a SKU.
    async with scope.transaction():
        await delete_variants(scope, await _of_product(scope, id, data.delete))
        await update_variants(scope, [changed_variant(each) for each in data.update], product_id=id)
        made = await create_variants(scope, {id: [new_variant(each) for each in data.create]})
    return await batch(scope, ADMIN_VARIANT, query, made, [each.id for each in data.update], data.delete)


@post("/admin/products/{id}/variants/{variant_id}/inventory-items")
async def add_part(scope: AdminScope, id: str, variant_id: str, data: AddPart, query: FieldParams) -> Answer:
    part = VariantPart(variant_id=variant_id, inventory_item_id=data.inventory_item_id, required_quantity=data.required_quantity)
    await change_variant_parts(scope, id, put=[part])
    return await ADMIN_VARIANT.one(scope, variant_id, query)


@post("/admin/products/{id}/variants/{variant_id}/inventory-items/{item_id}")
async def change_part(scope: AdminScope, id: str, variant_id: str, item_id: str, data: ChangePart, query: FieldParams) -> Answer:
    await change_variant_parts(scope, id, put=[VariantPart(variant_id=variant_id, inventory_item_id=item_id, required_quantity=data.required_quantity)])
    return await ADMIN_VARIANT.one(scope, variant_id, query)


@delete("/admin/products/{id}/variants/{variant_id}/inventory-items/{item_id}")
async def remove_part(scope: AdminScope, id: str, variant_id: str, item_id: str, query: FieldParams) -> Answer:
    await change_variant_parts(scope, id, remove=[VariantPart(variant_id=variant_id, inventory_item_id=item_id)])
    body = await scope.query.one_json("product_variant", fields=ADMIN_VARIANT.selected(scope, query), filters={"id": variant_id})
    key = {"variant": variant_id, "inventory": item_id}
    return Answer.json({"id": key, "object": "variant-inventory-item-link", "deleted": True, "parent": msgspec.Raw(body or b"null")})


@post("/admin/products/{id}/variants/inventory-items/batch", body_limit=BATCH_BODY_LIMIT)
async def change_parts(scope: AdminScope, id: str, data: PartBatch, query: FieldParams) -> Answer:
    put = [
        VariantPart(variant_id=p.variant_id, inventory_item_id=p.inventory_item_id, required_quantity=p.required_quantity) for p in (*data.create, *data.update)
    ]
    gone = [VariantPart(variant_id=part.variant_id, inventory_item_id=part.inventory_item_id) for part in data.delete]
    await change_variant_parts(scope, id, put=put, remove=gone)
    return Answer.json({"created": data.create, "updated": data.update, "deleted": data.delete})


@post("/admin/products/{id}/variants/{variant_id}/images/batch", body_limit=BATCH_BODY_LIMIT)
async def change_images(scope: AdminScope, id: str, variant_id: str, data: ImagesOfVariant) -> Answer:
    await change_variant_images(scope, id, variant_id, add=data.add, remove=data.remove)
    return Answer.json({"added": data.add, "removed": data.remove})


@post("/admin/products/{id}/images/{image_id}/variants/batch", body_limit=BATCH_BODY_LIMIT)
async def change_variants_of_image(scope: AdminScope, id: str, image_id: str, data: VariantsOfImage) -> Answer:
    await change_image_variants(scope, id, image_id, add=data.add, remove=data.remove)
    return Answer.json({"added": data.add, "removed": data.remove})


@post("/admin/products/{id}/options/batch", body_limit=BATCH_BODY_LIMIT)
async def change_options(scope: AdminScope, id: str, data: OptionsOfProduct, query: FieldParams) -> Answer:
    async with scope.transaction():
        for key in data.remove:
            await stop_offering_option(scope, id, key)
        await offer_options(scope, id, [ChosenOption(id=each) if isinstance(each, str) else option(each) for each in data.add])
        for change in data.update:
            new = [each.value for each in change.add if not isinstance(each, str)]
            known = [each for each in change.add if isinstance(each, str)]
            await change_offered_values(scope, id, change.product_option_id, new=new, add=known, remove=change.remove)
    return await ADMIN_PRODUCT.one(scope, id, query)
