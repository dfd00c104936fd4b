"""Products as the shop has them, with all that a sheet can say of them."""

from decimal import Decimal
from typing import Any

from merx.commerce.product import Product, ProductStatus
from merx.framework.query import View

REGION = "region_id"


class _Named(View):
    id: str
    name: str


class Tag(View):
    id: str
    value: str


class Category(View):
    id: str
    handle: str


class Image(View):
    id: str
    url: str


class Value(View):
    id: str
    value: str


class _Title(View):
    id: str
    title: str


class Offered(View):
    product_option: _Title
    values: list[Value]


class Taken(View):
    id: str
    value: str
    option: _Title


class Rule(View):
    attribute: str
    operator: str
    value: str


class PresentPrice(View):
    id: str
    price_list_id: str | None
    currency_code: str
    amount: Decimal
    min_quantity: Decimal | None
    max_quantity: Decimal | None
    price_rules: list[Rule]

    @property
    def column(self) -> tuple[str, str | None] | None:
        """Currency and region of the column that this price stands in; None for one that a sheet cannot tell."""
        if self.price_list_id is not None or self.min_quantity is not None or self.max_quantity is not None:
            return None
        if not self.price_rules:
            return self.currency_code, None
        (rule, *more) = self.price_rules
        return None if more or (rule.attribute, rule.operator) != (REGION, "eq") else (self.currency_code, rule.value)


class _PriceSet(View):
    prices: list[PresentPrice]


class PresentVariant(View):
    id: str
    title: str
    sku: str | None
    barcode: str | None
    ean: str | None
    upc: str | None
    allow_backorder: bool
    manage_inventory: bool
    variant_rank: int | None
    weight: Decimal | None
    length: Decimal | None
    height: Decimal | None
    width: Decimal | None
    hs_code: str | None
    mid_code: str | None
    origin_country: str | None
    material: str | None
    thumbnail: str | None
    metadata: dict[str, Any] | None
    options: list[Taken]
    price_set: _PriceSet | None

    @property
    def choice(self) -> dict[str, str]:
        """The values it takes, by the option's title; trimmed, as a sheet says them."""
        return {taken.option.title.strip(): taken.value.strip() for taken in self.options}

    @property
    def prices(self) -> list[PresentPrice]:
        """Without those on price lists."""
        return [price for price in self.price_set.prices if price.price_list_id is None] if self.price_set is not None else []


class PresentProduct(View, of=Product):
    id: str
    handle: str
    title: str
    subtitle: str | None
    description: str | None
    status: ProductStatus
    is_giftcard: bool
    discountable: bool
    external_id: str | None
    type_id: str | None
    collection_id: str | None
    weight: Decimal | None
    length: Decimal | None
    height: Decimal | None
    width: Decimal | None
    hs_code: str | None
    mid_code: str | None
    origin_country: str | None
    material: str | None
    thumbnail: str | None
    metadata: dict[str, Any] | None
    images: list[Image]
    tags: list[Tag]
    categories: list[Category]
    sales_channels: list[_Named]
    shipping_profile: _Named | None
    product_options: list[Offered]
    variants: list[PresentVariant]
