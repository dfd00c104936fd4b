"""Why money is given back: what administrators keep."""

import httpx
import pytest

from merx.framework.app import App
from merx.framework.http import tokens

REASONS = "/admin/refund-reasons"


@pytest.fixture
async def boss(app: App, client: httpx.AsyncClient) -> httpx.AsyncClient:
    client.headers["authorization"] = f"Bearer {tokens.issue(app.config, {'actor_type': 'user', 'actor_id': 'user_1'})}"
    return client


async def test_a_reason_is_made_changed_found_and_deleted(boss: httpx.AsyncClient) -> None:
    # given
    made = (await boss.post(REASONS, json={"label": "Kindness", "code": "kind"})).json()["refund_reason"]
    # when
    changed = (await boss.post(f"{REASONS}/{made['id']}", json={"description": "Of ours"})).json()["refund_reason"]
    found = (await boss.get(f"{REASONS}?q=ours")).json()
    missed = (await boss.get(f"{REASONS}?q=theirs")).json()
    gone = [(await boss.delete(f"{REASONS}/{made['id']}")).json() for _ in range(2)]
    # then
    assert (changed["label"], changed["code"], changed["description"]) == ("Kindness", "kind", "Of ours")
    assert ([each["id"] for each in found["refund_reasons"]], found["limit"], missed["refund_reasons"]) == ([made["id"]], 15, [])
    assert gone == [{"id": made["id"], "object": "refund_reason", "deleted": True}] * 2
    assert (await boss.get(f"{REASONS}/{made['id']}")).status_code == 404


async def test_what_is_not_there_cannot_be_changed(boss: httpx.AsyncClient) -> None:
    # when
    changed = await boss.post(f"{REASONS}/refr_nowhere", json={"label": "A"})
    bare = await boss.post(REASONS, json={"label": "A"})
    # then
    assert (changed.status_code, changed.json()["message"]) == (404, "Refund reason with id: refr_nowhere was not found")
    assert (bare.status_code, "code" in bare.json()["message"]) == (400, True)
    assert (await boss.get(REASONS)).json()["count"] == 0
