"""What importing and exporting a large catalogue costs: `make bench ARGS="--only import"`. Seconds, memory, and a kill in the middle."""

import asyncio
import csv
import http.client
import json
import tempfile
import time
from pathlib import Path
from typing import Any

import asyncpg
from shop import EMAIL, PASSWORD, Shop, opened

COLOURS = ("White", "Black", "Red", "Blue")
TAGS = tuple(f"tag-{number}" for number in range(10))
DESCRIPTION = "A shirt of heavy cotton, cut wide, dyed by hand, and washed before it is sold. " * 4
PARTS = "SELECT count(*) FROM workflow_step WHERE run_id = $1 AND name = 'product.import.apply' AND status = 'done'"
STATUS = "SELECT status FROM workflow_run WHERE id = $1"
# A confirmation is waited for until its time is over; that hour lies in the queue too.
DELIVERED = """SELECT NOT EXISTS (
    SELECT FROM procrastinate_jobs WHERE queue_name = 'merx' AND status IN ('todo', 'doing') AND coalesce(scheduled_at <= now(), true))"""
COUNTS = """SELECT count(*) AS products, count(*) FILTER (WHERE status = 'published') AS published,
    (SELECT count(*) FROM product_variant WHERE deleted_at IS NULL) AS variants, (SELECT count(*) FROM price WHERE deleted_at IS NULL) AS prices,
    (SELECT count(*) FROM sheet_part) AS parts_left FROM product WHERE deleted_at IS NULL"""
HEADING = [
    *(
        "Product Handle",
        "Product Title",
        "Product Status",
        "Product Description",
        "Product Tag 1",
        "Product Tag 2",
        "Product Image 1 Url",
        "Product Image 2 Url",
    ),
    *(
        "Variant Title",
        "Variant SKU",
        "Variant Barcode",
        "Variant Option 1 Name",
        "Variant Option 1 Value",
        "Variant Price EUR",
        "Variant Price USD",
        "Variant Weight",
    ),
]


def write_sheet(path: Path, rows: int, *, name: str, euro: str = "12.50") -> None:
    """A product for every four rows, with four variants, two tags, two pictures and prices in two currencies."""
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADING)
        for number in range(rows):
            product, colour = divmod(number, len(COLOURS))
            handle, sku = f"{name}-{product}", f"{name.upper()}-{number}"
            about = (handle, f"Shirt {product}", "published", DESCRIPTION, TAGS[product % 10], TAGS[(product + 1) % 10])
            pictures = (f"https://images.example.com/{handle}-1.jpg", f"https://images.example.com/{handle}-2.jpg")
            writer.writerow([*about, *pictures, COLOURS[colour], sku, f"B{sku}", "Colour", COLOURS[colour], euro, "14", "0.3"])


