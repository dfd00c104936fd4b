"""Where and at which rate tax is due."""

from decimal import Decimal
from typing import Annotated

from merx.framework.data import BelongsTo, Index, Indexed, Metadata, Model, Searchable, Translatable


class TaxProvider(Model):
    """Who works rates out; `id` is `tp_<identifier>`."""

    is_enabled: bool = True


class TaxRegion(
    Model,
    id_prefix="txreg",
    unique=[("country_code", "province_code")],
    indexes=[Index(("country_code",), unique=True, where="province_code IS NULL AND deleted_at IS NULL")],
):
    """A country, or with a `parent` a province of it."""

    provider_id: Annotated[str | None, BelongsTo("tax_provider", back="regions", on_delete="SET NULL"), Indexed] = None
    parent_id: Annotated[str | None, BelongsTo("tax_region", back="children"), Indexed] = None
    country_code: Annotated[str, Searchable]
    province_code: Annotated[str | None, Searchable] = None
    created_by: str | None = None
    metadata: Metadata = None


class TaxRate(Model, id_prefix="txr", indexes=[Index(("tax_region_id",), unique=True, where="is_default AND deleted_at IS NULL")]):
    """Percent that are due in a region: by default, or on what its rules name."""

    tax_region_id: Annotated[str, BelongsTo("tax_region", back="tax_rates"), Indexed]
    rate: Decimal | None = None
    code: Annotated[str, Searchable]
    name: Annotated[str, Searchable, Translatable]
    is_default: bool = False
    is_combinable: bool = False
    created_by: str | None = None
    metadata: Metadata = None


class TaxRateRule(Model, id_prefix="txrule", unique=[("tax_rate_id", "reference_id")]):
    """A rate is for this product, product type or shipping option."""

    tax_rate_id: Annotated[str, BelongsTo("tax_rate", back="rules"), Indexed]
    reference_id: Annotated[str, Indexed]
    reference: str
    created_by: str | None = None
    metadata: Metadata = None
