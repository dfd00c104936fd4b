"""Collections, categories, types, tags and options, as the admin keeps them."""

import msgspec

from merx.commerce.product.api.fields import (
    ADMIN_CATEGORY,
    ADMIN_COLLECTION,
    ADMIN_OF_PRODUCT_OPTION,
    ADMIN_OPTION,
    ADMIN_OPTION_VALUE,
    ADMIN_PRODUCT,
    ADMIN_TAG,
    ADMIN_TYPE,
    tree,
)
from merx.commerce.product.api.params import (
    AdminCategoryParams,
    AdminOptionParams,
    AdminTagParams,
    AdminTypeParams,
    CategoryOneParams,
    CollectionParams,
    OptionOfProductParams,
    OptionValueParams,
)
from merx.commerce.product.api.schemas import (
    CreateCategory,
    CreateCollection,
    CreateLabel,
    CreateOption,
    Members,
    UpdateCategory,
    UpdateCollection,
    UpdateLabel,
    UpdateOption,
    UpdateOptionValue,
    given,
)
from merx.commerce.product.workflows import (
    NewOption,
    change_category,
    change_collection,
    create_category,
    create_collection,
    create_options,
    create_tags,
    create_types,
    delete_category,
    delete_collection,
    delete_option,
    delete_option_value,
    delete_tag,
    delete_type,
    stop_offering_option,
    update_category,
    update_collection,
    update_option,
    update_option_value,
    update_tag,
    update_type,
)
from merx.framework.http import AdminScope, Answer, FieldParams, Fields, delete, deleted, get, post

# --- collections ------------------------------------------------------------------------------------------------------


@get("/admin/collections")
async def list_collections(scope: AdminScope, query: CollectionParams) -> Answer:
    return await ADMIN_COLLECTION.page(scope, query)


@post("/admin/collections")
async def add_collection(scope: AdminScope, data: CreateCollection, query: FieldParams) -> Answer:
    collection = await create_collection(scope, given(data), additional_data=data.additional_data)
    return await ADMIN_COLLECTION.one(scope, collection.id, query)


@get("/admin/collections/{id}")
async def retrieve_collection(scope: AdminScope, id: str, query: FieldParams) -> Answer:
    return await ADMIN_COLLECTION.one(scope, id, query)


@post("/admin/collections/{id}")
async def change_one_collection(scope: AdminScope, id: str, data: UpdateCollection, query: FieldParams) -> Answer:
    await update_collection(scope, id, given(data), additional_data=data.additional_data)
    return await ADMIN_COLLECTION.one(scope, id, query)


@delete("/admin/collections/{id}")
async def remove_collection(scope: AdminScope, id: str) -> Answer:
    await delete_collection(scope, id)
    return deleted(id, "collection")


@post("/admin/collections/{id}/products")
async def fill_collection(scope: AdminScope, id: str, data: Members, query: FieldParams) -> Answer:
    await change_collection(scope, id, add=data.add, remove=data.remove)
    return await ADMIN_COLLECTION.one(scope, id, query)


# --- categories -------------------------------------------------------------------------------------------------------


@get("/admin/product-categories")
async def list_categories(scope: AdminScope, query: AdminCategoryParams) -> Answer:
    return await _shown(query).page(scope, query)


@post("/admin/product-categories")
async def add_category(scope: AdminScope, data: CreateCategory, query: CategoryOneParams) -> Answer:
    category = await create_category(scope, given(data), additional_data=data.additional_data)
    return await _shown(query).one(scope, category.id, query)


@get("/admin/product-categories/{id}")
async def retrieve_category(scope: AdminScope, id: str, query: CategoryOneParams) -> Answer:
    return await _shown(query).one(scope, id, query)


@post("/admin/product-categories/{id}")
async def change_one_category(scope: AdminScope, id: str, data: UpdateCategory, query: CategoryOneParams) -> Answer:
    await update_category(scope, id, given(data), additional_data=data.additional_data)
    return await _shown(query).one(scope, id, query)


@delete("/admin/product-categories/{id}")
async def remove_category(scope: AdminScope, id: str) -> Answer:
    await delete_category(scope, id)
    return deleted(id, "product_category")


@post("/admin/product-categories/{id}/products")
async def fill_category(scope: AdminScope, id: str, data: Members, query: CategoryOneParams) -> Answer:
    await change_category(scope, id, add=data.add, remove=data.remove)
    return await _shown(query).one(scope, id, query)


def _shown(query: CategoryOneParams | AdminCategoryParams) -> Fields:
    return tree(ADMIN_CATEGORY, ancestors=query.include_ancestors_tree, descendants=query.include_descendants_tree)


# --- tags and types ---------------------------------------------------------------------------------------------------


@get("/admin/product-tags")
async def list_tags(scope: AdminScope, query: AdminTagParams) -> Answer:
    return await ADMIN_TAG.page(scope, query)


@post("/admin/product-tags")
async def add_tag(scope: AdminScope, data: CreateLabel, query: FieldParams) -> Answer:
    (tag,) = await create_tags(scope, [given(data)])
    return await ADMIN_TAG.one(scope, tag.id, query)


