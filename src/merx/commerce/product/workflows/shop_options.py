"""Options themselves: made, changed and deleted, with their values."""

from collections.abc import Mapping, Sequence
from typing import Any

from merx.commerce.product import (
    OptionInUse,
    OptionNotExclusive,
    OptionValueNotFound,
    ProductOption,
    ProductOptionValue,
    ProductProductOptionValue,
    ProductService,
    RankWithoutValue,
)
from merx.commerce.product.workflows.new_product import NewOption
from merx.commerce.product.workflows.options import known_options, new_option_rows
from merx.framework.data import create_all
from merx.framework.data.filters import Filters
from merx.framework.errors import NotFound
from merx.framework.query import View
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("product.create_options", hooks=("productOptionsCreated",))
async def create_options(scope: Scope, new: Sequence[NewOption], *, additional_data: Any = None) -> list[str]:
    """Options with their values; gives their ids. Emits `product-option.created`. Raises `RankWithoutValue`."""
    made = [new_option_rows(option) for option in new]
    await create_all(scope, [row for _, rows in made for row in rows])
    ids = [offer.id for offer, _ in made]
    await scope.emit("product-option.created", [{"id": key} for key in ids])
    options = [row for _, rows in made for row in rows if isinstance(row, ProductOption)]
    await create_options.call_hook(scope, "productOptionsCreated", product_options=options, additional_data=additional_data)
    return ids


@workflow("product.update_option", hooks=("productOptionsUpdated",))
async def update_option(scope: Scope, option_id: str, changes: Mapping[str, Any], *, additional_data: Any = None) -> None:
    """Change an option's columns, and its values as a whole where `values` is given. Emits `product-option.updated`.

    `ranks` alone put the values in another order. New values of an exclusive option are offered by its product. Raises `NotFound`,
    `OptionNotExclusive`, `OptionInUse`, `RankWithoutValue`.
    """
    columns = {key: value for key, value in changes.items() if key not in ("values", "ranks")}
    before = await scope[ProductService].options.first(id=option_id, for_update=True)
    if before is None:
        raise NotFound(f'Product option with id "{option_id}" not found')
    if changes.get("is_exclusive") and not before.is_exclusive:
        raise OptionNotExclusive(option_id)
    option = (await scope[ProductService].options.update([{"id": option_id, **columns}]))[0]
    values: Sequence[str] | None = changes.get("values")
    ranks: Mapping[str, int] = changes.get("ranks") or {}
    if values is not None or ranks:
        known = (await known_options(scope, [option_id]))[option_id]
        owner = known.products[0].id if option.is_exclusive and known.products else None
        await set_values(scope, option_id, [value.value for value in known.values] if values is None else values, ranks, product_id=owner)
    await scope.emit("product-option.updated", {"id": option_id})
    await update_option.call_hook(scope, "productOptionsUpdated", product_options=[option], additional_data=additional_data)


@workflow("product.delete_option", hooks=("productOptionsDeleted",))
async def delete_option(scope: Scope, option_id: str) -> None:
    """Delete an option that no product offers. Safe to repeat. Emits `product-option.deleted`. Raises `OptionInUse`."""
    if await scope[ProductService].product_options.count(product_option_id=option_id):
        raise OptionInUse("Cannot delete product options that are associated with products.")
    await drop_options(scope, {"id": option_id})


async def drop_options(scope: Scope, options: Filters) -> None:
    """Put options out of sight that no product offers any more, and tell so."""
    gone = await scope[ProductService].options.soft_delete(options)
    await scope.emit("product-option.deleted", [{"id": key} for key in gone])
    if gone:
        await delete_option.call_hook(scope, "productOptionsDeleted", ids=gone)


@workflow("product.update_option_value")
async def update_option_value(scope: Scope, option_id: str, value_id: str, changes: Mapping[str, Any]) -> None:
    """Change one value. Emits `product-option-value.updated`. Raises `OptionValueNotFound`."""
    service = scope[ProductService]
    if await service.option_values.first(id=value_id, option_id=option_id) is None:
        raise OptionValueNotFound(value_id, option_id)
    await service.option_values.update([{"id": value_id, **changes}])
    await scope.emit("product-option-value.updated", {"id": value_id})


@workflow("product.delete_option_value")
async def delete_option_value(scope: Scope, option_id: str, value_id: str) -> None:
    """Delete one value that no variant takes. Safe to repeat. Emits `product-option-value.deleted`. Raises `OptionInUse`."""
    service = scope[ProductService]
    if await scope.query.graph("product_variant", fields=["id"], filters={"options": {"id": value_id}}, limit=1):
        raise OptionInUse("Cannot delete product option values that are associated with products.")
    gone = await service.option_values.soft_delete({"id": value_id, "option_id": option_id})
    await scope.emit("product-option-value.deleted", [{"id": key} for key in gone])


class _Variant(View):
    id: str


class _Value(View):
    id: str
    value: str
    variants: list[_Variant]


class _Option(View, of=ProductOption):
    id: str
    values: list[_Value]


async def set_values(scope: Scope, option_id: str, values: Sequence[str], ranks: Mapping[str, int], *, product_id: str | None) -> None:
    """Make these the option's values; with `product_id`, that product offers the new ones. Raises `RankWithoutValue`, and `OptionInUse` for one that is taken."""
    service = scope[ProductService]
    for value in ranks:
        if value not in values:
            raise RankWithoutValue(value)
    option = await scope.query.one(_Option, option_id)
    there = {value.value: value for value in option.values}
    gone = [value for text, value in there.items() if text not in values]
    if any(value.variants for value in gone):
        raise OptionInUse("Cannot delete product option values that are associated with products.")
    if gone:
        await service.product_option_values.delete({"product_option_value_id": [value.id for value in gone]})
        await service.option_values.soft_delete([value.id for value in gone])
    order = {text: ranks.get(text, place) for place, text in enumerate(dict.fromkeys(values))}
    await service.option_values.update([{"id": there[text].id, "rank": rank} for text, rank in order.items() if text in there])
    added = [ProductOptionValue(option_id=option_id, value=text, rank=rank) for text, rank in order.items() if text not in there]
    await create_all(scope, added)
    if product_id is not None and added:
        await _offer_values(scope, product_id, option_id, [value.id for value in added])


async def _offer_values(scope: Scope, product_id: str, option_id: str, value_ids: Sequence[str]) -> None:
    service = scope[ProductService]
    joined = await service.product_options.list(product_id=product_id, product_option_id=option_id)
    rows = [ProductProductOptionValue(product_product_option_id=each.id, product_option_value_id=value) for each in joined for value in value_ids]
    await create_all(scope, rows)
