"""What a storefront asks of the options it is offered. They are worked out, not read, so they are chosen from and put in order here."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, TypeAlias, cast

import msgspec

from merx.commerce.fulfillment.workflows import PricedShippingOption
from merx.framework.errors import InvalidData
from merx.framework.http import UNSET, FieldParams, Unset
from merx.framework.http.naming import of
from merx.framework.query.fields import selection

_PRICED: Final = ("amount", "is_tax_inclusive", "insufficient_inventory")
_CHOSEN: Final = "id price_list_id price_list_type min_quantity max_quantity"
_ADDRESS: Final = "service_zone.fulfillment_set.location.address"
SORTS: Final = frozenset(
    (
        *of("", "id name price_type service_zone_id shipping_profile_id provider_id shipping_option_type_id"),
        *of("type", "id label description code"),
        *of("provider", "id is_enabled"),
        *of("calculated_price", "id currency_code calculated_amount original_amount is_calculated_price_price_list is_calculated_price_tax_inclusive"),
        *of("calculated_price", "is_original_price_price_list is_original_price_tax_inclusive"),
        *of("calculated_price.calculated_price", _CHOSEN),
        *of("calculated_price.original_price", _CHOSEN),
        *of("service_zone", "id fulfillment_set_id fulfillment_set.id fulfillment_set.type fulfillment_set.location.id"),
        *of(_ADDRESS, "id company address_1 address_2 city country_code province postal_code phone created_at updated_at deleted_at"),
    )
)
"""Fields that options can be put in the order of."""
_ALLOWED: Final = SORTS | frozenset(
    (
        *of("", "metadata data type provider prices calculated_price service_zone"),
        *of("prices", "id currency_code amount min_quantity max_quantity price_rules"),
        *of("prices.price_rules", "id attribute operator value"),
        *of("calculated_price", "calculated_price original_price"),
        *of("service_zone", "fulfillment_set fulfillment_set.location"),
        *(_ADDRESS, f"{_ADDRESS}.metadata"),
    )
)
_DEFAULTS: Final = (*of("", "metadata data type provider prices calculated_price service_zone"), *sorted(path for path in SORTS if "." not in path))
_OBJECTS: Final = frozenset({"metadata", "data"})
"""Columns that hold objects: nothing in them is a field."""

Paths: TypeAlias = Sequence[tuple[str, ...]]


def seen(option: PricedShippingOption, query: FieldParams) -> dict[str, Any]:
    """The option with the fields that were asked for, all without; ids and the price are always there.

    A relation asked by its name is there as a whole, by a star (`*service_zone`) with its own columns. What shoppers may
    not see is dropped. Raises `InvalidData` for what is asked too deep.
    """
    whole = cast("dict[str, Any]", msgspec.to_builtins(option, builtin_types=(Decimal,)))
    paths = selection(None if query.fields is UNSET else query.fields, defaults=_DEFAULTS, allowed=_ALLOWED, relations_limit=4)
    wanted = [tuple(path.split(".")) for path in paths if not path.startswith("-")]
    gone = [tuple(path[1:].split(".")) for path in paths if path.startswith("-")]
    return {**_picked(whole, wanted, gone), **{name: whole[name] for name in _PRICED}}


def _picked(value: Any, wanted: Paths, gone: Paths) -> Any:
    """Of an object, or of each in a list, what these paths name. The empty path names all of it, a star its columns."""
    if isinstance(value, list):
        return [_picked(each, wanted, gone) for each in cast("list[Any]", value)]
    if not isinstance(value, dict):
        return value
    found: dict[str, Any] = {}
    for name, part in cast("dict[str, Any]", value).items():
        is_column = name in _OBJECTS or not isinstance(part, dict | list)
        below = [()] if () in wanted or (is_column and ("*",) in wanted) else _below(wanted, name)
        if (below or name == "id") and (name,) not in gone:
            found[name] = part if is_column else _picked(part, below, _below(gone, name))
    return found


def _below(paths: Paths, name: str) -> Paths:
    return [path[1:] for path in paths if path[:1] == (name,)]


def in_order(options: Sequence[PricedShippingOption], order: str | Unset) -> list[PricedShippingOption]:
    """By this field, downwards with a `-` in front, what has none at its end. Raises `InvalidData` for a field that does not sort."""
    if order is UNSET:
        return list(options)
    field = order.removeprefix("-")
    if field not in SORTS:
        raise InvalidData(f"Order field {field} is not valid")
    values = {option.id: _value(option, field) for option in options}
    known = sorted((option for option in options if values[option.id] is not None), key=lambda each: values[each.id], reverse=order.startswith("-"))
    return [*known, *(option for option in options if values[option.id] is None)]


def _value(option: PricedShippingOption, field: str) -> Any:
    value: Any = option
    for name in field.split("."):
        value = getattr(value, name, None)
    return value


def ways(cart_id: str, filters: Mapping[str, Any]) -> list[bool]:
    """Whether options for sending (False), for sending back (True), both or none are asked for; for sending if nothing is said.

    A condition on another cart holds for nothing: one request is about one cart.
    """
    own = {name: value for name, value in filters.items() if not name.startswith("$")}
    all_of, any_of = [own, *filters.get("$and", [])], filters.get("$or", [])
    is_said = any("is_return" in each for each in (*all_of, *any_of))

    def holds(condition: Mapping[str, Any], back: str) -> bool:
        here = {"cart_id": cart_id, "is_return": back}
        return all(str(value).lower() == here[name].lower() for name, value in condition.items())

    return [
        back == "true"
        for back in (("false", "true") if is_said else ("false",))
        if all(holds(each, back) for each in all_of) and (not any_of or any(holds(each, back) for each in any_of))
    ]
