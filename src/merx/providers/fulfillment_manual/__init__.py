"""Parcels that people pack and hand over themselves: nobody is told, prices are flat."""

from collections.abc import Mapping, Sequence
from typing import Any

from merx.commerce.fulfillment import Carried, Carrier, CarrierOption, NewFulfillment


class ManualFulfillment(Carrier):
    """`manual_manual`: everything is as the merchant says."""

    id = "manual_manual"

    async def options(self) -> Sequence[CarrierOption]:
        return (CarrierOption(id="manual-fulfillment"), CarrierOption(id="manual-fulfillment-return", is_return=True))

    async def validate_data(self, option_data: Mapping[str, Any], data: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ARG002 - the interface's
        return dict(data)

    async def create_fulfillment(self, new: NewFulfillment, fulfillment_id: str) -> Carried:  # noqa: ARG002 - the interface's
        return Carried()

    async def cancel_fulfillment(self, data: Mapping[str, Any]) -> None:
        """Nobody was told."""


manual = ManualFulfillment()

__all__ = ["ManualFulfillment", "manual"]
