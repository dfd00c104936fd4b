"""`merx events`: what happened, and what of it could not be delivered."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from merx.framework.scope import Scope

app = typer.Typer(help="What happened, and what of it could not be delivered: history, dead, replay, dismiss.", no_args_is_help=True)

Ids = Annotated[list[str] | None, typer.Argument(help="Ids of dead letters, as `merx events dead` shows them.")]
All = Annotated[bool, typer.Option("--all", help="All that --event and --subscriber leave.")]
EventName = Annotated[str | None, typer.Option("--event", help="Of this event only.")]
SubscriberName = Annotated[str | None, typer.Option("--subscriber", help="Of this subscriber only.")]
PAGE = 1000


@app.command()
def history(
    names: Annotated[list[str] | None, typer.Argument(help="Names, as order.placed or 'order.*'; all, if none is given.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many, the last ones.")] = 20,
    after: Annotated[str | None, typer.Option(help="Read on after this cursor (the last column), the oldest first.")] = None,
) -> None:
    """What happened, in its order: a line of JSON each."""
    _run(lambda scope: _history(scope, names or [], limit, after))


@app.command()
def dead(event: EventName = None, subscriber: SubscriberName = None) -> None:
    """Deliveries that failed for good: a line of JSON each."""
    _run(lambda scope: _dead(scope, event, subscriber))


@app.command()
def replay(ids: Ids = None, every: All = False, event: EventName = None, subscriber: SubscriberName = None) -> None:
    """Send dead letters again, with fresh tries."""
    _run(lambda scope: _each(scope, "replay", ids or [], every=every, event=event, subscriber=subscriber))


@app.command()
def dismiss(ids: Ids = None, every: All = False, event: EventName = None, subscriber: SubscriberName = None) -> None:
    """Let dead letters be."""
    _run(lambda scope: _each(scope, "dismiss", ids or [], every=every, event=event, subscriber=subscriber))


def _run(work: "Callable[[Scope], Awaitable[None]]") -> None:
    import asyncio

    asyncio.run(_in_shop(work))


async def _in_shop(work: "Callable[[Scope], Awaitable[None]]") -> None:
    from merx.framework.app import App
    from merx.framework.cli.shop import check_current, with_database
    from merx.framework.project import config_of_project

    async with with_database(config_of_project()) as config:
        shop = App(config)
        await check_current(shop)
        async with shop:
            await work(shop.scope())


def _show(**fields: Any) -> None:
    import msgspec

    from merx.framework.cli.shop import say

    say(msgspec.json.encode(fields).decode())


async def _history(scope: "Scope", names: list[str], limit: int, after: str | None) -> None:
    found = await scope.app.events.history(scope, *names, after=after, newest_first=after is None, limit=limit)
    for one in found if after is not None else reversed(found):
        _show(at=one.created_at, id=one.id, name=one.name, data=one.data, trace=one.trace, cursor=one.cursor)


async def _dead(scope: "Scope", event: str | None, subscriber: str | None) -> None:
    for one in await scope.app.events.dead(scope, event=event, subscriber=subscriber, limit=PAGE):
        _show(id=one.id, at=one.updated_at, event_id=one.event_id, subscriber=one.subscriber, tries=one.tries, error=one.error["message"])


async def _each(scope: "Scope", verb: str, ids: list[str], *, every: bool, event: str | None, subscriber: str | None) -> None:
    from merx.framework.cli.shop import say
    from merx.framework.errors import Misconfigured

    if every == bool(ids):
        raise Misconfigured(f"Say which: ids of dead letters (see `merx events dead`), or --all, as in `merx events {verb} --all --event order.placed`.")
    found = ids or [one.id for one in await scope.app.events.dead(scope, event=event, subscriber=subscriber, limit=PAGE)]
    events = scope.app.events
    await (events.replay if verb == "replay" else events.dismiss)(scope, *found)
    say(f"{'Sent' if verb == 'replay' else 'Dismissed'} {len(found)} dead letter{'' if len(found) == 1 else 's'}{' again' if verb == 'replay' else ''}.")
