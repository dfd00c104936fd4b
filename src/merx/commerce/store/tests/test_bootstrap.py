"""The first start of a shop, and every other."""

import asyncio

import httpx
import msgspec

from merx.commerce.api_key import ApiKeyService
from merx.commerce.currency import CurrencyService
from merx.commerce.fulfillment import FulfillmentService
from merx.commerce.payment import PaymentService
from merx.commerce.region import RegionService
from merx.commerce.sales_channel import SalesChannelService
from merx.commerce.store import StoreService
from merx.commerce.store.workflows import bootstrap
from merx.commerce.tax import TaxService
from merx.framework.app import App
from merx.framework.scope import Scope


async def test_a_fresh_shop_has_what_every_shop_has(scope: Scope) -> None:
    # when
    shop = await bootstrap(scope)
    # then
    (store,) = await scope[StoreService].stores.list()
    (channel,) = await scope[SalesChannelService].sales_channels.list()
    (key,) = await scope[ApiKeyService].api_keys.list()
    (profile,) = await scope[FulfillmentService].shipping_profiles.list()
    (supported,) = await scope[StoreService].currencies.list()
    assert (store.name, store.default_sales_channel_id, channel.name) == ("Merx Store", channel.id, "Default Sales Channel")
    assert (supported.store_id, supported.currency_code, supported.is_default) == (store.id, "eur", True)
    assert (profile.name, profile.type) == ("Default Shipping Profile", "default")
    assert (key.title, key.type) == ("Default Publishable API Key", "publishable")
    assert (shop.store_id, shop.sales_channel_id, shop.publishable_key) == (store.id, channel.id, key.token)
    assert await scope[CurrencyService].currencies.count(code=["eur", "usd", "jpy", "kwd"]) == 4
    assert await scope[RegionService].countries.count(iso_2=["fr", "de", "us"]) == 3
    assert [each.id for each in await scope[PaymentService].providers.list(is_enabled=True)] == ["pp_system_default"]
    assert [each.id for each in await scope[FulfillmentService].providers.list(is_enabled=True)] == ["manual_manual"]
    assert [each.id for each in await scope[TaxService].providers.list(is_enabled=True)] == ["tp_system"]


async def test_every_other_start_is_one_statement_and_changes_nothing(app: App, scope: Scope) -> None:
    # given
    first = await bootstrap(scope)
    await scope[StoreService].stores.update(first.store_id, name="Bicycles")
    before = app.database.statements
    # when
    second = await bootstrap(app.scope())
    # then
    assert app.database.statements - before == 1
    assert second == first
    assert (await scope[StoreService].stores.retrieve(first.store_id)).name == "Bicycles"


async def test_starts_at_the_same_moment_make_one_shop(app: App, scope: Scope) -> None:
    # when
    shops = await asyncio.gather(*(bootstrap(app.scope()) for _ in range(4)))
    # then
    assert len({shop.store_id for shop in shops}) == 1
    assert await scope[StoreService].stores.count() == 1
    assert await scope[ApiKeyService].api_keys.count() == 1


async def test_providers_follow_the_code(scope: Scope) -> None:
    # given
    shop = await bootstrap(scope)
    await scope[PaymentService].providers.update("pp_system_default", is_enabled=False)
    # when
    again = await bootstrap(scope)
    # then
    assert again == shop
    assert (await scope[PaymentService].providers.retrieve("pp_system_default")).is_enabled


async def test_a_store_shows_its_currencies_with_what_they_are(scope: Scope, admin: httpx.AsyncClient) -> None:
    # given
    shop = await bootstrap(scope)
    # when
    answer = await admin.get("/admin/stores")
    # then
    (store,) = answer.json()["stores"]
    (supported,) = store["supported_currencies"]
    assert (store["id"], store["default_sales_channel_id"], store["supported_locales"]) == (shop.store_id, shop.sales_channel_id, [])
    assert (supported["currency_code"], supported["is_default"], supported["currency"]["decimal_digits"]) == ("eur", True, 2)


async def test_a_store_supports_what_it_is_told_and_nothing_else(scope: Scope, admin: httpx.AsyncClient) -> None:
    # given
    path = f"/admin/stores/{(await bootstrap(scope)).store_id}"
    first = await admin.post(path, json={"supported_currencies": [{"currency_code": "EUR", "is_default": True}, {"currency_code": "usd"}]})
    before = {each["currency_code"]: each["id"] for each in first.json()["store"]["supported_currencies"]}
    # when
    wanted = [{"currency_code": "usd", "is_default": True, "is_tax_inclusive": True}, {"currency_code": "jpy"}]
    answer = await admin.post(path, json={"name": "Bicycles", "supported_currencies": wanted, "supported_locales": [{"locale_code": "fr-FR"}]})
    # then
    store = answer.json()["store"]
    found = {each["currency_code"]: each for each in store["supported_currencies"]}
    assert store["name"] == "Bicycles"
    assert {code: each["is_default"] for code, each in found.items()} == {"usd": True, "jpy": False}
    assert found["usd"]["id"] == before["usd"]
    assert [each["locale_code"] for each in store["supported_locales"]] == ["fr-FR"]
    (preference,) = msgspec.json.decode(await scope.query.json("price_preference"))
    assert (preference["attribute"], preference["value"], preference["is_tax_inclusive"]) == ("currency_code", "usd", True)


async def test_a_store_refuses_what_it_cannot_be(scope: Scope, admin: httpx.AsyncClient) -> None:
    # given
    path = f"/admin/stores/{(await bootstrap(scope)).store_id}"
    eur, usd = {"currency_code": "eur", "is_default": True}, {"currency_code": "usd", "is_default": True}
    refused = {
        "Only one default currency is allowed": {"supported_currencies": [eur, usd]},
        "There should be a default currency set for the store": {"supported_currencies": [{"currency_code": "eur"}]},
        "Duplicate currency codes: eur": {"supported_currencies": [eur, {"currency_code": "EUR"}]},
        "Currencies with codes: xxq do not exist": {"supported_currencies": [eur, {"currency_code": "xxq"}]},
        "Region with id: reg_x was not found": {"default_region_id": "reg_x"},
        "Invalid request: Unrecognized fields: 'currency'": {"currency": "eur"},
    }
    before = (await admin.get(path)).json()
    # when
    answers = {message: await admin.post(path, json=body) for message, body in refused.items()}
    # then
    assert {message: answer.json()["message"] for message, answer in answers.items()} == {message: message for message in refused}
    assert {answer.status_code for answer in answers.values()} == {400, 404}
    assert (await admin.get(path)).json() == before
    assert (await admin.get("/admin/stores/store_x")).json()["message"] == 'Store with id "store_x" not found'
