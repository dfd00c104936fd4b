"""The drivers meet every boundary, and see what goes wrong there."""

from pathlib import Path

import pytest

from merx.framework.app import App
from merx.framework.config import Config
from merx.framework.errors import Misconfigured
from merx.framework.scope import Scope
from merx.framework.testing.drivers import Ended, Stuck, fail_at_every_step, kill_at_every_step
from merx.framework.workflows import workflow

from .shop.tea.models import Tea
from .shop.tea.service import TeaService
from .shop.tea.workflows import BELL, announce, serve, wait, waste


@pytest.fixture
def merx_settings() -> Config:
    return Config(packages=(f"{__package__}.shop",))


async def teas(app: App) -> list[str]:
    return [tea.name for tea in await app.scope()[TeaService].teas.list()]


async def brewed_once(app: App, ended: Ended) -> None:
    assert await teas(app) == (["Assam"] if ended.is_done else [])


async def test_an_atomic_workflow_fails_at_every_step_and_leaves_nothing(app: App) -> None:
    assert await fail_at_every_step(app, serve, "Assam", check=brewed_once) == [
        "1: before tea.serve",
        "2: before tea.brew",
        "3: after tea.brew",
        "4: after tea.serve",
    ]


async def test_an_atomic_workflow_is_killed_around_its_commit_and_called_again_where_nothing_came_of_it(app: App) -> None:
    # given
    looks: list[str] = []

    async def check(world: App, ended: Ended) -> None:
        looks.append(ended.place)
        await brewed_once(world, ended)

    # when
    kills = await kill_at_every_step(app, serve, "Assam", check=check)
    # then
    assert kills.places == [
        *("1: before tea.serve", "2: before tea.brew", "3: after tea.brew", "4: after tea.serve"),
        *("5: before a commit", "6: after a commit"),
    ]
    assert looks == [look for place in kills.places for look in (place, f"{place}, and called again")][:-1]


async def test_what_was_there_before_is_there_in_every_world_and_the_app_is_open_again(app: App, scope: Scope) -> None:
    # given
    await scope[TeaService].teas.create(Tea(name="Darjeeling"))

    async def check(world: App, _: Ended) -> None:
        assert await teas(world) == ["Darjeeling"]

    # when
    await fail_at_every_step(app, serve, "Assam", check=check)
    # then
    assert await teas(app) == ["Darjeeling"]


async def test_a_step_without_a_way_back_is_caught(app: App) -> None:
    with pytest.raises(AssertionError) as caught:
        await fail_at_every_step(app, waste, "Assam", check=brewed_once)
    # then the first step that fails after the spill
    assert caught.value.__notes__ == ["at 4: before tea.brew, when the workflow was undone"]


async def test_a_call_that_is_not_safe_to_repeat_is_caught(app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # given
    bell = tmp_path / "bell"
    monkeypatch.setenv(BELL, str(bell))

    def silence() -> None:
        bell.write_text("")

    async def check(_: App, ended: Ended) -> None:
        assert bell.read_text() == ("ding\n" if ended.is_done else "")

    # when
    with pytest.raises(AssertionError) as caught:
        await kill_at_every_step(app, announce, "Assam", check=check, before=silence)
    # then
    assert caught.value.__notes__ == ["at 11: after tea.ring, when the workflow was done"]


async def test_a_call_that_does_not_end_is_told_and_killed(app: App) -> None:
    with pytest.raises(Stuck, match=r"a process was to end all runs and deliveries and has not come to an end in 1 seconds") as stuck:
        await kill_at_every_step(app, wait, check=nothing, patience=1)
    assert stuck.value.__notes__ == ["killed at 1: before a commit"]


async def test_a_workflow_that_no_other_process_finds_is_refused(app: App) -> None:
    @workflow("tea.hidden")
    async def hidden(scope: Scope) -> None:
        del scope

    with pytest.raises(Misconfigured) as refused:
        await fail_at_every_step(app, hidden, check=nothing)
    assert str(refused.value) == (
        f"'tea.hidden' is not among the workflows of {__package__}.shop, so no other process would find it. Put it into their `workflows` folder. "
        "There are: tea.announce, tea.serve, tea.steep, tea.wait, tea.waste."
    )


async def nothing(_: App, __: Ended) -> None: ...
