"""What the shop answers has the contract's shape: a shop is filled over the admin API alone, bought from, looked at through every route, and emptied."""

import re
from typing import Any

import httpx
import pytest

from merx.commerce.notification.workflows import NewNotification, send_notifications
from merx.commerce.search.workflows import ensure_index
from merx.commerce.store.workflows import bootstrap
from merx.framework.app import App
from merx.framework.config import Config
from merx.framework.http.routes import Route
from merx.framework.http.server import resolve
from merx.framework.scope import Scope
from merx.framework.workflows import following, workflow
from tests.stories.conftest import PASSWORD, admin_headers
from tests.stories.contract import Json, beside, faults, pattern, route_at, routes

pytestmark = beside

ADDRESS = {"first_name": "Ada", "last_name": "Lovelace", "address_1": "Street 1", "city": "Berlin", "country_code": "de", "postal_code": "10115"}


STORY = Config(packages=("merx.commerce", "merx.commerce.fulfillment.tests.shop"))
"""The shop as it comes, and a carrier that calculates."""


@pytest.fixture
def merx_settings() -> Config:
    return STORY


DIFFERENT = {
    "countries.id is missing": "a country's key is `iso_2`: its table has no `id`",
    "type.shipping_option_id is missing": "a type has many options: its table has no such column",
    "/rules/batch: created.description is missing": "the route's default fields are those of promotion rules",
    "/rules/batch: created.values is missing": "the route's default fields are those of promotion rules",
    "/inventory-items/batch: created.": "what is created is the link, not the variant that the route's default fields describe",
    "/invites/accept: user.": "what is answered is the user, not the invitation that the route's default fields describe",
    "promotions.[].application_method.value: ": "money is a number on the wire, also where a type calls it a text",
    "campaign.currency is missing": "a campaign's money is that of its budget: its table has no `currency`",
    "campaigns.currency is missing": "a campaign's money is that of its budget: its table has no `currency`",
    "adjustments.order_id is missing": "an adjustment belongs to a line or a shipping method: its table has no such column",
    "/:rule_type: rules.": "what is answered are rules, not the promotion that the route's default fields describe",
    "/rule-attribute-options/:rule_type: attributes.": "what is answered are attributes, not the rules that the route's default fields describe",
    "delivery_address.fulfillment_id is missing": "a parcel points to its address: the address's table has no such column",
    "_address.region_code is missing": "an address has a `province`: its table has no such column",
    "service_zone.type is missing": "a zone has no type: its table has no such column",
    "/admin/translations/entities: data.": "what is answered are rows with their translations, which the route's default fields describe",
    "shipping_options.[].amount: null": "nobody has asked the carrier yet that calculates the price",
    "shipping_options.[].calculated_price: null": "nobody has asked the carrier yet that calculates the price",
    "order.items.item_": "a line has totals, not totals of lines",
}
"""What is different is different for a reason."""


