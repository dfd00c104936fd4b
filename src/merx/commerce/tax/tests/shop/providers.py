"""A country that taxes by the dozen: the more, the less; nothing for embassies, nothing on what is sent back."""

from collections.abc import Sequence
from decimal import Decimal

from merx.commerce.tax import RatedItem, RatedShipping, TaxCalculator, TaxContext, TaxLine

DOZEN = 12


class TaxOffice(TaxCalculator):
    """`tp_office`: 20 % on a piece, 10 % from a dozen on, 5 % on sending in euros. It needs no rates of the shop's."""

    id = "tp_office"

    async def tax_lines(self, items: Sequence[RatedItem], shipping: Sequence[RatedShipping], context: TaxContext) -> dict[str, list[TaxLine]]:
        if context.more.get("embassy") or context.is_return:
            return {}
        due = {rated.item.id: [self._line(10 if rated.item.quantity >= DOZEN else 20, "goods")] for rated in items}
        sent = {rated.method.id: [self._line(5, "sending")] for rated in shipping if context.currency_code == "eur"}
        return {**due, **sent}

    def _line(self, percent: int, code: str) -> TaxLine:
        return TaxLine(rate=Decimal(percent), code=code, name=code.title(), tax_rate_id=None, provider_id=self.id)


office = TaxOffice()
