"""A carrier that weighs: so much a kilogram, more in a hurry, nothing that one person cannot lift."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from merx.commerce.fulfillment import Carried, Carrier, CarrierOption, CarrierPrice, Consignment, NewFulfillment
from merx.framework.errors import InvalidData

HEAVIEST = Decimal(30)


class Porter(Carrier):
    """`porter_feet`: `option_data["per_kilo"]` in any currency, half as much again if `data["express"]`, not to islands."""

    id = "porter_feet"

    async def options(self) -> Sequence[CarrierOption]:
        return (CarrierOption(id="walk", name="On foot"),)

    async def validate_option(self, option_data: Mapping[str, Any]) -> None:
        if not isinstance(option_data.get("per_kilo", 1), int | float):
            raise InvalidData("per_kilo is the price of a kilogram, a number")

    async def validate_data(self, option_data: Mapping[str, Any], data: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ARG002 - the interface's
        if not isinstance(data.get("express", False), bool):
            raise InvalidData("express is true or false")
        return {"express": data.get("express", False)}

    async def calculate_price(self, option_data: Mapping[str, Any], data: Mapping[str, Any], consignment: Consignment) -> CarrierPrice | None:
        if consignment.more.get("island"):
            return None
        weight = sum((item.quantity * (item.weight or 0) for item in consignment.items if item.requires_shipping), Decimal(0))
        if weight > HEAVIEST:
            raise InvalidData(f"{weight} kg is too much to carry")
        price = weight * Decimal(str(option_data.get("per_kilo", 1)))
        return CarrierPrice(amount=price * Decimal("1.5") if data["express"] else price, is_tax_inclusive=bool(option_data.get("gross")))

    async def create_fulfillment(self, new: NewFulfillment, fulfillment_id: str) -> Carried:
        return Carried(data={"walk": fulfillment_id, "to": new.delivery_address.get("city")})

    async def cancel_fulfillment(self, data: Mapping[str, Any]) -> None:
        """The porter has not left yet."""


porter = Porter()