class Reader:
    """Asks, and keeps what is wrong with the answers by the route that gave them."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client
        self.asked: set[tuple[str, str]] = set()
        self.found: dict[str, None] = {}
        self.excused: dict[str, None] = {}
        self.wrong: set[tuple[str, str]] = set()
        """The routes whose answers hold something that is wrong and not excused."""

    async def ask(self, method: str, url: str, body: Json | None = None, **options: Any) -> Json:
        route = route_at(method, url)
        answer = await self.client.request(method, url, json=body, **options)
        assert answer.status_code < 400, f"{method} {url} {body}: {answer.status_code} {answer.text}"
        self.asked.add((method, pattern(route.path)))
        for fault in faults(route, answer, whole="fields=" not in url):
            said = re.sub(r"\.\d+\b", ".[]", f"{method} {route.path}: {fault}")
            known = next((text for text in DIFFERENT if text in said), None)
            (self.found if known is None else self.excused)[known or said] = None
            if known is None:
                self.wrong.add((method, pattern(route.path)))
        return answer.json() if answer.headers.get("content-type", "").startswith("application/json") else {}

    async def post(self, url: str, **body: Any) -> Json:
        return await self.ask("POST", url, body)

    async def get(self, url: str) -> Json:
        return await self.ask("GET", url)

    async def delete(self, *urls: str) -> None:
        for url in urls:
            await self.ask("DELETE", url)

    async def make(self, url: str, key: str, **body: Any) -> Json:
        """Post, and give what was made."""
        return (await self.post(url, **body))[key]


async def open_places(shop: Reader) -> Json:
    """A region with tax, a warehouse, shipping, a sales channel and a key. Their ids by name."""
    store = (await shop.get("/admin/stores"))["stores"][0]["id"]
    await shop.post(f"/admin/stores/{store}", name="Shop", supported_currencies=[{"currency_code": "eur", "is_default": True}, {"currency_code": "usd"}])
    channel = (await shop.make("/admin/sales-channels", "sales_channel", name="Web", description="The web shop"))["id"]
    await shop.post(f"/admin/sales-channels/{channel}", name="Web shop", metadata={"a": 1})
    region = await shop.make("/admin/regions", "region", name="Europe", currency_code="eur", countries=["de"], payment_providers=["pp_system_default"])
    await shop.post(f"/admin/regions/{region['id']}", name="Germany", is_tax_inclusive=False)
    tax = await shop.make(
        "/admin/tax-regions", "tax_region", country_code="de", provider_id="tp_system", default_tax_rate={"name": "VAT", "code": "vat", "rate": 19}
    )
    await shop.post(f"/admin/tax-regions/{tax['id']}", metadata={"a": 1})
    rate = await shop.make("/admin/tax-rates", "tax_rate", tax_region_id=tax["id"], name="Books", code="books", rate=7)
    await shop.post(f"/admin/tax-rates/{rate['id']}", rate=7.5)
    location = (await shop.make("/admin/stock-locations", "stock_location", name="Berlin", address=ADDRESS_OF_A_PLACE))["id"]
    await shop.post(f"/admin/stock-locations/{location}", name="Berlin Mitte")
    await shop.post(f"/admin/stock-locations/{location}/sales-channels", add=[channel])
    await shop.post(f"/admin/stock-locations/{location}/fulfillment-providers", add=["manual_manual", "porter_feet"])
    whole = await shop.make(f"/admin/stock-locations/{location}/fulfillment-sets?fields=*fulfillment_sets", "stock_location", name="Parcels", type="shipping")
    await shop.post(f"/admin/stores/{store}", default_region_id=region["id"], default_location_id=location, default_sales_channel_id=channel)
    key = await shop.make("/admin/api-keys", "api_key", title="Web", type="publishable")
    await shop.post(f"/admin/api-keys/{key['id']}", title="Web shop")
    await shop.post(f"/admin/api-keys/{key['id']}/sales-channels", add=[channel])
    shop.client.headers["x-publishable-api-key"] = key["token"]
    shipping = await open_shipping(shop, whole["fulfillment_sets"][0]["id"], region["id"])
    ids = {"store": store, "channel": channel, "region": region["id"], "tax_region": tax["id"], "tax_rate": rate["id"], "location": location, "key": key["id"]}
    return ids | shipping


ADDRESS_OF_A_PLACE = {"address_1": "Street 2", "city": "Berlin", "country_code": "de", "postal_code": "10117"}


async def open_shipping(shop: Reader, fulfillment_set: str, region: str) -> Json:
    at = f"/admin/fulfillment-sets/{fulfillment_set}/service-zones"
    zones = await shop.make(f"{at}?fields=*service_zones", "fulfillment_set", name="Zone", geo_zones=[{"type": "country", "country_code": "de"}])
    zone = zones["service_zones"][0]["id"]
    await shop.post(f"{at}/{zone}", name="Germany", geo_zones=[{"type": "country", "country_code": "de"}])
    profile = (await shop.make("/admin/shipping-profiles", "shipping_profile", name="Parcels", type="default"))["id"]
    await shop.post(f"/admin/shipping-profiles/{profile}", metadata={"a": 1})
    kind = (await shop.make("/admin/shipping-option-types", "shipping_option_type", label="Standard", code="standard"))["id"]
    await shop.post(f"/admin/shipping-option-types/{kind}", description="In three days")
    new = {"service_zone_id": zone, "shipping_profile_id": profile, "provider_id": "manual_manual", "price_type": "flat", "type_id": kind}
    rules = [{"attribute": "enabled_in_store", "operator": "eq", "value": "true"}, {"attribute": "is_return", "operator": "eq", "value": "false"}]
    prices = [{"currency_code": "eur", "amount": 7.5}, {"region_id": region, "amount": 5}]
    option = (await shop.make("/admin/shipping-options", "shipping_option", name="Post", prices=prices, rules=rules, **new))["id"]
    await shop.post(f"/admin/shipping-options/{option}", name="Standard")
    walk = {
        **new,
        "type_id": None,
        "type": {"label": "On foot", "code": "foot", "description": "We walk"},
        "price_type": "calculated",
        "provider_id": "porter_feet",
    }
    await shop.post("/admin/shipping-options", name="On foot", prices=[], **walk)
    batch = {"create": [{"attribute": "weight", "operator": "in", "value": ["1", "2"]}]}
    made = await shop.post(f"/admin/shipping-options/{option}/rules/batch", **batch)
    await shop.post(f"/admin/shipping-options/{option}/rules/batch", delete=[each["id"] for each in made["created"]])
    preference = await shop.make("/admin/price-preferences", "price_preference", attribute="currency_code", value="sek", is_tax_inclusive=False)
    await shop.post(f"/admin/price-preferences/{preference['id']}", is_tax_inclusive=True)
    spare = await shop.make("/admin/sales-channels", "sales_channel", name="Spare")
    return {
        "preference": preference["id"],
        "spare_channel": spare["id"],
        "set": fulfillment_set,
        "zone": zone,
        "profile": profile,
        "kind": kind,
        "option": option,
    }


async def fill_shelves(shop: Reader, ids: Json) -> None:
    """A product with all that products have, and one that stays a draft; adds their ids to `ids`."""
    ids["parent"] = (await shop.make("/admin/product-categories", "product_category", name="Kitchen", is_active=True))["id"]
    parent = {"parent_category_id": ids["parent"]}
    ids["category"] = (await shop.make("/admin/product-categories", "product_category", name="Tea", is_active=True, **parent))["id"]
    ids["hidden"] = (await shop.make("/admin/product-categories", "product_category", name="Stock", is_internal=True, is_active=True))["id"]
    await shop.post(f"/admin/product-categories/{ids['category']}", description="All about tea")
    for name, url, key, field in (
        ("collection", "/admin/collections", "collection", "title"),
        ("tag", "/admin/product-tags", "product_tag", "value"),
        ("type", "/admin/product-types", "product_type", "value"),
    ):
        ids[name] = (await shop.make(url, key, **{field: name}))["id"]
        await shop.post(f"{url}/{ids[name]}", metadata={"a": 1})
    labels = {"collection_id": ids["collection"], "type_id": ids["type"], "tags": [{"id": ids["tag"]}]}
    variants = [variant("Blue"), variant("Red")]
    product = await shop.make(
        "/admin/products",
        "product",
        **{"title": "Teapot", "status": "published", "options": [{"title": "Colour", "values": ["Blue", "Red", "Green"]}], "variants": variants, **labels},
        images=[{"url": "https://images.example.com/1.jpg"}],
        thumbnail="https://images.example.com/1.jpg",
        weight=1.5,
        metadata={"a": 1},
        categories=[{"id": ids["category"]}, {"id": ids["hidden"]}],
        sales_channels=[{"id": ids["channel"]}],
        shipping_profile_id=ids["profile"],
    )
    ids |= {"product": product["id"], "variant": product["variants"][0]["id"], "image": product["images"][0]["id"]}
    ids |= {"product_option": product["options"][0]["id"], "option_value": product["options"][0]["values"][0]["id"]}
    at = f"/admin/products/{ids['product']}"
    await shop.post(at, subtitle="Holds a litre")
    await shop.post(f"{at}/variants/{ids['variant']}", barcode="123")
    await shop.post(f"{at}/variants/{ids['variant']}/images/batch", add=[ids["image"]])
    await shop.post(f"{at}/images/{ids['image']}/variants/batch", add=[ids["variant"]])
    await shop.post(f"{at}/variants", **variant("Green"))
    await shop.post(f"{at}/variants/batch", update=[{"id": ids["variant"], "material": "clay"}])
    loose = await shop.make("/admin/product-options", "product_option", title="Size", values=["S", "M"])
    await shop.post(f"/admin/product-options/{loose['id']}", title="Sizes")
    ids |= {"loose_option": loose["id"], "loose_value": loose["values"][0]["id"]}
    await shop.post(f"/admin/product-options/{loose['id']}/values/{loose['values'][0]['id']}", metadata={"a": 1})
    draft = {"title": "Draft", "options": [{"title": "Size", "values": ["One"]}], "sales_channels": [{"id": ids["channel"]}]}
    made = await shop.post("/admin/products/batch", create=[draft], update=[{"id": ids["product"], "material": "clay"}])
    ids["draft"] = made["created"][0]["id"]
    await shop.post(f"/admin/products/{ids['draft']}/options/batch", add=[ids["loose_option"]])
    await shop.post(f"/admin/collections/{ids['collection']}/products", add=[ids["draft"]])
    await shop.post(f"/admin/product-categories/{ids['category']}/products", add=[ids["draft"]])
    await shop.post(f"/admin/sales-channels/{ids['channel']}/products", add=[ids["draft"]])
    ids["rule"] = (await shop.make(f"/admin/tax-rates/{ids['tax_rate']}/rules", "tax_rate", reference="product", reference_id=ids["draft"]))["rules"][0]["id"]
    variants = (await shop.get(f"{at}/variants"))["variants"]
    ids["other_variant"] = next(each["id"] for each in variants if each["title"] == "Green")
    await price(shop, ids)
    await keep_stock(shop, ids)
    await exchange_sheets(shop)


async def exchange_sheets(shop: Reader) -> None:
    """Products as a file, in and out."""
    sheet = ("products.csv", b"Product Handle,Product Title\nbowl,Bowl\n", "text/csv")
    begun = await shop.ask("POST", "/admin/products/import", files={"file": sheet})
    await shop.post(f"/admin/products/import/{begun['transaction_id']}/confirm")
    kept = (await shop.ask("POST", "/admin/uploads", files={"files": sheet}))["files"][0]["id"]
    begun = await shop.post("/admin/products/imports", file_key=kept, originalname="products.csv", extension="csv", size=40, mime_type="text/csv")
    await shop.post(f"/admin/products/imports/{begun['transaction_id']}/confirm")
    await shop.post("/admin/products/export?status[]=draft")
    await shop.post("/admin/inventory-items/export?sku=TEAPOT-BLUE")


async def price(shop: Reader, ids: Json) -> None:
    """A price list with prices that are put on it, changed and taken off."""
    lists, teapot = "/admin/price-lists", {"variant_id": ids["variant"], "currency_code": "eur"}
    made = await shop.make(lists, "price_list", title="Sale", description="All must go", prices=[{**teapot, "amount": 11}], rules={"region_id": ["nowhere"]})
    ids["price_list"], at = made["id"], f"{lists}/{made['id']}"
    await shop.post(at, title="Summer sale", status="active", starts_at="2020-01-01T00:00:00Z", rules={})
    batch = {"create": [{**teapot, "amount": 9, "min_quantity": 100, "rules": {"region_id": ids["region"]}}]}
    tier = (await shop.post(f"{at}/prices/batch", **batch))["created"][0]["id"]
    await shop.post(f"{at}/prices/batch", update=[{"id": tier, "variant_id": ids["variant"], "amount": 8}])
    assert len((await shop.get(f"{at}/prices"))["prices"]) == 2
    await shop.post(f"{at}/prices/batch", delete=[tier])
    await shop.post(f"{at}/products", remove=[ids["draft"]])


def variant(colour: str) -> Json:
    prices = [{"currency_code": "eur", "amount": 12.5}, {"currency_code": "usd", "amount": 14}]
    return {"title": colour, "sku": f"TEAPOT-{colour.upper()}", "options": {"Colour": colour}, "prices": prices}


async def keep_stock(shop: Reader, ids: Json) -> None:
    first, *others = (await shop.get("/admin/inventory-items?order=sku"))["inventory_items"]
    ids |= {"item": first["id"], "empty_item": others[1]["id"]}
    await shop.post(f"/admin/inventory-items/{first['id']}", description="Blue")
    await shop.post(f"/admin/inventory-items/{first['id']}/location-levels", location_id=ids["location"], stocked_quantity=100)
    await shop.post(f"/admin/inventory-items/{first['id']}/location-levels/{ids['location']}", incoming_quantity=5)
    await shop.post(f"/admin/inventory-items/{others[0]['id']}/location-levels/batch", create=[{"location_id": ids["location"], "stocked_quantity": 50}])
    level = {"inventory_item_id": others[1]["id"], "location_id": ids["location"], "stocked_quantity": 0}
    await shop.post("/admin/inventory-items/location-levels/batch", create=[level])
    ids["spare_item"] = (await shop.make("/admin/inventory-items", "inventory_item", sku="LID", title="Lid"))["id"]
    at = f"/admin/products/{ids['product']}/variants"
    await shop.post(f"{at}/{ids['variant']}/inventory-items", inventory_item_id=ids["spare_item"], required_quantity=1)
    await shop.post(f"{at}/{ids['variant']}/inventory-items/{ids['spare_item']}", required_quantity=2)
    await shop.delete(f"{at}/{ids['variant']}/inventory-items/{ids['spare_item']}")
    link = {"variant_id": ids["variant"], "inventory_item_id": ids["spare_item"]}
    await shop.post(f"{at}/inventory-items/batch", create=[{**link, "required_quantity": 1}])
    await shop.post(f"{at}/inventory-items/batch", delete=[link])
    reservation = {"inventory_item_id": first["id"], "location_id": ids["location"], "quantity": 1}
    ids["reservation"] = (await shop.make("/admin/reservations", "reservation", **reservation))["id"]
    await shop.post(f"/admin/reservations/{ids['reservation']}", quantity=2)


async def know_people(shop: Reader, ids: Json) -> Json:
    """A customer with a login, in a group; an invitation. Gives the customer's headers."""
    login = {"email": "grace@example.com", "password": PASSWORD}
    admin = shop.client.headers.pop("authorization")
    token = (await shop.post("/auth/customer/emailpass/register", **login))["token"]
    made = (await shop.ask("POST", "/store/customers", {"email": login["email"], "first_name": "Grace"}, headers={"authorization": f"Bearer {token}"}))[
        "customer"
    ]
    headers = {"authorization": f"Bearer {(await shop.post('/auth/customer/emailpass', **login))['token']}"}
    await shop.ask("POST", "/auth/token/refresh", headers=headers)
    await shop.ask("POST", "/auth/session", headers=headers)
    await shop.ask("DELETE", "/auth/session")
    await shop.ask("GET", "/store/customers/me", headers=headers)
    await shop.ask("POST", "/store/customers/me", {"last_name": "Hopper"}, headers=headers)
    for name in ("own_address", "other_address"):
        whole = (await shop.ask("POST", "/store/customers/me/addresses", ADDRESS, headers=headers))["customer"]
        ids[name] = whole["addresses"][-1]["id"]
    at = f"/store/customers/me/addresses/{ids['own_address']}"
    await shop.ask("POST", at, {"city": "Bonn", "is_default_shipping": True}, headers=headers)
    await shop.ask("GET", at, headers=headers)
    await shop.ask("GET", "/store/customers/me/addresses", headers=headers)
    await shop.post("/auth/customer/emailpass/reset-password", identifier=login["email"])
    shop.client.headers["authorization"] = admin
    ids["customer"] = made["id"]
    ids["group"] = (await shop.make("/admin/customer-groups", "customer_group", name="Friends"))["id"]
    await shop.post(f"/admin/customer-groups/{ids['group']}", name="Good friends")
    await shop.post(f"/admin/customer-groups/{ids['group']}/customers", add=[ids["customer"]])
    other = (await shop.make("/admin/customers", "customer", email="kurt@example.com", first_name="Kurt"))["id"]
    await shop.post(f"/admin/customers/{other}", company_name="Proofs")
    await shop.post(f"/admin/customers/{other}/customer-groups", add=[ids["group"]])
    whole = await shop.make(f"/admin/customers/{other}/addresses?fields=*addresses", "customer", **ADDRESS)
    ids |= {"other_customer": other, "customer_address": whole["addresses"][0]["id"]}
    await shop.post(f"/admin/customers/{other}/addresses/{ids['customer_address']}", city="Hamburg")
    await invite(shop, ids)
    return headers


