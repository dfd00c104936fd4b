"""What every provider of a cache must do, as tests to inherit:

    class TestRedisCache(CacheProviderContract):
        @pytest.fixture
        def provider(self) -> RedisCache: ...

They use the fixture `scope` of merx's pytest plugin.
"""

import asyncio

from merx.framework.cache.provider import CacheProvider
from merx.framework.scope import Scope


class CacheProviderContract:
    """Inherit it as `TestYourProvider`, with the fixture that the module's docstring names."""

    def test_it_has_an_id(self, provider: CacheProvider) -> None:
        assert provider.id

    async def test_what_is_set_is_there_the_last_counts(self, provider: CacheProvider, scope: Scope) -> None:
        assert await provider.get(scope, "a") is None
        await provider.set(scope, "a", b'{"price": "19.90"}', seconds=60, tags=())
        await provider.set(scope, "b", b"null", seconds=60, tags=())
        assert await provider.get(scope, "a") == b'{"price": "19.90"}'
        assert await provider.get(scope, "b") == b"null"
        await provider.set(scope, "a", '"Käse"'.encode(), seconds=60, tags=())
        assert await provider.get(scope, "a") == '"Käse"'.encode()

    async def test_it_runs_out(self, provider: CacheProvider, scope: Scope) -> None:
        await provider.set(scope, "a", b"1", seconds=0.05, tags=())
        await provider.set(scope, "b", b"2", seconds=60, tags=())
        assert await provider.get(scope, "b") == b"2"
        await asyncio.sleep(0.06)
        assert (await provider.get(scope, "a"), await provider.get(scope, "b")) == (None, b"2")

    async def test_it_is_forgotten_by_key_and_by_tag(self, provider: CacheProvider, scope: Scope) -> None:
        for key, tags in (("a", ["tea"]), ("b", ["tea", "hot"]), ("c", ["hot"]), ("d", [])):
            await provider.set(scope, key, b"1", seconds=60, tags=tags)
        await provider.forget(scope, keys=["d", "nothing"])
        assert await self.keys(provider, scope) == "abc"
        await provider.forget(scope, tags=["tea", "nothing"])
        assert await self.keys(provider, scope) == "c"
        await provider.forget(scope, keys=["c"], tags=["tea"])
        await provider.forget(scope)
        assert await self.keys(provider, scope) == ""

    async def test_the_tags_of_before_do_not_count(self, provider: CacheProvider, scope: Scope) -> None:
        await provider.set(scope, "a", b"1", seconds=60, tags=["old"])
        await provider.set(scope, "a", b"2", seconds=60, tags=["new"])
        await provider.forget(scope, tags=["old"])
        assert await provider.get(scope, "a") == b"2"
        await provider.forget(scope, tags=["new"])
        assert await provider.get(scope, "a") is None

    async def test_it_works_in_an_open_transaction_too(self, provider: CacheProvider, scope: Scope) -> None:
        async with scope.transaction():
            await provider.set(scope, "a", b"1", seconds=60, tags=["tea"])
            assert await provider.get(scope, "a") == b"1"
            await provider.forget(scope, tags=["tea"])
            assert await provider.get(scope, "a") is None

    async def keys(self, provider: CacheProvider, scope: Scope) -> str:
        return "".join([key for key in "abcd" if await provider.get(scope, key) is not None])
