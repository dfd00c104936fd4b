"""What lists of the catalogue may be asked by. Facts of the contract."""

from typing import Any, TypeAlias

import msgspec

from merx.framework.http import UNSET, FieldParams, Limit, ListParams, Operators, Unset

Ids: TypeAlias = str | list[str] | Unset


class _Shelf(ListParams, loose=True):
    """What products are found by, for shoppers and admins alike."""

    id: Ids = UNSET
    title: Ids = UNSET
    handle: Ids = UNSET
    is_giftcard: bool | Unset = UNSET
    external_id: Ids = UNSET
    collection_id: Ids = UNSET
    type_id: Ids = UNSET
    created_at: Operators | Unset = UNSET
    updated_at: Operators | Unset = UNSET
    deleted_at: Operators | Unset = UNSET


_JOINED = ("category_id", "tag_id", "option_id", "option_value_id", "sales_channel_id")


class StoreOptionFilter(msgspec.Struct, kw_only=True, omit_defaults=True):
    value: str | Unset = UNSET
    option_id: str | Unset = UNSET


class StoreVariantFilter(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A shopper's filter goes no further than this: the graph leads from a variant to the carts and orders of others."""

    id: Ids = UNSET
    title: Ids = UNSET
    sku: Ids = UNSET
    ean: Ids = UNSET
    upc: Ids = UNSET
    barcode: Ids = UNSET
    created_at: Operators | Unset = UNSET
    updated_at: Operators | Unset = UNSET
    deleted_at: Operators | Unset = UNSET
    options: StoreOptionFilter | Unset = UNSET


class StoreProductParams(_Shelf, loose=True, groups=True, context=(*_JOINED, "region_id", "country_code", "province", "cart_id")):
    variants: StoreVariantFilter | Unset = UNSET
    category_id: Ids = UNSET
    tag_id: Ids = UNSET
    option_id: Ids = UNSET
    option_value_id: Ids = UNSET
    sales_channel_id: Ids = UNSET
    region_id: str | Unset = UNSET
    country_code: str | Unset = UNSET
    province: str | Unset = UNSET
    cart_id: str | Unset = UNSET


class AdminProductParams(_Shelf, loose=True, groups=True, context=(*_JOINED, "price_list_id")):
    variants: dict[str, Any] | Unset = UNSET
    category_id: Ids = UNSET
    tag_id: Ids = UNSET
    option_id: Ids = UNSET
    option_value_id: Ids = UNSET
    sales_channel_id: Ids = UNSET
    price_list_id: Ids = UNSET
    status: list[str] | Unset = UNSET


def joined(query: StoreProductParams | AdminProductParams) -> dict[str, Any]:
    """The filters that go through relations: the API names a column, the graph a path."""
    paths = {"tag_id": ("tags", "id"), "option_id": ("options", "id"), "option_value_id": ("variants", "options", "id")}
    found: dict[str, Any] = {}
    for name, path in paths.items():
        value = getattr(query, name)
        if value is not UNSET:
            found[".".join(path)] = value
    return found


class StoreProductOneParams(FieldParams, loose=True):
    region_id: str | Unset = UNSET
    country_code: str | Unset = UNSET
    province: str | Unset = UNSET
    cart_id: str | Unset = UNSET
    sales_channel_id: Ids = UNSET


class _Times(ListParams):
    created_at: Operators | Unset = UNSET
    updated_at: Operators | Unset = UNSET
    deleted_at: Operators | Unset = UNSET


class StoreVariantParams(_Times, groups=True, context=("region_id", "country_code", "province", "cart_id", "sales_channel_id")):
    limit: Limit = 20
    id: Ids = UNSET
    sku: Ids = UNSET
    product_id: Ids = UNSET
    options: StoreOptionFilter | Unset = UNSET
    allow_backorder: bool | Unset = UNSET
    manage_inventory: bool | Unset = UNSET
    region_id: str | Unset = UNSET
    country_code: str | Unset = UNSET
    province: str | Unset = UNSET
    cart_id: str | Unset = UNSET
    sales_channel_id: Ids = UNSET


class StoreVariantOneParams(FieldParams):
    region_id: str | Unset = UNSET
    country_code: str | Unset = UNSET
    province: str | Unset = UNSET
    cart_id: str | Unset = UNSET
    sales_channel_id: Ids = UNSET


class AdminVariantParams(_Times, groups=True):
    id: Ids = UNSET
    manage_inventory: bool | Unset = UNSET
    allow_backorder: bool | Unset = UNSET
    sku: Ids = UNSET
    ean: Ids = UNSET
    upc: Ids = UNSET
    barcode: Ids = UNSET


class AllVariantParams(AdminVariantParams, groups=True):
    limit: Limit = 20
    product_id: Ids = UNSET


class CollectionParams(_Times, groups=True):
    limit: Limit = 10
    id: Ids = UNSET
    title: Ids = UNSET
    handle: Ids = UNSET
    external_id: Ids = UNSET


class CategoryParams(_Times, groups=True, context=("include_ancestors_tree", "include_descendants_tree")):
    id: Ids = UNSET
    name: Ids = UNSET
    description: Ids = UNSET
    handle: Ids = UNSET
    parent_category_id: Ids = UNSET
    external_id: Ids = UNSET
    include_ancestors_tree: bool = False
    include_descendants_tree: bool = False


class AdminCategoryParams(CategoryParams, groups=True):
    is_internal: bool | Unset = UNSET
    is_active: bool | Unset = UNSET


class CategoryOneParams(FieldParams):
    include_ancestors_tree: bool = False
    include_descendants_tree: bool = False


class LabelParams(_Times, groups=True):
    """Of tags and types."""

    id: Ids = UNSET
    value: Ids = UNSET
    external_id: Ids = UNSET


class AdminTagParams(LabelParams, groups=True):
    limit: Limit = 20


class AdminTypeParams(LabelParams, groups=True):
    limit: Limit = 10


class OptionParams(_Times, groups=True):
    id: Ids = UNSET
    title: Ids = UNSET
    is_exclusive: bool | Unset = UNSET


class AdminOptionParams(OptionParams, groups=True):
    limit: Limit = 20


class OptionValueParams(_Times, groups=True):
    limit: Limit = 20
    id: Ids = UNSET
    value: Ids = UNSET


PricedParams: TypeAlias = StoreProductParams | StoreProductOneParams | StoreVariantParams | StoreVariantOneParams