async def invite(shop: Reader, ids: Json) -> None:
    """One invitation that is accepted, one that lies in the post."""
    login = {"email": "kay@example.com", "password": PASSWORD}
    sent = (await shop.make("/admin/invites", "invite", email=login["email"]))["id"]
    token = (await shop.post(f"/admin/invites/{sent}/resend"))["invite"]["token"]
    stranger = {"authorization": f"Bearer {(await shop.post('/auth/user/emailpass/register', **login))['token']}"}
    body = {"email": login["email"], "first_name": "Kay"}
    ids["user"] = (await shop.ask("POST", f"/admin/invites/accept?token={token}", body, headers=stranger))["user"]["id"]
    await shop.post(f"/admin/users/{ids['user']}", last_name="McNulty")
    reset = (await shop.post(f"/admin/users/{ids['user']}/reset-password"))["token"]
    await shop.ask("POST", "/auth/user/emailpass/update", {"password": PASSWORD}, headers={"authorization": f"Bearer {reset}"})
    ids["invite"] = (await shop.make("/admin/invites", "invite", email="jean@example.com"))["id"]


async def promote(shop: Reader, ids: Json) -> None:
    """A code for a discount, one in a campaign with all kinds of rules, and a gift; adds their ids to `ids`."""
    codes, campaigns = "/admin/promotions", "/admin/campaigns"
    fixed = {"type": "fixed", "target_type": "order", "value": 1, "currency_code": "eur"}
    rule = {"attribute": "region.id", "operator": "in", "values": [ids["region"]]}
    welcome = await shop.make(codes, "promotion", code="WELCOME", type="standard", application_method=fixed, rules=[rule], limit=100)
    ids["promotion"] = welcome["id"]
    await shop.post(f"{codes}/{ids['promotion']}", status="active", metadata={"a": 1})
    teapots = {"attribute": "items.product.id", "operator": "in", "values": [ids["product"]]}
    each = {"type": "percentage", "target_type": "items", "allocation": "each", "value": 5, "max_quantity": 1, "target_rules": [teapots]}
    budget = {"type": "usage", "limit": 100}
    begun = {"name": "Spring", "campaign_identifier": "spring", "description": "In spring", "budget": budget, "starts_at": "2020-01-01T00:00:00Z"}
    spring = await shop.make(codes, "promotion", code="SPRING", type="standard", application_method=each, status="active", campaign=begun)
    ids |= {"spring": spring["id"], "campaign": spring["campaign"]["id"]}
    post = {"type": "percentage", "target_type": "shipping_methods", "allocation": "across", "value": 50}
    ids["automatic"] = (await shop.make(codes, "promotion", code="POST", type="standard", application_method=post, status="active", is_automatic=True))["id"]
    quantities = {"max_quantity": 1, "apply_to_quantity": 1, "buy_rules_min_quantity": 2}
    gift = {**quantities, "type": "percentage", "target_type": "items", "allocation": "each", "value": 100, "target_rules": [teapots], "buy_rules": [teapots]}
    ids["gift"] = (await shop.make(codes, "promotion", code="GIFT", type="buyget", application_method=gift))["id"]
    for promotion, kind, attribute in (
        ("promotion", "rules", "customer.groups.id"),
        ("gift", "target-rules", "items.variant_id"),
        ("gift", "buy-rules", "items.title"),
    ):
        at = f"{codes}/{ids[promotion]}/{kind}"
        made = await shop.post(f"{at}/batch", create=[{"attribute": attribute, "operator": "ne", "values": ["nobody"]}])
        await shop.post(f"{at}/batch", update=[{"id": made["created"][0]["id"], "values": ["nobody", "nothing"]}])
        await shop.get(at)
        await shop.post(f"{at}/batch", delete=[made["created"][0]["id"]])
        await shop.get(f"{codes}/rule-attribute-options/{kind}?promotion_type=buyget")
    await shop.get(f"{codes}/rule-value-options/rules/region")
    own = await shop.make(campaigns, "campaign", name="Summer", campaign_identifier="summer", description="In summer", budget=None)
    ids["own_campaign"] = own["id"]
    await shop.post(f"{campaigns}/{own['id']}", starts_at="2026-06-01T00:00:00Z", ends_at="2026-09-01T00:00:00Z")
    await shop.post(f"{campaigns}/{own['id']}/promotions", add=[ids["gift"]])
    await shop.post(f"{campaigns}/{own['id']}/promotions", remove=[ids["gift"]])


