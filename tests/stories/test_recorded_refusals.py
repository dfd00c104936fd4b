"""What the contract's server was recorded to refuse (`errors.json`), asked of this shop: the same status, in the same words."""

import json
from collections.abc import Iterator, Mapping

import httpx
import pytest

from tests.stories.conftest import World
from tests.stories.contract import Json, beside, examples

pytestmark = beside

DIFFERENT = {
    "not found cart": "whatever is missing is missed in the same words: its kind with id: its id was not found",
    "not found order": "as above",
    "region missing": "as above",
    "bad json": "the words are the parser's",
    "webhook unknown provider": "payment webhooks are not served yet",
}
"""What is different is different for a reason."""

SERVER_ERRORS = {"negative limit", "bad order field", "deep key", "payment session no provider"}
"""Where the contract's server breaks, this one refuses."""

CREDENTIALS: Mapping[str, Mapping[str, str]] = {
    "no publishable key": {},
    "bad publishable key": {"x-publishable-api-key": "pk_x"},
    "admin unauthenticated": {},
    "secret key as bearer": {"authorization": f"Bearer sk_{'0' * 64}"},
    "customer route unauthenticated": {"x-publishable-api-key": "{key}"},
    "update customer unauth": {"x-publishable-api-key": "{key}"},
    "bad jwt": {"authorization": "Bearer nonsense"},
    "basic wrong": {"authorization": "Basic c2tfbm9uc2Vuc2U6"},
}
"""Who asks, where it is not somebody who may."""


async def test_what_the_contracts_server_refuses_is_refused_alike(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    # given
    ids = await _ids(world)
    recorded: list[Json] = [json.loads(_filled(json.dumps(example), ids)) for example in examples()]
    # when
    wrong = {each["case"]: fault for each in recorded for fault in _faults(each, await _asked(world, each, monkeypatch))}
    # then
    assert wrong.keys() == DIFFERENT.keys(), "\n".join(f"{case}: {fault}" for case, fault in wrong.items() if case not in DIFFERENT)


async def _ids(world: World) -> dict[str, str]:
    """Of what the recorded requests call `_X`, and of its names."""
    variants = [{"title": size, "sku": f"SH-{size}", "options": {"Size": size}, "prices": []} for size in ("S", "M")]
    shirt = {"title": "Shirt", "options": [{"title": "Size", "values": ["S", "M"]}], "variants": variants}
    cart = {"region_id": world.shop.region_id, "items": [{"variant_id": world.shop.variants["teapot"], "quantity": 1}]}
    return {
        "prod_X": (await world.client.post("/admin/products", json=shirt)).json()["product"]["id"],
        "cart_X": (await world.client.post("/store/carts", json=cart)).json()["cart"]["id"],
        "variant_X": world.shop.variants["teapot"],
        "reg_X": world.shop.region_id,
        "apk_X": world.ids["/admin/api-keys/{}"],
        "admin@test.local": "owner@example.com",
    }


async def _asked(world: World, example: Json, monkeypatch: pytest.MonkeyPatch) -> httpx.Response:
    request, body = example["request"], example["request"].get("body")
    content = body.encode() if isinstance(body, str) else None if body is None else json.dumps(body).encode()
    kind = {} if content is None else {"content-type": "application/json"}
    with monkeypatch.context() as as_somebody_else:
        if example["case"] in CREDENTIALS:
            given = {name: value.replace("{key}", world.shop.publishable_key) for name, value in CREDENTIALS[example["case"]].items()}
            as_somebody_else.setattr(world.client, "headers", given)
        return await world.client.request(request["method"], request["path"], content=content, headers=kind)


def _faults(example: Json, answer: httpx.Response) -> Iterator[str]:
    if example["case"] in SERVER_ERRORS:
        if not (example["status"] >= 500 > answer.status_code >= 400):
            yield f"{answer.status_code} {answer.text[:300]}"
        return
    told = example["body"]
    is_same = told.removeprefix("<html> ") in answer.text if isinstance(told, str) else "..." in told or answer.json() == told
    if answer.status_code != example["status"] or not is_same:
        yield f"{answer.status_code} {answer.text[:300]}, not {example['status']} {told}"


def _filled(text: str, ids: Mapping[str, str]) -> str:
    for name, value in ids.items():
        text = text.replace(name, value)
    return text
