"""Where the shop sells, stores and sends from: the merchant's first day."""

from tests.stories.contract import Json
from tests.stories.story.reader import Reader

ADDRESS = {"first_name": "Ada", "last_name": "Lovelace", "address_1": "Street 1", "city": "Berlin", "country_code": "de", "postal_code": "10115"}

ADDRESS_OF_A_PLACE = {"address_1": "Street 2", "city": "Berlin", "country_code": "de", "postal_code": "10117"}


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
