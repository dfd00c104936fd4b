"""The rows of new variants: what they are, what they take, what they cost and what they are counted as."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import asdict, fields

from merx.commerce.inventory import InventoryItem
from merx.commerce.pricing import PriceSet, price_rows
from merx.commerce.product import (
    PartsTwice,
    ProductVariant,
    ProductVariantOption,
    SameOptions,
    UnknownOptionValue,
    VariantExists,
    VariantsWithoutOptions,
    WrongNumberOfOptions,
)
from merx.commerce.product.links import variant_inventory_items, variant_price_set
from merx.commerce.product.workflows.new_product import NewPart, NewVariant
from merx.commerce.product.workflows.options import Offer
from merx.framework.data import Link, Record

_COLUMNS = frozenset(field.name for field in fields(ProductVariant)) & frozenset(field.name for field in fields(NewVariant)) - {"options", "variant_rank"}
_ITEM_COLUMNS = ("sku", "origin_country", "hs_code", "mid_code", "material", "weight", "length", "height", "width", "thumbnail")

Combination = frozenset[str]
"""The ids of the option values that a variant takes."""

NOTHING_TAKEN: Mapping[Combination, str] = {}


def variant_rows(
    product_id: str, title: str, offers: Sequence[Offer], variants: Sequence[NewVariant], taken: Mapping[Combination, str] = NOTHING_TAKEN
) -> tuple[list[ProductVariant], list[Record]]:
    """New variants, and the rows around them; `taken` are the combinations the product has already, with the variant's title.

    Raises `PartsTwice`, `VariantsWithoutOptions`, `WrongNumberOfOptions`, `UnknownOptionValue`, `SameOptions`, `VariantExists`.
    """
    twice = [variant.title for variant in variants if len({part.inventory_item_id for part in variant.inventory_items}) < len(variant.inventory_items)]
    if twice:
        raise PartsTwice(twice)
    without = [variant.title for variant in variants if offers and not variant.options]
    if without:
        raise VariantsWithoutOptions(title, without)
    seen: dict[Combination, str] = {}
    made: list[ProductVariant] = []
    rows: list[Record] = []
    for place, variant in enumerate(variants):
        combination = combination_of(variant.title, variant.options, offers)
        if combination in taken:
            raise VariantExists(taken[combination])
        if combination in seen:
            raise SameOptions(variant.title, seen[combination])
        seen[combination] = variant.title
        row = ProductVariant(product_id=product_id, variant_rank=place if variant.variant_rank is None else variant.variant_rank, **_columns(variant))
        made.append(row)
        rows += [row, *option_rows(row.id, combination), *_price_rows(row, variant), *part_rows(row, variant.inventory_items)]
    return made, rows


def combination_of(title: str, options: Mapping[str, str], offers: Sequence[Offer]) -> Combination:
    """The option values that a variant takes. Raises `WrongNumberOfOptions`, `UnknownOptionValue`."""
    if len(options) != len(offers):
        raise WrongNumberOfOptions(title, has=len(offers), given=len(options))
    return frozenset(_value_id(offer, options) for offer in offers)


def _value_id(offer: Offer, options: Mapping[str, str]) -> str:
    value = options.get(offer.title)
    if value is None or value not in offer.values:
        raise UnknownOptionValue(value or "", offer.title)
    return offer.values[value]


def option_rows(variant_id: str, combination: Combination) -> list[Record]:
    return [ProductVariantOption(variant_id=variant_id, option_value_id=value) for value in sorted(combination)]


def _columns(variant: NewVariant) -> dict[str, Any]:
    return {name: value for name, value in asdict(variant).items() if name in _COLUMNS}


def _price_rows(row: ProductVariant, variant: NewVariant) -> list[Record]:
    price_set = PriceSet()
    return [price_set, pair(variant_price_set, row.id, price_set.id), *price_rows(price_set.id, variant.prices)]


def part_rows(row: ProductVariant, parts: Sequence[NewPart]) -> list[Record]:
    """What a variant is counted as: its parts, or an inventory item of its own if it is managed and has none."""
    if parts:
        return [pair(variant_inventory_items, row.id, part.inventory_item_id, required_quantity=part.required_quantity) for part in parts]
    if not row.manage_inventory:
        return []
    item = InventoryItem(title=row.title, **{name: getattr(row, name) for name in _ITEM_COLUMNS})
    return [item, pair(variant_inventory_items, row.id, item.id)]


def pair(link: Link, left: str, right: str, **extra: Any) -> Record:
    """The row that joins two keys, for those who write many kinds of rows at once."""
    make: Any = link.record
    return make(**{link.left_column: left, link.right_column: right}, **extra)