async def buy(shop: Reader, ids: Json, headers: Json) -> str:
    """The shopper's story, as a customer. The id of the order."""
    cart = (await shop.ask("POST", "/store/carts", {"region_id": ids["region"], "metadata": {"a": 1}}, headers=headers))["cart"]["id"]
    ids["cart"], at = cart, f"/store/carts/{cart}"
    await shop.ask("POST", f"{at}/customer", {}, headers=headers)
    await shop.post(f"{at}/line-items", variant_id=ids["variant"], quantity=2)
    await shop.get(at)
    lines = (await shop.post(f"{at}/line-items", variant_id=ids["other_variant"], quantity=1))["cart"]["items"]
    await shop.post(f"{at}/line-items/{lines[0]['id']}", quantity=3)
    await shop.delete(f"{at}/line-items/{lines[1]['id']}")
    await shop.post(f"{at}/line-items", variant_id=ids["other_variant"], quantity=1)
    await shop.post(at, email="grace@example.com", shipping_address=ADDRESS, billing_address=ADDRESS)
    offered = (await shop.get(f"/store/shipping-options?cart_id={ids['cart']}"))["shipping_options"]
    (walk,) = [option["id"] for option in offered if option["price_type"] == "calculated"]
    await shop.post(f"/store/shipping-options/{walk}/calculate", cart_id=ids["cart"])
    await shop.post(f"{at}/shipping-methods", option_id=offered[0]["id"])
    await shop.post(f"{at}/taxes")
    await shop.post(f"{at}/promotions", promo_codes=["WELCOME", "SPRING"])
    await shop.ask("DELETE", f"{at}/promotions", {"promo_codes": ["SPRING"]})
    cart = (await shop.post(f"{at}/promotions", promo_codes=["SPRING"]))["cart"]
    assert {each["code"] for each in cart["promotions"]} == {"WELCOME", "SPRING", "POST"}
    assert {each["code"] for line in cart["items"] for each in line["adjustments"]} == {"WELCOME", "SPRING"}
    await shop.get(f"/store/payment-providers?region_id={ids['region']}")
    collection = (await shop.post("/store/payment-collections", cart_id=ids["cart"]))["payment_collection"]["id"]
    await shop.post(f"/store/payment-collections/{collection}/payment-sessions", provider_id="pp_system_default")
    await shop.get(at)
    done = await shop.post(f"{at}/complete")
    assert done["type"] == "order", done
    order = done["order"]["id"]
    await shop.get(f"/store/orders/{order}")
    assert (await shop.ask("GET", "/store/orders", headers=headers))["count"] >= 1
    return order


