"""What crosses the door of pricing: what is asked for, what it costs, and prices to be written."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal, TypeAlias, cast

from msgspec import Struct
from msgspec.structs import replace

PriceRuleOperator: TypeAlias = Literal["gte", "lte", "gt", "lt", "eq"]
PriceListStatus: TypeAlias = Literal["active", "draft"]
PriceListType: TypeAlias = Literal["sale", "override"]


class PriceRequest(Struct, frozen=True):
    """Some pieces of what has this price set; without a quantity, what a single piece would cost."""

    price_set_id: str
    quantity: Decimal | None = None


class PriceContext(Struct, frozen=True):
    """Who buys, and where. `attributes` are further values that rules may look at, by dotted path (`item_total`)."""

    currency_code: str
    region_id: str | None = None
    customer_group_ids: tuple[str, ...] = ()
    attributes: Mapping[str, Any] = {}

    def knowing(self, more: Mapping[str, Any]) -> "PriceContext":
        """This context, and what is nested in `more` by dotted path; its `region_id` and `customer.groups.id` take the place of those here."""
        found = dict(_by_path(more))
        region, groups = found.pop("region_id", self.region_id), found.pop("customer.groups.id", self.customer_group_ids)
        groups = (groups,) if isinstance(groups, str) else tuple(groups)
        return replace(self, region_id=region, customer_group_ids=groups, attributes={**self.attributes, **found})


def _by_path(tree: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """`{"customer": {"groups": [{"id": "a"}]}}` is `customer.groups.id`, and of many things the list of what each of them says."""
    for name, value in tree.items():
        if isinstance(value, Mapping):
            yield from ((f"{name}.{path}", each) for path, each in _by_path(cast("Mapping[str, Any]", value)))
        elif isinstance(value, list | tuple) and any(isinstance(each, Mapping) for each in cast("Sequence[Any]", value)):
            listed: dict[str, list[Any]] = {}
            for row in cast("Sequence[Mapping[str, Any]]", value):
                for path, each in _by_path(row):
                    listed.setdefault(path, []).append(each)
            yield from ((f"{name}.{path}", values) for path, values in listed.items())
        else:
            yield name, value


class ChosenPrice(Struct, frozen=True, kw_only=True):
    """The price row that won, and the list it stands on."""

    id: str
    price_list_id: str | None
    price_list_type: PriceListType | None
    min_quantity: Decimal | None
    max_quantity: Decimal | None


class CalculatedPrice(Struct, frozen=True, kw_only=True):
    """What something costs, and what it would cost without the sale. Amounts are in the currency's major unit."""

    id: str
    currency_code: str
    calculated_amount: Decimal
    original_amount: Decimal
    is_calculated_price_price_list: bool
    is_calculated_price_tax_inclusive: bool
    is_original_price_price_list: bool
    is_original_price_tax_inclusive: bool
    calculated_price: ChosenPrice
    original_price: ChosenPrice

    @property
    def price_list_type(self) -> PriceListType | None:
        """The kind of price list that decided the price, if one did."""
        return self.calculated_price.price_list_type


class NewRule(Struct, frozen=True, kw_only=True):
    """A condition on the context of a price."""

    attribute: str
    value: str
    operator: PriceRuleOperator = "eq"


class NewPrice(Struct, frozen=True, kw_only=True):
    """A price as it shall be. With an `id` it is the row of that id, changed; else one with the same terms, or a new one."""

    amount: Decimal
    currency_code: str
    id: str | None = None
    title: str | None = None
    min_quantity: Decimal | None = None
    max_quantity: Decimal | None = None
    rules: tuple[NewRule, ...] = ()


class ChangedPrice(Struct, frozen=True, kw_only=True):
    """Changes to a price of a price set: columns by name; `rules`, if given, take the place of those it has. What is not named stays."""

    id: str
    columns: Mapping[str, Any] = {}
    rules: tuple[NewRule, ...] | None = None


class NewListPrice(Struct, frozen=True, kw_only=True):
    """A variant's price on a price list; one with the same terms there takes its amount."""

    variant_id: str
    price: NewPrice


class ChangedListPrice(Struct, frozen=True, kw_only=True):
    """Changes to a price on a price list: columns by name; `rules`, if given, take the place of those it has."""

    id: str
    variant_id: str
    columns: Mapping[str, Any] = {}
    rules: tuple[NewRule, ...] | None = None


class NewPriceList(Struct, frozen=True, kw_only=True):
    """A price list with its prices. `rules` say for whom it is: every attribute must have one of its values."""

    title: str
    description: str
    type: PriceListType = "sale"
    status: PriceListStatus = "draft"
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    rules: Mapping[str, Sequence[str]] = {}
    prices: Sequence[NewListPrice] = ()
    metadata: dict[str, Any] | None = None
