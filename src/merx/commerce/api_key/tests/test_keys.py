"""Keys: made, shown, used, revoked, deleted."""

import asyncio
import base64
import re
from datetime import timedelta
from typing import Any

import httpx
import pytest

from merx.commerce.api_key import ApiKeyService
from merx.commerce.api_key.api.keys import publishable, secret
from merx.commerce.api_key.errors import AlreadyRevoked
from merx.commerce.api_key.workflows import create_api_key, link_sales_channels, revoke_api_key
from merx.commerce.sales_channel import SalesChannel, SalesChannelService
from merx.framework.app import App
from merx.framework.data import utcnow
from merx.framework.scope import Actor, Scope
from merx.framework.testing.races import until_somebody_waits


async def made(admin: httpx.AsyncClient, kind: str) -> dict[str, Any]:
    answer = await admin.post("/admin/api-keys", json={"title": "Web shop", "type": kind})
    assert answer.status_code == 200, answer.text
    return answer.json()["api_key"]


async def channels(scope: Scope, *names: str) -> list[str]:
    rows = await scope[SalesChannelService].sales_channels.create([SalesChannel(name=name) for name in names])
    return [row.id for row in rows]


async def test_a_publishable_token_stays_readable(admin: httpx.AsyncClient) -> None:
    # when
    key = await made(admin, "publishable")
    read = (await admin.get(f"/admin/api-keys/{key['id']}")).json()["api_key"]
    # then
    assert re.fullmatch(r"pk_[0-9a-f]{64}", key["token"])
    assert read == key
    assert {name: key[name] for name in ("title", "type", "redacted", "created_by", "revoked_at", "revoked_by", "last_used_at", "sales_channels")} == {
        "title": "Web shop",
        "type": "publishable",
        "redacted": f"{key['token'][:6]}***{key['token'][-3:]}",
        "created_by": "user_admin",
        "revoked_at": None,
        "revoked_by": None,
        "last_used_at": None,
        "sales_channels": [],
    }


async def test_a_secret_token_is_shown_once_and_kept_as_a_hash(scope: Scope, admin: httpx.AsyncClient) -> None:
    # when
    key = await made(admin, "secret")
    read = (await admin.get(f"/admin/api-keys/{key['id']}?fields=*,salt,token,redacted,sales_channels.id")).json()["api_key"]
    # then
    assert re.fullmatch(r"sk_[0-9a-f]{64}", key["token"])
    assert read == {"id": key["id"], "token": "", "redacted": key["redacted"], "sales_channels": []}
    kept = await scope[ApiKeyService].api_keys.retrieve(key["id"])
    assert re.fullmatch(r"[0-9a-f]{64}", kept.token)
    assert kept.token != key["token"][3:]
    assert len(kept.salt) == 32


async def test_a_publishable_key_stands_for_its_channels_in_one_statement(app: App, scope: Scope) -> None:
    # given
    key = await create_api_key(scope, "Web shop", "publishable", "user_1")
    first, second = await channels(scope, "Web", "App")
    await link_sales_channels(scope, key.id, add=[first, second, first])
    before = app.database.statements
    # when
    found = await publishable.find(scope, key.token)
    # then
    assert app.database.statements - before == 1
    assert found is not None
    assert (found.id, found.sales_channel_ids) == (key.id, [first, second])


async def test_a_revoked_key_opens_nothing_from_the_next_request_on(scope: Scope) -> None:
    # given
    shown, hidden = await create_api_key(scope, "Web", "publishable", "u"), await create_api_key(scope, "ERP", "secret", "u")
    # when
    for key in (shown, hidden):
        await revoke_api_key(scope, key.id, "u")
    # then
    assert await publishable.find(scope, shown.token) is None
    assert await secret.find(scope, hidden.token) is None


async def test_of_two_who_revoke_a_key_at_once_one_is_told_that_it_is_done(app: App, scope: Scope) -> None:
    # given
    key = await create_api_key(scope, "ERP", "secret", "u")
    # when
    async with scope.transaction():
        await scope[ApiKeyService].api_keys.retrieve(key.id, for_update=True)
        tasks = [asyncio.ensure_future(revoke_api_key(app.scope(), key.id, name)) for name in ("ada", "grace")]
        await until_somebody_waits(app, len(tasks))
    refused = [each for each in await asyncio.gather(*tasks, return_exceptions=True) if each is not None]
    # then
    assert [type(each) for each in refused] == [AlreadyRevoked]


async def test_a_key_that_is_revoked_later_works_until_then(scope: Scope) -> None:
    # given
    key = await create_api_key(scope, "ERP", "secret", "u")
    await revoke_api_key(scope, key.id, "u", 3600)
    # then
    assert await secret.find(scope, key.token) == Actor(type="api-key", id=key.id)
    # when
    await scope[ApiKeyService].api_keys.update(key.id, revoked_at=utcnow() - timedelta(seconds=1))
    # then
    assert await secret.find(scope, key.token) is None


async def test_only_the_whole_token_opens(scope: Scope) -> None:
    # given
    key = await create_api_key(scope, "ERP", "secret", "u")
    shown = await create_api_key(scope, "Web", "publishable", "u")
    kept = await scope[ApiKeyService].api_keys.retrieve(key.id)
    same_ends = f"{key.token[:6]}{'0' * 58}{key.token[-3:]}"
    # then
    for token in (same_ends, kept.token, f"sk_{kept.token}", key.token[:-1], shown.token):
        assert await secret.find(scope, token) is None
    assert await publishable.find(scope, key.token) is None


