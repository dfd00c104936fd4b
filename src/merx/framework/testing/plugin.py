"""The pytest plugin: `app`, `scope`, `client`, `events`, `background` and `mail`, each test in a database of its own.

    async def test_a_new_room_has_no_rows(scope: Scope) -> None:
        assert await scope[RestockService].subscriptions.list() == []

Heavy imports wait until a fixture is used: pytest loads this file for every suite, shops or not.
"""

import statistics
import time
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio

if TYPE_CHECKING:
    import httpx

    from merx.framework.app import App
    from merx.framework.config import Config
    from merx.framework.scope import Scope
    from merx.framework.testing.background import Background
    from merx.framework.testing.databases import TestDatabases
    from merx.framework.testing.events import CapturedEvents
    from merx.framework.testing.mail import MailServer


_SECONDS = pytest.StashKey[list[float]]()
"""How long each database took to make."""
_KEY = "merx_seconds"


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Under xdist, tell the process that prints."""
    output: dict[str, Any] | None = getattr(session.config, "workeroutput", None)
    if output is not None:
        output[_KEY] = session.config.stash.setdefault(_SECONDS, [])


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """xdist's: a process has ended, and says how long its databases took."""
    node.config.stash.setdefault(_SECONDS, []).extend(getattr(node, "workeroutput", {}).get(_KEY, []))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    seconds = config.stash.setdefault(_SECONDS, [])
    if seconds:
        terminalreporter.write_line(f"merx: {len(seconds)} databases, {statistics.median(seconds) * 1000:.0f} ms each (median)")


@pytest.fixture(scope="session")
def merx_databases() -> "Iterator[TestDatabases]":
    """Where databases come from: one server for all processes of a test run, see `merx.framework.testing.server`."""
    from merx.framework.testing.databases import TestDatabases
    from merx.framework.testing.server import running_server

    with running_server() as url:
        databases = TestDatabases(url)
        databases.drop_orphans()
        yield databases


@pytest.fixture
def merx_settings(request: pytest.FixtureRequest) -> "Config":
    """The shop under test: the `merx_config.py` nearest above the test's file, else the working directory's, else the defaults.

    Override it to test another.
    """
    from merx.framework.project import FILE, base_config

    return base_config(next((folder for folder in request.path.parents if (folder / FILE).exists()), None))


@pytest.fixture
def merx_config(merx_settings: "Config", merx_databases: "TestDatabases", request: pytest.FixtureRequest, tmp_path: Path) -> "Iterator[Config]":
    """`merx_settings` with a database of this test's own, which has all tables and no rows, and a `data_dir`, unless one is set, for its files."""
    import msgspec

    from merx.framework.config import Config

    started = time.perf_counter()
    # In a thread: building a template runs an event loop, and the test's may be running here.
    with ThreadPoolExecutor(1) as thread:
        url = thread.submit(merx_databases.make, merx_settings).result()
    request.config.stash.setdefault(_SECONDS, []).append(time.perf_counter() - started)
    secrets = {"jwt_secret": merx_settings.jwt_secret or "j" * 32, "cookie_secret": merx_settings.cookie_secret or "c" * 32}
    data_dir = tmp_path / ".merx" if merx_settings.data_dir == Config().data_dir else merx_settings.data_dir
    yield msgspec.structs.replace(merx_settings, database_url=url, data_dir=data_dir, **secrets)
    merx_databases.drop(url)


@pytest_asyncio.fixture
async def app(merx_config: "Config") -> "AsyncIterator[App]":
    """The shop, open, on a database of its own."""
    from merx.framework.app import App

    async with App(merx_config) as opened:
        yield opened


@pytest.fixture
def scope(app: "App") -> "Scope":
    """A scope of `app`, as the system itself."""
    return app.scope()


@pytest.fixture
def new_client(app: "App") -> "Callable[[], httpx.AsyncClient]":
    """Makes HTTP clients that speak to `app` without a socket in between, all to one server. The caller closes them."""
    import httpx

    from merx.framework.http import create_app

    server: Any = create_app(app)  # Litestar and httpx spell the types of ASGI differently
    return lambda: httpx.AsyncClient(transport=httpx.ASGITransport(app=server), base_url="http://testserver")


@pytest_asyncio.fixture
async def client(new_client: "Callable[[], httpx.AsyncClient]") -> "AsyncIterator[httpx.AsyncClient]":
    """An HTTP client without credentials."""
    async with new_client() as opened:
        yield opened


@pytest.fixture
def events(app: "App") -> "CapturedEvents":
    """What is emitted and delivered during the test. Ask for it before background work begins."""
    from merx.framework.testing.events import CapturedEvents

    return CapturedEvents(app)


@pytest_asyncio.fixture
async def background(app: "App", events: "CapturedEvents") -> "AsyncIterator[Background]":
    """Background work, done when the test says so: `await background.drain()`."""
    from merx.framework.testing.background import Background

    found = Background(app, events)
    yield found
    await found.close()


@pytest.fixture
def mail() -> "Iterator[MailServer]":
    """A real SMTP server at `mail.host`, `mail.port`, and the letters it took."""
    from merx.framework.testing.mail import mail_server

    with mail_server() as server:
        yield server
