"""What every provider of locks must do, as tests to inherit:

    class TestRedisLocks(LockProviderContract):
        @pytest.fixture
        def provider(self) -> RedisLocks: ...

They use the fixture `app` of merx's pytest plugin. A provider whose locks are known in one process only says `is_shared = False`.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

import pytest

from merx.framework.app import App
from merx.framework.locking.errors import LockTimeout
from merx.framework.locking.provider import LockProvider


class LockProviderContract:
    """Inherit it as `TestYourProvider`, with the fixture that the module's docstring names."""

    is_shared = True

    async def free(self, provider: LockProvider, app: App, *keys: str) -> bool:
        """Whether somebody else could have these names now."""
        try:
            async with provider.hold(app, sorted(keys), owner="whoever asks", timeout=0):
                return True
        except LockTimeout:
            return False

    def test_it_has_an_id(self, provider: LockProvider) -> None:
        assert provider.id

    async def test_one_at_a_time_has_a_name(self, provider: LockProvider, app: App) -> None:
        async def locked(add: Callable[[], Awaitable[None]], who: int) -> None:
            async with provider.hold(app, ["sum"], owner=who, timeout=30):
                await add()

        async def unlocked(add: Callable[[], Awaitable[None]], who: int) -> None:
            del who
            await add()

        # Without the lock the same lose the race: else the first would prove nothing.
        assert [await _sum_of(locked), await _sum_of(unlocked)] == [10, 1]

    async def test_different_names_do_not_wait_for_each_other(self, provider: LockProvider, app: App) -> None:
        async with provider.hold(app, ["a"], owner=1, timeout=0), provider.hold(app, ["b"], owner=2, timeout=0):
            assert await self.free(provider, app, "c")

    async def test_several_names_in_whatever_order_end(self, provider: LockProvider, app: App) -> None:
        async def both(who: int) -> int:
            async with provider.hold(app, ["a", "b"] if who % 2 else ["b", "c"], owner=who, timeout=30):
                await asyncio.sleep(0.001)
            return who

        assert await asyncio.gather(*(both(who) for who in range(8))) == list(range(8))

    async def test_its_owner_has_it_again_and_gives_it_back_with_the_outermost(self, provider: LockProvider, app: App) -> None:
        async with provider.hold(app, ["a"], owner="ada", timeout=0):
            async with provider.hold(app, ["a", "b"], owner="ada", timeout=1):
                assert not await self.free(provider, app, "b")
            assert await self.free(provider, app, "b")
            assert not await self.free(provider, app, "a")
        assert await self.free(provider, app, "a", "b")

    async def test_who_waits_for_too_long_is_told_so_and_holds_nothing(self, provider: LockProvider, app: App) -> None:
        async with provider.hold(app, ["b"], owner="ada", timeout=0):
            with pytest.raises(LockTimeout) as refused:
                async with provider.hold(app, ["a", "b"], owner="bob", timeout=0.05):
                    raise AssertionError("bob has what ada holds")
            assert (refused.value.code, refused.value.details) == ("locking.timeout", {"keys": ["a", "b"], "timeout": 0.05})
            assert await self.free(provider, app, "a")
        assert await self.free(provider, app, "a", "b")

    async def test_it_is_given_back_however_the_block_ends(self, provider: LockProvider, app: App) -> None:
        with pytest.raises(ZeroDivisionError):
            async with provider.hold(app, ["a"], owner="ada", timeout=0):
                raise ZeroDivisionError
        assert await self.free(provider, app, "a")
        async with AsyncExitStack() as ada:
            await ada.enter_async_context(provider.hold(app, ["a"], owner="ada", timeout=0))
            waiting = asyncio.create_task(_hold(provider, app, "bob"))
            await asyncio.sleep(0.05)
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
        assert await self.free(provider, app, "a")
        holding = asyncio.create_task(_hold(provider, app, "carol"))
        while await self.free(provider, app, "a"):  # noqa: ASYNC110 - what it waits for is elsewhere
            await asyncio.sleep(0.01)
        holding.cancel()
        with pytest.raises(asyncio.CancelledError):
            await holding
        assert await self.free(provider, app, "a")

    async def test_another_process_waits_too_if_the_provider_says_so(self, provider: LockProvider, app: App) -> None:
        async with App(app.config) as other, provider.hold(app, ["a"], owner="ada", timeout=0):
            assert await self.free(provider, other, "a") is not self.is_shared


async def _hold(provider: LockProvider, app: App, who: str) -> None:
    async with provider.hold(app, ["a"], owner=who, timeout=30):
        await asyncio.sleep(30)


async def _sum_of(each: Callable[[Callable[[], Awaitable[None]], int], Awaitable[None]]) -> int:
    """Ten who add one, each after a pause between reading and writing."""
    total = 0

    async def add() -> None:
        nonlocal total
        read = total
        await asyncio.sleep(0.002)
        total = read + 1

    await asyncio.gather(*(each(add, who) for who in range(10)))
    return total
