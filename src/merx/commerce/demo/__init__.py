"""Demo: a shop to look at: what it sells, to whom, and who runs it. Made once, by the workflows that the admin API runs.

Leaves to others: everything but the words and numbers; what was made belongs to the visitor, who may change or delete it.
"""

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from merx.framework.app import App

PACKAGE = "merx.commerce.demo"
"""To be added to a shop's `packages`, so that it serves the demo's pictures."""


class DemoShop(Struct, frozen=True, kw_only=True):
    """What a visitor needs to know."""

    publishable_key: str
    email: str
    password: str
    region_id: str


async def open_demo(app: "App") -> DemoShop:
    """See to it that the demo is there, and its pictures where the shop is now; one statement if they are.

    Wholly or not at all: whoever is stopped in the middle begins anew. Raises `NotAllowed` in a shop that has products
    of its own.
    """
    from merx.commerce.demo.login import Login  # noqa: PLC0415 - the command line asks for no more than it needs
    from merx.commerce.demo.seeding import found, let_in, move, seed  # noqa: PLC0415

    folder, scope, address = app.config.data_dir, app.scope(), app.config.http.address
    there = await found(scope) or await seed(scope, folder, address)
    if there.address != address:
        there = await move(scope, address)
    login = Login.kept_in(folder)
    if login is None:
        login = Login.new()
        await let_in(scope, login)
        login.keep_in(folder)
    return DemoShop(publishable_key=there.publishable_key, region_id=there.region_id, email=login.email, password=login.password)
