"""Every hook of carts, prices, promotions, customers and tax regions is called, with what it is about."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from merx.commerce.factories import ADDRESS, SmallShop, open_shop
from merx.framework.app import App
from merx.framework.scope import Scope
from merx.framework.workflows import HookHandler

Tree = dict[str, Any]
ROOMS = ("cart.", "promotion.", "customer.", "tax.", "fulfillment.list_options", "fulfillment.calculate_prices")


@pytest.fixture
def heard(app: App) -> dict[tuple[str, str], set[str]]:
    """The names of what each hook of these rooms was told, by workflow and hook."""
    found: dict[tuple[str, str], set[str]] = {}
    for workflow in app.workflows.values():
        for hook in workflow.hooks if workflow.name.startswith(ROOMS) else ():
            app.hooks[workflow.name, hook] = [HookHandler(workflow.name, hook, listener(found, workflow.name, hook))]
    return found


def listener(found: dict[tuple[str, str], set[str]], workflow: str, hook: str) -> Callable[..., Any]:
    async def hear(_: Scope, **told: Any) -> None:
        await asyncio.sleep(0)
        found.setdefault((workflow, hook), set()).update(told)

    return hear


async def posted(client: httpx.AsyncClient, path: str, **body: Any) -> Tree:
    answer = await client.post(path, json=body)
    assert answer.status_code == 200, (path, answer.text)
    return next((each for each in answer.json().values() if isinstance(each, dict)), {})


async def a_merchant_sets_up(admin: httpx.AsyncClient) -> str:
    method = {"type": "percentage", "target_type": "order", "value": 10}
    campaign = (await posted(admin, "/admin/campaigns", name="Spring", campaign_identifier="spring"))["id"]
    promotion = (await posted(admin, "/admin/promotions", code="TEN", type="standard", application_method=method))["id"]
    await posted(admin, f"/admin/campaigns/{campaign}", name="Summer")
    await posted(admin, f"/admin/promotions/{promotion}", status="active")
    customer = (await posted(admin, "/admin/customers", email="grace@example.com"))["id"]
    at = f"/admin/customers/{customer}"
    await posted(admin, at, first_name="Grace")
    address = (await posted(admin, f"{at}/addresses?fields=*addresses", city="Berlin"))["addresses"][0]["id"]
    await posted(admin, f"{at}/addresses/{address}", city="Paris")
    for path in (f"{at}/addresses/{address}", at, f"/admin/campaigns/{campaign}"):
        assert (await admin.delete(path)).status_code == 200
    await posted(admin, "/admin/tax-regions", country_code="fr", provider_id="tp_system")
    return promotion


async def a_shopper_buys(client: httpx.AsyncClient, known: httpx.AsyncClient, shop: SmallShop) -> None:
    """Begins as a guest, logs in, and buys."""
    teapot = {"variant_id": shop.variants["teapot"], "quantity": 1}
    cart = await posted(client, "/store/carts", region_id=shop.region_id, items=[teapot], email="ada@example.com")
    at = f"/store/carts/{cart['id']}"
    grown = await posted(client, f"{at}/line-items", **teapot)
    await posted(client, f"{at}/line-items/{grown['items'][0]['id']}", quantity=3)
    await posted(client, at, shipping_address=ADDRESS)
    await posted(client, f"{at}/promotions", promo_codes=["TEN"])
    await posted(client, f"{at}/shipping-methods", option_id=shop.shipping_option_id)
    await posted(known, f"{at}/customer")
    collection = (await posted(client, "/store/payment-collections", cart_id=cart["id"]))["id"]
    await posted(client, at, metadata={"gift": True})
    await posted(client, f"/store/payment-collections/{collection}/payment-sessions", provider_id="pp_system_default")
    answer = (await client.post(f"{at}/complete")).json()
    assert answer["type"] == "order", answer


TOLD: dict[tuple[str, str], set[str]] = {
    ("promotion.create_campaign", "campaignsCreated"): {"campaigns", "additional_data"},
    ("promotion.update_campaign", "campaignsUpdated"): {"campaigns", "additional_data"},
    ("promotion.delete_campaign", "campaignsDeleted"): {"ids"},
    ("promotion.create", "promotionsCreated"): {"promotions", "additional_data"},
    ("promotion.update", "promotionsUpdated"): {"promotions", "additional_data"},
    ("promotion.update", "promotionStatusUpdated"): {"promotions", "additional_data"},
    ("promotion.delete", "promotionsDeleted"): {"ids"},
    ("customer.create", "customersCreated"): {"customers", "additional_data"},
    ("customer.update", "customersUpdated"): {"customers", "additional_data"},
    ("customer.delete", "customersDeleted"): {"ids"},
    ("customer.create_address", "addressesCreated"): {"addresses", "additional_data"},
    ("customer.update_address", "addressesUpdated"): {"addresses", "additional_data"},
    ("customer.delete_address", "addressesDeleted"): {"ids"},
    ("tax.create_region", "taxRegionsCreated"): {"tax_regions", "additional_data"},
    ("cart.create", "validate"): {"cart", "input"},
    ("cart.create", "cartCreated"): {"cart", "additional_data"},
    ("cart.update", "validate"): {"cart", "input"},
    ("cart.update", "cartUpdated"): {"cart", "additional_data"},
    ("cart.add_line_items", "validate"): {"cart", "items"},
    ("cart.update_line_item", "validate"): {"cart", "line", "quantity"},
    ("cart.price_items", "setPricingContext"): {"cart", "items", "additional_data"},
    ("cart.transfer_customer", "validate"): {"cart", "customer"},
    ("cart.add_shipping_methods", "validate"): {"cart", "options"},
    ("cart.change_promotions", "validate"): {"cart", "codes", "action"},
    ("cart.refresh_promotions", "setPromotionContext"): {"cart", "promo_codes"},
    ("cart.refresh_taxes", "setTaxLineContext"): {"cart", "items", "shipping_methods"},
    ("cart.refresh_shipping_methods", "validate"): {"cart"},
    ("cart.refresh_payment_collection", "validate"): {"cart"},
    ("cart.refresh", "beforeRefreshingPaymentCollection"): {"cart"},
    ("cart.complete", "validate"): {"cart"},
    ("cart.complete", "beforePaymentAuthorization"): {"cart"},
    ("cart.complete", "orderCreated"): {"order_id", "cart_id"},
    ("fulfillment.list_options", "setPricingContext"): {"cart", "fulfillmentSetIds"},
    ("fulfillment.list_options", "setShippingOptionsContext"): {"cart", "fulfillmentSetIds"},
}
ELSEWHERE = {("fulfillment.calculate_prices", "setCalculatedShippingPricingContext")}
"""Needs a carrier that asks prices: `fulfillment/tests/test_calculated_options.py`."""


async def test_every_hook_is_called_with_what_it_is_about(
    app: App, scope: Scope, admin: httpx.AsyncClient, client: httpx.AsyncClient, customer: httpx.AsyncClient, heard: dict[tuple[str, str], set[str]]
) -> None:
    # given
    shop = await open_shop(scope, {"teapot": 100})
    client.headers["x-publishable-api-key"] = customer.headers["x-publishable-api-key"] = shop.publishable_key
    # when
    promotion = await a_merchant_sets_up(admin)
    await a_shopper_buys(client, customer, shop)
    await admin.delete(f"/admin/promotions/{promotion}")
    # then
    assert heard == TOLD
    there = {(workflow.name, hook) for workflow in app.workflows.values() for hook in workflow.hooks if workflow.name.startswith(ROOMS)}
    assert there == TOLD.keys() | ELSEWHERE
