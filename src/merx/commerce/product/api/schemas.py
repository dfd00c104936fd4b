"""What the admin sends about products. Facts of the contract; `Body` refuses unknown fields, `LooseBody` drops them."""

from typing import Annotated, Any, Literal, TypeAlias

from msgspec import Meta, Struct

from merx.framework.http import UNSET, Body, LooseBody, NotNegative, Number, Positive, Unset, changes

Status = Literal["draft", "proposed", "published", "rejected"]

Flag: TypeAlias = bool | Annotated[str, Meta(pattern=r"^([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])$")]
"""Where the contract takes the words as well."""

_FLAGS = frozenset({"is_giftcard", "discountable", "allow_backorder", "manage_inventory"})


MOST_OF_BATCH = 1_000
"""Whole products or variants in one request; more are for the import."""


class Id(LooseBody):
    id: str


class Url(LooseBody):
    url: str


class Image(LooseBody):
    url: str
    id: str | Unset = UNSET


class Price(LooseBody):
    currency_code: str
    amount: NotNegative
    min_quantity: Number | None = None
    max_quantity: Number | None = None
    rules: dict[str, str] = {}


class PriceToChange(LooseBody):
    """A new price, or, with an `id`, changes to one that is there."""

    id: str | Unset = UNSET
    currency_code: str | Unset = UNSET
    amount: NotNegative | Unset = UNSET
    min_quantity: Number | None | Unset = UNSET
    max_quantity: Number | None | Unset = UNSET
    rules: dict[str, str] | Unset = UNSET


class Part(LooseBody):
    inventory_item_id: str
    required_quantity: Positive


class Option(LooseBody):
    """A new option, or, with an `id`, one that is there."""

    id: str | Unset = UNSET
    value_ids: list[str] | Unset = UNSET
    title: str | Unset = UNSET
    values: list[str] | Unset = UNSET
    ranks: dict[str, int] = {}
    is_exclusive: bool | Unset = UNSET
    metadata: dict[str, Any] | None = None


class _Sizes(Struct, kw_only=True):
    weight: Number | None | Unset = UNSET
    length: Number | None | Unset = UNSET
    height: Number | None | Unset = UNSET
    width: Number | None | Unset = UNSET
    hs_code: str | None | Unset = UNSET
    mid_code: str | None | Unset = UNSET
    origin_country: str | None | Unset = UNSET
    material: str | None | Unset = UNSET
    metadata: dict[str, Any] | None | Unset = UNSET


class _Variant(_Sizes, kw_only=True):
    sku: str | None | Unset = UNSET
    ean: str | None | Unset = UNSET
    upc: str | None | Unset = UNSET
    barcode: str | None | Unset = UNSET
    allow_backorder: Flag | Unset = UNSET
    manage_inventory: Flag | Unset = UNSET
    variant_rank: int | Unset = UNSET
    options: dict[str, str] | Unset = UNSET


class VariantToCreate(_Variant, Body):
    """Of a product or a batch, whose own `additional_data` it is, if they have any."""

    title: str
    prices: list[Price]
    inventory_items: list[Part] | Unset = UNSET


class CreateVariant(VariantToCreate):
    additional_data: dict[str, Any] | None = None


class _ChangedVariant(_Variant, kw_only=True):
    title: str | Unset = UNSET
    prices: list[PriceToChange] | Unset = UNSET
    thumbnail: str | None | Unset = UNSET


class VariantToUpdate(_ChangedVariant, Body):
    id: str | Unset = UNSET


class UpdateVariant(VariantToUpdate):
    additional_data: dict[str, Any] | None = None


class _Product(_Sizes, kw_only=True):
    subtitle: str | None | Unset = UNSET
    description: str | None | Unset = UNSET
    is_giftcard: Flag | Unset = UNSET
    discountable: Flag | Unset = UNSET
    thumbnail: str | None | Unset = UNSET
    handle: str | Unset = UNSET
    external_id: str | None | Unset = UNSET
    type_id: str | None | Unset = UNSET
    collection_id: str | None | Unset = UNSET
    categories: list[Id] | Unset = UNSET
    tags: list[Id] | Unset = UNSET
    sales_channels: list[Id] | Unset = UNSET


class ProductToCreate(_Product, Body):
    """Of a batch."""

    title: str
    status: Status | None = "draft"
    images: list[Url] | Unset = UNSET
    options: list[Option] | Unset = UNSET
    variants: list[VariantToCreate] | Unset = UNSET
    shipping_profile_id: str | Unset = UNSET


class CreateProduct(ProductToCreate):
    additional_data: dict[str, Any] | None = None