async def test_a_secret_key_acts_on_admin_routes_and_remembers_when(scope: Scope, client: httpx.AsyncClient) -> None:
    # given
    key = await create_api_key(scope, "ERP", "secret", "u")
    encoded = base64.b64encode(f"{key.token}:".encode()).decode()
    # when
    answers = [await client.get("/admin/api-keys", headers={"authorization": f"Basic {each}"}) for each in (key.token, encoded)]
    me = await client.get("/admin/users/me", headers={"authorization": f"Basic {key.token}"})
    # then
    assert [answer.status_code for answer in answers] == [200, 200]
    assert (me.status_code, me.json()) == (404, {"type": "not_found", "message": "User ID not found"})
    assert (await scope[ApiKeyService].api_keys.retrieve(key.id)).last_used_at is not None


async def test_a_store_request_needs_a_key_that_opens(scope: Scope, client: httpx.AsyncClient) -> None:
    # given
    key = await create_api_key(scope, "Web shop", "publishable", "u")
    # when
    with_key = await client.get("/store/regions", headers={"x-publishable-api-key": key.token})
    with_other = await client.get("/store/regions", headers={"x-publishable-api-key": f"pk_{'0' * 64}"})
    # then
    assert with_key.status_code == 200
    assert (with_other.status_code, with_other.json()) == (
        400,
        {"type": "not_allowed", "message": "A valid publishable key is required to proceed with the request"},
    )


async def test_a_key_is_renamed_revoked_and_only_then_deleted(admin: httpx.AsyncClient) -> None:
    # given
    key = await made(admin, "secret")
    path = f"/admin/api-keys/{key['id']}"
    # when
    renamed = await admin.post(path, json={"title": "ERP"})
    too_early = await admin.delete(path)
    revoked = await admin.post(f"{path}/revoke", json={})
    again = await admin.post(f"{path}/revoke", json={})
    gone = [await admin.delete(path), await admin.delete(path)]
    # then
    assert (renamed.json()["api_key"]["title"], renamed.json()["api_key"]["token"]) == ("ERP", "")
    assert (too_early.status_code, too_early.json()) == (400, {"type": "not_allowed", "message": f"Cannot delete api keys that are not revoked - {key['id']}"})
    assert revoked.json()["api_key"]["revoked_by"] == "user_admin"
    assert again.status_code == 400
    assert [answer.json() for answer in gone] == [{"id": key["id"], "object": "api_key", "deleted": True}] * 2
    missing = await admin.get(path)
    assert (missing.status_code, missing.json()["message"]) == (404, f"API Key with id: {key['id']} was not found")


async def test_channels_are_joined_and_parted(scope: Scope, admin: httpx.AsyncClient) -> None:
    # given
    key = await made(admin, "publishable")
    first, second = await channels(scope, "Web", "App")
    path = f"/admin/api-keys/{key['id']}/sales-channels"
    # when
    joined = await admin.post(path, json={"add": [first, second]})
    parted = await admin.post(path, json={"remove": [first]})
    unknown = await admin.post(path, json={"add": ["sc_x"]})
    # then
    assert sorted(each["name"] for each in joined.json()["api_key"]["sales_channels"]) == ["App", "Web"]
    assert parted.json()["api_key"]["sales_channels"] == [{"id": second, "name": "App"}]
    assert (unknown.status_code, unknown.json()["message"]) == (400, "Sales channels with IDs sc_x do not exist")


async def test_a_secret_key_speaks_for_no_channel(scope: Scope, admin: httpx.AsyncClient) -> None:
    key, (channel,) = await made(admin, "secret"), await channels(scope, "Web")
    answer = await admin.post(f"/admin/api-keys/{key['id']}/sales-channels", json={"add": [channel]})
    assert (answer.status_code, answer.json()["message"]) == (400, "Sales channels can only be associated with publishable API keys")


BAD = [
    ({"title": "x"}, "Invalid request: Field 'type' is required"),
    ({"title": "x", "type": "both"}, "Invalid request: Expected: 'publishable, secret' for field 'type', but got: 'both'"),
    ({"title": "x", "type": "secret", "token": "sk_1"}, "Invalid request: Unrecognized fields: 'token'"),
]


@pytest.mark.parametrize(("body", "message"), BAD)
async def test_a_bad_body_is_a_400_that_names_the_field(admin: httpx.AsyncClient, body: dict[str, Any], message: str) -> None:
    answer = await admin.post("/admin/api-keys", json=body)
    assert (answer.status_code, answer.json()) == (400, {"type": "invalid_data", "message": message})


@pytest.mark.parametrize("order", ["salt", "-salt", "sales_channels.publishable_api_keys.salt"])
async def test_what_is_not_shown_sorts_nothing(admin: httpx.AsyncClient, order: str) -> None:
    answer = await admin.get("/admin/api-keys", params={"order": order})
    assert (answer.status_code, answer.json()["message"]) == (400, f"Order field {order.removeprefix('-')} is not valid")


async def test_a_secret_is_shown_once_also_to_who_repeats_a_request(admin: httpx.AsyncClient, scope: Scope) -> None:
    body, key = {"title": "ERP", "type": "secret"}, {"idempotency-key": "once"}
    tokens = {(await admin.post("/admin/api-keys", json=body, headers=key)).json()["api_key"]["token"] for _ in range(2)}
    assert len(tokens) == 2
    assert await scope.value("SELECT count(*) FROM http_idempotency_key") == 0
