"""`merx demo`: a shop with a catalogue, open in one command."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from merx.framework.app import App


def demo(
    host: Annotated[str | None, typer.Option(help="Where to listen; 127.0.0.1, unless configured.")] = None,
    port: Annotated[int | None, typer.Option(help="9000, unless configured.")] = None,
) -> None:
    """Open a demo shop: database, catalogue, an admin user. What is there already stays."""
    from merx.commerce.demo import PACKAGE
    from merx.framework.cli.serving import run

    run(mode="shared", host=host, port=port, migrate=True, announce=announce, packages=(PACKAGE,))


async def announce(app: "App", address: str) -> None:
    """Fill the shop if it is empty, and say what to try."""
    from merx.commerce.demo import open_demo
    from merx.framework.cli.shop import say

    shop = await open_demo(app)
    say(f"""
The shop is open at {address}

  Publishable key   {shop.publishable_key}
  Admin             {shop.email}  {shop.password}
  Promotion code    WELCOME10
  API               {address}/docs

Try next:
  curl '{address}/store/products?limit=3&fields=title,*variants.calculated_price&region_id={shop.region_id}' \\
       -H 'x-publishable-api-key: {shop.publishable_key}'

Ctrl-C closes it; what you did is still there next time.""")
