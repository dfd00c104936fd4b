"""What becomes of a title in a URL, and what may be given instead."""

from typing import Any

import httpx
import pytest

from merx.commerce.product import BadHandle, checked, handle_of


@pytest.mark.parametrize(
    ("title", "handle"),
    [
        ("Medusa T-Shirt", "medusa-t-shirt"),
        ("big_blue  kettle ", "big-blue-kettle"),
        ("Crème brûlée (6)", "crème-brûlée-6"),
        ("Cre\u0300me", "crème"),
        ("Straße & Söhne", "straße-söhne"),
        ("Наушники Sony", "наушники-sony"),
        ("日本語 の_本", "日本語-の-本"),
        ("हिन्दी चाय", "हिन्दी-चाय"),
        ("İstanbul", "istanbul"),
        ("\uff21\uff22\uff23 \uff11\uff12", "abc-12"),
        ("../a/b?c=1#d", "a-b-c-1-d"),
    ],
)
def test_letters_and_digits_of_any_script_stay(title: str, handle: str) -> None:
    assert handle_of(title) == handle
    assert checked(handle) == handle


def test_a_title_without_letters_gets_a_handle_of_its_own() -> None:
    handles = {handle_of("!!!"), handle_of("!!!")}
    assert len(handles) == 2
    assert all(checked(handle).startswith("p-") for handle in handles)


@pytest.mark.parametrize("handle", ["", "a b", "a/b", "a?b", "a#b", "a\\b", ".", "..", "a\u202eb", "a\u0000", "<b>"])
def test_what_leads_elsewhere_in_a_url_is_refused(handle: str) -> None:
    with pytest.raises(BadHandle) as refused:
        checked(handle)
    assert refused.value.message == f"Invalid product handle '{handle}'. It must contain URL safe characters"


async def test_a_handle_goes_back_and_forth_as_it_is(admin: httpx.AsyncClient, customer: httpx.AsyncClient) -> None:
    # given
    body: dict[str, Any] = {"title": "Чайник", "status": "published"}
    product = (await admin.post("/admin/products", json=body)).json()["product"]
    category = (await admin.post("/admin/product-categories", json={"name": "Для кухни"})).json()["product_category"]
    # when
    again = await admin.post(f"/admin/products/{product['id']}", json={"handle": product["handle"], "subtitle": "Медный"})
    found = (await customer.get("/store/products", params={"handle": "чайник"})).json()["products"]
    # then
    assert (product["handle"], category["handle"]) == ("чайник", "для-кухни")
    assert (again.status_code, again.json()["product"]["handle"]) == (200, "чайник")
    assert [each["id"] for each in found] == [product["id"]]
