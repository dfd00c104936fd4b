"""The ways a parcel can take."""

from typing import Annotated, Any, Literal, TypeAlias

from merx.framework.data import BelongsTo, Indexed, Metadata, Model, Searchable, Translatable

ShippingPriceType: TypeAlias = Literal["calculated", "flat"]
ShippingRuleOperator: TypeAlias = Literal["in", "eq", "ne", "gt", "gte", "lt", "lte", "nin"]


class FulfillmentProvider(Model, id_prefix="serpro"):
    """Who carries parcels; `id` is `<identifier>_<name in the configuration>`."""

    is_enabled: bool = True


class ShippingProfile(Model, id_prefix="sp", unique=[("name",)]):
    """Goods that are sent alike; products and options of one profile go together."""

    name: Annotated[str, Searchable]
    type: str
    metadata: Metadata = None


class ShippingOptionType(Model, id_prefix="sotype"):
    """What an option is called to shoppers (express); shared between options."""

    label: Annotated[str, Searchable, Translatable]
    description: Annotated[str | None, Searchable, Translatable] = None
    code: Annotated[str, Searchable]


class ShippingOption(Model, id_prefix="so"):
    """A way to send goods into a zone, at a flat price or one its provider calculates."""

    service_zone_id: Annotated[str, BelongsTo("service_zone", back="shipping_options"), Indexed]
    shipping_profile_id: Annotated[str | None, BelongsTo("shipping_profile", back="shipping_options", on_delete="SET NULL"), Indexed] = None
    provider_id: Annotated[str | None, BelongsTo("fulfillment_provider", on_delete="SET NULL"), Indexed] = None
    shipping_option_type_id: Annotated[str, BelongsTo("shipping_option_type", back="shipping_options", name="type", on_delete="RESTRICT"), Indexed]
    name: Annotated[str, Searchable, Translatable]
    price_type: ShippingPriceType = "flat"
    data: dict[str, Any] | None = None
    metadata: Metadata = None


class ShippingOptionRule(Model, id_prefix="sorul"):
    """An option is offered in contexts whose `attribute` compares like this to `value`."""

    shipping_option_id: Annotated[str, BelongsTo("shipping_option", back="rules"), Indexed]
    attribute: str
    operator: ShippingRuleOperator
    value: Any | None = None
