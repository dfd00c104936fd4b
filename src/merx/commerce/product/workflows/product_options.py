"""Which options a product offers, and which of their values."""

from collections.abc import Sequence

from merx.commerce.product import (
    DuplicateOptions,
    OptionInUse,
    OptionNotFound,
    OptionNotOffered,
    ProductOptionValue,
    ProductProductOptionValue,
    ProductService,
)
from merx.commerce.product.workflows.create_variants import OfferingProduct, offering_products
from merx.commerce.product.workflows.new_product import ChosenOption, NewOption
from merx.commerce.product.workflows.options import KnownOption, Offer, known_options, must_differ_in_title, offered
from merx.commerce.product.workflows.shop_options import drop_options, set_values
from merx.framework.data import create_all
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


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
        await set_values(scope, known.id, option.values, option.ranks, product_id=product.id)
    else:
        await _change_offer(scope, product, known, new=option.values, remove=[key for text, key in offer.values.items() if text not in option.values])


async def _stop_offering(scope: Scope, product_id: str, option_ids: Sequence[str]) -> None:
    if not option_ids:
        return
    await scope[ProductService].product_options.delete({"product_id": product_id, "product_option_id": list(option_ids)})
    await drop_options(scope, {"id": list(option_ids), "is_exclusive": True})


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

    Raises `ProductNotFound`, `OptionNotFound`, `OptionNotOffered`, `OptionInUse` for a value that a variant takes.
    """
    product = (await offering_products(scope, [product_id]))[product_id]
    if option_id not in {offer.id for offer in product.offers}:
        await known_options(scope, [option_id])
        raise OptionNotOffered(product_id, option_id)
    await _change_offer(scope, product, (await known_options(scope, [option_id]))[option_id], new=new, add=add, remove=remove)
    await scope.emit("product.updated", {"id": product_id})


async def _change_offer(
    scope: Scope, product: OfferingProduct, option: KnownOption, *, new: Sequence[str] = (), add: Sequence[str] = (), remove: Sequence[str] = ()
) -> None:
    takers = product.takers(remove)
    if takers:
        raise OptionInUse(f"Cannot unassign option values from product because the following variant(s) are using it: {', '.join(takers)}")
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


@workflow("product.stop_offering_option")
async def stop_offering_option(scope: Scope, product_id: str, option_id: str) -> None:
    """The product offers this option no more. Safe to repeat. Raises `OptionInUse` while a variant takes a value of it."""
    if await scope[ProductService].products.first(id=product_id, for_update=True) is None:
        return
    product = await scope.query.one(OfferingProduct, product_id)
    if any(product.takes(offer) for offer in product.offers if offer.id == option_id):
        raise OptionInUse("Cannot unassign product option from product which has variants for that option")
    await _stop_offering(scope, product_id, [option_id])
