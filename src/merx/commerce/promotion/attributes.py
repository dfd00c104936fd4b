"""What rules may be about, as merchants are offered it: attributes, operators, and where their values come from.

Any other path may be stored over the API; it is compared just the same.
"""

from typing import Final

from msgspec import Struct

from merx.commerce.promotion.schemas import RuleType


class Attribute(Struct, frozen=True, kw_only=True):
    """Something that rules may be about. Its values are `entity`'s: the column `key` of each, called by `label_column`."""

    id: str
    value: str
    label: str
    entity: str | None = None
    key: str = "id"
    label_column: str = "name"
    field_type: str = "multiselect"
    operators: tuple[str, ...] = ("in", "eq", "ne")
    is_required: bool = False
    is_disguised: bool = False
    """Shown among the rules, but stored as a column of the application method."""


OPERATORS: Final = {
    "in": "In",
    "eq": "Equals",
    "ne": "Not In",
    "gt": "Greater than",
    "gte": "Greater than or equal",
    "lt": "Less than",
    "lte": "Less than or equal",
}

_RULES = (
    Attribute(id="customer_group", value="customer.groups.id", label="Customer Group", entity="customer_group"),
    Attribute(id="region", value="region.id", label="Region", entity="region"),
    Attribute(id="country", value="shipping_address.country_code", label="Country", entity="country", key="iso_2", label_column="display_name"),
    Attribute(id="sales_channel", value="sales_channel_id", label="Sales Channel", entity="sales_channel"),
)
_ITEMS = (
    Attribute(id="product", value="items.product.id", label="Product", entity="product", label_column="title"),
    Attribute(id="product_category", value="items.product.categories.id", label="Product Category", entity="product_category"),
    Attribute(id="product_collection", value="items.product.collection_id", label="Product Collection", entity="product_collection", label_column="title"),
    Attribute(id="product_type", value="items.product.type_id", label="Product Type", entity="product_type", label_column="value"),
    Attribute(id="product_tag", value="items.product.tags.id", label="Product Tag", entity="product_tag", label_column="value"),
)
_SHIPPING = (
    Attribute(
        id="shipping_option_type",
        value="shipping_methods.shipping_option.shipping_option_type_id",
        label="Shipping Option Type",
        entity="shipping_option_type",
        label_column="label",
    ),
)


def _number(name: str, label: str) -> Attribute:
    return Attribute(id=name, value=name, label=label, field_type="number", operators=("eq",), is_required=True, is_disguised=True)


def attributes(kind: RuleType, *, promotion_type: str | None = None, method_type: str | None = None, target_type: str | None = None) -> tuple[Attribute, ...]:
    """What rules of this kind may be about, for a promotion that is as told."""
    if kind == "rules":
        currency = Attribute(
            id="currency_code",
            value="currency_code",
            label="Currency Code",
            entity="currency",
            key="code",
            field_type="select",
            operators=("eq",),
            is_required=method_type == "fixed",
            is_disguised=True,
        )
        return (currency, *_RULES)
    if promotion_type == "buyget":
        own = (
            _number("buy_rules_min_quantity", "Minimum quantity of items")
            if kind == "buy-rules"
            else _number("apply_to_quantity", "Quantity of items promotion will apply to")
        )
        return (own, *_ITEMS)
    return _SHIPPING if kind == "target-rules" and target_type == "shipping_methods" else _ITEMS


def attribute_called(kind: RuleType, name: str) -> Attribute | None:
    """The attribute of this kind of rules with this id, for whatever promotion."""
    own = (_number("buy_rules_min_quantity", ""), _number("apply_to_quantity", ""))
    known = (*attributes("rules"),) if kind == "rules" else (*_ITEMS, *_SHIPPING, *own)
    return next((each for each in known if each.id == name), None)
