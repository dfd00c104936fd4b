"""Many products changed at once: each gets its own lists, and the statements do not grow with the products."""

from typing import Any

from merx.commerce.fulfillment import ShippingProfile
from merx.commerce.product import ProductCategory, ProductTag
from merx.commerce.product.workflows import NewProduct, create_products, update_products
from merx.commerce.sales_channel import SalesChannel
from merx.framework.app import App
from merx.framework.data import create_all
from merx.framework.scope import Scope

FIELDS = ["title", "tags.value", "images.url", "categories.handle", "sales_channels.name", "shipping_profile.name"]


async def test_each_product_gets_its_own_lists_in_as_many_statements(scope: Scope, app: App) -> None:
    # given
    tags = [ProductTag(value=value) for value in "ab"]
    category, channel, profile = ProductCategory(name="C", handle="c", mpath="c"), SalesChannel(name="Web"), ShippingProfile(name="Heavy", type="custom")
    await create_all(scope, [*tags, category, channel, profile])
    made = await create_products(scope, [NewProduct(title=f"P{n}", tag_ids=[tags[0].id], images=[f"{n}-1", f"{n}-2"]) for n in range(20)])
    images = {row["id"]: row["images"] for row in await scope.query.graph("product", fields=["id", "images.id", "images.url"])}
    everything = {"category_ids": [category.id], "sales_channel_ids": [channel.id], "shipping_profile_id": profile.id, "tag_ids": [tags[1].id, tags[1].id]}
    changes: list[dict[str, Any]] = [
        {"id": each.id, "title": f"Q{n}", "images": [{"url": "new"}, dict(images[each.id][1])], **everything} for n, each in enumerate(made)
    ]
    changes[1] = {"id": made[1].id, "tag_ids": [], "images": [{"id": images[made[0].id][0]["id"], "url": "of another"}]}
    # when
    counts: list[int] = []
    for some in (changes[:2], changes[2:]):
        before = app.database.statements
        await update_products(scope, some)
        counts.append(app.database.statements - before)
    # then: one more in the first, of which the products have two sets of columns
    found = await scope.query.graph("product", fields=FIELDS, filters={"id": [made[0].id, made[1].id, made[19].id]}, order="title")
    shown = [
        (p["title"], [t["value"] for t in p["tags"]], [i["url"] for i in p["images"]], len(p["categories"]), len(p["sales_channels"]), p["shipping_profile"])
        for p in found
    ]
    assert [each[:5] for each in shown] == [
        ("P1", [], ["of another"], 0, 0),
        ("Q0", ["b"], ["new", "0-2"], 1, 1),
        ("Q19", ["b"], ["new", "19-2"], 1, 1),
    ]
    assert [each[5] and each[5]["name"] for each in shown] == [None, "Heavy", "Heavy"]
    assert counts[0] - counts[1] == 1
