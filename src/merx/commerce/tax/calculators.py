"""Who works out taxes: the code behind a tax provider's row, and where it is found."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import lru_cache
from pkgutil import resolve_name

from merx.commerce.tax.errors import UnknownTaxProvider
from merx.commerce.tax.schemas import RatedItem, RatedShipping, TaxAddress, TaxLine
from merx.framework.app import App

SYSTEM = "tp_system"
SHIPPED = ("merx.providers.tax_system:system",)
"""Calculators that come with Merx, as `package:name`: this room does not import them."""


class TaxCalculator(ABC):
    """Works out the taxes of a country. A shop puts one into its `providers.py`; `id` is `tp_<name>`.

    Called inside the caller's transaction on every change of a cart: one that asks others keeps its answers.
    """

    id: str

    @abstractmethod
    async def tax_lines(self, items: Sequence[RatedItem], shipping: Sequence[RatedShipping], address: TaxAddress) -> dict[str, list[TaxLine]]:
        """The lines by the id of what they are due on; what is missing is not taxed."""


@lru_cache(maxsize=8)
def calculators(app: App) -> dict[str, TaxCalculator]:
    """Every calculator by id: those that come with Merx, and those in the `providers` of rooms and of the shop."""
    shipped: list[TaxCalculator] = [resolve_name(path) for path in SHIPPED]
    return {each.id: each for each in (*shipped, *app.found("providers", TaxCalculator))}


def calculator(app: App, provider_id: str | None) -> TaxCalculator:
    """The calculator of this id; the system's own where a region names none. Raises `UnknownTaxProvider`."""
    found = calculators(app).get(provider_id or SYSTEM)
    if found is None:
        raise UnknownTaxProvider(provider_id or SYSTEM)
    return found
