"""Taxes as the shop's own tables say: the rates that were chosen are the lines, nothing is worked out elsewhere."""

from collections.abc import Sequence

from merx.commerce.tax import DueRate, RatedItem, RatedShipping, TaxCalculator, TaxContext, TaxLine


class SystemTaxes(TaxCalculator):
    """`tp_system`: one line for each rate that is due."""

    id = "tp_system"

    async def tax_lines(
        self,
        items: Sequence[RatedItem],
        shipping: Sequence[RatedShipping],
        context: TaxContext,  # noqa: ARG002 - the interface's
    ) -> dict[str, list[TaxLine]]:
        due = {rated.item.id: rated.rates for rated in items} | {rated.method.id: rated.rates for rated in shipping}
        return {key: [self._line(rate) for rate in rates] for key, rates in due.items()}

    def _line(self, rate: DueRate) -> TaxLine:
        return TaxLine(rate=rate.rate, code=rate.code, name=rate.name, tax_rate_id=rate.id, provider_id=self.id)


system = SystemTaxes()

__all__ = ["SystemTaxes", "system"]
