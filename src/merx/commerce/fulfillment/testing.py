"""What every carrier must do, as tests to inherit:

class TestPigeonPost(CarrierContract):
    @pytest.fixture
    def carrier(self) -> PigeonPost: ...

    @pytest.fixture
    def option_data(self) -> dict[str, Any]: ...             # what a shipping option of it keeps

    @pytest.fixture
    def chosen(self) -> dict[str, Any]: ...                  # what a shopper may choose

    @pytest.fixture
    def consignment(self) -> Consignment: ...                # for one that calculates: what it carries; `a_consignment()` will often do

    @pytest.fixture
    def bad_option_data(self) -> dict[str, Any]: ...         # for one that has a `validate_option`: what no shipping option of it can keep
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from merx.commerce.fulfillment.carriers import Carrier
from merx.commerce.fulfillment.schemas import Consignment, ConsignmentItem, NewFulfillment, NewFulfillmentItem, ShippingContext
from merx.framework.errors import InvalidData


def a_consignment(quantity: int = 2, *, weight: Decimal = Decimal(1), currency_code: str = "eur") -> Consignment:
    """So many pieces of a thing of ten euros, from one end of Berlin to the other."""
    item = ConsignmentItem(id="cali_1", title="Teapot", quantity=Decimal(quantity), unit_price=Decimal(10), requires_shipping=True, weight=weight)
    to = ShippingContext(sales_channel_id="sc_1", currency_code=currency_code, country_code="de", postal_code="10115", item_total=Decimal(10 * quantity))
    return Consignment(context=to, items=[item], location_id="sloc_1", location_address={"country_code": "de", "postal_code": "10585"})


class CarrierContract:
    """Inherit it as `TestYourCarrier`, with the fixtures that the module's docstring names."""

    @pytest.fixture
    def consignment(self) -> Consignment:
        return a_consignment()

    @pytest.fixture
    def bad_option_data(self) -> Mapping[str, Any] | None:
        return None

    @pytest.fixture
    async def parcel(self, carrier: Carrier, option_data: Mapping[str, Any], chosen: Mapping[str, Any]) -> NewFulfillment:
        """What was sold: two teapots to Berlin, with what the carrier kept of the shopper's choice."""
        pieces = NewFulfillmentItem(title="Teapot", sku="TEA", barcode="", quantity=Decimal(2), line_item_id="ordli_1")
        to = {"country_code": "de", "city": "Berlin", "postal_code": "10115"}
        kept = await carrier.validate_data(option_data, chosen)
        return NewFulfillment(location_id="sloc_1", provider_id=carrier.id, items=[pieces], delivery_address=to, data=kept)

    def test_its_id_is_its_identifier_and_its_name(self, carrier: Carrier) -> None:
        identifier, _, name = carrier.id.partition("_")
        assert identifier
        assert name

    async def test_each_of_its_services_has_an_id_of_its_own(self, carrier: Carrier) -> None:
        offered = [option.id for option in await carrier.options()]
        assert offered
        assert len(set(offered)) == len(offered)

    async def test_it_takes_what_its_options_keep_as_often_as_it_is_asked(self, carrier: Carrier, option_data: Mapping[str, Any]) -> None:
        for _ in range(2):
            await carrier.validate_option(option_data)

    async def test_it_refuses_what_no_option_can_keep_in_words(self, carrier: Carrier, bad_option_data: Mapping[str, Any] | None) -> None:
        looks = type(carrier).validate_option is not Carrier.validate_option
        assert looks == (bad_option_data is not None), "a carrier that looks at an option's data says what it refuses: `bad_option_data`"
        if bad_option_data is not None:
            with pytest.raises(InvalidData, match=r"\w"):
                await carrier.validate_option(bad_option_data)

    async def test_what_it_keeps_of_a_choice_it_accepts_again(self, carrier: Carrier, option_data: Mapping[str, Any], chosen: Mapping[str, Any]) -> None:
        kept = await carrier.validate_data(option_data, chosen)
        assert msgspec.json.decode(msgspec.json.encode(kept)) == kept  # it is stored
        assert await carrier.validate_data(option_data, kept) == kept

    async def test_a_parcel_that_is_announced_twice_is_one(self, carrier: Carrier, parcel: NewFulfillment) -> None:
        announced = [await carrier.create_fulfillment(parcel, "ful_1") for _ in range(2)]
        assert announced[0] == announced[1]
        assert msgspec.json.decode(msgspec.json.encode(announced[0].data)) == announced[0].data  # it is stored

    async def test_a_parcel_can_be_taken_back_and_it_is_safe_to_say_so_again(self, carrier: Carrier, parcel: NewFulfillment) -> None:
        announced = await carrier.create_fulfillment(parcel, "ful_2")
        for _ in range(2):
            await carrier.cancel_fulfillment(announced.data)

    async def test_it_calculates_if_and_only_if_it_says_so(
        self, carrier: Carrier, option_data: Mapping[str, Any], chosen: Mapping[str, Any], consignment: Consignment
    ) -> None:
        kept = await carrier.validate_data(option_data, chosen)
        price = await carrier.calculate_price(option_data, kept, consignment)
        assert (price is not None) == carrier.can_calculate()

    async def test_the_same_question_has_the_same_price(
        self, carrier: Carrier, option_data: Mapping[str, Any], chosen: Mapping[str, Any], consignment: Consignment
    ) -> None:
        kept = await carrier.validate_data(option_data, chosen)
        prices = [await carrier.calculate_price(option_data, kept, consignment) for _ in range(2)]
        assert prices[0] == prices[1]
