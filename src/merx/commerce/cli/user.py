"""`merx user`: people who work in the admin."""

from typing import Annotated

import typer

app = typer.Typer(help="People who work in the admin.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """People who work in the admin."""


@app.command("create")
def create(
    email: Annotated[str, typer.Option("--email", "-e", prompt="E-mail", help="What the user logs in with.")],
    password: Annotated[str, typer.Option("--password", "-p", prompt="Password", hide_input=True, confirmation_prompt=True, help="Asked for if not given.")],
) -> None:
    """Create an admin user who logs in with e-mail and password."""
    import asyncio

    from merx.commerce.user.workflows import create_user
    from merx.framework.cli.shop import opened_shop, say

    async def run() -> None:
        async with opened_shop() as shop:
            user = await create_user(shop.scope(), email, password=password)
            say(f"Created {user.email} ({user.id}).")

    asyncio.run(run())
