"""What a project builds on: middleware, kinds of actors, webhooks."""

import hashlib
import hmac
from collections.abc import Callable

import httpx
import pytest

from merx.framework.app import App
from merx.framework.config import Config
from merx.framework.errors import Misconfigured
from merx.framework.http import ActorType, Audience, HttpScope, Incoming, Middleware, Proceed, create_app, get, middleware
from merx.framework.http.answer import Answer
from merx.framework.http.middleware import Surroundings
from merx.framework.http.tests.annex.api.webhook import SECRET

from .conftest import PACKAGE

Bearer = Callable[..., dict[str, str]]


@pytest.fixture
def merx_settings() -> Config:
    return Config(packages=(PACKAGE, f"{__package__}.annex"))


# middleware


async def test_middleware_is_around_its_routes_in_its_order_and_no_others(client: httpx.AsyncClient) -> None:
    read = await client.get("/annex/rooms/hall")
    written = await client.post("/annex/rooms/hall", json={"chair": "red"})
    assert (read.json(), read.headers.get_list("x-passed")) == ({"id": "hall", "actor": "anonymous"}, ["inner", "outer"])
    assert (written.json(), written.headers.get_list("x-passed")) == ({"id": "hall", "chair": "red"}, ["inner", "outer", "first"])
    assert (await client.head("/annex/rooms/hall")).headers.get_list("x-passed") == ["inner", "outer"]
    assert "x-passed" not in (await client.get("/annex/rooms-to-let")).headers
    assert "x-passed" not in (await client.get("/health")).headers


async def test_middleware_refuses_or_answers_itself(client: httpx.AsyncClient) -> None:
    refused = await client.get("/annex/rooms/attic")
    answered = await client.get("/annex/rooms/attic?a=1", headers={"x-answer": "yes"})
    assert (refused.status_code, refused.json()) == (400, {"type": "not_allowed", "message": "The attic is closed"})
    assert answered.status_code == 203
    assert answered.json() == {"route": "/annex/rooms/{id}", "path": "/annex/rooms/attic", "actor": "anonymous", "query": "a=1"}


async def test_middleware_sees_only_who_may_call_the_route(client: httpx.AsyncClient, admin: httpx.AsyncClient) -> None:
    stranger = await client.get("/admin/lamps")
    assert (stranger.status_code, "x-user" in stranger.headers) == (401, False)
    assert (await admin.get("/admin/lamps")).headers["x-user"] == "user_1"


async def test_a_keyed_request_is_replayed_inside_of_middleware(admin: httpx.AsyncClient) -> None:
    key = {"idempotency-key": "k1"}
    made = [await admin.post("/admin/lamps", json={"title": "Lamp"}, headers=key) for _ in range(2)]
    assert made[0].json() == made[1].json()
    assert [answer.headers["x-user"] for answer in made] == ["user_1", "user_1"]


async def test_a_bad_body_is_refused_through_middleware(client: httpx.AsyncClient) -> None:
    assert (await client.post("/annex/rooms/hall", content=b"{")).status_code == 400
    assert (await client.post("/annex/rooms/hall", content=b"{" * 200_000)).status_code == 413


def test_middleware_around_nothing_is_a_mistake(app: App) -> None:
    @middleware("/annex/room", methods=("GET", "POST"))
    async def mistyped(_: HttpScope, __: Incoming, proceed: Proceed) -> Answer:
        return await proceed()

    @get("/annex/rooms/{name}", audience="public")
    async def room(name: str) -> None: ...

    assert isinstance(mistyped, Middleware)
    with pytest.raises(Misconfigured) as refused:
        Surroundings(app, None, [mistyped]).check([room])  # type: ignore[arg-type]  # nobody comes to this door
    assert str(refused.value) == (
        f"{mistyped.where}: no route is GET or POST under '/annex/room', so this is never called. "
        "Write the path as the routes declare it (`merx routes` lists them), without a pattern at its end."
    )


def test_middleware_takes_three_and_waits() -> None:
    async def two(scope: HttpScope, request: Incoming) -> Answer: ...

    def hasty(scope: HttpScope, request: Incoming, proceed: Proceed) -> Answer: ...

    async def right(scope: HttpScope, request: Incoming, proceed: Proceed) -> Answer: ...

    for wrong in (two, hasty):
        with pytest.raises(Misconfigured, match=r"\.(two|hasty): middleware is an `async def (two|hasty)\(scope, request, proceed\)`"):
            middleware("/annex")(wrong)  # type: ignore[arg-type]  # what the types refuse, the start refuses too
    with pytest.raises(Misconfigured, match=r"right: a path begins with a slash, unlike 'annex'"):
        middleware("annex")(right)


