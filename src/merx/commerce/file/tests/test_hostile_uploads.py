"""What strangers call their files, and what they put into them, does nothing to the shop and nothing to who looks at it."""

import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from merx.commerce.file import is_file_id, is_private, media_of
from merx.commerce.file.ids import download_name, new_file_id
from merx.commerce.file.tests.conftest import names_in

SCRIPT = b"<script>alert(document.cookie)</script>"
ULID = "[0-9A-HJKMNP-TV-Z]{26}"

NAMES = [
    ("../../../etc/passwd", r"-passwd\.bin"),
    ("/etc/cron.d/evil.png", r"-evil\.png"),
    ("..\\..\\windows\\system32\\evil.exe", r"-evil\.exe"),
    ("C:\\Users\\ada\\teapot.png", r"-teapot\.png"),
    ("file:///etc/passwd.png", r"-passwd\.png"),
    ("evil.php.png", r"-evil-php\.png"),
    ("teapot.png.html", r"-teapot-png\.html"),
    ("teapot.png%00.html", r"-teapot-png-00\.html"),
    ("teapot.png/", r"\.bin"),
    ("...", r"\.bin"),
    (".htaccess", r"\.htaccess"),
    ("teapot", r"-teapot\.bin"),
    ("teapot.", r"-teapot\.bin"),
    ("te\u202egnp.exe", r"-tegnp\.exe"),
    ("Teekännchen Größe 2.PNG", r"-teekannchen-grosse-2\.png"),
    ("茶壺.png", r"\.png"),
    ("🫖", r"\.bin"),
    ("x" * 3000 + ".png", rf"-{'x' * 80}\.png"),
    ("teapot." + "p" * 500, r"-teapot\.bin"),
    ('a"; filename="b.png', r"-a-filename-b\.png"),
    ("a\r\nset-cookie: x=1.png", r"-1\.png|-x-1\.png|-set-cookie-x-1\.png|-a-set-cookie-x-1\.png"),
    ("private-01JD4X8Q3Z0N6V5T7R9W2B4C6E-orders.csv", r"-private-01jd4x8q3z0n6v5t7r9w2b4c6e-orders\.csv"),
    ("-rf *.png", r"-rf\.png"),
    ("$(reboot).png", r"-reboot\.png"),
    ("' OR 1=1--.png", r"-or-1-1\.png"),
    ("CON.png", r"-con\.png"),
]


def form(filename: str, content: bytes, *, field: str = "files", content_type: str = "application/octet-stream") -> dict[str, Any]:
    """A form by hand, so that the name is sent as it stands."""
    head = f'--x\r\nContent-Disposition: form-data; name="{field}"; filename="{filename}"\r\nContent-Type: {content_type}\r\n\r\n'
    return {"content": head.encode() + content + b"\r\n--x--\r\n", "headers": {"content-type": "multipart/form-data; boundary=x"}}


@pytest.mark.parametrize(("name", "left"), NAMES, ids=[ascii(name)[:30] for name, _ in NAMES])
def test_of_a_name_only_harmless_words_are_left(name: str, left: str) -> None:
    file_id = new_file_id(name, "application/octet-stream", "public")
    assert re.fullmatch(rf"{ULID}(?:{left})", file_id), file_id
    assert (is_file_id(file_id), is_private(file_id)) == (True, False)


@given(name=st.text(), mime_type=st.text() | st.sampled_from(["image/png", "text/html", "image/svg+xml", "x/../../y"]), private=st.booleans())
@example(name="a" * 10_000, mime_type="/" * 10_000, private=True)
@settings(max_examples=100, deadline=None)
def test_whatever_a_file_is_called_its_id_is_a_plain_word_of_few_letters(name: str, mime_type: str, *, private: bool) -> None:
    file_id = new_file_id(name, mime_type, "private" if private else "public")
    assert re.fullmatch(r"(private-)?[A-Za-z0-9-]+\.[a-z0-9]{1,10}", file_id)
    assert len(file_id) <= 130
    assert is_file_id(file_id)
    assert is_private(file_id) == private
    media = media_of(file_id)
    assert re.fullmatch(r'(inline|attachment); filename="[a-z0-9-]+\.[a-z0-9]+"', media.disposition)
    assert media.disposition.startswith("attachment") or media.content_type.split("/")[0] in ("image", "video", "audio")
    assert len(download_name(file_id)) <= 91


async def test_a_path_in_a_name_leads_nowhere(admin: httpx.AsyncClient, folder: Path) -> None:
    for name in [name for name, _ in NAMES if "\r" not in name and '"' not in name and len(name) < 500]:
        # when
        answer = await admin.post("/admin/uploads", **form(name, b"x"))
        # then
        assert answer.status_code == 200, (name, answer.text)
        ((kept,), inside) = answer.json()["files"], names_in(folder)
        assert inside == [kept["id"]], name
        assert names_in(folder.parent) == ["static"], name
        assert (await admin.delete(f"/admin/uploads/{kept['id']}")).status_code == 200


