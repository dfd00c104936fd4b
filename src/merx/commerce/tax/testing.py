"""What every tax calculator must do, as tests to inherit:

    class TestTaxOffice(TaxCalculatorContract):
        @pytest.fixture
        def calculator(self) -> TaxOffice: ...

One that taxes other places than Germany overrides the fixture `context` too.
"""

from collections.abc import Sequence
from decimal import Decimal

import pytest

from merx.commerce.tax.calculators import TaxCalculator
from merx.commerce.tax.schemas import DueRate, RatedItem, RatedShipping, TaxableItem, TaxableShipping, TaxAddress, TaxContext

VAT = DueRate(id="txr_1", rate=Decimal(19), code="vat", name="VAT")


def an_item(key: str = "cali_1", *, rates: Sequence[DueRate] = (VAT,), quantity: int = 2) -> RatedItem:
    """So many pieces of something that costs ten euros."""
    item = TaxableItem(key, "prod_1", "ptyp_1", "variant_1", Decimal(quantity), Decimal(10))
    return RatedItem(item, rates)


def a_method(key: str = "casm_1", *, rates: Sequence[DueRate] = (VAT,)) -> RatedShipping:
    """A way to send things, for five euros."""
    return RatedShipping(TaxableShipping(key, "so_1", Decimal(5)), rates)


class TaxCalculatorContract:
    """Inherit it as `TestYourCalculator`, with the fixture that the module's docstring names."""

    @pytest.fixture
    def context(self) -> TaxContext:
        return TaxContext(address=TaxAddress("de"), currency_code="eur")

    def test_its_id_says_that_it_is_one(self, calculator: TaxCalculator) -> None:
        assert calculator.id.startswith("tp_")
        assert calculator.id != "tp_"

    async def test_it_taxes_what_it_was_asked_about_and_nothing_else(self, calculator: TaxCalculator, context: TaxContext) -> None:
        asked = await calculator.tax_lines([an_item("cali_1"), an_item("cali_2")], [a_method()], context)
        assert asked.keys() <= {"cali_1", "cali_2", "casm_1"}
        assert await calculator.tax_lines([], [], context) == {}

    async def test_each_line_is_a_rate_with_a_code_and_a_name(self, calculator: TaxCalculator, context: TaxContext) -> None:
        asked = await calculator.tax_lines([an_item()], [a_method()], context)
        for line in (line for lines in asked.values() for line in lines):
            assert line.rate.is_finite()
            assert line.rate >= 0
            assert line.code
            assert line.name
            assert line.provider_id == calculator.id

    async def test_the_same_question_has_the_same_answer(self, calculator: TaxCalculator, context: TaxContext) -> None:
        answers = [await calculator.tax_lines([an_item()], [a_method()], context) for _ in range(2)]
        assert answers[0] == answers[1]

    async def test_a_shop_without_rates_of_its_own_is_answered_too(self, calculator: TaxCalculator, context: TaxContext) -> None:
        asked = await calculator.tax_lines([an_item(rates=())], [a_method(rates=())], context)
        assert all(line.tax_rate_id is None for lines in asked.values() for line in lines)
