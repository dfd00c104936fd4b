"""The official, unmodified JavaScript client in a running shop: the scripts assert on every answer, these tests on what came out."""

import re

from tests.acceptance.running import Shop

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
