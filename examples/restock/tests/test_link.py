"""Subscriptions and variants find each other, in one statement, though neither module knows the other."""

from merx.commerce.product import ProductVariant
from merx.framework.query import View
from merx.framework.scope import Scope
from merx.testing.factories import SmallShop
from restock.modules.restock import RestockSubscription
from restock.workflows.subscribe_to_restock import subscribe_to_restock


class Variant(View):
    sku: str


class Waiting(View, of=RestockSubscription):
    product_variant: Variant


class Subscriber(View):
    email: str


class Awaited(View, of=ProductVariant):
    sku: str
    restock_subscriptions: list[Subscriber]


async def test_a_subscription_shows_its_variant_and_a_variant_who_waits_for_it(scope: Scope, shop: SmallShop) -> None:
    # given
    await subscribe_to_restock(scope, shop.variants["teapot"], shop.sales_channel_id, email="grace@example.com")
    # when
    waiting = await scope.query.all(Waiting, {"product_variant": {"sku": "teapot"}})
    awaited = await scope.query.all(Awaited, {"restock_subscriptions": {"email": "grace@example.com"}})
    # then
    assert waiting == [Waiting(product_variant=Variant(sku="teapot"))]
    assert awaited == [Awaited(sku="teapot", restock_subscriptions=[Subscriber(email="grace@example.com")])]
