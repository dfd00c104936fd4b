"""The load: keep-alive HTTP/1.1 over bare asyncio streams, in a process of its own, cheap enough not to be what is measured.

Reads its plan as JSON (`{"kind": "list", "port": 9000, "concurrency": 8, "seconds": 5, ...}`) and prints JSON: how many, how long in
seconds, the latencies' quantiles in ms.
"""

import asyncio
import json
import sys
from dataclasses import dataclass
from time import perf_counter
from typing import Any


@dataclass
class Client:
    """One keep-alive connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    key: str
    token: str | None = None

    @classmethod
    async def connect(cls, port: int, key: str, token: str | None = None) -> "Client":
        return cls(*await asyncio.open_connection("127.0.0.1", port, limit=1 << 20), key, token)

    async def send(self, method: str, path: str, body: Any = None) -> bytes:
        """The body of the answer, which must be a 200."""
        payload = b"" if body is None else json.dumps(body).encode()
        authorization = f"authorization: Bearer {self.token}\r\n" if self.token else ""
        head = (
            f"{method} {path} HTTP/1.1\r\nhost: localhost\r\naccept: application/json\r\ncontent-type: application/json\r\n"
            f"x-publishable-api-key: {self.key}\r\n{authorization}content-length: {len(payload)}\r\n\r\n"
        )
        self.writer.write(head.encode() + payload)
        answer = (await self.reader.readuntil(b"\r\n\r\n")).lower()
        at = answer.index(b"content-length:") + 15
        content = await self.reader.readexactly(int(answer[at : answer.index(b"\r\n", at)]))
        assert answer.startswith(b"http/1.1 200"), (method, path, answer.split(b"\r\n", 1)[0], content[:500])
        return content

    async def post(self, path: str, body: Any = None) -> Any:
        return json.loads(await self.send("POST", path, body))


async def product_list(client: Client, plan: dict[str, Any]) -> None:
    await client.send(plan.get("method", "GET"), plan["path"], plan.get("body"))


async def pages(client: Client, plan: dict[str, Any]) -> None:
    """Another page each time."""
    plan["turn"] += 1
    await client.send("GET", f"{plan['path']}&offset={20 * (plan['turn'] % plan['pages'])}")


async def checkout(client: Client, plan: dict[str, Any]) -> None:
    """Eight requests: cart, line, addresses, options, shipping, collection, session, order."""
    cart = (await client.post("/store/carts", {"region_id": plan["region"]}))["cart"]["id"]
    address = {"first_name": "Ada", "last_name": "Lovelace", "address_1": "12 rue Racine", "city": "Paris", "country_code": "fr", "postal_code": "75006"}
    plan["turn"] += 1
    variant = plan["variants"][plan["turn"] % len(plan["variants"])]
    await client.post(f"/store/carts/{cart}/line-items", {"variant_id": variant, "quantity": 2})
    await client.post(f"/store/carts/{cart}", {"email": "ada@example.com", "shipping_address": address, "billing_address": address})
    options = json.loads(await client.send("GET", f"/store/shipping-options?cart_id={cart}"))["shipping_options"]
    await client.post(f"/store/carts/{cart}/shipping-methods", {"option_id": options[0]["id"]})
    collection = (await client.post("/store/payment-collections", {"cart_id": cart}))["payment_collection"]["id"]
    await client.post(f"/store/payment-collections/{collection}/payment-sessions", {"provider_id": "pp_system_default"})
    answer = await client.post(f"/store/carts/{cart}/complete")
    assert answer["type"] == "order", answer


KINDS = {"list": product_list, "pages": pages, "checkout": checkout}


async def run(plan: dict[str, Any]) -> dict[str, Any]:
    plan["turn"] = 0
    clients = [await Client.connect(plan["port"], plan["key"], plan.get("token")) for _ in range(plan["concurrency"])]
    one = KINDS[plan["kind"]]
    took: list[float] = []

    async def keep_on(client: Client, until: float) -> None:
        while (start := perf_counter()) < until:
            await one(client, plan)
            took.append(perf_counter() - start)

    start = perf_counter()
    await asyncio.gather(*(keep_on(client, start + plan["seconds"]) for client in clients))
    elapsed = perf_counter() - start
    for client in clients:
        client.writer.close()
    took.sort()
    quantile = {name: round(1000 * took[min(len(took) - 1, int(len(took) * at))], 2) for name, at in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))}
    return {"count": len(took), "elapsed": elapsed, **quantile}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(run(json.load(sys.stdin)))))