class _ProductToUpdate(_Product, Body):
    title: str | Unset = UNSET
    status: Status | Unset = UNSET
    images: list[Image] | Unset = UNSET
    options: list[Option] | Unset = UNSET
    option_ids: list[str] | Unset = UNSET
    variants: list[VariantToUpdate] | Unset = UNSET
    shipping_profile_id: str | None | Unset = UNSET


class UpdateProduct(_ProductToUpdate):
    additional_data: dict[str, Any] | None = None


class UpdateProductOfBatch(_ProductToUpdate, kw_only=True):
    id: str


class ProductBatch(Body):
    create: Annotated[list[ProductToCreate], Meta(max_length=MOST_OF_BATCH)] = []
    update: Annotated[list[UpdateProductOfBatch], Meta(max_length=MOST_OF_BATCH)] = []
    delete: Annotated[list[str], Meta(max_length=MOST_OF_BATCH)] = []


class UpdateVariantOfBatch(_ChangedVariant, Body):
    id: str


class VariantBatch(Body):
    create: Annotated[list[VariantToCreate], Meta(max_length=MOST_OF_BATCH)] = []
    update: Annotated[list[UpdateVariantOfBatch], Meta(max_length=MOST_OF_BATCH)] = []
    delete: Annotated[list[str], Meta(max_length=MOST_OF_BATCH)] = []


class AddPart(Body):
    inventory_item_id: str
    required_quantity: Positive


class ChangePart(Body):
    required_quantity: Positive


class PartOfVariant(AddPart):
    variant_id: str


class PartKey(Body):
    inventory_item_id: str
    variant_id: str


class PartBatch(Body):
    create: list[PartOfVariant] = []
    update: list[PartOfVariant] = []
    delete: list[PartKey] = []


class ImagesOfVariant(Body):
    """Pictures of the product to show with a variant, by id."""

    add: list[str] = []
    remove: list[str] = []


class VariantsOfImage(Body):
    """Variants of the product to show a picture with, by id."""

    add: list[str] = []
    remove: list[str] = []


class NewValue(Body):
    value: str


class ValuesOfOption(LooseBody):
    product_option_id: str
    add: list[NewValue | str] = []
    remove: list[str] = []


class OptionsOfProduct(Body):
    """Options to offer (new ones, or by id), to offer no more, and to offer with other values."""

    add: list[Option | str] = []
    remove: list[str] = []
    update: list[ValuesOfOption] = []


class Members(Body):
    """Products to put in and to take out."""

    add: list[str] = []
    remove: list[str] = []


class _Collection(Struct, kw_only=True):
    handle: str | Unset = UNSET
    external_id: str | None | Unset = UNSET
    metadata: dict[str, Any] | None | Unset = UNSET
    additional_data: dict[str, Any] | None = None


class CreateCollection(_Collection, Body):
    title: str


class UpdateCollection(_Collection, Body):
    title: str | Unset = UNSET


class _Category(Struct, kw_only=True):
    description: str | Unset = UNSET
    handle: str | Unset = UNSET
    is_internal: bool | Unset = UNSET
    is_active: bool | Unset = UNSET
    parent_category_id: str | None | Unset = UNSET
    external_id: str | None | Unset = UNSET
    metadata: dict[str, Any] | None | Unset = UNSET
    rank: Annotated[int, Meta(ge=0, le=2**31 - 1)] | Unset = UNSET
    additional_data: dict[str, Any] | None = None


class CreateCategory(_Category, Body):
    name: str


class UpdateCategory(_Category, Body):
    name: str | Unset = UNSET


class _Label(Struct, kw_only=True):
    """Of a tag or a type."""

    external_id: str | None | Unset = UNSET
    metadata: dict[str, Any] | None | Unset = UNSET


class CreateLabel(_Label, Body):
    value: str


class UpdateLabel(_Label, Body):
    value: str | Unset = UNSET


class CreateOption(Body):
    title: str
    values: list[str]
    ranks: dict[str, int] = {}
    is_exclusive: bool = False
    metadata: dict[str, Any] | None = None


class UpdateOption(Body):
    title: str | Unset = UNSET
    values: list[str] | Unset = UNSET
    ranks: dict[str, int] | Unset = UNSET
    is_exclusive: bool | Unset = UNSET
    metadata: dict[str, Any] | None | Unset = UNSET


class UpdateOptionValue(Body):
    value: str | Unset = UNSET
    metadata: dict[str, Any] | None | Unset = UNSET


def given(data: Struct) -> dict[str, Any]:
    """The columns that a body changes; what only hooks read is left out."""
    columns = {name: value for name, value in changes(data).items() if name != "additional_data"}
    return columns | {name: value.lower() == "true" for name, value in columns.items() if name in _FLAGS and isinstance(value, str)}
