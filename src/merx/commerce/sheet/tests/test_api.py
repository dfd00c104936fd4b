"""Sheets over HTTP, sent with a form or uploaded before; and files that are none."""

import codecs
from itertools import product
from typing import Any

import httpx

from merx.commerce.file import NewFile
from merx.commerce.file.workflows import upload_files
from merx.commerce.product import ProductService
from merx.commerce.sheet import SheetService
from merx.commerce.sheet.tests.sheets import CUP, MUG, MUG_BLACK, sheet
from merx.framework.scope import Scope
from merx.framework.testing.background import Background
from merx.framework.workflows import WorkflowService


async def sent(admin: httpx.AsyncClient, content: bytes) -> httpx.Response:
    return await admin.post("/admin/products/import", files={"file": ("products.csv", content, "text/csv")})


async def test_a_form_is_previewed_and_written_when_it_is_confirmed(admin: httpx.AsyncClient, scope: Scope, background: Background) -> None:
    # when
    answer = await sent(admin, sheet(MUG, MUG_BLACK, CUP).read())
    # then
    assert answer.status_code == 202, answer.text
    transaction_id = answer.json()["transaction_id"]
    assert answer.json() == {"transaction_id": transaction_id, "summary": {"toCreate": 2, "toUpdate": 0}}
    # when
    confirmed = await admin.post(f"/admin/products/import/{transaction_id}/confirm")
    await background.drain()
    # then
    assert (confirmed.status_code, confirmed.json()) == (202, {})
    assert await scope[ProductService].products.count() == 2
    told = (await admin.get("/admin/notifications?channel=feed")).json()["notifications"]
    assert [each["data"]["title"] for each in told] == ["Product import"]
    shown = (await admin.get(f"/admin/workflows-executions/product.import/{transaction_id}")).json()["workflow_execution"]
    assert (shown["state"], [key for key in shown["execution"]["steps"] if "apply" in key]) == ("done", ["_root.product-import-apply"])
    # and a second time it is refused
    again = await admin.post(f"/admin/products/imports/{transaction_id}/confirm")
    assert (again.status_code, again.json()["type"]) == (400, "not_allowed")


async def test_an_uploaded_file_is_imported_by_its_key(admin: httpx.AsyncClient, scope: Scope, background: Background) -> None:
    # given
    (file,) = await upload_files(scope, [NewFile("products.csv", "text/csv", sheet(CUP).read(), "private")])
    body: dict[str, Any] = {"file_key": file.id, "originalname": "products.csv", "extension": "csv", "size": 100, "mime_type": "text/csv"}
    # when
    answer = await admin.post("/admin/products/imports", json=body)
    confirmed = await admin.post(f"/admin/products/imports/{answer.json()['transaction_id']}/confirm")
    await background.drain()
    # then
    assert (answer.status_code, confirmed.status_code, answer.json()["summary"]) == (202, 202, {"toCreate": 1, "toUpdate": 0})
    assert await scope[ProductService].products.count(handle="cup") == 1
    missing = await admin.post("/admin/products/imports", json={**body, "file_key": "../../etc/passwd"})
    assert missing.status_code == 404


