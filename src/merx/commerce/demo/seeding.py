"""Filling the shop: its regions and places, its catalogue, a promotion code, its admin; one transaction."""

from decimal import Decimal
from pathlib import Path

import msgspec

from merx.commerce.auth.workflows import create_login
from merx.commerce.demo.login import Login
from merx.commerce.demo.places import open_places
from merx.commerce.demo.shelves import fill_shelves
from merx.commerce.product import ProductService
from merx.commerce.promotion import NewMethod, NewPromotion
from merx.commerce.promotion.workflows import create_promotion
from merx.commerce.store import StoreService
from merx.commerce.store.workflows import SupportedCurrency, bootstrap, update_store
from merx.commerce.user import UserService
from merx.commerce.user.workflows import create_user
from merx.framework.errors import NotAllowed
from merx.framework.scope import Scope
from merx.framework.workflows import workflow

MARK = "demo"
"""Where the store's metadata tells that the demo is there."""

CODE = "WELCOME10"
"""Takes 10 % off what is on a cart."""


class Demo(msgspec.Struct, frozen=True, kw_only=True):
    """`address` is where its pictures are served; empty in a demo that was made before that was kept."""

    publishable_key: str
    region_id: str
    address: str = ""


async def found(scope: Scope) -> Demo | None:
    """The demo that is there. One statement."""
    stores = await scope[StoreService].stores.list(limit=1)
    mark = (stores[0].metadata or {}).get(MARK) if stores else None
    return None if mark is None else msgspec.convert(mark, Demo)


@workflow("demo.seed", key=lambda *_: "demo")
async def seed(scope: Scope, folder: Path, address: str) -> Demo:
    """Make the demo, or give the one that another process made meanwhile. `address` is where its pictures are served.

    Keeps the admin's login in `folder`, or lets that of an earlier try in. Raises `NotAllowed` if there are products, none of them the demo's.
    """
    there = await found(scope)
    if there is not None:
        return there
    if await scope[ProductService].products.count():
        raise NotAllowed("This shop has products of its own, and the demo fills only an empty one. Open yours with `merx develop`, or try the demo elsewhere.")
    opened = await bootstrap(scope)
    if opened.sales_channel_id is None or opened.publishable_key is None:
        raise NotAllowed("The demo needs a default sales channel and a publishable key that opens it.")
    currencies = [
        SupportedCurrency(currency_code="eur", is_default=True, is_tax_inclusive=True),
        SupportedCurrency(currency_code="usd", is_tax_inclusive=False),
    ]
    await update_store(scope, opened.store_id, {}, currencies=currencies)
    places = await open_places(scope, opened.sales_channel_id)
    await fill_shelves(scope, places, address)
    await create_promotion(scope, _welcome())
    login = Login.kept_in(folder) or Login.new()
    await let_in(scope, login)
    demo = Demo(publishable_key=opened.publishable_key, region_id=places.region_id, address=address)
    changes = {"name": "Merx Demo", "default_region_id": places.region_id, "default_location_id": places.location_ids[0]}
    await update_store(scope, opened.store_id, {**changes, "metadata": {MARK: msgspec.to_builtins(demo)}})
    login.keep_in(folder)  # before the others, who wait for the lock, look for it
    return demo


@workflow("demo.move", key=lambda *_: "demo")
async def move(scope: Scope, address: str) -> Demo:
    """The shop is reached at another address, or port, than last time: so are the demo's pictures. URLs that are not the demo's stay."""
    (store,) = await scope[StoreService].stores.list(limit=1)
    metadata = store.metadata or {}
    demo = msgspec.structs.replace(msgspec.convert(metadata[MARK], Demo), address=address)
    for statement in _MOVES:
        await scope.rows(statement, f"{address}/demo/images/", _PICTURE)
    await scope[StoreService].stores.update(store.id, metadata={**metadata, MARK: msgspec.to_builtins(demo)})
    return demo


_PICTURE = "^https?://[^/]+/demo/images/"
_MOVES = tuple(
    f"UPDATE {table} SET {column} = regexp_replace({column}, $2, $1) WHERE {column} ~ $2"
    for table, column in (("product", "thumbnail"), ("product_variant", "thumbnail"), ("image", "url"))
)


def _welcome() -> NewPromotion:
    tenth = NewMethod(type="percentage", target_type="order", value=Decimal(10))
    return NewPromotion(code=CODE, type="standard", status="active", application_method=tenth)


@workflow("demo.let_in")
async def let_in(scope: Scope, login: Login) -> None:
    """Let the admin log in with this password; make them if they are not there."""
    user = await scope[UserService].users.first(email=login.email)
    if user is None:
        await create_user(scope, login.email, first_name="Demo", last_name="Admin", password=login.password)
    else:
        await create_login(scope, "user", login.email, login.password, user.id)
