"""One line of configuration chooses the engine, and every mistake in it says what to write instead."""

import subprocess
import sys
from importlib.metadata import EntryPoint

import pytest

from merx.framework.app import App
from merx.framework.config import Config, load_config
from merx.framework.errors import Misconfigured
from merx.framework.workflows.engines import choice
from merx.framework.workflows.engines.postgres import PostgresEngine
from merx.framework.workflows.engines.temporal import TemporalEngine

NO_DATABASE = "postgresql://nobody@localhost:1/shop_7"


def app_with(engine: str) -> App:
    return App(Config(packages=(), database_url=NO_DATABASE, engine=engine))


def test_the_shops_own_postgresql_is_the_engine_unless_another_is_named() -> None:
    assert type(App(Config(packages=(), database_url=NO_DATABASE)).engine) is PostgresEngine


def test_the_environment_names_an_engine() -> None:
    # when
    config = load_config(Config(packages=(), database_url=NO_DATABASE, jwt_secret="j" * 32, cookie_secret="c" * 32), {"MERX_ENGINE": "temporal://there:7233"})
    # then
    engine = App(config).engine
    assert isinstance(engine, TemporalEngine)
    assert (engine.address, engine.namespace, engine.queue) == ("there:7233", "default", "merx-shop_7")


def test_a_namespace_and_a_task_queue_may_be_named() -> None:
    # when
    engine = app_with("temporal://there:7233/shops?task_queue=tea&takeover=3").engine
    # then
    assert isinstance(engine, TemporalEngine)
    assert (engine.namespace, engine.queue) == ("shops", "tea")


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("temporl://there", "engine='temporl://there': there is no engine 'temporl'. There are: postgres, temporal."),
        ("temporal:", "engine='temporal:' names no server. Write temporal://host:port, as in temporal://localhost:7233."),
        ("temporal://there?queue=x", "engine='temporal://there?queue=x': 'queue' is no option of this engine. It has: task_queue, takeover."),
        ("postgres:?lease=soon", "engine='postgres:?lease=soon': lease=soon is no number of seconds above zero."),
        ("postgres:?lease=-1", "engine='postgres:?lease=-1': lease=-1 is no number of seconds above zero."),
    ],
)
def test_a_mistake_in_the_line_is_told_with_what_to_write(setting: str, message: str) -> None:
    with pytest.raises(Misconfigured) as refused:
        _ = app_with(setting).engine
    assert str(refused.value) == message


def test_an_extra_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    # given a Python without the library
    for name in [name for name in sys.modules if name.startswith(("temporalio", "merx.framework.workflows.engines.temporal"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "temporalio", None)
    # then
    with pytest.raises(Misconfigured) as refused:
        _ = app_with("temporal://there:7233").engine
    assert str(refused.value) == (
        "engine='temporal://there:7233' needs the library temporalio, which is not installed. Install it with: pip install 'merx[temporal]'"
    )


async def test_a_server_that_is_not_there_is_told_when_a_worker_starts() -> None:
    with pytest.raises(Misconfigured, match=r"engine='temporal://localhost:1/default' is not to be reached: .*Connection refused"):
        await app_with("temporal://localhost:1").engine.serve()


def test_a_package_may_bring_an_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    # given
    point = EntryPoint(name="mine", value=f"{PostgresEngine.__module__}:PostgresEngine", group=choice.GROUP)
    monkeypatch.setattr(choice, "entry_points", lambda *, group, name="mine": [point] if (group, name) == (choice.GROUP, "mine") else [])
    # then
    assert type(app_with("mine:").engine) is PostgresEngine


def test_nothing_of_an_engine_is_imported_that_is_not_asked_for() -> None:
    # when
    program = "import sys; from merx.framework.app import App; from merx.framework.config import Config; "
    program += f"App(Config(packages=(), database_url={NO_DATABASE!r})).engine; print('temporalio' in sys.modules)"
    # then
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "False\n"  # noqa: S603 - our own program