@get("/admin/product-tags/{id}")
async def retrieve_tag(scope: AdminScope, id: str, query: FieldParams) -> Answer:
    return await ADMIN_TAG.one(scope, id, query)


@post("/admin/product-tags/{id}")
async def change_tag(scope: AdminScope, id: str, data: UpdateLabel, query: FieldParams) -> Answer:
    await update_tag(scope, id, given(data))
    return await ADMIN_TAG.one(scope, id, query)


@delete("/admin/product-tags/{id}")
async def remove_tag(scope: AdminScope, id: str) -> Answer:
    await delete_tag(scope, id)
    return deleted(id, "product_tag")


@get("/admin/product-types")
async def list_types(scope: AdminScope, query: AdminTypeParams) -> Answer:
    return await ADMIN_TYPE.page(scope, query)


@post("/admin/product-types")
async def add_type(scope: AdminScope, data: CreateLabel, query: FieldParams) -> Answer:
    (kind,) = await create_types(scope, [given(data)])
    return await ADMIN_TYPE.one(scope, kind.id, query)


@get("/admin/product-types/{id}")
async def retrieve_type(scope: AdminScope, id: str, query: FieldParams) -> Answer:
    return await ADMIN_TYPE.one(scope, id, query)


@post("/admin/product-types/{id}")
async def change_type(scope: AdminScope, id: str, data: UpdateLabel, query: FieldParams) -> Answer:
    await update_type(scope, id, given(data))
    return await ADMIN_TYPE.one(scope, id, query)


@delete("/admin/product-types/{id}")
async def remove_type(scope: AdminScope, id: str) -> Answer:
    await delete_type(scope, id)
    return deleted(id, "product_type")


# --- options ----------------------------------------------------------------------------------------------------------


@get("/admin/product-options")
async def list_options(scope: AdminScope, query: AdminOptionParams) -> Answer:
    return await ADMIN_OPTION.page(scope, query)


@post("/admin/product-options")
async def add_option(scope: AdminScope, data: CreateOption, query: FieldParams) -> Answer:
    new = NewOption(title=data.title, values=data.values, ranks=data.ranks, is_exclusive=data.is_exclusive, metadata=data.metadata)
    (key,) = await create_options(scope, [new])
    return await ADMIN_OPTION.one(scope, key, query)


@get("/admin/product-options/{id}")
async def retrieve_option(scope: AdminScope, id: str, query: FieldParams) -> Answer:
    return await ADMIN_OPTION.one(scope, id, query)


@post("/admin/product-options/{id}")
async def change_option(scope: AdminScope, id: str, data: UpdateOption, query: FieldParams) -> Answer:
    await update_option(scope, id, given(data))
    return await ADMIN_OPTION.one(scope, id, query)


@delete("/admin/product-options/{id}")
async def remove_option(scope: AdminScope, id: str) -> Answer:
    await delete_option(scope, id)
    return deleted(id, "product_option")


@get("/admin/product-options/{id}/values")
async def list_option_values(scope: AdminScope, id: str, query: OptionValueParams) -> Answer:
    return await ADMIN_OPTION_VALUE.page(scope, query, filters={"option_id": id})


@get("/admin/product-options/{id}/values/{value_id}")
async def retrieve_option_value(scope: AdminScope, id: str, value_id: str, query: FieldParams) -> Answer:
    missing = f'Product option value with id "{value_id}" was not found for option with id "{id}"'
    return await ADMIN_OPTION_VALUE.one(scope, value_id, query, filters={"option_id": id}, missing=missing)


@post("/admin/product-options/{id}/values/{value_id}")
async def change_option_value(scope: AdminScope, id: str, value_id: str, data: UpdateOptionValue, query: FieldParams) -> Answer:
    await update_option_value(scope, id, value_id, given(data))
    return await ADMIN_OPTION_VALUE.one(scope, value_id, query)


@delete("/admin/product-options/{id}/values/{value_id}")
async def remove_option_value(scope: AdminScope, id: str, value_id: str, query: FieldParams) -> Answer:
    await delete_option_value(scope, id, value_id)
    body = await scope.query.one_json("product_option", fields=ADMIN_OPTION.selected(scope, query), filters={"id": id})
    return deleted(value_id, "product_option_value", parent=msgspec.Raw(body or b"null"))


@get("/admin/products/{id}/options")
async def list_options_of_product(scope: AdminScope, id: str, query: OptionOfProductParams) -> Answer:
    return await ADMIN_OF_PRODUCT_OPTION.page(scope, query, filters={"products": {"id": id}})


@get("/admin/products/{id}/options/{option_id}")
async def retrieve_option_of_product(scope: AdminScope, id: str, option_id: str, query: FieldParams) -> Answer:
    return await ADMIN_OF_PRODUCT_OPTION.one(scope, option_id, query, filters={"products": {"id": id}})


@delete("/admin/products/{id}/options/{option_id}")
async def remove_option_of_product(scope: AdminScope, id: str, option_id: str, query: FieldParams) -> Answer:
    await stop_offering_option(scope, id, option_id)
    body = await scope.query.one_json("product", fields=ADMIN_PRODUCT.selected(scope, query), filters={"id": id})
    return deleted(option_id, "product_option", parent=msgspec.Raw(body or b"null"))