LABELS = [{"tracking_number": "1", "tracking_url": "https://post.example.com/1", "label_url": "https://post.example.com/1.pdf"}]


async def handle(shop: Reader, ids: Json, order: str) -> None:
    """The merchant's story: sent, delivered, paid, some of it given back."""
    at = f"/admin/orders/{order}"
    whole = (await shop.get(at))["order"]
    first, second = ({"id": line["id"], "quantity": line["quantity"]} for line in whole["items"])
    sent = (await shop.post(f"{at}/fulfillments?fields=*fulfillments", items=[first], location_id=ids["location"]))["order"]["fulfillments"][0]
    await shop.post(f"{at}/fulfillments/{sent['id']}/shipments", items=[first], labels=LABELS)
    await shop.post(f"{at}/fulfillments/{sent['id']}/mark-as-delivered")
    both = (await shop.post(f"{at}/fulfillments?fields=*fulfillments", items=[second], location_id=ids["location"]))["order"]["fulfillments"]
    await shop.post(f"{at}/fulfillments/{next(each['id'] for each in both if each['id'] != sent['id'])}/cancel")
    await shop.post(f"{at}/fulfillments", items=[second])
    payment = whole["payment_collections"][0]["payments"][0]["id"]
    await shop.post(f"/admin/payments/{payment}/capture")
    await shop.post(f"/admin/payments/{payment}/refund", amount=1.5, note="A scratch")
    await shop.get(at)
    await shop.get(f"/store/orders/{order}")


