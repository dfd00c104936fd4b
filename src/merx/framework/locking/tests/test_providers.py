"""Both shipped providers keep the contract; what only PostgreSQL can do is here too."""

import asyncio
import os
import signal
import sys

import asyncpg
import pytest

from merx.framework.app import App
from merx.framework.locking import LockLost, LockTimeout
from merx.framework.locking.memory import MemoryLocks
from merx.framework.locking.postgres import MOST, PostgresLocks
from merx.framework.locking.testing import LockProviderContract
from merx.framework.workflows.tests.world import eventually


class TestMemoryLocks(LockProviderContract):
    is_shared = False

    @pytest.fixture
    def provider(self) -> MemoryLocks:
        return MemoryLocks()


class TestPostgresLocks(LockProviderContract):
    @pytest.fixture
    def provider(self) -> PostgresLocks:
        return PostgresLocks()

    async def test_what_a_killed_process_held_is_free_at_once(self, provider: PostgresLocks, app: App) -> None:
        # given
        code = """if True:
            import asyncio, sys
            from merx.framework.app import App
            from merx.framework.config import Config
            from merx.framework.locking.postgres import PostgresLocks

            async def main():
                app = App(Config(packages=(), database_url=sys.argv[1]))
                async with PostgresLocks().hold(app, ["a"], owner=1, timeout=0):
                    print("held", flush=True)
                    await asyncio.sleep(60)

            asyncio.run(main())"""
        arguments = (sys.executable, "-c", code, app.database.url)
        process = await asyncio.create_subprocess_exec(*arguments, stdout=asyncio.subprocess.PIPE, env=dict(os.environ))
        assert process.stdout is not None
        assert await asyncio.wait_for(process.stdout.readline(), 30) == b"held\n"
        assert not await self.free(provider, app, "a")
        # when
        process.send_signal(signal.SIGKILL)
        await process.wait()
        # then
        async with provider.hold(app, ["a"], owner="ada", timeout=5):
            pass

    async def test_who_loses_its_connection_hears_of_it_at_the_end(self, provider: PostgresLocks, app: App) -> None:
        with pytest.raises(LockLost, match=r"^'a': the connection that held the lock broke\."):
            await _hold_and_be_cut_off(provider, app)
        assert await self.free(provider, app, "a")

    async def test_holders_leave_the_shop_its_connections_and_are_bounded(self, provider: PostgresLocks, app: App) -> None:
        # given
        async with asyncio.TaskGroup() as group:
            over = asyncio.Event()
            holding = [group.create_task(_holding(provider, app, str(number), over)) for number in range(MOST)]
            await eventually(lambda: _are(app, MOST))
            # when / then
            with pytest.raises(LockTimeout):
                async with provider.hold(app, ["one more"], owner="ada", timeout=0.05):
                    pass
            assert await app.scope().value("SELECT 1") == 1
            over.set()
        assert all(task.done() for task in holding)
        await eventually(lambda: _are(app, 0))

    async def test_a_holder_may_lock_the_same_name_in_a_transaction(self, provider: PostgresLocks, app: App) -> None:
        async with provider.hold(app, ["a"], owner="ada", timeout=0), app.scope().transaction() as scope:
            await scope.value("SET LOCAL lock_timeout = '1s'")
            await scope.lock("a")

    async def test_two_who_hold_what_the_other_asks_for_do_not_wait_for_ever(self, provider: PostgresLocks, app: App) -> None:
        # given
        async with App(app.config) as other, provider.hold(app, ["a"], owner="ada", timeout=0), provider.hold(other, ["b"], owner="bob", timeout=0):
            # when
            asking = (_holding(provider, app, "b", _now(), "ada"), _holding(provider, other, "a", _now(), "bob"))
            ends = await asyncio.gather(*asking, return_exceptions=True)
        # then
        assert LockTimeout in {type(end) for end in ends}
        assert not [end for end in ends if isinstance(end, asyncpg.PostgresError)]


def _now() -> asyncio.Event:
    over = asyncio.Event()
    over.set()
    return over


async def _holding(provider: PostgresLocks, app: App, key: str, over: asyncio.Event, owner: str | None = None) -> None:
    async with provider.hold(app, [key], owner=owner or key, timeout=1.5):
        await over.wait()


async def _hold_and_be_cut_off(provider: PostgresLocks, app: App) -> None:
    async with provider.hold(app, ["a"], owner="ada", timeout=0):
        await app.scope().value(f"SELECT pg_terminate_backend(pid) {_CONNECTIONS}")
        await asyncio.sleep(0.1)


async def _are(app: App, number: int) -> bool:
    return await app.scope().value(f"SELECT count(*) {_CONNECTIONS}") == number


_CONNECTIONS = "FROM pg_stat_activity WHERE application_name = 'merx lock' AND datname = current_database()"
