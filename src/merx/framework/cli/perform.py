"""`merx run`: a workflow, from the command line."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from merx.framework.app import App
    from merx.framework.workflows import Workflow


def perform(
    workflow: Annotated[str, typer.Argument(help="Its name, as `merx workflows` lists it.")],
    given: Annotated[str, typer.Option("--input", help='Its arguments by name as JSON, or @file: \'{"cart_id": "..."}\'.')] = "{}",
) -> None:
    """Run a workflow as the system itself and print its result as JSON."""
    import asyncio

    asyncio.run(_perform(workflow, given))


async def _perform(name: str, given: str) -> None:
    import sys
    from contextlib import redirect_stdout

    from merx.framework.cli.shop import opened_shop, say, unopened_shop
    from merx.framework.workflows.payload import encode

    # Before the database is started: most mistakes are in the line that was typed.
    arguments_of(found(unopened_shop(), name), given)
    # Only the result goes to stdout, whatever there is to tell about the database: it may be a pipe into a program.
    with redirect_stdout(sys.stderr):
        async with opened_shop() as app:
            workflow = found(app, name)
            result = await workflow(app.scope(), **arguments_of(workflow, given))
    say(encode(result).decode())


def found(app: "App", name: str) -> "Workflow[..., Any]":
    """The workflow called `name`. Raises `Misconfigured` with the names that come near."""
    from difflib import get_close_matches

    from merx.framework.errors import Misconfigured

    if name in app.workflows:
        return app.workflows[name]
    near = get_close_matches(name, app.workflows, n=3)
    hint = f"Did you mean {' or '.join(near)}?" if near else "`merx workflows` lists them."
    raise Misconfigured(f"There is no workflow '{name}'. {hint}")


def arguments_of(workflow: "Workflow[..., Any]", given: str) -> dict[str, Any]:
    """Keyword arguments from JSON, or from a file named after an `@`. Raises `InvalidData`."""
    from typing import get_type_hints

    import msgspec

    from merx.framework.errors import InvalidData

    signature, hints = workflow.payload.signature, get_type_hints(workflow.function, include_extras=True)
    scope, *parameters = signature.parameters.values()
    try:
        data = Path(given[1:]).read_bytes() if given.startswith("@") else given.encode()
        values = msgspec.json.decode(data, type=dict[str, msgspec.Raw])
        signature.bind(**{scope.name: None}, **values)  # what is missing, and what is not known
        return {name: msgspec.json.decode(value, type=hints.get(name, Any)) for name, value in values.items()}
    except OSError as error:
        raise InvalidData(f"{given[1:]} cannot be read: {error.strerror}") from error
    except (msgspec.MsgspecError, TypeError) as error:
        takes = ", ".join(map(str, parameters)) or "nothing"
        raise InvalidData(f"The input does not fit: {error}. '{workflow.name}' takes {takes}.") from error
