"""What the shop sells: products, their prices, their pieces, and all of it as a file."""

from tests.stories.contract import Json
from tests.stories.story.reader import Reader


async def fill_shelves(shop: Reader, ids: Json) -> None:
    """A product with all that products have, and one that stays a draft, priced and in stock; adds their ids to `ids`."""
    await put_up_labels(shop, ids)
    await put_up_teapot(shop, ids)
    await put_up_draft(shop, ids)
    await price(shop, ids)
    await keep_stock(shop, ids)
    await exchange_sheets(shop)


async def put_up_labels(shop: Reader, ids: Json) -> None:
    """What products are grouped by."""
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


async def put_up_teapot(shop: Reader, ids: Json) -> None:
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
    variants = (await shop.get(f"{at}/variants"))["variants"]
    ids["other_variant"] = next(each["id"] for each in variants if each["title"] == "Green")


async def put_up_draft(shop: Reader, ids: Json) -> None:
    """Put into its groups from the groups' side, with an option that was made by itself."""
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


def variant(colour: str) -> Json:
    prices = [{"currency_code": "eur", "amount": 12.5}, {"currency_code": "usd", "amount": 14}]
    return {"title": colour, "sku": f"TEAPOT-{colour.upper()}", "options": {"Colour": colour}, "prices": prices}


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