async def look_around(shop: Reader, ids: Json) -> None:
    """Every route that lists or shows, with and without a choice of fields."""
    product, variant, zone, option = ids["product"], ids["variant"], ids["zone"], ids["product_option"]
    prices = f"region_id={ids['region']}&country_code=de&fields=*variants.calculated_price,+variants.inventory_quantity"
    for url in (
        *(f"/store/products?{prices}", f"/store/products/{product}?{prices}", "/store/products", f"/store/products/{product}"),
        *("/store/product-variants", f"/store/product-variants/{variant}", f"/store/product-variants/{variant}?region_id={ids['region']}"),
        *(f"/store/{kind}" for kind in ("collections", "product-categories", "product-tags", "product-types", "product-options", "regions", "currencies")),
        *(f"/store/collections/{ids['collection']}", f"/store/product-categories/{ids['category']}", f"/store/product-tags/{ids['tag']}"),
        *(f"/store/product-categories/{ids['category']}?include_ancestors_tree=true", "/store/product-categories?include_descendants_tree=true"),
        *(f"/store/product-types/{ids['type']}", f"/store/product-options/{option}", f"/store/regions/{ids['region']}", "/store/currencies/eur"),
        *(f"/admin/products/{product}/{part}" for part in ("options", "variants", f"variants/{variant}")),
        *(f"/admin/product-options/{option}/values", f"/admin/product-options/{option}/values/{ids['option_value']}", "/admin/product-variants"),
        *(f"/admin/fulfillment-sets/{ids['set']}/service-zones/{zone}", "/admin/fulfillment-providers", "/admin/fulfillment-providers/manual_manual/options"),
        *(f"/admin/inventory-items/{ids['item']}/location-levels", "/admin/payments/payment-providers", "/admin/tax-providers"),
        *("/admin/users/me", "/auth/customer/providers", f"/admin/customers/{ids['other_customer']}/addresses"),
        f"/admin/customers/{ids['other_customer']}/addresses/{ids['customer_address']}",
    ):
        await shop.get(url)
    for collection in LISTS:
        (rows,) = [each for each in (await shop.get(f"/admin/{collection}")).values() if isinstance(each, list)]
        assert rows, collection
        await shop.get(f"/admin/{collection}/{rows[0].get('id', rows[0].get('code'))}")
    await shop.get(f"/admin/users/{(await shop.get('/admin/users'))['users'][0]['id']}/auth-providers")


