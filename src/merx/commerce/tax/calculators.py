"""Who works out taxes: the code behind a tax provider's row, and where it is found."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence

from merx.commerce.tax.errors import UnknownTaxProvider
from merx.commerce.tax.schemas import RatedItem, RatedShipping, TaxContext, TaxLine
from merx.framework.app import App
from merx.framework.providers import Provider


class TaxCalculator(Provider):
    """Works out the taxes of a country. A shop puts one into its `providers.py`, or names it in its configuration; `id` is `tp_<name>`.

    Called inside the caller's transaction on every change of a cart: one that asks others keeps its answers.
    """

    @abstractmethod
    async def tax_lines(self, items: Sequence[RatedItem], shipping: Sequence[RatedShipping], context: TaxContext) -> dict[str, list[TaxLine]]:
        """The lines by the id of what they are due on; what is missing is not taxed. The rates of the shop's tables may be none."""


def calculators(app: App) -> Mapping[str, TaxCalculator]:
    """Every calculator by id."""
    return app.providers.all(TaxCalculator)


def calculator(app: App, provider_id: str | None) -> TaxCalculator:
    """The calculator of this id; the shop's default where a region names none. Raises `UnknownTaxProvider`."""
    wanted = provider_id or app.providers.default(TaxCalculator)
    found = calculators(app).get(wanted)
    if found is None:
        raise UnknownTaxProvider(wanted)
    return found
