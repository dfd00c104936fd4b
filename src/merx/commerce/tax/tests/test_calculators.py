"""A calculator of a shop's own does what every calculator must do."""

import pytest

from merx.commerce.tax.testing import TaxCalculatorContract
from merx.commerce.tax.tests.shop.providers import TaxOffice, office


class TestTaxOffice(TaxCalculatorContract):
    @pytest.fixture
    def calculator(self) -> TaxOffice:
        return office