LISTS = (
    *("api-keys", "campaigns", "collections", "currencies", "customer-groups", "customers", "inventory-items", "invites", "notifications"),
    *("orders", "payments", "price-lists", "price-preferences", "product-categories", "product-options", "product-tags", "product-types", "products"),
    *("promotions", "regions", "reservations", "sales-channels"),
    *("shipping-option-types", "shipping-options", "shipping-profiles", "stock-locations", "stores", "tax-rates", "tax-regions", "users"),
)


async def know_reasons(shop: Reader) -> None:
    """Why goods and money go back."""
    at = "/admin/return-reasons"
    parent = (await shop.make(at, "return_reason", value="fit", label="It doesn't fit"))["id"]
    child = (await shop.make(at, "return_reason", value="small", label="Too small", parent_return_reason_id=parent, description="By a size"))["id"]
    await shop.post(f"{at}/{child}", value="too-small", label="Too small")
    for url in (at, f"{at}/{child}", "/store/return-reasons", f"/store/return-reasons/{parent}"):
        await shop.get(url)
    await shop.delete(f"{at}/{parent}")
    at = "/admin/refund-reasons"
    refund = (await shop.make(at, "refund_reason", label="Kindness", code="kindness"))["id"]
    await shop.post(f"{at}/{refund}", description="Of ours")
    for url in (at, f"{at}/{refund}"):
        await shop.get(url)
    await shop.delete(f"{at}/{refund}")


async def translate(shop: Reader, ids: Json) -> None:
    """The shop in a second language."""
    at, teapot = "/admin/translations", {"reference": "product", "reference_id": ids["product"]}
    await shop.post(f"/admin/stores/{ids['store']}", supported_locales=[{"locale_code": "de-DE"}, {"locale_code": "fr-FR"}])
    made = (await shop.post(f"{at}/batch", create=[{**teapot, "locale_code": "de-DE", "translations": {"title": "Teekanne"}}]))["created"][0]["id"]
    await shop.post(f"{at}/batch", update=[{"id": made, "translations": {"title": "Kanne", "subtitle": ""}}])
    settings = (await shop.get(f"{at}/settings"))["translation_settings"]
    await shop.post(f"{at}/settings/batch", update=[{"id": settings["product"]["id"], "fields": ["title"]}])
    urls = (
        at,
        f"{at}/entities?type=product",
        f"{at}/statistics?locales=de-DE&entity_types=product",
        "/admin/locales",
        "/admin/locales/de-DE",
        "/store/locales",
    )
    for url in urls:
        await shop.get(url)
    assert (await shop.get(f"/store/products/{ids['product']}?locale=de-DE"))["product"]["title"] == "Kanne"
    await shop.post(f"{at}/batch", delete=[made])


async def clear_out(shop: Reader, ids: Json, headers: Json) -> None:
    """Everything is deleted, the parts before the whole."""
    await shop.ask("DELETE", f"/store/customers/me/addresses/{ids['own_address']}", headers=headers)
    await shop.delete(
        f"/admin/customers/{ids['other_customer']}/addresses/{ids['customer_address']}",
        *(f"/admin/customers/{ids['other_customer']}", f"/admin/customer-groups/{ids['group']}", f"/admin/invites/{ids['invite']}"),
        f"/admin/inventory-items/{ids['empty_item']}/location-levels/{ids['location']}",
        *(f"/admin/reservations/{ids['reservation']}", f"/admin/inventory-items/{ids['spare_item']}"),
        *(f"/admin/products/{ids['product']}/variants/{ids['variant']}", f"/admin/products/{ids['product']}", f"/admin/products/{ids['draft']}"),
        *(f"/admin/product-options/{ids['loose_option']}/values/{ids['loose_value']}", f"/admin/product-options/{ids['loose_option']}"),
        *(f"/admin/product-categories/{ids['category']}", f"/admin/collections/{ids['collection']}"),
        *(f"/admin/product-tags/{ids['tag']}", f"/admin/product-types/{ids['type']}"),
        *(f"/admin/tax-rates/{ids['tax_rate']}/rules/{ids['rule']}", f"/admin/tax-rates/{ids['tax_rate']}", f"/admin/tax-regions/{ids['tax_region']}"),
        f"/admin/shipping-options/{ids['option']}",
        *(f"/admin/fulfillment-sets/{ids['set']}/service-zones/{ids['zone']}", f"/admin/fulfillment-sets/{ids['set']}"),
        *(f"/admin/shipping-option-types/{ids['kind']}", f"/admin/shipping-profiles/{ids['profile']}"),
        *(f"/admin/stock-locations/{ids['location']}", f"/admin/regions/{ids['region']}"),
        *(f"/admin/price-lists/{ids['price_list']}", f"/admin/price-preferences/{ids['preference']}"),
        *(f"/admin/promotions/{ids['promotion']}", f"/admin/campaigns/{ids['campaign']}"),
    )
    await shop.post(f"/admin/api-keys/{ids['key']}/revoke")
    await shop.delete(f"/admin/api-keys/{ids['key']}", f"/admin/sales-channels/{ids['spare_channel']}", f"/admin/users/{ids['user']}")


