"""The catalogue as shoppers see it: published products of the key's sales channels, with their prices."""

import msgspec

from merx.commerce.product.api.fields import STORE_CATEGORY, STORE_COLLECTION, STORE_OPTION, STORE_PRODUCT, STORE_TAG, STORE_TYPE, STORE_VARIANT, tree
from merx.commerce.product.api.params import (
    CategoryOneParams,
    LabelParams,
    OptionParams,
    StoreCategoryParams,
    StoreCollectionParams,
    StoreProductParams,
    StoreVariantOneParams,
    StoreVariantParams,
)
from merx.commerce.product.api.shopper import channels_of, must_be_one_shelf, on_sale, seen_by, shopper, with_taxes
from merx.framework.http import UNSET, Answer, FieldParams, StoreScope, filters_of, get
from merx.framework.http.fields import both

_SHOWN = {"is_active": True, "is_internal": False}


@get("/store/products")
async def list_products(scope: StoreScope, query: StoreProductParams) -> Answer:
    channels = channels_of(scope, query)
    must_be_one_shelf(scope, STORE_PRODUCT, query, channels)
    who = await shopper(scope, query, channels)
    answer = await STORE_PRODUCT.page(scope, query, filters=on_sale(scope, channels), context=who.context)
    return await with_taxes(scope, answer, "products", who.address)


@get("/store/products/{id}")
async def retrieve_product(scope: StoreScope, id: str, query: StoreProductParams) -> Answer:
    channels = channels_of(scope, query)
    must_be_one_shelf(scope, STORE_PRODUCT, query, channels)
    who = await shopper(scope, query, channels)
    filters = both(filters_of(msgspec.structs.replace(query, id=UNSET)), on_sale(scope, channels))
    answer = await STORE_PRODUCT.one(scope, id, query, filters=filters, context=who.context)
    return await with_taxes(scope, answer, "product", who.address)


@get("/store/product-variants")
async def list_variants(scope: StoreScope, query: StoreVariantParams) -> Answer:
    channels = channels_of(scope, query)
    must_be_one_shelf(scope, STORE_VARIANT, query, channels)
    who = await shopper(scope, query, channels)
    answer = await STORE_VARIANT.page(scope, query, filters={"product": on_sale(scope, channels)}, context=who.context)
    return await with_taxes(scope, answer, "variants", who.address)


@get("/store/product-variants/{id}")
async def retrieve_variant(scope: StoreScope, id: str, query: StoreVariantOneParams) -> Answer:
    channels = channels_of(scope, query)
    must_be_one_shelf(scope, STORE_VARIANT, query, channels)
    who = await shopper(scope, query, channels)
    answer = await STORE_VARIANT.one(scope, id, query, filters={"product": on_sale(scope, channels)}, context=who.context)
    return await with_taxes(scope, answer, "variant", who.address)


@get("/store/collections")
async def list_collections(scope: StoreScope, query: StoreCollectionParams) -> Answer:
    return await STORE_COLLECTION.page(scope, query, context=seen_by(scope))


@get("/store/collections/{id}")
async def retrieve_collection(scope: StoreScope, id: str, query: FieldParams) -> Answer:
    return await STORE_COLLECTION.one(scope, id, query, context=seen_by(scope))


@get("/store/product-categories")
async def list_categories(scope: StoreScope, query: StoreCategoryParams) -> Answer:
    shown = tree(STORE_CATEGORY, ancestors=query.include_ancestors_tree, descendants=query.include_descendants_tree)
    return await shown.page(scope, query, filters=_SHOWN, context=seen_by(scope))


@get("/store/product-categories/{id}")
async def retrieve_category(scope: StoreScope, id: str, query: CategoryOneParams) -> Answer:
    shown = tree(STORE_CATEGORY, ancestors=query.include_ancestors_tree, descendants=query.include_descendants_tree)
    return await shown.one(scope, id, query, filters=_SHOWN, context=seen_by(scope))


@get("/store/product-tags")
async def list_tags(scope: StoreScope, query: LabelParams) -> Answer:
    return await STORE_TAG.page(scope, query, context=seen_by(scope))


@get("/store/product-tags/{id}")
async def retrieve_tag(scope: StoreScope, id: str, query: FieldParams) -> Answer:
    return await STORE_TAG.one(scope, id, query, context=seen_by(scope))


@get("/store/product-types")
async def list_types(scope: StoreScope, query: LabelParams) -> Answer:
    return await STORE_TYPE.page(scope, query, context=seen_by(scope))


@get("/store/product-types/{id}")
async def retrieve_type(scope: StoreScope, id: str, query: LabelParams) -> Answer:
    return await STORE_TYPE.one(scope, id, query, context=seen_by(scope))


@get("/store/product-options")
async def list_options(scope: StoreScope, query: OptionParams) -> Answer:
    return await STORE_OPTION.page(scope, query, context=seen_by(scope))


@get("/store/product-options/{id}")
async def retrieve_option(scope: StoreScope, id: str, query: FieldParams) -> Answer:
    return await STORE_OPTION.one(scope, id, query, context=seen_by(scope))
