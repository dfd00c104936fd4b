"""What is bought is called what the shopper's language calls it, from the cart to the order."""

from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from merx.commerce.factories import SmallShop
from merx.commerce.translation.tests.conftest import Say
from merx.framework.scope import Scope


@pytest.fixture
async def german(say: Say, ids: Mapping[str, str]) -> None:
    await say("product", ids["product"], title="Teekanne")
    await say("product_variant", ids["product_variant"], title="Einheitsgröße")
    await say("product_option", ids["product_option"], title="Größe")
    await say("shipping_option", ids["shipping_option"], name="Standardversand")
    await say("tax_rate", ids["tax_rate"], name="Mehrwertsteuer")
    await say("product", ids["product"], "fr-FR", title="Théière")


async def posted(client: httpx.AsyncClient, url: str, **body: Any) -> dict[str, Any]:
    answer = await client.post(url, json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def said(cart: dict[str, Any]) -> tuple[str, str, str, str, str]:
    (line,), (method,) = cart["items"], cart["shipping_methods"]
    taxes = {tax["description"] for part in (line, method) for tax in part["tax_lines"]}
    assert len(taxes) == 1
    return line["title"], line["variant_title"], method["name"], taxes.pop(), line["product_title"]


@pytest.mark.usefixtures("german")
async def test_a_cart_keeps_its_language_and_so_does_the_order(customer: httpx.AsyncClient, scope: Scope, shop: SmallShop) -> None:
    # given
    bought = {"variant_id": shop.variants["teapot"], "quantity": 1}
    cart = (await posted(customer, "/store/carts", region_id=shop.region_id, email="ada@example.com", locale="de_de"))["cart"]
    at = f"/store/carts/{cart['id']}"
    await posted(customer, f"{at}/line-items", **bought)
    (option,) = (await customer.get(f"/store/shipping-options?cart_id={cart['id']}")).json()["shipping_options"]
    # when
    cart = (await posted(customer, f"{at}/shipping-methods?fields=+shipping_methods.name", option_id=option["id"]))["cart"]
    collection = (await posted(customer, "/store/payment-collections", cart_id=cart["id"]))["payment_collection"]["id"]
    await posted(customer, f"/store/payment-collections/{collection}/payment-sessions", provider_id="pp_system_default")
    order = (await posted(customer, f"{at}/complete?fields=*items,*items.tax_lines,*shipping_methods,*shipping_methods.tax_lines"))["order"]
    # then
    words = ("Teekanne", "Einheitsgröße", "Standardversand", "Mehrwertsteuer", "Teekanne")
    assert (cart["locale"], option["name"], said(cart)) == ("de-DE", "Standardversand", words)
    assert (await scope.value('SELECT locale FROM "order"'), said(order)) == ("de-DE", words)


@pytest.mark.usefixtures("german")
async def test_another_language_puts_the_words_of_a_cart_into_it(customer: httpx.AsyncClient, scope: Scope, shop: SmallShop) -> None:
    # given
    items = [{"variant_id": shop.variants["teapot"], "quantity": 2}]
    answer = await customer.post("/store/carts", json={"region_id": shop.region_id, "items": items}, headers={"x-medusa-locale": "fr-FR"})
    cart = answer.json()["cart"]
    at = f"/store/carts/{cart['id']}?fields=+shipping_methods.name"
    assert (cart["locale"], cart["items"][0]["title"]) == ("fr-FR", "Théière")
    await posted(customer, f"/store/carts/{cart['id']}/shipping-methods", option_id=shop.shipping_option_id)
    # when
    in_german = (await posted(customer, at, locale="de-DE"))["cart"]
    options = await scope.value("SELECT variant_option_values FROM cart_line_item")
    in_none = (await posted(customer, at, locale=None))["cart"]
    wrong = await customer.post(at, json={"locale": "no language"})
    # then
    assert said(in_german) == ("Teekanne", "Einheitsgröße", "Standardversand", "Mehrwertsteuer", "Teekanne")
    assert said(in_none) == ("Teapot", "One size", "Standard", "Tax", "Teapot")
    assert options == '{"Größe": "One size"}'
    assert (in_german["total"], in_german["items"][0]["quantity"]) == (in_none["total"], 2)
    assert (wrong.status_code, "locale" in wrong.json()["message"], (await customer.get(at)).json()["cart"]["locale"]) == (400, True, None)
