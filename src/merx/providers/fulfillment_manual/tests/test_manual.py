"""Parcels that people carry themselves do what every carrier's do."""

from typing import Any

import pytest

from merx.commerce.fulfillment.testing import CarrierContract
from merx.providers.fulfillment_manual import ManualFulfillment, manual


class TestManual(CarrierContract):
    @pytest.fixture
    def carrier(self) -> ManualFulfillment:
        return manual

    @pytest.fixture
    def option_data(self) -> dict[str, Any]:
        return {"id": "manual-fulfillment"}

    @pytest.fixture
    def chosen(self) -> dict[str, Any]:
        return {"note": "at the door"}