# actor types


async def test_a_projects_own_actors_have_routes_of_their_own(client: httpx.AsyncClient, bearer: Bearer) -> None:
    assert (await client.get("/manager/me", headers=bearer("manager", "man_1"))).json() == {"manager_id": "man_1"}
    for other in ({}, bearer("user", "user_1"), bearer("customer", "cus_1"), bearer("manager", ""), bearer("manager", "man_gone"), bearer("manager", "m", -1)):
        assert (await client.get("/manager/me", headers=other)).status_code == 401


async def test_managers_open_nothing_that_is_not_theirs(client: httpx.AsyncClient, bearer: Bearer) -> None:
    assert (await client.get("/admin/lamps", headers=bearer("manager", "man_1"))).status_code == 401
    store = {"x-publishable-api-key": "pk_good", **bearer("manager", "man_1")}
    assert (await client.get("/store/whoami", headers=store)).json()["customer_id"] is None
    assert (await client.get("/store/customers/me", headers=store)).status_code == 401


async def test_a_manager_signs_in_by_cookie_too(client: httpx.AsyncClient, bearer: Bearer) -> None:
    # given
    assert (await client.post("/auth/session", headers=bearer("manager", "man_1"))).status_code == 200
    # when / then
    assert (await client.get("/manager/me")).json() == {"manager_id": "man_1"}
    foreign = await client.get("/manager/me", headers={"origin": "https://evil.example"})
    own = await client.get("/manager/me", headers={"origin": "https://managers.example"})
    assert (foreign.status_code, "access-control-allow-origin" in foreign.headers) == (401, False)
    assert (own.status_code, own.headers["access-control-allow-origin"]) == (200, "https://managers.example")


async def test_somebody_with_a_login_becomes_a_manager(client: httpx.AsyncClient, bearer: Bearer) -> None:
    assert (await client.post("/manager/join", headers=bearer("manager", ""))).json() == {"identity": "authid_1"}
    assert (await client.post("/manager/join", headers=bearer("customer", ""))).status_code == 401
    careless = await client.get("/manager/careless", headers=bearer("manager", ""))
    assert (careless.status_code, careless.json()["type"]) == (401, "unauthorized")


@pytest.mark.parametrize("name", ["user", "customer", "api-key", "system", "Manager", "", "a b", "9lives", "mänager", "a" * 64])
def test_an_actor_type_needs_a_name_of_its_own(name: str) -> None:
    with pytest.raises(Misconfigured, match="the name stands in paths and tokens"):
        ActorType(name)


def test_a_route_for_actors_that_nobody_can_be_does_not_start(app: App) -> None:
    @get("/chefs/menu", audience=Audience(actors=("chef",), required=True))
    async def menu() -> None: ...

    with pytest.raises(Misconfigured) as refused:
        create_app(app, routes=[menu])
    assert str(refused.value) == (
        f"{menu.where}: the route /chefs/menu is for actors of the type 'chef', and there are only customer, manager, user. "
        "Declare it in an `api` folder: chef = ActorType('chef')."
    )


# webhooks

TOLD = b'{ "id":  "pay_1" }'


@pytest.mark.parametrize(
    ("body", "signature", "status"),
    [
        (TOLD, hmac.new(SECRET, TOLD, hashlib.sha256).hexdigest(), 200),
        (TOLD.replace(b"  ", b" "), hmac.new(SECRET, TOLD, hashlib.sha256).hexdigest(), 401),
        (TOLD, "", 401),
        (TOLD, "\xff" * 64, 401),
        (b"x" * 100_001, "", 413),
    ],
)
async def test_a_webhook_gets_the_bytes_that_were_signed(client: httpx.AsyncClient, body: bytes, signature: str, status: int) -> None:
    answer = await client.post("/hooks/bank", content=body, headers={"x-bank-signature": signature.encode("latin-1"), "content-type": "application/x-bank"})
    assert answer.status_code == status
    if status == 200:
        assert answer.json() == {"paid": "pay_1"}
