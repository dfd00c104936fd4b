"""What may go wrong with taxes."""

from merx.framework.errors import InvalidData, NotFound


class ParentRegionMissing(InvalidData):
    """A province stands below its country, and the country is not there."""

    def __init__(self, country_code: str, province_code: str) -> None:
        super().__init__(
            "Province region must belong to a parent region. You are trying to create a province region with "
            f"(country: {country_code}, province: {province_code}) but parent does not exist"
        )


class ParentRegionElsewhere(InvalidData):
    """The region a province is to stand below is another country."""

    def __init__(self, country_code: str, province_code: str, parent_country: str) -> None:
        super().__init__(
            "Province region must belong to a parent region with the same country code. You are trying to create a province region with "
            f"(country: {country_code}, province: {province_code}) but parent expects (country: {parent_country})"
        )


class ProviderRequired(InvalidData):
    """Nobody is named to work out a country's taxes."""

    def __init__(self) -> None:
        super().__init__("Provider is required when creating a non-province tax region.")


class WrongKindOfRegion(InvalidData):
    """A country has no province code; a province has one, and is taxed by its country's provider."""

    def __init__(self, region_id: str, field: str, *, is_province: bool) -> None:
        kind = "A province has a province_code and no provider_id of its own" if is_province else "A country has no province_code"
        super().__init__(f"Cannot change {field} of tax region {region_id}. {kind}.")


class UnknownTaxProvider(NotFound):
    """No code of this name works out taxes here."""

    def __init__(self, provider_id: str) -> None:
        super().__init__(f"Tax provider with id: {provider_id} was not found")


class TaxRegionNotFound(NotFound):
    """A rate is to be one of a region that is not there, or not any more. Said as the database says it of one that never was."""

    def __init__(self, region_id: str) -> None:
        super().__init__(f"You tried to set relationship tax_region_id: {region_id}, but such entity does not exist")


class TaxRateNotFound(NotFound):
    """There is no such rate."""

    def __init__(self, rate_id: str) -> None:
        super().__init__(f'Tax rate with id "{rate_id}" not found')
