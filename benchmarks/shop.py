"""The shop that is measured: `merx start` in a process of its own, filled over its admin API, and what it takes of the machine."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from catalogue import article

from merx.framework.postgres import open_database

MERX = str(Path(sys.executable).with_name("merx"))
LOAD = str(Path(__file__).with_name("load.py"))
EMAIL, PASSWORD = "bench@example.com", "correct horse battery staple"
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Shop:
    """A running shop; its figures come from /proc, so from Linux."""

    folder: Path
    port: int
    database_url: str
    first_answer: float
    start: "Callable[[], subprocess.Popen[bytes]]"
    process: "subprocess.Popen[bytes]"
    idle_megabytes: float = field(init=False)

    def __post_init__(self) -> None:
        self.idle_megabytes = self.megabytes

    @property
    def pid(self) -> int:
        return self.process.pid

    def kill_and_start(self) -> float:
        """SIGKILL, and a new process in its place; gives the seconds until it answers."""
        self.process.kill()
        self.process.wait()
        begun = time.monotonic()
        self.process = self.start()
        return time.monotonic() - begun

    @property
    def postgres_log(self) -> Path:
        return self.folder / "data" / "postgres.log"

    @property
    def processes(self) -> int:
        return len(_family(self.pid))

    @property
    def megabytes(self) -> float:
        """Resident memory of the largest of our processes."""
        return max(_status(pid, "VmRSS") for pid in _family(self.pid)) / 1024

    @property
    def peak_megabytes(self) -> float:
        return max(_status(pid, "VmHWM") for pid in _family(self.pid)) / 1024

    def our_seconds(self) -> float:
        return sum(_cpu(pid) for pid in _family(self.pid))

    def postgres_seconds(self) -> float:
        """Of the server and its backends, those that have ended included."""
        postmaster = int((self.folder / "data" / "cluster" / "postmaster.pid").read_text().split()[0])
        return sum(_cpu(pid) for pid in _family(postmaster)) + _cpu_of_the_ended(postmaster)

    def load(self, plan: dict[str, Any], *, concurrency: int, seconds: float) -> dict[str, float]:
        """Per second, latencies in ms, and CPU in ms for one list or one checkout: ours and PostgreSQL's."""
        ours, postgres = self.our_seconds(), self.postgres_seconds()
        told = json.dumps({**plan, "concurrency": concurrency, "seconds": seconds})
        done = subprocess.run([sys.executable, LOAD], input=told, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(done.stderr)
        seen = json.loads(done.stdout)
        cpu = {"ours": self.our_seconds() - ours, "postgres": self.postgres_seconds() - postgres}
        return {**seen, "rate": seen["count"] / seen["elapsed"], **{name: 1000 * used / seen["count"] for name, used in cpu.items()}}

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data, {"content-type": "application/json", **headers}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise SystemExit(f"{method} {path}: {error.code} {error.read()[:500]!r}") from error


@dataclass(frozen=True)
class Filled:
    """What the load has to know of the shop."""

    port: int
    key: str
    region: str
    channel: str
    token: str
    """The admin's."""

    def plan(self, kind: str, **more: Any) -> dict[str, Any]:
        return {"kind": kind, "port": self.port, "key": self.key, "region": self.region, **more}


@contextlib.contextmanager
def opened(folder: Path) -> Iterator[Shop]:
    """A shop with an admin and nothing else, until the block ends."""
    port = _free_port()
    environment = {**os.environ, "MERX_DATA_DIR": str(folder / "data"), "MERX_PORT": str(port)}
    # Held here too, so that the server is not started and stopped by every command.
    with open_database(None, folder / "data") as database, (folder / "merx.log").open("w") as log:
        for command in (("db", "migrate"), ("user", "create", "--email", EMAIL, "--password", PASSWORD)):
            subprocess.run([MERX, *command], env=environment, cwd=folder, check=True, stdout=log)

        def start() -> "subprocess.Popen[bytes]":
            process = subprocess.Popen([MERX, "start"], env=environment, cwd=folder, stdout=log, stderr=log)
            _wait(port, process)
            return process

        begun = time.monotonic()
        process = start()
        shop = Shop(folder, port, database.url, time.monotonic() - begun, start, process)
        try:
            yield shop
        finally:
            shop.process.send_signal(signal.SIGINT)
            shop.process.wait(timeout=30)


def fill(shop: Shop) -> Filled:
    """Opens a region, a channel, a warehouse and a door over the admin API, and makes the article that is copied."""
    token = shop.call("POST", "/auth/user/emailpass", {"email": EMAIL, "password": PASSWORD})["token"]

    def post(path: str, body: Any) -> Any:
        return shop.call("POST", path, body, authorization=f"Bearer {token}")

    store = shop.call("GET", "/admin/stores", authorization=f"Bearer {token}")["stores"][0]["id"]
    post(f"/admin/stores/{store}", {"supported_currencies": [{"currency_code": "eur", "is_default": True}, {"currency_code": "usd"}]})
    channel = post("/admin/sales-channels", {"name": "Web"})["sales_channel"]["id"]
    region = post("/admin/regions", {"name": "France", "currency_code": "eur", "countries": ["fr"], "payment_providers": ["pp_system_default"]})["region"]["id"]
    post("/admin/tax-regions", {"country_code": "fr", "provider_id": "tp_system", "default_tax_rate": {"name": "TVA", "code": "tva", "rate": 20}})
    location = post("/admin/stock-locations", {"name": "Lyon"})["stock_location"]["id"]
    post(f"/admin/stock-locations/{location}/sales-channels", {"add": [channel]})
    post(f"/admin/stock-locations/{location}/fulfillment-providers", {"add": ["manual_manual"]})
    sets = post(f"/admin/stock-locations/{location}/fulfillment-sets?fields=*fulfillment_sets", {"name": "Parcels", "type": "shipping"})
    zones = f"/admin/fulfillment-sets/{sets['stock_location']['fulfillment_sets'][0]['id']}/service-zones?fields=*service_zones"
    zone = post(zones, {"name": "France", "geo_zones": [{"type": "country", "country_code": "fr"}]})["fulfillment_set"]["service_zones"][0]["id"]
    profile = post("/admin/shipping-profiles", {"name": "Parcels", "type": "parcels"})["shipping_profile"]["id"]
    option = {"name": "Post", "service_zone_id": zone, "shipping_profile_id": profile, "provider_id": "manual_manual", "price_type": "flat"}
    post("/admin/shipping-options", {**option, "type": {"label": "Post", "code": "post"}, "prices": [{"currency_code": "eur", "amount": 5}]})
    category = post("/admin/product-categories", {"name": "Shirts", "is_active": True})["product_category"]["id"]
    product = post("/admin/products?fields=*variants.inventory_items", article(channel, profile, category))["product"]
    items = [entry["inventory_item_id"] for variant in product["variants"] for entry in variant["inventory_items"]]
    levels = [{"inventory_item_id": item, "location_id": location, "stocked_quantity": 1_000_000} for item in items]
    post("/admin/inventory-items/location-levels/batch", {"create": levels})
    key = post("/admin/api-keys", {"title": "Web", "type": "publishable"})["api_key"]
    post(f"/admin/api-keys/{key['id']}/sales-channels", {"add": [channel]})
    return Filled(shop.port, key["token"], region, channel, token)


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    while process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5):
            return
        time.sleep(0.01)
    raise SystemExit("merx start ended before it answered")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _family(pid: int) -> list[int]:
    """A process and its descendants."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    family, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        family.append(one)
        waiting += children.get(one, [])
    return family


def _cpu(pid: int) -> float:
    """User and system time of a process, in seconds."""
    with contextlib.suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS
    return 0.0


def _cpu_of_the_ended(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[13]) + int(fields[14])) / TICKS


def _status(pid: int, name: str) -> int:
    """In kB."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith(f"{name}:"):
                return int(line.split()[1])
    return 0
