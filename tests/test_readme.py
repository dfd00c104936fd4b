"""The README's code is what a newcomer types first: it runs here as it stands there."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from merx.commerce.cart.workflows import NewCart, create_cart
from merx.commerce.factories import open_shop
from merx.commerce.user.workflows import create_user
from merx.framework.app import App
from merx.framework.config import Config
from merx.framework.project import base_config

README = Path(__file__).parents[1] / "README.md"


@pytest.fixture
def merx_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Config]:
    """The folder that the README describes: each Python block under the path in its first line."""
    for path, code in re.findall(r"```python\n# (\S+)\n(.*?)```", README.read_text(), re.DOTALL):
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(code)
    monkeypatch.setattr(sys, "path", [*sys.path])
    yield base_config(tmp_path)
    for name in [name for name in sys.modules if name.split(".")[0] == "myshop"]:
        del sys.modules[name]


async def test_the_readmes_route_and_hook_work(app: App, client: httpx.AsyncClient) -> None:
    # given
    scope = app.scope()
    shop = await open_shop(scope, {"teapot": 3, "mug": 100})
    await create_user(scope, "ada@example.com", password="a long password")
    login = await client.post("/auth/user/emailpass", json={"email": "ada@example.com", "password": "a long password"})
    # when
    answer = await client.get("/admin/low-stock", headers={"authorization": f"Bearer {login.json()['token']}"})
    # then
    assert answer.json() == {"items": [{"sku": "teapot", "location_levels": [{"location_id": shop.location_id, "available_quantity": 3}]}]}
    assert (await client.get("/admin/low-stock")).status_code == 401

    cart = await create_cart(scope, NewCart(region_id=shop.region_id, sales_channel_id=shop.sales_channel_id))
    headers = {"x-publishable-api-key": shop.publishable_key}
    refused = await client.post(f"/store/carts/{cart.id}/line-items", json={"variant_id": shop.variants["mug"], "quantity": 11}, headers=headers)
    assert (refused.status_code, refused.json()["message"]) == (400, "Ten pieces of one kind at most")
