"""A carrier that calculates does what every carrier must do."""

from decimal import Decimal
from typing import Any

import pytest

from merx.commerce.fulfillment import CarrierPrice
from merx.commerce.fulfillment.testing import CarrierContract, a_consignment
from merx.commerce.fulfillment.tests.shop.providers import Porter, porter


class TestPorter(CarrierContract):
    @pytest.fixture
    def carrier(self) -> Porter:
        return porter

    @pytest.fixture
    def option_data(self) -> dict[str, Any]:
        return {"id": "walk", "per_kilo": 4}

    @pytest.fixture
    def chosen(self) -> dict[str, Any]:
        return {"express": True}

    @pytest.fixture
    def bad_option_data(self) -> dict[str, Any]:
        return {"id": "walk", "per_kilo": "four"}

    async def test_it_weighs(self, carrier: Porter, option_data: dict[str, Any], chosen: dict[str, Any]) -> None:
        price = await carrier.calculate_price(option_data, chosen, a_consignment(3, weight=Decimal("1.5")))
        assert price == CarrierPrice(amount=Decimal(27))


@pytest.mark.parametrize("amount", ["-0.01", "NaN", "Infinity"])
def test_what_is_no_price_is_none(amount: str) -> None:
    with pytest.raises(ValueError, match="is no price"):
        CarrierPrice(amount=Decimal(amount))
