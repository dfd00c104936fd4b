"""From what was sent to what workflows take."""

from collections.abc import Iterable, Mapping
from typing import Any

from merx.commerce.pricing import ChangedPrice, NewPrice, NewRule
from merx.commerce.product.api.schemas import (
    Option,
    Price,
    PriceToChange,
    ProductToCreate,
    UpdateProduct,
    UpdateProductOfBatch,
    UpdateVariantOfBatch,
    VariantToCreate,
    VariantToUpdate,
    given,
)
from merx.commerce.product.workflows import ChosenOption, NewOption, NewPart, NewProduct, NewVariant
from merx.framework.errors import InvalidData
from merx.framework.http import UNSET

_JOINED = {"categories": "category_ids", "tags": "tag_ids", "sales_channels": "sales_channel_ids"}


def new_product(data: ProductToCreate) -> NewProduct:
    columns = _joined(given(data))
    columns |= {
        "status": data.status or "draft",
        "images": [image.url for image in columns.pop("images", [])],
        "options": [option(each) for each in columns.pop("options", [])],
        "variants": [new_variant(each) for each in columns.pop("variants", [])],
    }
    return NewProduct(**columns)


def changed_product(data: UpdateProduct | UpdateProductOfBatch) -> dict[str, Any]:
    columns = _joined(given(data))
    option_ids = columns.pop("option_ids", None)
    if "images" in columns:
        columns["images"] = [given(image) for image in columns["images"]]
    if "options" in columns or option_ids is not None:
        chosen = [ChosenOption(id=key) for key in option_ids or ()]
        columns["options"] = [*chosen, *(option(each) for each in columns.get("options", []))]
    if "variants" in columns:
        columns["variants"] = [_kept_or_new(each) for each in columns["variants"]]
    return columns


def _joined(columns: dict[str, Any]) -> dict[str, Any]:
    return {_JOINED.get(name, name): [each.id for each in value] if name in _JOINED else value for name, value in columns.items()}


def _kept_or_new(data: VariantToUpdate) -> NewVariant | dict[str, Any]:
    if data.id is not UNSET:
        return changed_variant(data)
    columns = given(data)
    if "title" not in columns:
        raise InvalidData("Invalid request: Field 'variants, title' is required")
    columns["prices"] = [_new_price(place, price) for place, price in enumerate(columns.get("prices", []))]
    return NewVariant(**columns)


def option(data: Option) -> NewOption | ChosenOption:
    if data.id is not UNSET:
        return ChosenOption(id=data.id, value_ids=None if data.value_ids is UNSET else data.value_ids)
    if data.title is UNSET or data.values is UNSET:
        raise InvalidData(f"Invalid request: Field 'options, {'title' if data.title is UNSET else 'values'}' is required")
    is_exclusive = True if data.is_exclusive is UNSET else data.is_exclusive
    return NewOption(title=data.title, values=data.values, ranks=data.ranks, is_exclusive=is_exclusive, metadata=data.metadata)


def new_variant(data: VariantToCreate) -> NewVariant:
    columns = given(data)
    parts = [NewPart(inventory_item_id=part.inventory_item_id, required_quantity=part.required_quantity) for part in columns.pop("inventory_items", [])]
    columns |= {"prices": [_price(each) for each in data.prices], "inventory_items": parts}
    return NewVariant(**columns)


def changed_variant(data: VariantToUpdate | UpdateVariantOfBatch) -> dict[str, Any]:
    columns = given(data)
    if "prices" in columns:
        columns["prices"] = changed_prices(columns["prices"])
    return columns


def changed_prices(prices: Iterable[PriceToChange]) -> list[NewPrice | ChangedPrice]:
    return [_new_price(place, price) if price.id is UNSET else _changed_price(price.id, price) for place, price in enumerate(prices)]


def _new_price(place: int, price: PriceToChange) -> NewPrice:
    for name in ("currency_code", "amount"):
        if getattr(price, name) is UNSET:
            raise InvalidData(f"Invalid request: Field 'prices, {place}, {name}' is required")
    columns = given(price)
    rules = _rules(columns.pop("rules", {}))
    return NewPrice(**columns, rules=rules)


def _changed_price(key: str, price: PriceToChange) -> ChangedPrice:
    columns = {name: value for name, value in given(price).items() if name not in ("id", "rules")}
    return ChangedPrice(id=key, columns=columns, rules=None if price.rules is UNSET else _rules(price.rules))


def _price(price: Price) -> NewPrice:
    return NewPrice(
        amount=price.amount,
        currency_code=price.currency_code,
        min_quantity=price.min_quantity,
        max_quantity=price.max_quantity,
        rules=_rules(price.rules),
    )


def _rules(rules: Mapping[str, str]) -> tuple[NewRule, ...]:
    return tuple(NewRule(attribute=attribute, value=value) for attribute, value in sorted(rules.items()))
