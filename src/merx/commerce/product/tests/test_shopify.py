"""Reading Shopify's export: what comes out, and what is said about rows that are wrong."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from merx.commerce.product.shopify import Export, Problem, ShopifyProduct, ShopifyVariant, read_export
from merx.framework.errors import InvalidData

HERE = Path(__file__).parent
SHARED = HERE.parents[5] / "shared" / "data"
HEADING = "Handle,Title,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Price,Variant Barcode,Image Src,Published"


def read(*rows: str, heading: str = HEADING) -> Export:
    text = "\n".join([heading, *rows]) + "\n"
    return read_export(text.splitlines(keepends=True))


def said(problems: Sequence[Problem]) -> list[tuple[int, str]]:
    return [(problem.line, problem.message) for problem in problems]


def test_a_whole_file_is_read_with_all_its_details() -> None:
    # when
    with (HERE / "shopify.csv").open(encoding="utf-8", newline="") as file:
        export = read_export(file)
    # then
    assert (export.errors, export.warnings) == ([], [Problem(9, "SKU 'LAMP-S' stands at line 7 already; this variant is taken without one")])
    kettle, lamp, card = export.products
    assert kettle == ShopifyProduct(
        line=2,
        handle="kettle",
        title="Kettle",
        description='<p>Holds "one" litre.</p>\n<p>Whistles.</p>',
        vendor="Fire & Water",
        type="Kitchen",
        tags=["steel", "gift"],
        is_published=True,
        is_giftcard=False,
        seo_title="A kettle that whistles",
        seo_description=None,
        option_names=["Title"],
        variants=[
            ShopifyVariant(
                line=2,
                options=["Default Title"],
                sku="KETTLE",
                barcode="0012345678905",
                price=Decimal("39.50"),
                compare_at=Decimal("49.00"),
                grams=850,
                is_tracked=True,
                quantity=12,
                allow_backorder=False,
                requires_shipping=True,
                image=None,
            )
        ],
        images=["https://images.example.com/kettle-1.jpg", "https://images.example.com/kettle-2.jpg"],
    )
    assert (lamp.line, lamp.option_names, lamp.is_published) == (6, ["Size", "Colour"], False)
    assert [(v.line, v.options, v.sku, v.duplicate_sku, v.quantity, v.allow_backorder) for v in lamp.variants] == [
        (6, ["Small", "White"], None, None, 3, True),
        (7, ["Small", "Black"], "LAMP-S", None, 0, True),
        (9, ["Large", "Black"], None, "LAMP-S", 0, False),
    ]
    assert lamp.images == ["https://images.example.com/lamp.jpg", "https://images.example.com/lamp-black.jpg"]
    assert lamp.variants[1].image == "https://images.example.com/lamp-black.jpg"
    assert (card.is_giftcard, card.variants[0].is_tracked, card.variants[0].requires_shipping, card.variants[0].grams) == (True, False, False, None)


def test_a_byte_order_mark_and_spaces_in_the_heading_do_not_matter() -> None:
    # when
    export = read("a,A,Title,Default Title,,,,1,,,", heading="\ufeff" + HEADING.replace(",Title,", ", Title ,"))
    # then
    assert [product.title for product in export.products] == ["A"]
    assert (export.errors, export.warnings) == ([], [])


@pytest.mark.parametrize(
    ("heading", "missing"),
    [
        ("Handle,Title", "Option1 Name, Option1 Value, Variant Price"),
        (HEADING.replace("Variant Price", "Price"), "Variant Price"),
        ("id;name", "Handle, Title, Option1 Name, Option1 Value, Variant Price"),
        ("", "Handle, Title, Option1 Name, Option1 Value, Variant Price"),
    ],
)
def test_what_is_no_export_is_refused_with_the_columns_it_lacks(heading: str, missing: str) -> None:
    with pytest.raises(InvalidData) as refused:
        read(heading=heading)
    assert refused.value.message == f"This is no product export of Shopify: line 1 lacks the column(s) {missing}"


def test_an_open_quote_is_told_with_the_line_where_its_row_starts() -> None:
    with pytest.raises(InvalidData) as refused:
        read("a,A,Title,Default Title,,,,1,,,", 'b,"B,Title,Default Title,,,,1,,,', "c,C,Title,Default Title,,,,1,,,")
    assert refused.value.message == "line 3: this is no readable CSV: unexpected end of data"


@pytest.mark.parametrize("row", [",,,,,,,,,,", ""])
def test_empty_rows_say_nothing(row: str) -> None:
    assert read(row, "a,A,Title,Default Title,,,,1,,,").errors == []


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("a,A,Title,Default Title,,,,12.x,,,", "a: Variant Price is '12.x'; expected an amount such as 12.50"),
        ('a,A,Title,Default Title,,,,"1,50",,,', "a: Variant Price is '1,50'; expected an amount such as 12.50"),
        ("a,A,Title,Default Title,,,,-1,,,", "a: Variant Price is '-1'; expected an amount such as 12.50"),
        ("a,A,Title,Default Title,,,,NaN,,,", "a: Variant Price is 'NaN'; expected an amount such as 12.50"),
        ("a,A,Title,Default Title,,,,1e13,,,", "a: Variant Price is '1e13'; expected an amount such as 12.50"),
        ("a,A,Title,Default Title,,,,,,,", "a: Variant Price is empty"),
        (",A,Title,Default Title,,,,1,,,", "Handle is empty"),
        ("a,,Title,Default Title,,,,1,,,", "a: Title is empty in the product's first row"),
        ("a,A\0,Title,Default Title,,,,1,,,", "a: the row holds a NUL character"),
        ("a,A,Size,S,Size,M,,1,,,", "a: two options have the same name: Size, Size"),
        ("a,A,Size,S,Colour,,,1,,,", "a: the variant has 1 option values, the product 2 options"),
        ("a,A,Title,Default Title,,,,1,,,perhaps", "a: Published is 'perhaps'; expected true or false"),
        ("茶,A,Title,Default Title,,,,1,,,", "茶: the handle cannot be part of a URL; expected letters, digits and hyphens"),
    ],
)
def test_a_row_that_cannot_be_taken_is_told_with_its_line(row: str, message: str) -> None:
    # given: a row of three lines before it
    first = 'first,First,Title,"Default\n\nTitle",,,,1,,,'
    # when
    export = read(first, row)
    # then
    assert said(export.errors)[0] == (5, message)
    assert [product.handle for product in export.products] == ["first"]


def test_a_wrong_row_takes_nothing_from_the_rows_around_it() -> None:
    # when
    export = read("a,A,Size,S,,,,1,,,", "a,,,M,,,,free,,,", "a,,,L,,,,3,,,")
    # then
    assert said(export.errors) == [(3, "a: Variant Price is 'free'; expected an amount such as 12.50")]
    assert [variant.options for variant in export.products[0].variants] == [["S"], ["L"]]


def test_when_a_products_first_row_is_wrong_the_others_are_told_why_they_are_not_taken() -> None:
    # when
    export = read("a,A,Size,S,,,,1,,,maybe", "a,,,M,,,,2,,,")
    # then
    assert said(export.errors) == [
        (2, "a: Published is 'maybe'; expected true or false"),
        (3, "a: not taken, because the product's first row, at line 2, is wrong"),
    ]
    assert export.products == []


def test_a_product_whose_variants_are_all_wrong_is_none() -> None:
    # when
    export = read("a,A,Size,S,,,,free,,,")
    # then
    assert said(export.errors) == [(2, "a: Variant Price is 'free'; expected an amount such as 12.50")]
    assert export.products == []


def test_a_product_of_pictures_only_is_none() -> None:
    # when
    export = read("a,A,Title,,,,,,,https://images.example.com/a.jpg,", "b,B,Title,Default Title,,,,1,,,")
    # then
    assert said(export.errors) == [(2, "a: the product has no variant")]
    assert [product.handle for product in export.products] == ["b"]


def test_a_combination_of_options_stands_once() -> None:
    # when
    export = read("a,A,Size,S,Colour,Red,,1,,,", "a,,,S,,Blue,,1,,,", "a,,,S,,Red,,2,,,")
    # then
    assert said(export.errors) == [(4, "a: the options S / Red stand in an earlier row already")]
    assert [variant.options for variant in export.products[0].variants] == [["S", "Red"], ["S", "Blue"]]


def test_a_sku_or_barcode_that_stands_twice_is_left_to_the_first_and_said() -> None:
    # when
    export = read("a,A,Title,Default Title,,,X,1,'7,,", "b,B,Title,Default Title,,,X,1,7,,")
    # then
    assert said(export.warnings) == [
        (3, "SKU 'X' stands at line 2 already; this variant is taken without one"),
        (3, "Barcode '7' stands at line 2 already; this variant is taken without one"),
    ]
    first, second = (product.variants[0] for product in export.products)
    assert (first.sku, first.barcode, first.duplicate_sku, first.duplicate_barcode) == ("X", "7", None, None)
    assert (second.sku, second.barcode, second.duplicate_sku, second.duplicate_barcode) == (None, None, "X", "7")


def test_a_handle_in_letters_that_urls_do_not_know_becomes_plain_and_is_said() -> None:
    # when
    export = read("café-crème,A,Size,S,,,,1,,,", "café-crème,,,M,,,,1,,,")
    # then
    assert said(export.warnings) == [(2, "café-crème: the handle cannot be part of a URL; taken as 'cafe-creme'")]
    assert [(product.handle, len(product.variants)) for product in export.products] == [("cafe-creme", 2)]


@pytest.mark.parametrize(("name", "products", "variants", "images", "warnings"), [("apparel", 25, 96, 55, 0), ("bicycles", 284, 1121, 1034, 73)])
def test_real_exports_are_read_whole(name: str, products: int, variants: int, images: int, warnings: int) -> None:
    # given
    path = SHARED / f"{name}.csv"
    if not path.exists():
        pytest.skip(f"{path.name} is a real shop's export, which is not part of this repository")
    # when
    with path.open(encoding="utf-8", newline="") as file:
        export = read_export(file)
    # then
    assert export.errors == []
    assert (len(export.products), sum(len(p.variants) for p in export.products), sum(len(p.images) for p in export.products)) == (products, variants, images)
    assert len(export.warnings) == warnings