HEADING = "Product Handle,Product Title"
HOSTILE: list[tuple[bytes, str]] = [
    (b"", "The file is empty: line 1 must name its columns"),
    (HEADING.encode(), "The file holds no products: line 1 is all there is"),
    (b"\x89PNG\r\n\x1a\n\x00\x00", "line 1 is not UTF-8. Export it again as CSV, or save it with the encoding UTF-8."),
    (b'{"products": []}', 'line 1: unknown columns: {"products": []}\nline 1: the column Product Handle is missing, and so is Product Id'),
    (b"Product Title\nMug", "line 1: the column Product Handle is missing, and so is Product Id"),
    (b"Product Handle,Product Colour,Price\nx,y,z", "line 1: unknown columns: Product Colour, Price"),
    (b"Product Handle,product  handle\nx,y", "line 1: columns that are there twice: product handle"),
    (b"Product Handle,Variant Price XYZ\nx,1", "line 1: there is no currency 'xyz', as in 'Variant Price XYZ'"),
    (b"Product Handle,Variant Option 1 Name\nx,Size", "line 1: Variant Option 1 lacks its Name or Value column"),
    (f"{HEADING}\nmug,M\xfcg".encode("cp1252"), "line 2 is not UTF-8. Export it again as CSV, or save it with the encoding UTF-8."),
    (f'{HEADING}\nmug,"never closed'.encode(), "line 2: this is no readable CSV: unexpected end of data"),
    (f"{HEADING}\nmug,M\0ug".encode(), "Nothing was imported: the file has 1 problem.\nline 2: the row holds a NUL character"),
    (f"{HEADING}\nmug,Mug,more".encode(), "Nothing was imported: the file has 1 problem.\nline 2: 3 cells, and the heading has 2 columns"),
    (codecs.BOM_UTF16_LE + b"\x00\xd8\x00\xd8", "line 1 or one after it is not UTF-16. Save the file with the encoding UTF-8."),
    (f"{HEADING}\nmug,".encode() + b"x" * 17_000_000, "line 2 is longer than 16777216 bytes: this is no CSV"),
    (f'{HEADING}\nmug,"'.encode() + b"x\n" * 9_000_000, "line 2: this is no readable CSV: field larger than field limit (16777216)"),
    (
        f"{HEADING}\n".encode() + b"mug," + b"M" * 9_000_000 + b"\n,\nmug," + b"M" * 15_000_000 + b"\nmug," + b"M" * 15_000_000,
        "line 5: the rows of one product, or of neighbours, are larger than 33554432 characters",
    ),
    (b"Product Handle," + b"," * 2_000 + b"\nmug", "line 1: 2002 columns, expected 1000 at most"),
]


async def test_what_is_no_sheet_is_said_with_its_line(admin: httpx.AsyncClient, scope: Scope) -> None:
    # when
    answers = [await sent(admin, content) for content, _ in HOSTILE]
    # then
    assert [(answer.status_code, answer.json()) for answer in answers] == [(400, {"type": "invalid_data", "message": message}) for _, message in HOSTILE]
    assert await scope[SheetService].parts.count() == 0
    assert await scope[WorkflowService].runs.count() == 0


async def test_a_form_without_a_file_is_refused(admin: httpx.AsyncClient) -> None:
    answers = [
        await admin.post("/admin/products/import", json={}),
        await admin.post("/admin/products/import", files={"other": ("a.csv", b"x", "text/csv")}),
        await admin.post("/admin/products/imports", json={"file_key": "x"}),
        await admin.post("/admin/products/import/run_x/confirm"),
    ]
    assert [(answer.status_code, answer.json()["message"]) for answer in answers] == [
        (400, "No file was uploaded for importing"),
        (400, "Invalid request: Unrecognized fields: 'other'"),
        (400, "Invalid request: Field 'originalname' is required; Field 'extension' is required; Field 'size' is required"),
        (404, "Product import with id: run_x was not found"),
    ]


async def test_files_of_spreadsheets_are_read(admin: httpx.AsyncClient) -> None:
    for encoding, separator in product(("utf-8-sig", "utf-16", "utf-8"), ",;\t"):
        text = f"{HEADING}\r\nmug,M\xfcg \u2028 \u20ac\r\n".replace(",", separator)
        answer = await sent(admin, text.encode(encoding))
        assert answer.json()["summary"] == {"toCreate": 1, "toUpdate": 0}, (encoding, separator)


async def test_an_export_takes_the_filters_of_the_list(admin: httpx.AsyncClient, scope: Scope, background: Background) -> None:
    # when
    answer = await admin.post("/admin/products/export?q=mug&status[]=published&created_at[$gt]=2020-01-01")
    # then
    assert (answer.status_code, list(answer.json())) == (202, ["transaction_id"])
    await background.drain()
    run = await scope[WorkflowService].runs.retrieve(answer.json()["transaction_id"])
    assert (run.workflow, run.status) == ("product.export", "done")
    stock = await admin.post("/admin/inventory-items/export?location_levels[location_id]=sloc_x")
    assert (stock.status_code, list(stock.json())) == (202, ["transaction_id"])
    wrong = await admin.post("/admin/products/export?created_at[$gt]=yesterday")
    assert wrong.status_code == 400