class Office:
    """An administrator of the shop."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.token = shop.call("POST", "/auth/user/emailpass", {"email": EMAIL, "password": PASSWORD})["token"]

    def post(self, path: str, body: Any = None) -> Any:
        return self.shop.call("POST", path, body, authorization=f"Bearer {self.token}")

    def send(self, path: Path) -> Any:
        """The file in a form; gives the preview."""
        before, after = (f"--form\r\n{line}" for line in ('Content-Disposition: form-data; name="file"; filename="products.csv"\r\n\r\n', ""))
        body = before.encode() + path.read_bytes() + after.encode().rstrip(b"\r\n").replace(b"--form", b"\r\n--form--\r\n")
        connection = http.client.HTTPConnection("127.0.0.1", self.shop.port, timeout=600)
        headers = {"authorization": f"Bearer {self.token}", "content-type": "multipart/form-data; boundary=form"}
        connection.request("POST", "/admin/products/import", body, headers)
        answer = connection.getresponse()
        text = answer.read()
        if answer.status != http.client.ACCEPTED:
            raise SystemExit(f"{answer.status} {text[:1000]!r}")
        return json.loads(text)

    def asked(self, sql: str, *arguments: Any) -> Any:
        async def ask() -> Any:
            connection = await asyncpg.connect(self.shop.database_url)
            try:
                return await connection.fetchrow(sql, *arguments)
            finally:
                await connection.close()

        return asyncio.run(ask())

    def wait(self, run_id: str, *, until: int | None = None) -> str:
        """Until the run has ended, or so many parts are in."""
        while True:
            status = self.asked(STATUS, run_id)[0]
            if status in ("done", "reverted", "failed") or (until is not None and self.asked(PARTS, run_id)[0] >= until):
                return status
            time.sleep(0.2)

    def rest(self) -> None:
        """Until everything that was said has been heard: the search index holds what the catalogue holds."""
        while not self.asked(DELIVERED)[0]:
            time.sleep(0.2)


def measure(rows: int) -> None:
    with tempfile.TemporaryDirectory(prefix="merx-bench-") as name, opened(Path(name)) as shop:
        folder, office = Path(name), Office(shop)
        office.post("/admin/product-tags", {"value": "first"})
        for tag in TAGS:
            office.post("/admin/product-tags", {"value": tag})
        print(f"{rows} rows, {rows // len(COLOURS)} products; idle {shop.idle_megabytes:.0f} MB")
        print(
            "\n| file | MB | preview s | to create / update | import s | rows/s | our CPU s | PostgreSQL's CPU s | heard after s | our CPU s | PostgreSQL's CPU s | peak MB |"
        )
        print("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|", flush=True)
        _imported(office, folder, rows, "new products", name="shirt")
        _imported(office, folder, rows, "the same again", name="shirt")
        _imported(office, folder, rows, "another price for all", name="shirt", euro="13.50")
        _killed(office, folder, rows)
        _refused(office, folder, rows)
        _exported(office)


def _imported(office: Office, folder: Path, rows: int, what: str, **sheet: str) -> None:
    path, shop = folder / "products.csv", office.shop
    write_sheet(path, rows, **sheet)
    ours, postgres, start = shop.our_seconds(), shop.postgres_seconds(), time.monotonic()
    preview = office.send(path)
    previewed = time.monotonic()
    office.post(f"/admin/products/import/{preview['transaction_id']}/confirm")
    status = office.wait(preview["transaction_id"])
    took = time.monotonic() - previewed
    if status != "done":
        raise SystemExit(f"{what}: {status}")
    counts = f"{preview['summary']['toCreate']} / {preview['summary']['toUpdate']}"
    figures = (f"{path.stat().st_size / 1e6:.0f}", f"{previewed - start:.1f}", counts, f"{took:.1f}", f"{rows / took:.0f}")
    written = (shop.our_seconds(), shop.postgres_seconds(), time.monotonic())
    office.rest()
    heard = (f"{time.monotonic() - written[2]:.1f}", f"{shop.our_seconds() - written[0]:.1f}", f"{shop.postgres_seconds() - written[1]:.1f}")
    cpu = (f"{written[0] - ours:.1f}", f"{written[1] - postgres:.1f}")
    print(f"| {what} | {' | '.join((*figures, *cpu, *heard, f'{shop.peak_megabytes:.0f}'))} |", flush=True)


def _killed(office: Office, folder: Path, rows: int) -> None:
    """SIGKILL at half of the parts, and another process in its place."""
    path = folder / "products.csv"
    write_sheet(path, rows, name="hat")
    run_id = office.send(path)["transaction_id"]
    office.post(f"/admin/products/import/{run_id}/confirm")
    office.wait(run_id, until=rows // 200)
    done = office.asked(PARTS, run_id)[0]
    start = time.monotonic()
    answers = office.shop.kill_and_start()
    office.wait(run_id, until=done + 1)
    goes_on = time.monotonic() - start
    status, counts = office.wait(run_id), dict(office.asked(COUNTS))
    print(
        f"\nkilled after {done} parts: answers again after {answers:.1f} s, goes on after {goes_on:.1f} s, '{status}' {time.monotonic() - start:.1f} s after the kill"
    )
    print(f"then the shop holds {counts}", flush=True)


def _refused(office: Office, folder: Path, rows: int) -> None:
    """Near the end the shop has something against it: all is taken back."""
    path = folder / "products.csv"
    write_sheet(path, rows, name="sock")
    run_id = office.send(path)["transaction_id"]
    office.post(f"/admin/products/import/{run_id}/confirm")
    office.wait(run_id, until=rows // 200)
    office.post("/admin/products", {"title": "In the way", "variants": [{"title": "x", "sku": f"SOCK-{rows - 1}", "prices": []}]})
    start = time.monotonic()
    status, counts = office.wait(run_id), dict(office.asked(COUNTS))
    print(f"\na SKU taken in the middle: '{status}' after {time.monotonic() - start:.1f} s; then the shop holds {counts}", flush=True)


def _exported(office: Office) -> None:
    start = time.monotonic()
    run_id = office.post("/admin/products/export")["transaction_id"]
    office.wait(run_id)
    took = time.monotonic() - start
    data = json.loads(office.asked("SELECT data FROM notification WHERE resource_id = $1", run_id)[0])
    size = sum(path.stat().st_size for path in office.shop.folder.rglob(data["file"]["filename"]))
    print(f"\nexport: {size / 1e6:.0f} MB in {took:.1f} s; peak {office.shop.peak_megabytes:.0f} MB", flush=True)
