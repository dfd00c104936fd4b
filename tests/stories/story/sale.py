"""The order: the shopper buys, the merchant sends, takes money and gives some of it back."""

from tests.stories.contract import Json
from tests.stories.story.places import ADDRESS
from tests.stories.story.reader import Reader

LABELS = [{"tracking_number": "1", "tracking_url": "https://post.example.com/1", "label_url": "https://post.example.com/1.pdf"}]


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
