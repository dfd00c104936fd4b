"""Prices and the rules that choose among them."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from merx.commerce.pricing.schemas import PriceListStatus, PriceListType, PriceRuleOperator
from merx.framework.data import BelongsTo, Index, Indexed, Metadata, Model, Searchable


class PriceSet(Model, id_prefix="pset"):
    """The prices of one thing; what is priced points here."""


_ACTIVE = "status = 'active' AND deleted_at IS NULL"
_ON_A_LIST = "price_list_id IS NOT NULL AND deleted_at IS NULL"


class Price(
    Model,
    id_prefix="price",
    indexes=[
        Index(("price_set_id", "currency_code")),
        # How `candidates` looks: at the prices on no list, at those on some lists, and at a set's prices on lists, from the best on.
        Index(("price_set_id", "currency_code"), where="price_list_id IS NULL AND deleted_at IS NULL"),
        Index(
            ("price_list_id", "currency_code"),
            where=_ON_A_LIST,
            using="btree (price_list_id, currency_code, price_set_id, id, amount, min_quantity, max_quantity, rules_count)",
        ),
        Index(
            ("price_set_id", "currency_code"),
            where=_ON_A_LIST,
            using="btree (price_set_id, currency_code, (0 - coalesce(rules_count, 0)), amount, id, price_list_id, min_quantity, max_quantity, rules_count)",
        ),
    ],
):
    """An amount in a currency, for some quantities and under some rules; on a price list, or always."""

    price_set_id: Annotated[str, BelongsTo("price_set", back="prices")]
    price_list_id: Annotated[str | None, BelongsTo("price_list", back="prices"), Indexed] = None
    title: str | None = None
    currency_code: Annotated[str, Indexed]
    rules_count: int | None = 0
    amount: Decimal
    min_quantity: Decimal | None = None
    max_quantity: Decimal | None = None


class PriceRule(Model, id_prefix="prule", unique=[("price_id", "attribute", "operator")], indexes=[Index(("attribute", "value", "price_id"))]):
    """A price is for contexts whose `attribute` (a path) compares like this to `value`."""

    price_id: Annotated[str, BelongsTo("price", back="price_rules"), Indexed]
    value: str
    priority: int = 0
    attribute: str = ""
    operator: PriceRuleOperator = "eq"


class PriceList(
    Model,
    id_prefix="plist",
    indexes=[
        # How `candidates` looks: for the lists that are open, and whether a list is.
        Index(
            ("type",),
            where=_ACTIVE,
            using="btree ((coalesce(rules_count, 0)), type, (coalesce(ends_at, 'infinity'::timestamptz)), (coalesce(starts_at, '-infinity'::timestamptz)), id)",
        ),
        Index(("id", "type", "rules_count", "ends_at", "starts_at"), where=_ACTIVE),
    ],
):
    """Prices for a time and an audience: a sale competes with the other prices, an override beats them."""

    status: PriceListStatus = "draft"
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    rules_count: int | None = 0
    title: Annotated[str, Searchable]
    description: Annotated[str, Searchable]
    type: PriceListType = "sale"
    metadata: Metadata = None


class PriceListRule(Model, id_prefix="prule", indexes=[Index(("value",), where="deleted_at IS NULL", using="gin (value)")]):
    """A price list is for contexts whose `attribute` is among the values."""

    price_list_id: Annotated[str, BelongsTo("price_list", back="price_list_rules"), Indexed]
    value: Any | None = None
    attribute: Annotated[str, Indexed] = ""


class PricePreference(Model, id_prefix="prpref", unique=[("attribute", "value")]):
    """Whether prices of this region or currency include tax."""

    attribute: str
    value: str | None = None
    is_tax_inclusive: bool = False
