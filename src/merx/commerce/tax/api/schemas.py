"""What the tax routes take. Facts of the contract; `Body` refuses unknown fields."""

from typing import Any

from merx.commerce.tax import NewTaxRate
from merx.framework.http import UNSET, Body, Limit, ListParams, LooseBody, NotNegative, Operators, Unset


class Rule(LooseBody):
    reference: str
    reference_id: str

    @property
    def pair(self) -> tuple[str, str]:
        return self.reference, self.reference_id


class DefaultRate(LooseBody):
    code: str
    name: str
    rate: NotNegative | None = None
    is_combinable: bool = False
    metadata: dict[str, Any] | None = None

    def as_new(self) -> NewTaxRate:
        return NewTaxRate(code=self.code, name=self.name, rate=self.rate, is_default=True, is_combinable=self.is_combinable, metadata=self.metadata)


class CreateTaxRegion(Body):
    country_code: str
    provider_id: str | None = None
    province_code: str | None = None
    parent_id: str | None = None
    default_tax_rate: DefaultRate | None = None
    metadata: dict[str, Any] | None = None
    additional_data: dict[str, Any] | None = None


class UpdateTaxRegion(Body):
    province_code: str | None | Unset = UNSET
    provider_id: str | Unset = UNSET
    metadata: dict[str, Any] | None | Unset = UNSET


class CreateTaxRate(Body):
    code: str
    name: str
    tax_region_id: str
    rate: NotNegative | None = None
    rules: list[Rule] = []
    is_default: bool = False
    is_combinable: bool = False
    metadata: dict[str, Any] | None = None


class UpdateTaxRate(Body):
    rate: NotNegative | Unset = UNSET
    code: str | Unset = UNSET
    rules: list[Rule] | Unset = UNSET
    name: str | Unset = UNSET
    is_default: bool | Unset = UNSET
    is_combinable: bool | Unset = UNSET
    metadata: dict[str, Any] | None | Unset = UNSET


class CreateRule(Body):
    reference: str
    reference_id: str


class RegionParams(ListParams, groups=True):
    limit: Limit = 20
    id: str | list[str] | Unset = UNSET
    country_code: Operators | Unset = UNSET
    province_code: Operators | Unset = UNSET
    parent_id: Operators | Unset = UNSET
    created_by: str | list[str] | Unset = UNSET
    created_at: Operators | Unset = UNSET
    updated_at: Operators | Unset = UNSET
    deleted_at: Operators | Unset = UNSET


class RateParams(ListParams, groups=True):
    limit: Limit = 20
    tax_region_id: Operators | Unset = UNSET
    is_default: bool | Unset = UNSET
    created_at: Operators | Unset = UNSET
    updated_at: Operators | Unset = UNSET
    deleted_at: Operators | Unset = UNSET


class ProviderParams(ListParams, groups=True):
    limit: Limit = 20
    id: str | list[str] | Unset = UNSET
    is_enabled: bool | Unset = UNSET