REFUSED = [
    (form("a\0.png", b"x"), 400, "Field 'files'"),
    (form("", b"x"), 400, "Field 'files' has a file without a name"),
    (form("  ", b"x"), 400, "Field 'files' has a file without a name"),
    (form("x" * 5000 + ".png", b"x"), 400, "Field 'files' cannot be read, the multipart body is malformed"),
    (form("a.png", b"x", field="file"), 400, "Unrecognized fields: 'file'"),
    (form("a.png", b"x", field="__proto__"), 400, "Unrecognized fields: '__proto__'"),
    (form("a.png", b"x" * 500_001), 413, "Field 'files': the file 'a.png' is too large, expected at most 500000 bytes"),
    ({"files": [("files", (f"{number}.png", b"x")) for number in range(4)]}, 400, "Field 'files' has too many files, expected at most: '3'"),
    ({"files": [("files", (f"{number}.png", b"x" * 400_000)) for number in range(3)]}, 413, "Field 'files' is too large: a request takes 1 MB at most"),
    ({"files": {"files": ("a.png", b"x"), "more": (None, "text")}}, 400, "Unrecognized fields: 'more'"),
    ({"files": {"files": (None, "text")}}, 400, "Field 'files' must be a file, got text"),
    ({"content": b"--x\r\n", "headers": {"content-type": "multipart/form-data"}}, 400, "must name its boundary"),
    ({"content": b"", "headers": {"content-type": "multipart/form-data; boundary=x"}}, 400, "Field 'files' cannot be read"),
    ({"content": form("a.png", b"x")["content"][:-9], "headers": {"content-type": "multipart/form-data; boundary=x"}}, 400, "Field 'files' cannot be read"),
    ({"content": b"nonsense" * 100, "headers": {"content-type": "multipart/form-data; boundary=x"}}, 400, "Field 'files' cannot be read"),
    (
        {"content": form("a.png", b"x")["content"], "headers": {"content-type": "multipart/form-data; boundary=" + "x" * 2000}},
        400,
        "Field 'files' cannot be read",
    ),
    ({"json": {"files": ["a.png"]}}, 400, "No files were uploaded"),
]


async def test_a_refusal_names_the_field_and_keeps_nothing(admin: httpx.AsyncClient, folder: Path) -> None:
    for request, status, says in REFUSED:
        # when: what is fine comes first, and is refused with the rest
        answer = await admin.post("/admin/uploads", **request)
        # then
        assert (answer.status_code, says in answer.json()["message"]) == (status, True), (says, answer.text)
        assert names_in(folder) == [], says


async def test_a_length_that_cannot_fit_is_refused_before_it_is_read(admin: httpx.AsyncClient, folder: Path) -> None:
    # given
    sent = 0

    async def endless() -> Any:
        nonlocal sent
        while True:
            sent += 1
            yield b"x" * 1000

    headers = {"content-type": "multipart/form-data; boundary=x", "content-length": str(10**12)}
    # when
    answer = await admin.post("/admin/uploads", content=endless(), headers=headers)
    # then
    assert (answer.status_code, sent) == (413, 0)
    assert names_in(folder) == []


PAGES = [
    ("page.html", "text/html", "application/octet-stream"),
    ("page.html", "image/png", "application/octet-stream"),
    ("page.svg", "image/svg+xml", "image/svg+xml"),
    ("page.xml", "text/xml", "application/octet-stream"),
    ("page.xhtml", "application/xhtml+xml", "application/octet-stream"),
    ("page.js", "text/javascript", "application/octet-stream"),
    ("page", "text/html", "application/octet-stream"),
    ("page.png", "text/html", "image/png"),
    ("page.png.svg", "image/png", "image/svg+xml"),
    ("page.txt", "text/html", "text/plain; charset=utf-8"),
    ("page.pdf", "application/pdf", "application/pdf"),
    ("page.swf", "application/x-shockwave-flash", "application/octet-stream"),
]


async def test_no_script_runs_in_our_origin(admin: httpx.AsyncClient, client: httpx.AsyncClient) -> None:
    for name, sent_as, told_as in PAGES:
        # given
        answer = await admin.post("/admin/uploads", **form(name, SCRIPT, content_type=sent_as))
        (kept,) = answer.json()["files"]
        # when
        shown = await client.get(f"/static/{kept['id']}")
        # then
        assert (shown.content, shown.headers["content-type"]) == (SCRIPT, told_as), (name, sent_as)
        assert shown.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in shown.headers["content-security-policy"]
        assert shown.headers["content-disposition"].startswith("inline" if told_as == "image/png" else "attachment"), (name, sent_as)


ANNOUNCED = [
    ({"mime_type": "../../etc/passwd"}, "Field 'mime_type'"),
    ({"mime_type": "text"}, "Field 'mime_type'"),
    ({"mime_type": "text/html\r\nx: y"}, "Field 'mime_type'"),
    ({"mime_type": "a\0/b"}, "'mime_type'"),
    ({"originalname": ""}, "'originalname'"),
    ({"originalname": "a\0.png"}, "'originalname'"),
    ({"size": -1}, "'size'"),
    ({"size": 500_001}, "Value for field 'size' too big, expected at most: '500000'"),
    ({"size": 1.5}, "'size'"),
    ({"access": "root"}, "'access'"),
    ({"key": "x"}, "'key'"),
]


async def test_a_place_is_given_only_to_what_could_be_a_file(admin: httpx.AsyncClient) -> None:
    for change, says in ANNOUNCED:
        answer = await admin.post("/admin/uploads/presigned-urls", json={"originalname": "a.csv", "mime_type": "text/csv", "size": 1} | change)
        assert (answer.status_code, answer.json()["type"]) == (400, "invalid_data"), answer.text
        assert says in answer.json()["message"], change


async def test_nobody_but_an_administrator_uploads_or_deletes(
    client: httpx.AsyncClient, customer: httpx.AsyncClient, admin: httpx.AsyncClient, folder: Path
) -> None:
    # given
    kept = (await admin.post("/admin/uploads", **form("a.png", b"x"))).json()["files"][0]["id"]
    for somebody in (client, customer):
        # when
        answers = [
            await somebody.post("/admin/uploads", **form("b.png", b"x")),
            await somebody.get(f"/admin/uploads/{kept}"),
            await somebody.delete(f"/admin/uploads/{kept}"),
            await somebody.post("/admin/uploads/presigned-urls", json={}),
        ]
        # then
        assert [answer.status_code for answer in answers] == [401] * 4
    assert names_in(folder) == [kept]
