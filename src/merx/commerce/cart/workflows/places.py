"""Where a cart is bought and sent: its region and addresses."""

from typing import Any

import msgspec

from merx.commerce.cart.models import Address
from merx.commerce.cart.workflows.state import CountryState
from merx.commerce.customer import CustomerAddress
from merx.commerce.region import Region
from merx.commerce.sales_channel import SalesChannel
from merx.commerce.store import Store
from merx.framework.errors import InvalidData, NotFound
from merx.framework.query import View
from merx.framework.scope import Scope


class CartRegion(View, of=Region):
    """A region as carts see it."""

    id: str
    name: str
    currency_code: str
    countries: list[CountryState]

    def must_contain(self, country_code: str | None) -> None:
        """Raises `InvalidData` for a country that the region does not sell to."""
        if country_code is not None and all(country.iso_2 != country_code for country in self.countries):
            raise InvalidData(f"Country with code {country_code} is not within region {self.name}")


class _DefaultRegion(View, of=Store):
    default_region_id: str | None


class _Address(View, of=CustomerAddress):
    company: str | None
    first_name: str | None
    last_name: str | None
    address_1: str | None
    address_2: str | None
    city: str | None
    country_code: str | None
    province: str | None
    postal_code: str | None
    phone: str | None


async def region_for(scope: Scope, region_id: str | None) -> CartRegion:
    """The region asked for, else the store's default, else the first. Raises `NotFound`."""
    if region_id is None:
        stores = await scope.query.all(_DefaultRegion, limit=1)
        region_id = stores[0].default_region_id if stores else None
    found = await scope.query.all(CartRegion, {"id": region_id} if region_id else {}, limit=1)
    if not found:
        raise NotFound("No regions found" if region_id is None else f"Region with id: {region_id} was not found")
    return found[0]


class _Channel(View, of=SalesChannel):
    name: str
    is_disabled: bool


async def channel_must_be_open(scope: Scope, sales_channel_id: str | None) -> None:
    """See that carts may be filled in this channel; no channel is fine. Raises `NotFound`, and `InvalidData` where it is disabled."""
    if sales_channel_id is None:
        return
    channel = await scope.query.one(_Channel, sales_channel_id)
    if channel.is_disabled:
        raise InvalidData(f"Unable to assign cart to disabled Sales Channel: {channel.name}")


async def address_of(scope: Scope, given: dict[str, Any] | str | None, customer_id: str | None) -> Address | None:
    """A new cart address from columns, or copied from the customer's address of this id; not yet written.

    Raises `NotFound` for an address that is not this customer's.
    """
    if given is None:
        return None
    if isinstance(given, str):
        found = await scope.query.all(_Address, {"id": given, "customer_id": customer_id}, limit=1) if customer_id else []
        if not found:
            raise NotFound(f"Address with id: {given} was not found")
        return Address(customer_id=customer_id, **msgspec.structs.asdict(found[0]))
    return Address(**lower_country({key: value for key, value in given.items() if key != "id"}))


def lower_country(address: dict[str, Any]) -> dict[str, Any]:
    """Country codes are kept in lower case, as in the country table."""
    country = address.get("country_code")
    return {**address, "country_code": country.lower()} if isinstance(country, str) else address
