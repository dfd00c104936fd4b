"""What a small shop lacks of what a merchant sets up, so that no request comes to nothing for want of something to ask about."""

from typing import Any

import httpx

from merx.commerce.currency import world_currencies
from merx.commerce.factories import SmallShop
from merx.commerce.notification.workflows import NewNotification, send_notifications
from merx.commerce.search.workflows import ensure_index
from merx.commerce.store.workflows import bootstrap
from merx.framework.app import App
from merx.framework.data import create_all

SHEET = ("products.csv", b"Product Handle,Product Title\nbowl,Bowl\n", "text/csv")

LABELS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("/admin/customer-groups", {"name": "Friends"}),
    ("/admin/invites", {"email": "new@example.com"}),
    ("/admin/price-preferences", {"attribute": "currency_code", "value": "sek", "is_tax_inclusive": True}),
    ("/admin/product-tags", {"value": "green"}),
    ("/admin/product-types", {"value": "leaf"}),
    ("/admin/refund-reasons", {"label": "Broken", "code": "broken"}),
    ("/admin/return-reasons", {"label": "Broken", "value": "broken"}),
)


async def fill(app: App, admin: httpx.AsyncClient, shop: SmallShop) -> dict[str, str]:
    """One of each kind that `open_shop` leaves out; the ids of those that no list shows, by their paths."""
    scope = app.scope()
    await bootstrap(scope)
    await create_all(scope, world_currencies())
    await send_notifications(scope, [NewNotification(to="ada@example.com", channel="feed", template="hello")])
    await ensure_index(scope, "product")
    for url, body in LABELS:
        await _made(admin, url, json=body)
    teapot = shop.products["teapot"]
    words = {"reference": "product", "reference_id": teapot, "locale_code": "de-DE", "translations": {"title": "Kanne"}}
    await _made(admin, f"/admin/stores/{await scope.value('SELECT id FROM store LIMIT 1')}", json={"supported_locales": [{"locale_code": "de-DE"}]})
    await _made(admin, "/admin/translations/batch", json={"create": [words]})
    for url, body in (("/admin/collections", {"title": "Spring"}), ("/admin/product-categories", {"name": "Tea", "is_active": True})):
        (made,) = (await _made(admin, url, json=body)).values()
        await _made(admin, f"{url}/{made['id']}/products", json={"add": [teapot]})
    return await _ids_of_parts(app, admin, shop)


async def _ids_of_parts(app: App, admin: httpx.AsyncClient, shop: SmallShop) -> dict[str, str]:
    customer = (await admin.get("/admin/customers?limit=1")).json()["customers"][0]["id"]
    home = {"address_name": "Home", "company": "Tea", "city": "Rome", "country_code": "it"}
    await _made(admin, f"/admin/customers/{customer}/addresses", json=home)
    rate = (await admin.get("/admin/tax-rates?limit=1")).json()["tax_rates"][0]["id"]
    rule = {"reference": "product", "reference_id": shop.products["teapot"]}
    picture = {"images": [{"url": "https://images.example.com/1.jpg"}]}
    product = (await admin.get("/admin/products?limit=1")).json()["products"][0]["id"]
    file = (await _made(admin, "/admin/uploads", files={"files": SHEET}))["files"][0]["id"]
    imports = {"file_key": file, "originalname": "products.csv", "extension": "csv", "size": 40, "mime_type": "text/csv"}
    return {
        "/admin/tax-rates/{}/rules/{}": (await _made(admin, f"/admin/tax-rates/{rate}/rules", json=rule))["tax_rate"]["rules"][0]["id"],
        "/admin/products/{}/images/{}": (await _made(admin, f"/admin/products/{product}", json=picture))["product"]["images"][0]["id"],
        "/admin/products/{}/variants/{}/inventory-items/{}": await app.scope().value(
            "SELECT inventory_item_id FROM product_variant_inventory_item JOIN product_variant AS v ON v.id = variant_id WHERE v.product_id = $1", product
        ),
        "/admin/products/import/{}": (await _made(admin, "/admin/products/import", files={"file": SHEET}))["transaction_id"],
        "/admin/products/imports/{}": (await _made(admin, "/admin/products/imports", json=imports))["transaction_id"],
        "/admin/uploads/{}": file,
        "/admin/search-indexes/{}": "product",
        "/admin/locales/{}": "de-DE",
    }


async def _made(client: httpx.AsyncClient, url: str, **sent: Any) -> dict[str, Any]:
    answer = await client.post(url, **sent)
    assert answer.status_code in (200, 202), (url, answer.text)
    return answer.json()
