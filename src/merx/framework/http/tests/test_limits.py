"""How often somebody may ask, whichever process answers."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest

from merx.framework.app import App
from merx.framework.config import Config
from merx.framework.data import utcnow
from merx.framework.errors import Misconfigured
from merx.framework.http import HttpService, Rate, create_app, get, rate_limit
from merx.framework.http.limits import Limits
from merx.framework.http.models import HttpRate
from merx.framework.scope import Scope

from .conftest import PACKAGE

Bearer = Callable[..., dict[str, str]]


@pytest.fixture
def merx_settings() -> Config:
    return Config(packages=(PACKAGE, f"{__package__}.annex"))


def from_address(app: App, host: str) -> httpx.AsyncClient:
    server: Any = create_app(app)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=server, client=(host, 4711)), base_url="http://shop")


async def statuses(client: httpx.AsyncClient, method: str, *paths: str, **options: Any) -> list[int]:
    return [(await client.request(method, path, **options)).status_code for path in paths]


async def test_so_many_pass_and_the_next_is_told_when_to_come_again(client: httpx.AsyncClient) -> None:
    # when
    answers = [await client.get("/annex/scarce/bread") for _ in range(4)]
    # then one is free again after a third of the hour
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    wait = int(answers[3].headers["retry-after"])
    assert answers[3].json() == {"type": "too_many_requests", "message": f"Too many requests. Try again in {wait} seconds."}
    assert 1100 < wait <= 1200


async def test_after_a_while_one_more_passes(scope: Scope, client: httpx.AsyncClient) -> None:
    # given
    assert await statuses(client, "POST", *["/annex/three"] * 4) == [200, 200, 200, 429]
    # when
    await scope.value("UPDATE http_rate SET free_at = free_at - interval '20 minutes'")
    # then one of three in an hour is free, not three
    assert await statuses(client, "POST", *["/annex/three"] * 2) == [200, 429]


async def test_all_routes_under_a_prefix_count_together(client: httpx.AsyncClient) -> None:
    assert await statuses(client, "GET", "/annex/scarce/bread", "/annex/scarce/milk", "/annex/scarce/bread", "/annex/scarce/milk") == [200, 200, 200, 429]


async def test_it_holds_over_several_processes_and_at_once(merx_config: Config, client: httpx.AsyncClient) -> None:
    # given two more servers of the shop
    async with App(merx_config) as one, App(merx_config) as two, from_address(one, "127.0.0.1") as a, from_address(two, "127.0.0.1") as b:
        # when
        answers = await asyncio.gather(*(each.get("/annex/scarce/bread") for each in (client, a, b) * 10))
    # then
    assert sorted(answer.status_code for answer in answers) == [200] * 3 + [429] * 27


async def test_every_client_has_a_limit_of_his_own_and_a_household_one_together(app: App) -> None:
    passed: dict[str, list[int]] = {}
    for host in ("192.0.2.1", "192.0.2.2", "::ffff:192.0.2.1", "2001:db8::1", "2001:db8::2", "2001:db8:0:1::1"):
        async with from_address(app, host) as client:
            passed[host] = await statuses(client, "GET", *["/annex/scarce/bread"] * 3)
    assert passed == {
        "192.0.2.1": [200, 200, 200],
        "192.0.2.2": [200, 200, 200],
        "::ffff:192.0.2.1": [429, 429, 429],
        "2001:db8::1": [200, 200, 200],
        "2001:db8::2": [429, 429, 429],
        "2001:db8:0:1::1": [200, 200, 200],
    }


async def test_a_client_says_nothing_about_his_address_himself(client: httpx.AsyncClient) -> None:
    forged = [{"x-forwarded-for": f"192.0.2.{n}", "forwarded": f"for=192.0.2.{n}", "x-real-ip": f"192.0.2.{n}"} for n in range(4)]
    assert [(await client.get("/annex/scarce/bread", headers=each)).status_code for each in forged] == [200, 200, 200, 429]
    assert (await client.get("/annex/unlimited", headers=forged[0])).json() == {"client": "127.0.0.1"}


async def test_an_actor_is_limited_wherever_he_is(app: App, bearer: Bearer) -> None:
    ada, grace = ({"x-publishable-api-key": "pk_good", **bearer("customer", each)} for each in ("cus_ada", "cus_grace"))
    async with from_address(app, "192.0.2.1") as here, from_address(app, "192.0.2.2") as there:
        assert await statuses(here, "GET", *["/store/whoami"] * 2, headers=ada) == [200, 200]
        assert await statuses(there, "GET", "/store/whoami", headers=ada) == [429]
        assert await statuses(here, "GET", "/store/whoami", headers=grace) == [200]


@pytest.mark.parametrize("name", ["ada", "x" * 255, "%F0%9F%92%A9", "';--", "%C3%A4"])
async def test_what_is_counted_may_be_named_anything(client: httpx.AsyncClient, name: str) -> None:
    assert await statuses(client, "POST", *[f"/annex/guess/{name}"] * 3) == [200, 200, 429]
    assert await statuses(client, "POST", "/annex/guess/another") == [200]


async def test_a_keyed_request_that_is_refused_leaves_no_answer_behind(client: httpx.AsyncClient) -> None:
    made = [await client.post("/annex/guess/ada", headers={"idempotency-key": f"k{n}"}) for n in (1, 2, 3, 3)]
    assert [answer.status_code for answer in made] == [200, 200, 429, 429]
    assert "idempotency-replayed" not in made[3].headers


async def test_routes_without_a_limit_count_nothing(app: App, client: httpx.AsyncClient) -> None:
    before = app.database.statements
    await client.get("/annex/unlimited")
    assert app.database.statements == before
    await client.get("/annex/scarce/bread")
    assert app.database.statements == before + 1


async def test_who_asks_takes_out_what_nobody_needs_any_more(scope: Scope, client: httpx.AsyncClient) -> None:
    # given
    long_ago = utcnow() - timedelta(hours=1)
    await scope[HttpService].rates.create([HttpRate(key=f"old {n}", free_at=long_ago) for n in range(12)])
    # when
    await client.get("/annex/scarce/bread")
    # then
    assert await scope.value("SELECT count(*) FROM http_rate") == 12 - 10 + 1


def test_a_later_packages_limit_replaces_and_lifts_an_earlier_ones() -> None:
    @get("/annex/scarce/bread", audience="public")
    async def bread() -> None: ...

    first, second, third = (rate_limit("/annex/scarce", rate) for rate in (Rate(3), Rate(5), None))
    assert [len(Limits(found).of(bread)) for found in ([first], [first, second], [first, third])] == [1, 1, 0]


def test_what_is_no_rate_and_a_limit_on_nothing_are_mistakes() -> None:
    for times, per in ((0, 60), (-1, 60), (1, 0), (1, -1)):
        with pytest.raises(Misconfigured, match="a rate is at least 1 in more than 0 seconds"):
            Rate(times, per=per)
    with pytest.raises(Misconfigured, match=r"rate_limit\('/nowhere'\): no route is under it"):
        Limits([rate_limit("/nowhere", Rate(1))]).check([])
