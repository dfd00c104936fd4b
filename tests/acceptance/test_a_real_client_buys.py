"""The official, unmodified JavaScript client in a running shop: the scripts assert on every answer, these tests on what came out."""

import csv
import re
from pathlib import Path

import pytest

from tests.acceptance.running import Shop

HERE = Path(__file__).parent
EXPORTS = {"ours": HERE / "shopify.csv", "a real shop's": HERE.parents[2] / "shared" / "data" / "bicycles.csv"}
EMAIL, PASSWORD = "owner@example.com", "correct horse battery staple"


def test_in_the_demo_shop_a_shopper_buys_and_an_admin_ships_and_is_paid(shop: Shop) -> None:
    with shop.running("demo"):
        # given: what the demo printed for its visitor
        printed = shop.log.read_text()
        key = re.search(r"pk_\w+", printed)
        login = re.search(r"(\S+@\S+)\s+(\S+)", printed)
        assert key, printed
        assert login, printed
        # when
        bought = shop.script("shopper.mjs", PUBLISHABLE_KEY=key[0])
        handled = shop.script("admin.mjs", ADMIN_EMAIL=login[1], ADMIN_PASSWORD=login[2], ORDER_ID=bought["order"], ORDER_EMAIL=bought["email"])
    # then
    assert bought["currency"] == "eur"
    assert sorted(line["quantity"] for line in bought["lines"]) == [1, 3]
    assert handled["order"] == bought["order"]
    assert handled["total"] == bought["total"]
    assert (handled["payment_status"], handled["fulfillment_status"]) == ("captured", "shipped")
    assert sorted(moved["quantity"] for moved in handled["moved"]) == [1, 3]


def test_an_empty_shop_is_filled_over_the_admin_api_alone_and_bought_from(shop: Shop) -> None:
    # given
    shop.merx("db", "migrate")
    shop.merx("user", "create", "--email", EMAIL, "--password", PASSWORD)
    # when
    with shop.running("start"):
        told = shop.script("fill_shop.mjs", ADMIN_EMAIL=EMAIL, ADMIN_PASSWORD=PASSWORD)
    # then: (3 x 12.50 + 1 x 20.00 + 5.00 to the region) + 20 %
    bought, handled = told["bought"], told["handled"]
    prices = {line["sku"]: line["unit_price"] for line in bought["lines"]}
    assert prices == {"TEAPOT-BLUE": 12.5, "TEAPOT-RED": 20}
    assert {line["sku"]: line["quantity"] for line in bought["lines"]} == {"TEAPOT-BLUE": 3, "TEAPOT-RED": 1}
    assert (bought["products"], bought["shipping_option"]) == (1, "Post")
    assert (bought["item_total"], bought["shipping_total"], bought["tax_total"], bought["total"]) == (69, 6, 12.5, 75)
    assert {moved["sku"]: (moved["stocked"], moved["reserved"]) for moved in handled["moved"]} == {
        "TEAPOT-BLUE": ([10, 7], [3, 0]),
        "TEAPOT-RED": ([8, 7], [1, 0]),
    }
    assert (handled["payment_status"], handled["fulfillment_status"], handled["total"]) == ("captured", "shipped", 75)


@pytest.mark.parametrize(("export", "said"), [("ours", "3 products, 5 variants, 3 images."), ("a real shop's", "284 products, 1121 variants, 1034 images.")])
def test_an_imported_catalogue_can_be_bought(shop: Shop, export: str, said: str) -> None:
    # given
    file = EXPORTS[export]
    if not file.exists():
        pytest.skip(f"{file.name} is a real shop's export, which is not part of this repository")
    shop.merx("user", "create", "--email", EMAIL, "--password", PASSWORD)
    # when
    told = shop.merx("import", "shopify", str(file))
    with shop.running("start"):
        sold = shop.script("sell_import.mjs", ADMIN_EMAIL=EMAIL, ADMIN_PASSWORD=PASSWORD)
    # then
    assert said in told
    bought, handled = sold["bought"], sold["handled"]
    with file.open(encoding="utf-8", newline="") as rows:
        asked = {row["Variant SKU"]: float(row["Variant Price"]) for row in csv.DictReader(rows) if row["Variant SKU"]}
    assert {line["sku"]: line["unit_price"] for line in bought["lines"]} == {line["sku"]: asked[line["sku"]] for line in bought["lines"]}
    assert sorted(line["quantity"] for line in bought["lines"]) == [1, 3]
    assert (bought["currency"], bought["shipping_option"], bought["shipping_total"]) == ("eur", "Post", 6)
    assert (handled["payment_status"], handled["fulfillment_status"], handled["total"]) == ("captured", "shipped", bought["total"])
    for moved in handled["moved"]:
        assert moved["stocked"][0] - moved["stocked"][1] == moved["quantity"]
