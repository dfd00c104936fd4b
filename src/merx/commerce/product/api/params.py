"""What lists of the catalogue may be asked by. Facts of the contract."""

from typing import Any, TypeAlias

import msgspec

from merx.commerce.product.api.schemas import Status
from merx.framework.data.filters import Filters
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


class StoreOptionFilter(msgspec.Struct, kw_only=True, omit_defaults=True):
    value: str | Unset = UNSET
    option_id: str | Unset = UNSET


class _StoreVariantConditions(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A shopper's filter goes no further than this: the graph leads from a variant to the carts and orders of others."""

    q: str | Unset = UNSET
    id: Ids = UNSET
    sku: Ids = UNSET
    ean: Ids = UNSET
    upc: Ids = UNSET
    barcode: Ids = UNSET
    created_at: Operators | Unset = UNSET
    updated_at: Operators | Unset = UNSET
    deleted_at: Operators | Unset = UNSET
    options: StoreOptionFilter | Unset = UNSET


class StoreVariantCondition(_StoreVariantConditions, forbid_unknown_fields=True):
    """An alternative: without conditions it would let everything through, so that a misspelled one is refused."""


class StoreVariantFilter(_StoreVariantConditions, rename={"and_": "$and", "or_": "$or"}):
    and_: list[StoreVariantCondition] | Unset = UNSET
    or_: list[StoreVariantCondition] | Unset = UNSET


def _in_shown_categories(ids: Any) -> Filters:
    return {"categories": {"id": ids, "is_active": True, "is_internal": False}}


_THROUGH = {"tag_id": "tags.id", "option_id": "options.id", "option_value_id": "variants.options.id"}


class _Joined(_Shelf, loose=True, through=_THROUGH):
    category_id: Ids = UNSET
    tag_id: Ids = UNSET
    option_id: Ids = UNSET
    option_value_id: Ids = UNSET


_SHOPPER = ("region_id", "country_code", "province", "cart_id", "sales_channel_id")


class StoreProductParams(_Joined, loose=True, groups=True, context=_SHOPPER, through={"category_id": _in_shown_categories}):
    variants: StoreVariantFilter | Unset = UNSET
    region_id: str | Unset = UNSET
    country_code: str | Unset = UNSET
    province: str | Unset = UNSET
    cart_id: str | Unset = UNSET
    sales_channel_id: Ids = UNSET


class _VariantConditions(msgspec.Struct, kw_only=True, omit_defaults=True):
    id: Ids = UNSET
    manage_inventory: bool | Unset = UNSET
    allow_backorder: bool | Unset = UNSET
    sku: Ids = UNSET
    ean: Ids = UNSET
    upc: Ids = UNSET
    barcode: Ids = UNSET
    created_at: Operators | Unset = UNSET
    updated_at: Operators | Unset = UNSET
    deleted_at: Operators | Unset = UNSET


class VariantCondition(_VariantConditions, forbid_unknown_fields=True):
    """See `StoreVariantCondition`."""


class VariantFilter(_VariantConditions, rename={"and_": "$and", "or_": "$or"}):
    and_: list[VariantCondition] | Unset = UNSET
    or_: list[VariantCondition] | Unset = UNSET


_ADMIN = {"category_id": "categories.id", "sales_channel_id": "sales_channels.id", "price_list_id": "variants.price_set.prices.price_list_id"}


class AdminProductParams(_Joined, loose=True, groups=True, through=_ADMIN):
    variants: VariantFilter | Unset = UNSET
    sales_channel_id: Ids = UNSET
    price_list_id: list[str] | Unset = UNSET
    status: list[Status] | Unset = UNSET


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


class StoreCollectionParams(ListParams, groups=True):
    limit: Limit = 10
    order: str | Unset = "-created_at"
    id: Ids = UNSET
    title: Ids = UNSET
    handle: Ids = UNSET
    external_id: Ids = UNSET
    created_at: Operators | Unset = UNSET
    updated_at: Operators | Unset = UNSET


class CollectionParams(StoreCollectionParams, groups=True):
    order: str | Unset = UNSET
    deleted_at: Operators | Unset = UNSET


def _below(parents: Any) -> Filters:
    """A query string knows no null: clients that want the categories at the top ask for the parent "null"."""
    return {"parent_category_id": None if parents == "null" else parents}


_TREE = ("include_ancestors_tree", "include_descendants_tree")


class CategoryParams(_Times, groups=True, context=_TREE, through={"parent_category_id": _below}):
    id: Ids = UNSET
    description: Ids = UNSET
    handle: Ids = UNSET
    parent_category_id: Ids = UNSET
    external_id: Ids = UNSET
    include_ancestors_tree: bool = False
    include_descendants_tree: bool = False


class StoreCategoryParams(CategoryParams, groups=True):
    name: Ids = UNSET


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


class OptionOfProductParams(_Times, groups=True):
    id: Ids = UNSET
    title: str | Unset = UNSET


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


PricedParams: TypeAlias = StoreProductParams | StoreVariantParams | StoreVariantOneParams
