"""What is wrong with a route is said when the app starts."""

import pytest

from merx.framework.app import App
from merx.framework.config import Config
from merx.framework.errors import Misconfigured
from merx.framework.http import AdminScope, CustomerScope, ListParams, PublicScope, StoreScope, create_app, get, post
from merx.framework.http.endpoint import shape_of
from merx.framework.http.server import resolve


def test_a_route_that_says_not_who_may_call_it_does_not_start() -> None:
    with pytest.raises(Misconfigured, match=r"test_routes.*answer: the route /things says not who may call it"):

        @get("/things")
        async def answer() -> None: ...


def test_an_audience_must_exist() -> None:
    with pytest.raises(Misconfigured, match="there is no audience 'friends'"):

        @get("/store/things", audience="friends")
        async def answer() -> None: ...


def test_every_argument_comes_from_somewhere() -> None:
    @get("/admin/things/{key}")
    async def unknown(scope: AdminScope, key: str, colour: str) -> None: ...

    @get("/admin/things/{key}")
    async def without(scope: AdminScope) -> None: ...

    @post("/store/things")
    async def wrong(scope: AdminScope) -> None: ...

    for route, message in ((unknown, "nothing fills the argument 'colour"), (without, "holds {key}"), (wrong, "gives a StoreScope")):
        with pytest.raises(Misconfigured, match=message):
            shape_of(route)


def test_arguments_are_known_by_their_types() -> None:
    @get("/store/things/{key}/{other}")
    async def listing(other: str, s: StoreScope, params: ListParams, key: str) -> None: ...

    @get("/public", audience="public")
    async def open_to_all(scope: PublicScope) -> None: ...

    shape = shape_of(listing)
    assert (shape.scope, shape.query, shape.query_type, shape.path, shape.scope_type) == ("s", "params", ListParams, ("key", "other"), StoreScope)
    assert shape_of(open_to_all).scope_type is PublicScope


def test_a_customers_route_receives_a_scope_that_always_knows_the_customer() -> None:
    @get("/store/wishes", audience="customer")
    async def plain(scope: StoreScope) -> None: ...

    @get("/store/wishes", audience="customer")
    async def exact(scope: CustomerScope) -> None: ...

    @get("/store/wishes")
    async def forgotten(scope: CustomerScope) -> None: ...

    assert [shape_of(route).scope_type for route in (plain, exact)] == [CustomerScope, CustomerScope]
    with pytest.raises(
        Misconfigured, match=r"wants a CustomerScope, and /store/wishes lets in people who are not logged in. Declare it with audience='customer'."
    ):
        shape_of(forgotten)


def test_of_two_routes_for_one_path_the_later_counts() -> None:
    @get("/store/things/{key}")
    async def first(key: str) -> None: ...

    @get("/store/things/{handle}")
    async def second(handle: str) -> None: ...

    @post("/store/things/{key}")
    async def another(key: str) -> None: ...

    assert resolve([first, second, another]) == [second, another]


def test_without_secrets_nothing_starts() -> None:
    with pytest.raises(Misconfigured, match="anyone could sign in as anyone"):
        create_app(App(Config(packages=(), database_url="postgresql://nowhere/none", cookie_secret="c")))


def test_a_path_has_one_spelling() -> None:
    @get("/store/things/")
    async def slashed() -> None: ...

    with pytest.raises(Misconfigured, match="ends without one"):
        resolve([slashed])