async def ask_for_more(shop: Reader, ids: Json, order: str) -> None:
    """What was given back is owed again; and parcels that are sent beside the order's own."""
    collections = "/admin/payment-collections"
    asked = [(await shop.make(collections, "payment_collection", order_id=order, amount=0.5))["id"] for _ in range(3)]
    await shop.post(f"{collections}/{asked[0]}/payment-sessions", provider_id="pp_system_default")
    await shop.delete(f"{collections}/{asked[1]}")
    await shop.post(f"{collections}/{asked[2]}/mark-as-paid", order_id=order)
    line = (await shop.get(f"/admin/orders/{order}"))["order"]["items"][0]
    item = {"title": "Lid", "sku": "LID", "quantity": 1, "barcode": "1", "line_item_id": line["id"]}
    new = {"location_id": ids["location"], "provider_id": "manual_manual", "delivery_address": ADDRESS, "items": [item], "labels": []}
    new["shipping_option_id"] = ids["option"]
    parcels = [await shop.make("/admin/fulfillments", "fulfillment", order_id=order, data={}, metadata=None, **new) for _ in range(2)]
    await shop.post(f"/admin/fulfillments/{parcels[0]['id']}/shipment", labels=LABELS)
    await shop.post(f"/admin/fulfillments/{parcels[1]['id']}/cancel")


async def search(shop: Reader, app: App) -> None:
    """Built in the request, as there are few products: nothing here works in the background."""
    await ensure_index(app.scope(), "product")
    options = {"facets": ["tags", {"field": "created_at", "type": "range", "ranges": [{"key": "new", "from": "2020-01-01"}]}], "highlight": True}
    found = await shop.post("/store/search", entity="product", filters={"q": "teapot"}, search_options={**options, "include_score": True})
    assert [hit["document"]["title"] for hit in found["results"][0]["hits"]] == ["Teapot"]
    await shop.get("/admin/search?q=teapot")
    await shop.get("/admin/search-indexes")
    await shop.post("/admin/search-indexes/product/reindex")
    await shop.delete("/admin/search-indexes/product")


async def watch_the_work(shop: Reader, app: App) -> None:
    """A workflow is started, waited for, answered and looked at: by its id, by its key, and as it goes."""
    app.workflows["test.ask"] = ask_somebody
    executions = "/admin/workflows-executions"
    for transaction, answer in (("one", "success"), ("two", "failure")):
        await shop.post(f"{executions}/test.ask/run", input={"question": "Well?"}, transaction_id=transaction)
        await app.engine.work(f"test.ask:{transaction}")
        await shop.post(f"{executions}/test.ask/steps/{answer}", transaction_id=transaction, step_id="answer", response="Yes")
        await app.engine.work(f"test.ask:{transaction}")
        found = (await shop.get(f"{executions}/test.ask/{transaction}"))["workflow_execution"]
        await shop.get(f"{executions}/{found['id']}")
        await shop.get(f"{executions}/test.ask/{transaction}/subscribe")
    assert [each["state"] for each in (await shop.get(f"{executions}?workflow_id=test.ask&order=created_at"))["workflow_executions"]] == ["done", "reverted"]
    await shop.get(f"{executions}/test.ask/subscribe")


async def keep_files(shop: Reader) -> None:
    sent = [("files", ("teapot.png", b"picture", "image/png")), ("files", ("manual.pdf", b"%PDF", "application/pdf"))]
    files = (await shop.ask("POST", "/admin/uploads", files=sent))["files"]
    await shop.post("/admin/uploads/presigned-urls", originalname="products.csv", mime_type="text/csv", size=123)
    await shop.get(f"/admin/uploads/{files[0]['id']}")
    await shop.delete(*(f"/admin/uploads/{each['id']}" for each in files))


@workflow("test.ask", durable=True)
async def ask_somebody(scope: Scope, question: str) -> str:
    return f"{question} {await scope.wait_for('answer', type=str)}"


def live(app: App) -> set[tuple[str, str]]:
    """What the shop serves of the contract."""
    return {(route.method, pattern(route.path)) for route in resolve(app.found("api", Route))} & routes().keys()


async def test_a_shop_filled_over_the_api_answers_as_the_contract_says(app: App, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    # when
    shop = await tell_the_story(app, client, monkeypatch)
    # then
    assert not shop.found, "\n".join(shop.found)
    assert sorted(live(app) - shop.asked) == []
    assert shop.excused.keys() == DIFFERENT.keys()


async def tell_the_story(app: App, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """Everything that can be done, done once over the API; and what came of it."""
    monkeypatch.setattr(following, "LONGEST", 0.1)
    await bootstrap(app.scope())
    await send_notifications(app.scope(), [NewNotification(to="admin", channel="feed", template="hello")])
    client.headers.update(await admin_headers(app, client))
    shop = Reader(client)
    ids = await open_places(shop)
    await fill_shelves(shop, ids)
    headers = await know_people(shop, ids)
    await promote(shop, ids)
    order = await buy(shop, ids, headers)
    await handle(shop, ids, order)
    await ask_for_more(shop, ids, order)
    await look_around(shop, ids)
    await know_reasons(shop)
    await translate(shop, ids)
    await search(shop, app)
    await watch_the_work(shop, app)
    await keep_files(shop)
    await clear_out(shop, ids, headers)
    return shop
