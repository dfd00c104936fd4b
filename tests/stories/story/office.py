"""What is looked at, looked for, watched, kept and thrown away."""

from merx.commerce.search.workflows import ensure_index
from merx.framework.app import App
from merx.framework.scope import Scope
from merx.framework.workflows import workflow
from tests.stories.contract import Json
from tests.stories.story.reader import Reader

LISTS = (
    *("api-keys", "campaigns", "collections", "currencies", "customer-groups", "customers", "inventory-items", "invites", "notifications"),
    *("orders", "payments", "price-lists", "price-preferences", "product-categories", "product-options", "product-tags", "product-types", "products"),
    *("promotions", "regions", "reservations", "sales-channels"),
    *("shipping-option-types", "shipping-options", "shipping-profiles", "stock-locations", "stores", "tax-rates", "tax-regions", "users"),
)


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


@workflow("test.ask", durable=True)
async def ask_somebody(scope: Scope, question: str) -> str:
    return f"{question} {await scope.wait_for('answer', type=str)}"


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
