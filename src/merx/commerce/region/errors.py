"""What is refused about regions."""

from collections.abc import Iterable

from merx.framework.errors import InvalidData, NotFound


class RegionNotFound(NotFound):
    """No such region."""

    def __init__(self, region_id: str) -> None:
        super().__init__(f'Region with id "{region_id}" not found', id=region_id)


class UnknownCountries(InvalidData):
    """There are no countries with these codes."""

    def __init__(self, codes: Iterable[str]) -> None:
        super().__init__(f'Countries with codes: "{", ".join(codes)}" do not exist', codes=[*codes])


class CountriesTaken(InvalidData):
    """A country is in one region at most."""

    def __init__(self, codes: Iterable[str]) -> None:
        super().__init__(f'Countries with codes: "{", ".join(codes)}" are already assigned to a region', codes=[*codes])


class UnknownCurrency(InvalidData):
    """There is no such currency."""

    def __init__(self, code: str) -> None:
        super().__init__(f"Currency with code: {code} was not found", currency_code=code)


class PaymentProvidersMissing(NotFound):
    """These providers are not there, or switched off."""

    def __init__(self, ids: Iterable[str]) -> None:
        super().__init__(f"Payment providers with ids {', '.join(ids)} not found or not enabled", ids=[*ids])
