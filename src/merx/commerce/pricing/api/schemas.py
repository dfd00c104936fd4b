"""What the admin sends about price lists. Facts of the contract; `Body` refuses unknown fields, `LooseBody` drops them."""

from datetime import UTC, datetime
from typing import Annotated, Any, TypeAlias

from msgspec import Meta

from merx.commerce.pricing import ChangedListPrice, NewListPrice, NewPrice, NewPriceList, NewRule, PriceListStatus, PriceListType
from merx.framework.errors import InvalidData
from merx.framework.http import UNSET, Body, ListParams, LooseBody, NotNegative, Number, Operators, Unset, changes

Ids: TypeAlias = str | list[str] | Unset
MOST = 10_000
"""Prices in one request."""
Values: TypeAlias = Annotated[list[str], Meta(max_length=1000)]
ListRules: TypeAlias = Annotated[dict[str, Values], Meta(max_length=100)]
PriceRules: TypeAlias = Annotated[dict[str, str], Meta(max_length=100)]
PriceIds: TypeAlias = Annotated[list[str], Meta(max_length=MOST)]


class PriceListParams(ListParams, groups=True):
    id: Ids = UNSET
    starts_at: Operators | Unset = UNSET
    ends_at: Operators | Unset = UNSET
    status: list[PriceListStatus] | Unset = UNSET
    rules_count: list[int] | Unset = UNSET


class CreatePrice(LooseBody):
    currency_code: str
    amount: NotNegative
    variant_id: str
    min_quantity: Number | None = None
    max_quantity: Number | None = None
    rules: PriceRules = {}

    def as_new(self) -> NewListPrice:
        price = NewPrice(
            amount=self.amount, currency_code=self.currency_code, min_quantity=self.min_quantity, max_quantity=self.max_quantity, rules=_rules(self.rules)
        )
        return NewListPrice(variant_id=self.variant_id, price=price)


class UpdatePrice(LooseBody):
    id: str
    variant_id: str
    currency_code: str | Unset = UNSET
    amount: NotNegative | Unset = UNSET
    min_quantity: Number | None | Unset = UNSET
    max_quantity: Number | None | Unset = UNSET
    rules: PriceRules | Unset = UNSET

    def as_changed(self) -> ChangedListPrice:
        columns = {name: value for name, value in changes(self).items() if name not in ("id", "variant_id", "rules")}
        if self.currency_code is not UNSET:
            columns["currency_code"] = self.currency_code.lower()
        rules = None if self.rules is UNSET else _rules(self.rules)
        return ChangedListPrice(id=self.id, variant_id=self.variant_id, columns=columns, rules=rules)


def _rules(rules: dict[str, str]) -> tuple[NewRule, ...]:
    return tuple(NewRule(attribute=attribute, value=value) for attribute, value in sorted(rules.items()))


class PriceBatch(Body):
    create: Annotated[list[CreatePrice], Meta(max_length=MOST)] = []
    update: Annotated[list[UpdatePrice], Meta(max_length=MOST)] = []
    delete: PriceIds = []


class ProductsOfList(Body):
    remove: Annotated[list[str], Meta(max_length=1000)] = []


class CreatePriceList(Body):
    title: str
    description: str
    starts_at: str | None = None
    ends_at: str | None = None
    status: PriceListStatus = "draft"
    type: PriceListType = "sale"
    rules: ListRules = {}
    prices: Annotated[list[CreatePrice], Meta(max_length=MOST)] = []
    metadata: dict[str, Any] | None = None

    def as_new(self) -> NewPriceList:
        return NewPriceList(
            title=self.title,
            description=self.description,
            type=self.type,
            status=self.status,
            starts_at=_moment("starts at", self.starts_at),
            ends_at=_moment("ends at", self.ends_at),
            rules=self.rules,
            prices=[price.as_new() for price in self.prices],
            metadata=self.metadata,
        )


class UpdatePriceList(Body):
    title: str | Unset = UNSET
    description: str | None | Unset = UNSET
    starts_at: str | None | Unset = UNSET
    ends_at: str | None | Unset = UNSET
    status: PriceListStatus | Unset = UNSET
    type: PriceListType | Unset = UNSET
    rules: ListRules | Unset = UNSET
    metadata: dict[str, Any] | None | Unset = UNSET

    def columns(self) -> dict[str, Any]:
        """What changes beside the rules. No description is an empty one."""
        found = {name: value for name, value in changes(self).items() if name != "rules"}
        if "description" in found:
            found["description"] = found["description"] or ""
        return found | {name: _moment(name.replace("_", " "), found[name]) for name in ("starts_at", "ends_at") if name in found}


def _moment(name: str, given: str | None) -> datetime | None:
    """A date without a time is its midnight, a time without an offset is UTC's. Raises `InvalidData`."""
    if given is None:
        return None
    try:
        moment = datetime.fromisoformat(given)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise InvalidData(f"Cannot set price list {name} with with invalid date string: {given}") from None
