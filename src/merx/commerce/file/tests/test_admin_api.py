"""Uploads over HTTP: what administrators send, and what the shop makes of it."""

import re
from pathlib import Path

import httpx

from merx.commerce.file.tests.conftest import names_in

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)


async def test_what_is_uploaded_is_had_at_its_url(admin: httpx.AsyncClient, client: httpx.AsyncClient, folder: Path) -> None:
    # when
    sent = [("files", ("Red teapot.PNG", PNG, "image/png")), ("files", ("manual.pdf", b"%PDF-1.7", "application/pdf"))]
    answer = await admin.post("/admin/uploads", files=sent)
    # then
    assert answer.status_code == 200, answer.text
    teapot, manual = answer.json()["files"]
    assert names_in(folder) == sorted([teapot["id"], manual["id"]])
    assert re.fullmatch(r"[0-9A-Z]{26}-red-teapot\.png", teapot["id"])
    assert teapot["url"] == f"http://localhost:9000/static/{teapot['id']}"
    shown = await client.get(f"/static/{teapot['id']}")
    assert (shown.status_code, shown.content) == (200, PNG)
    assert {name: shown.headers[name] for name in shown.headers if name != "x-request-id"} == {
        "content-length": "108",
        "content-type": "image/png",
        "content-disposition": 'inline; filename="red-teapot.png"',
        "accept-ranges": "bytes",
        "cache-control": "public, max-age=31536000, immutable",
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    }
    head = await client.head(f"/static/{teapot['id']}")
    assert (head.status_code, head.headers["content-length"], head.content) == (200, "108", b"")


async def test_a_file_is_looked_up_and_deleted_by_its_id(admin: httpx.AsyncClient, client: httpx.AsyncClient, folder: Path) -> None:
    # given
    answer = await admin.post("/admin/uploads?fields=id", files={"files": ("a.csv", b"x,y", "text/csv")})
    ((file_id,),) = [list(each.values()) for each in answer.json()["files"]]
    # then
    found = await admin.get(f"/admin/uploads/{file_id}")
    assert found.json() == {"file": {"id": file_id, "url": f"http://localhost:9000/static/{file_id}"}}
    # when
    gone = await admin.delete(f"/admin/uploads/{file_id}")
    # then
    assert gone.json() == {"id": file_id, "object": "file", "deleted": True}
    assert names_in(folder) == []
    missing = await admin.get(f"/admin/uploads/{file_id}")
    assert (missing.status_code, missing.json()) == (404, {"type": "not_found", "message": f"File with id: {file_id} not found"})
    assert (await client.get(f"/static/{file_id}")).status_code == 404
    again = await admin.delete(f"/admin/uploads/{file_id}")
    assert (again.status_code, again.json()) == (200, gone.json())


async def test_a_place_for_a_file_to_come_is_the_upload_route(admin: httpx.AsyncClient) -> None:
    announced = {"originalname": "products.csv", "mime_type": "text/csv", "size": 12345}
    told = (await admin.post("/admin/uploads/presigned-urls", json=announced)).json()
    assert re.fullmatch(r"[0-9A-Z]{26}\.csv", told.pop("filename"))
    assert told == {"url": "/admin/uploads", "extension": "csv", **announced}


async def test_a_request_without_files_says_so(admin: httpx.AsyncClient, folder: Path) -> None:
    for request in ({"json": {}}, {"content": b""}):
        answer = await admin.post("/admin/uploads", **request)
        assert (answer.status_code, answer.json()) == (400, {"type": "invalid_data", "message": "No files were uploaded"})
    assert names_in(folder) == []


async def test_a_film_is_had_in_parts(admin: httpx.AsyncClient, client: httpx.AsyncClient) -> None:
    # given
    film = bytes(range(256)) * 1000
    kept = (await admin.post("/admin/uploads", files={"files": ("film.mp4", film, "video/mp4")})).json()["files"][0]["id"]
    asked = [
        ("bytes=0-1", 206, film[:2], "bytes 0-1/256000"),
        ("bytes=255998-", 206, film[-2:], "bytes 255998-255999/256000"),
        ("bytes=-3", 206, film[-3:], "bytes 255997-255999/256000"),
        ("bytes=10-999999", 206, film[10:], "bytes 10-255999/256000"),
        ("bytes=256000-", 416, b"", "bytes */256000"),
        ("bytes=-0", 416, b"", "bytes */256000"),
        ("bytes=5-2", 200, film, None),
        ("bytes=0-1,5-6", 200, film, None),
        ("bytes=-", 200, film, None),
        ("lines=1-2", 200, film, None),
        (f"bytes={'9' * 500}-", 200, film, None),
    ]
    for header, status, content, shown in asked:
        # when
        answer = await client.get(f"/static/{kept}", headers={"range": header})
        # then
        assert (answer.status_code, answer.content == content, answer.headers.get("content-range")) == (status, True, shown), header
        assert int(answer.headers["content-length"]) == len(content)


async def test_only_what_a_file_has_is_shown_and_as_much_of_it_as_is_asked_for(admin: httpx.AsyncClient) -> None:
    # given
    sent = {"files": ("a.png", b"x", "image/png")}
    kept = (await admin.post("/admin/uploads", files=sent)).json()["files"][0]
    for fields, shown in (("*", ["id", "url"]), ("+id", ["id", "url"]), ("url", ["id", "url"]), ("-url", ["id"]), ("id,key,*secrets", ["id"])):
        # when
        made = await admin.post("/admin/uploads", params={"fields": fields}, files=sent)
        found = await admin.get(f"/admin/uploads/{kept['id']}", params={"fields": fields})
        # then
        assert (made.status_code, found.status_code) == (200, 200), (fields, made.text, found.text)
        assert sorted(made.json()["files"][0]) == shown, fields
        assert sorted(found.json()["file"]) == shown, fields
