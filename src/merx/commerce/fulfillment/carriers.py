"""Who carries parcels: the code behind a fulfillment provider's row, and where it is found."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from merx.commerce.fulfillment.errors import UnknownFulfillmentProvider
from merx.commerce.fulfillment.schemas import Carried, CarrierPrice, Consignment, NewFulfillment
from merx.framework.app import App
from merx.framework.providers import Provider


class CarrierOption(Struct, frozen=True, kw_only=True):
    """A service that a carrier offers; a shipping option keeps its id in `data`."""

    id: str
    name: str | None = None
    is_return: bool = False


class Carrier(Provider):
    """Carries parcels. A shop puts one into its `providers.py`, or names it in its configuration; `id` is `<identifier>_<name>`.

    Called inside the caller's transaction, so it does nothing that a rollback could not undo. Methods that come later come
    with an answer for carriers that do not have them.
    """

    @abstractmethod
    async def options(self) -> Sequence[CarrierOption]:
        """The services on offer."""

    async def validate_option(self, option_data: Mapping[str, Any]) -> None:
        """See that a shipping option can keep this as its `data`; a carrier takes anything unless it says otherwise.

        Asked when an option is made, and when its data, price type or carrier change. Raises `InvalidData`.
        """

    @abstractmethod
    async def validate_data(self, option_data: Mapping[str, Any], data: Mapping[str, Any]) -> dict[str, Any]:
        """What a shipping method keeps of what the shopper chose (a pickup point). Raises `InvalidData`."""

    @abstractmethod
    async def create_fulfillment(self, new: NewFulfillment, fulfillment_id: str) -> Carried:
        """Announce a parcel. Safe to repeat with the same id."""

    @abstractmethod
    async def cancel_fulfillment(self, data: Mapping[str, Any]) -> None:
        """Take a parcel back before it is sent; `data` is what `create_fulfillment` gave. Safe to repeat."""

    async def calculate_price(self, option_data: Mapping[str, Any], data: Mapping[str, Any], consignment: Consignment) -> CarrierPrice | None:
        """What sending costs; None where there is no price, as with a carrier of flat prices only.

        `data` is what `validate_data` made of the shopper's choice. Asked on every change of a cart that is sent so: one that asks
        others keeps its answers. Raises `InvalidData` for what it does not carry.
        """
        del option_data, data, consignment
        return None

    def can_calculate(self) -> bool:
        """Whether `calculate_price` knows an answer."""
        return type(self).calculate_price is not Carrier.calculate_price


def carriers(app: App) -> Mapping[str, Carrier]:
    """Every carrier by id."""
    return app.providers.all(Carrier)


def carrier(app: App, provider_id: str) -> Carrier:
    """The carrier of this id. Raises `UnknownFulfillmentProvider`."""
    found = carriers(app).get(provider_id)
    if found is None:
        raise UnknownFulfillmentProvider(provider_id)
    return found
