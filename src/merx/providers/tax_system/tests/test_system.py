"""The shop's own tables do what every calculator does, and say what they say."""

from decimal import Decimal

import pytest

from merx.commerce.tax import TaxContext, TaxLine
from merx.commerce.tax.testing import VAT, TaxCalculatorContract, a_method, an_item
from merx.providers.tax_system import SystemTaxes, system


class TestSystem(TaxCalculatorContract):
    @pytest.fixture
    def calculator(self) -> SystemTaxes:
        return system

    async def test_each_rate_that_is_due_is_a_line(self, calculator: SystemTaxes, context: TaxContext) -> None:
        due = await calculator.tax_lines([an_item(rates=(VAT, VAT))], [a_method(rates=())], context)
        line = TaxLine(rate=Decimal(19), code="vat", name="VAT", tax_rate_id="txr_1", provider_id="tp_system")
        assert due == {"cali_1": [line, line], "casm_1": []}
