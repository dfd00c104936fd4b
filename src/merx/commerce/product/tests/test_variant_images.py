"""Pictures and the variants that show them, told from either side."""

from typing import Any

import httpx

SHIRT: dict[str, Any] = {
    "title": "Shirt",
    "images": [{"url": "https://x/front.jpg"}, {"url": "https://x/back.jpg"}],
    "options": [{"title": "Size", "values": ["S", "M"]}],
    "variants": [{"title": size, "options": {"Size": size}, "prices": []} for size in ("S", "M")],
}


async def test_a_picture_is_shown_with_variants_and_with_others_no_more(admin: httpx.AsyncClient) -> None:
    # given
    product = (await admin.post("/admin/products", json=SHIRT)).json()["product"]
    small, medium = ({variant["title"]: variant["id"] for variant in product["variants"]}[size] for size in ("S", "M"))
    front, back = (image["id"] for image in product["images"])
    at = f"/admin/products/{product['id']}"
    await admin.post(f"{at}/variants/{medium}/images/batch", json={"add": [front, back]})
    await admin.post(f"{at}/variants/{medium}", json={"thumbnail": "https://x/front.jpg"})
    await admin.post(f"{at}/variants/{small}", json={"thumbnail": "https://x/back.jpg"})
    # when
    answer = await admin.post(f"{at}/images/{front}/variants/batch", json={"add": [small, small], "remove": [medium]})
    # then
    assert (answer.status_code, answer.json()) == (200, {"added": [small, small], "removed": [medium]})
    shown = {
        variant["title"]: ([image["url"] for image in variant["images"]], variant["thumbnail"])
        for variant in (await admin.get(f"{at}/variants?fields=*images,title,thumbnail")).json()["variants"]
    }
    assert shown == {"S": (["https://x/front.jpg"], "https://x/back.jpg"), "M": (["https://x/back.jpg"], None)}


async def test_pictures_and_variants_of_other_products_are_refused(admin: httpx.AsyncClient) -> None:
    # given
    product = (await admin.post("/admin/products", json=SHIRT)).json()["product"]
    other = (await admin.post("/admin/products", json={**SHIRT, "title": "Other"})).json()["product"]
    image, strange = product["images"][0]["id"], other["variants"][0]["id"]
    at = f"/admin/products/{product['id']}/images"
    # when
    answers = [
        await admin.post(f"{at}/{image}/variants/batch", json={"add": [strange]}),
        await admin.post(f"{at}/{other['images'][0]['id']}/variants/batch", json={}),
        await admin.post(f"{at}/{image}/variants/batch", json={"remove": [strange]}),
    ]
    # then
    assert [(answer.status_code, answer.json().get("message")) for answer in answers] == [
        (400, f"Variants with ids: {strange} do not belong to the product"),
        (404, f"Image with id: {other['images'][0]['id']} was not found"),
        (200, None),
    ]
