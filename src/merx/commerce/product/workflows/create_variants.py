"""More variants for a product that is there."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from merx.commerce.inventory import InventoryItem
from merx.commerce.product import Product, ProductNotFound, ProductService, ProductVariant
from merx.commerce.product.workflows.joined import must_exist
from merx.commerce.product.workflows.new_product import NewVariant
from merx.commerce.product.workflows.options import Offer
from merx.commerce.product.workflows.variants import Combination, variant_rows
from merx.framework.data import Record, create_all
from merx.framework.query import View
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


class _Value(View):
    id: str
    value: str


class _Option(View):
    id: str
    title: str


class _Offered(View):
    product_option: _Option
    values: list[_Value]


class _VariantOption(View):
    id: str


class _Variant(View):
    id: str
    title: str
    options: list[_VariantOption]


class OfferingProduct(View, of=Product):
    """A product with what it offers, and what its variants take of it."""

    id: str
    title: str
    product_options: list[_Offered]
    variants: list[_Variant]

    @property
    def offers(self) -> list[Offer]:
        return [Offer(each.product_option.id, each.product_option.title, {value.value: value.id for value in each.values}) for each in self.product_options]

    def takers(self, values: Iterable[str]) -> list[str]:
        """The titles of the variants that take one of these values."""
        wanted = frozenset(values)
        return [variant.title for variant in self.variants if any(value.id in wanted for value in variant.options)]

    def takes(self, offer: Offer) -> bool:
        """Whether some variant takes a value of it."""
        return bool(self.takers(offer.values.values()))

    @property
    def combinations(self) -> dict[str, Combination]:
        """What each variant takes, by its id."""
        return {variant.id: frozenset(value.id for value in variant.options) for variant in self.variants}

    @property
    def taken(self) -> dict[Combination, str]:
        """The title of the variant that takes a combination."""
        return {frozenset(value.id for value in variant.options): variant.title for variant in self.variants}


async def offering_products(scope: Scope, product_ids: Sequence[str]) -> dict[str, OfferingProduct]:
    """These products, by id. Locks them, so that what their variants take stays true. Two statements. Raises `ProductNotFound`."""
    wanted = sorted(set(product_ids))
    if not wanted:
        return {}
    await scope[ProductService].hold(wanted)
    found = {product.id: product for product in await scope.query.all(OfferingProduct, {"id": wanted})}
    for missing in set(wanted) - found.keys():
        raise ProductNotFound(missing)
    return found


@workflow("product.create_variants", hooks=("productVariantsCreated",))
async def create_variants(scope: Scope, new: Mapping[str, Sequence[NewVariant]], *, additional_data: Any = None) -> list[ProductVariant]:
    """Add variants to products, by product id, with their prices and inventory items.

    Locks the products. Emits `product-variant.created` and `inventory-item.created`.

    Raises `ProductNotFound`, `VariantExists` and the other errors of variants.
    """
    products = await offering_products(scope, list(new))
    await must_exist(scope, inventory_items=(part.inventory_item_id for each in new.values() for variant in each for part in variant.inventory_items))
    variants: list[ProductVariant] = []
    rows: list[Record] = []
    for product_id, wanted in new.items():
        product = products[product_id]
        made, around = variant_rows(product_id, product.title, product.offers, wanted, product.taken)
        variants += made
        rows += around
    await create_all(scope, rows)
    await say_created(scope, variants, rows, additional_data)
    return variants


async def say_created(scope: Scope, variants: Sequence[ProductVariant], rows: Sequence[Record], additional_data: Any) -> None:
    """Tell of new variants, and of the inventory items among the rows that were made with them."""
    await scope.emit("inventory-item.created", [{"id": row.id} for row in rows if isinstance(row, InventoryItem)])
    await scope.emit("product-variant.created", [{"id": variant.id} for variant in variants])
    if variants:
        await create_variants.call_hook(scope, "productVariantsCreated", product_variants=variants, additional_data=additional_data)
