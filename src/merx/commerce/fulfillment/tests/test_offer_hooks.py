"""What a shop adds to what options, and their prices, are chosen by."""

from decimal import Decimal

import pytest

from merx.commerce.fulfillment import NewOptionRule
from merx.commerce.fulfillment.tests.world import World, euro
from merx.commerce.fulfillment.workflows import shipping_options_for
from merx.framework.config import Config
from merx.framework.scope import Scope


@pytest.fixture
def merx_settings() -> Config:
    return Config(packages=("merx.commerce", "merx.commerce.fulfillment.tests.shop"))


async def test_hooks_add_to_what_rules_and_prices_look_at(scope: Scope) -> None:
    # given
    world = await World.open(scope)
    zone = await world.zone("France")
    await world.option("Post", zone, euro("10"), euro("0", ("gte", "200")))
    guests = (NewOptionRule(attribute="is_guest", operator="eq", value="true"), NewOptionRule(attribute="sets", operator="eq", value=world.set.id))
    await world.option("Coach", zone, euro("99"), rules=guests)
    # when
    plain, lucky = [await shipping_options_for(scope, world.cart(total)) for total in ("76", "77")]
    # then
    assert [(option.name, option.amount) for option in plain] == [("Post", Decimal(10))]
    assert [(option.name, option.amount) for option in lucky] == [("Post", Decimal(0)), ("Coach", Decimal(99))]
