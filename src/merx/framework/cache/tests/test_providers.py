"""Both shipped providers keep the contract; what is particular to each is here too."""

import pytest

from merx.framework.app import App
from merx.framework.cache.memory import MemoryCache, MemoryCacheOptions
from merx.framework.cache.postgres import PostgresCache
from merx.framework.cache.testing import CacheProviderContract
from merx.framework.scope import Scope


class TestMemoryCache(CacheProviderContract):
    @pytest.fixture
    def provider(self) -> MemoryCache:
        return MemoryCache(MemoryCacheOptions())

    async def test_what_was_used_longest_ago_makes_room(self, scope: Scope) -> None:
        # given
        cache = MemoryCache(MemoryCacheOptions(entries=3))
        for key in "abc":
            await cache.set(scope, key, b"1", seconds=60, tags=["all"])
        assert await cache.get(scope, "a") == b"1"
        # when
        await cache.set(scope, "d", b"1", seconds=60, tags=["all"])
        # then
        assert await self.keys(cache, scope) == "acd"
        await cache.forget(scope, tags=["all"])
        assert await self.keys(cache, scope) == ""

    async def test_it_keeps_so_many_bytes_and_no_more(self, scope: Scope) -> None:
        cache = MemoryCache(MemoryCacheOptions(bytes=100))
        for key in "abc":
            await cache.set(scope, key, b"1" * 40, seconds=60, tags=())
        assert await self.keys(cache, scope) == "bc"
        await cache.set(scope, "d", b"1" * 100, seconds=60, tags=())  # more than there is room for
        assert await self.keys(cache, scope) == ""

    async def test_two_apps_in_one_process_are_two_shops(self, app: App, provider: MemoryCache) -> None:
        await provider.set(app.scope(), "a", b"1", seconds=60, tags=())
        assert await provider.get(App(app.config).scope(), "a") is None


class TestPostgresCache(CacheProviderContract):
    @pytest.fixture
    def provider(self) -> PostgresCache:
        return PostgresCache()

    async def test_all_processes_have_it(self, app: App, provider: PostgresCache) -> None:
        await provider.set(app.scope(), "a", b"1", seconds=60, tags=["tea"])
        async with App(app.config) as other:
            assert await provider.get(other.scope(), "a") == b"1"
            await provider.forget(other.scope(), tags=["tea"])
        assert await provider.get(app.scope(), "a") is None

    async def test_what_ran_out_is_taken_out_by_those_who_keep_something(self, scope: Scope, provider: PostgresCache) -> None:
        for number in range(3):
            await provider.set(scope, f"old {number}", b"1", seconds=60, tags=())
        await scope.value("UPDATE cache_entry SET expires_at = clock_timestamp() - interval '1 s'")
        await provider.set(scope, "new", b"1", seconds=60, tags=())
        assert [row[0] for row in await scope.rows("SELECT key FROM cache_entry")] == ["new"]

    async def test_its_table_is_unlogged(self, scope: Scope) -> None:
        assert await scope.value("SELECT relpersistence = 'u' FROM pg_class WHERE relname = 'cache_entry'")
