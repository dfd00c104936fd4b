"""`scope[CacheService]`, as builders write it; over both providers."""

from decimal import Decimal

import msgspec
import pytest

from merx.framework.app import App
from merx.framework.cache import CacheService
from merx.framework.config import Config
from merx.framework.providers import Use
from merx.framework.scope import Scope
from merx.framework.workflows import Misuse, workflow


class Rate(msgspec.Struct):
    currency: str
    value: Decimal


@pytest.fixture(params=["memory", "postgres"])
def merx_settings(request: pytest.FixtureRequest) -> Config:
    names = {"memory": "merx.framework.cache.memory:MemoryCache", "postgres": "merx.framework.cache.postgres:PostgresCache"}
    return Config(packages=(), providers=(Use(names[request.param], default=True),))


async def test_it_gives_a_copy_of_what_was_set_as_the_type_that_is_asked_for(scope: Scope) -> None:
    # given
    cache, rates = scope[CacheService], [Rate("eur", Decimal("1.10"))]
    # when
    await cache.set("rates", rates, ttl=60, tags=["rates"])
    rates.clear()
    # then
    assert await cache.get("rates", list[Rate]) == [Rate("eur", Decimal("1.10"))]
    assert await cache.get("rates", int) is None  # another version's
    assert await cache.get("nothing", int) is None
    await cache.forget(tags=["rates"])
    assert await cache.get("rates", list[Rate]) is None


async def test_it_is_made_once_and_then_kept(scope: Scope) -> None:
    made: list[int] = []

    async def make() -> int:
        made.append(len(made))
        return len(made)

    cache = scope[CacheService]
    assert [await cache.kept("a", make, type=int, tags=["t"]) for _ in range(3)] == [1, 1, 1]
    await cache.forget("a")
    assert await cache.kept("a", make, type=int) == 2


async def test_what_a_transaction_takes_back_was_never_kept_and_what_it_forgets_is_forgotten_when_it_commits(app: App) -> None:
    # given
    await app.scope()[CacheService].set("price", 1)
    scope = app.scope()
    with pytest.raises(ZeroDivisionError):
        await _change_and_fail(scope)
    assert [await app.scope()[CacheService].get(key, int) for key in ("price", "stock")] == [1, None]
    # when: somebody keeps what he still sees, while the change is not committed
    async with scope.transaction():
        await scope[CacheService].set("stock", 8)
        await scope[CacheService].forget("price", tags=["prices"])
        assert await app.scope()[CacheService].get("stock", int) is None
        await app.scope()[CacheService].set("price of tea", 1, tags=["prices"])
    # then
    assert [await app.scope()[CacheService].get(key, int) for key in ("price", "price of tea", "stock")] == [None, None, 8]


async def _change_and_fail(scope: Scope) -> None:
    async with scope.transaction():
        await scope[CacheService].set("price", 2)
        await scope[CacheService].set("stock", 7)
        raise ZeroDivisionError


async def test_what_cannot_be_kept_says_why(app: App) -> None:
    cache = app.scope()[CacheService]
    with pytest.raises(ValueError, match=r"has 501 characters, its ttl is 60: 1 to 500, and more than 0 seconds"):
        await cache.set("a" * 501, 1, ttl=60)
    with pytest.raises(ValueError, match="its ttl is 0"):
        await cache.set("a", 1, ttl=0)

    @workflow("test.caching", durable=True)
    async def caching(scope: object) -> None:
        await scope[CacheService].get("a", int)  # type: ignore[index]  # a scope; the annotation would have to be importable

    app.workflows["test.caching"] = caching
    with pytest.raises(Misuse, match=r"^The body of a durable workflow is run again, and would find something else in the cache then: ask it inside a step\.$"):
        await caching(app.scope())
