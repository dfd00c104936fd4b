"""The options a product offers: new ones, or shared ones with some of their values."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from merx.commerce.product import (
    DuplicateOptions,
    OptionNotFound,
    OptionTaken,
    ProductOption,
    ProductOptionValue,
    ProductProductOption,
    ProductProductOptionValue,
    RankWithoutValue,
)
from merx.commerce.product.workflows.new_product import ChosenOption, NewOption
from merx.framework.data import Record
from merx.framework.query import View
from merx.framework.scope import Scope


class Offer(Struct, frozen=True):
    """An option as a product offers it: its values' ids by what they say."""

    id: str
    title: str
    values: Mapping[str, str]


class _Product(View):
    id: str


class _Value(View):
    id: str
    value: str


class KnownOption(View, of=ProductOption):
    """A stored option, and who uses it."""

    id: str
    title: str
    is_exclusive: bool
    values: list[_Value]
    products: list[_Product]


async def known_options(scope: Scope, option_ids: Iterable[str]) -> dict[str, KnownOption]:
    """The options with these ids. One statement, none if there are no ids. Raises `OptionNotFound`."""
    wanted = set(option_ids)
    found = {option.id: option for option in await scope.query.all(KnownOption, {"id": sorted(wanted)})} if wanted else {}
    if wanted - found.keys():
        raise OptionNotFound(wanted - found.keys())
    return found


def new_option_rows(option: NewOption) -> tuple[Offer, list[Record]]:
    """A new option with its values in their order. Raises `RankWithoutValue`."""
    for value in option.ranks:
        if value not in option.values:
            raise RankWithoutValue(value)
    row = ProductOption(title=option.title, is_exclusive=option.is_exclusive, metadata=option.metadata)
    values = [
        ProductOptionValue(option_id=row.id, value=value, rank=option.ranks.get(value, place)) for place, value in enumerate(dict.fromkeys(option.values))
    ]
    return Offer(row.id, row.title, {value.value: value.id for value in values}), [row, *values]


def offered(product_id: str, title: str, options: Sequence[NewOption | ChosenOption], known: Mapping[str, KnownOption]) -> tuple[list[Offer], list[Record]]:
    """What the product offers with these options, and the rows that say so. Raises `DuplicateOptions`, `OptionTaken`, `OptionNotFound`."""
    offers: list[Offer] = []
    rows: list[Record] = []
    for option in options:
        if isinstance(option, NewOption):
            offer, made = new_option_rows(option)
            rows += made
        else:
            offer = _chosen(product_id, option, known[option.id])
        offers.append(offer)
        joined = ProductProductOption(product_id=product_id, product_option_id=offer.id)
        values = [ProductProductOptionValue(product_product_option_id=joined.id, product_option_value_id=value) for value in offer.values.values()]
        rows += [joined, *values]
    must_differ_in_title(title, [offer.title for offer in offers])
    return offers, rows


def _chosen(product_id: str, option: ChosenOption, known: KnownOption) -> Offer:
    if known.is_exclusive and any(product.id != product_id for product in known.products):
        raise OptionTaken([known.id])
    values = {value.value: value.id for value in known.values if option.value_ids is None or value.id in option.value_ids}
    if option.value_ids is not None and len(values) < len(set(option.value_ids)):
        raise OptionNotFound(set(option.value_ids) - set(values.values()))
    return Offer(known.id, known.title, values)


def must_differ_in_title(title: str, options: Sequence[str]) -> None:
    """Raises `DuplicateOptions` for the product called `title` if two of its options are called the same."""
    twice = {option for option in options if options.count(option) > 1}
    if twice:
        raise DuplicateOptions(title, twice)
