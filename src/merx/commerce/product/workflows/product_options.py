"""Options: shared ones of the shop, and which of them a product offers."""

from collections.abc import Mapping, Sequence
from typing import Any

from merx.commerce.product import (
    DuplicateOptions,
    OptionInUse,
    OptionNotExclusive,
    OptionNotFound,
    OptionValueNotFound,
    ProductOption,
    ProductOptionValue,
    ProductProductOptionValue,
    ProductService,
    RankWithoutValue,
)
from merx.commerce.product.workflows.create_variants import OfferingProduct, offering_products
from merx.commerce.product.workflows.new_product import ChosenOption, NewOption
from merx.commerce.product.workflows.options import KnownOption, Offer, known_options, must_differ_in_title, new_option_rows, offered
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


@workflow("product.replace_options")
async def replace_options(scope: Scope, product_id: str, options: Sequence[NewOption | ChosenOption]) -> None:
    """Make these the options that the product offers.

    An option that it offers already, by its title or id, stays the one it is and is offered with the values given: its own gets these values,
    of a shared one others may still offer the rest. Raises `ProductNotFound`, `OptionInUse` for an option or value that a variant
    takes, `OptionTaken`, `OptionNotFound`, `DuplicateOptions`.
    """
    product = (await offering_products(scope, [product_id]))[product_id]
    kept = {offer.id: option for offer in product.offers for option in options if _is_meant(offer, option)}
    known = await known_options(scope, {*kept, *(option.id for option in options if isinstance(option, ChosenOption))})
    must_differ_in_title(product.title, [option.title if isinstance(option, NewOption) else known[option.id].title for option in options])
    gone = [offer for offer in product.offers if offer.id not in kept]
    if any(product.takes(offer) for offer in gone):
        raise OptionInUse("Cannot unassign product option from product which has variants for that option")
    await _stop_offering(scope, product_id, [offer.id for offer in gone])
    for offer in product.offers:
        if offer.id in kept:
            await _offer_as(scope, product, offer, known[offer.id], kept[offer.id])
    added = [option for option in options if not any(_is_meant(offer, option) for offer in product.offers)]
    _, rows = offered(product_id, product.title, added, known)
    await create_all(scope, rows)


def _is_meant(offer: Offer, option: NewOption | ChosenOption) -> bool:
    return offer.title == option.title if isinstance(option, NewOption) else offer.id == option.id


async def _offer_as(scope: Scope, product: OfferingProduct, offer: Offer, known: KnownOption, option: NewOption | ChosenOption) -> None:
    """Offer an option that the product has with these values."""
    if isinstance(option, ChosenOption):
        if option.value_ids is not None:
            present, kept = set(offer.values.values()), set(option.value_ids)
            await _change_offer(scope, product, known, add=sorted(kept - present), remove=sorted(present - kept))
    elif known.is_exclusive:
        await _set_values(scope, known.id, option.values, option.ranks, product_id=product.id)
    else:
        await _change_offer(scope, product, known, new=option.values, remove=[key for text, key in offer.values.items() if text not in option.values])


async def _stop_offering(scope: Scope, product_id: str, option_ids: Sequence[str]) -> None:
    if not option_ids:
        return
    await scope[ProductService].product_options.delete({"product_id": product_id, "product_option_id": list(option_ids)})
    await drop_options(scope, {"id": list(option_ids), "is_exclusive": True})


class _Variant(View):
    id: str


class _Value(View):
    id: str
    value: str
    variants: list[_Variant]


class _Option(View, of=ProductOption):
    id: str
    values: list[_Value]


async def _set_values(scope: Scope, option_id: str, values: Sequence[str], ranks: Mapping[str, int], *, product_id: str | None) -> None:
    """Make these the option's values; with `product_id`, that product offers the new ones."""
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


@workflow("product.offer_options")
async def offer_options(scope: Scope, product_id: str, options: Sequence[NewOption | ChosenOption]) -> None:
    """The product offers these options besides those it has. Emits `product.updated`.

    Raises `ProductNotFound`, `DuplicateOptions` for one it has, `OptionTaken`, `OptionNotFound`.
    """
    product = (await offering_products(scope, [product_id]))[product_id]
    known = await known_options(scope, [option.id for option in options if isinstance(option, ChosenOption)])
    titles = [option.title if isinstance(option, NewOption) else known[option.id].title for option in options]
    twice = {offer.title for offer in product.offers} & set(titles)
    if twice:
        raise DuplicateOptions(product.title, twice)
    _, rows = offered(product_id, product.title, options, known)
    await create_all(scope, rows)
    await scope.emit("product.updated", {"id": product_id})


@workflow("product.change_offered_values")
async def change_offered_values(scope: Scope, product_id: str, option_id: str, *, new: Sequence[str], add: Sequence[str], remove: Sequence[str]) -> None:
    """Of an option that the product has, offer `new` values, others by id, and some no more. Emits `product.updated`.

    Raises `ProductNotFound`, `OptionNotFound`, `OptionInUse` for a value that a variant takes.
    """
    product = (await offering_products(scope, [product_id]))[product_id]
    if option_id not in {offer.id for offer in product.offers}:
        raise OptionNotFound([option_id])
    await _change_offer(scope, product, (await known_options(scope, [option_id]))[option_id], new=new, add=add, remove=remove)
    await scope.emit("product.updated", {"id": product_id})


async def _change_offer(
    scope: Scope, product: OfferingProduct, option: KnownOption, *, new: Sequence[str] = (), add: Sequence[str] = (), remove: Sequence[str] = ()
) -> None:
    if product.taken_values & set(remove):
        raise OptionInUse("Cannot unassign option values from product because variants are using it")
    known = {value.value: value.id for value in option.values}
    if set(add) - set(known.values()):
        raise OptionNotFound(set(add) - set(known.values()))
    service = scope[ProductService]
    made = [ProductOptionValue(option_id=option.id, value=text, rank=len(known) + place) for place, text in enumerate(dict.fromkeys(new)) if text not in known]
    await create_all(scope, made)
    (joined,) = await service.product_options.list(product_id=product.id, product_option_id=option.id)
    if remove:
        await service.product_option_values.delete({"product_product_option_id": joined.id, "product_option_value_id": list(remove)})
    offered_already = {row.product_option_value_id for row in await service.product_option_values.list(product_product_option_id=joined.id)}
    wanted = {*add, *(value.id for value in made), *(known[text] for text in new if text in known)} - offered_already
    rows = [ProductProductOptionValue(product_product_option_id=joined.id, product_option_value_id=value) for value in sorted(wanted)]
    await create_all(scope, rows)


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
        await _set_values(scope, option_id, [value.value for value in known.values] if values is None else values, ranks, product_id=owner)
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
    if await service.variant_options.count(option_value_id=value_id):
        raise OptionInUse("Cannot delete product option values that are associated with products.")
    gone = await service.option_values.soft_delete({"id": value_id, "option_id": option_id})
    await scope.emit("product-option-value.deleted", [{"id": key} for key in gone])


@workflow("product.stop_offering_option")
async def stop_offering_option(scope: Scope, product_id: str, option_id: str) -> None:
    """The product offers this option no more. Safe to repeat. Raises `OptionInUse` while a variant takes a value of it."""
    product = next(iter(await scope.query.all(OfferingProduct, id=product_id)), None)
    if product is None:
        return
    if any(product.takes(offer) for offer in product.offers if offer.id == option_id):
        raise OptionInUse("Cannot unassign product option from product which has variants for that option")
    await _stop_offering(scope, product_id, [option_id])
