"""Routes of the test shop."""

import asyncio
from typing import Annotated, Any, Literal

import msgspec
from litestar import Request
from litestar.response import Redirect

from merx.framework.errors import Conflict, Duplicate, Forbidden, NotAllowed
from merx.framework.http import (
    UNSET,
    AdminScope,
    Answer,
    Audience,
    Body,
    Email,
    FieldParams,
    Fields,
    ListParams,
    LooseBody,
    Number,
    Operators,
    Positive,
    PublicScope,
    PublishableKey,
    StoreScope,
    Unset,
    changes,
    delete,
    deleted,
    get,
    post,
    publishable_keys,
    secret_keys,
    sessions,
)
from merx.framework.http.tests.shop.lamps.models import Lamp, Shade
from merx.framework.http.tests.shop.lamps.service import LampService
from merx.framework.scope import Actor, Scope

LAMP = Fields("lamp", key="lamp", plural="lamps", defaults=("title", "status", "watts", "price"))
STORE_LAMP = Fields("lamp", key="lamp", plural="lamps", defaults=("title", "price"), allowed=("id", "title", "price", "shades", "shades.colour"))


class LampParams(ListParams, groups=True, context=("region_id",), through={"lit": "title"}):
    id: str | list[str] | Unset = UNSET
    title: str | list[str] | Unset = UNSET
    status: list[Literal["draft", "published"]] | Unset = UNSET
    created_at: Operators | Unset = UNSET
    region_id: str | Unset = UNSET
    lit: str | list[str] | Unset = UNSET


class StoreLampParams(ListParams, loose=True):
    limit: Annotated[int, msgspec.Meta(ge=0)] = 20


class Bulb(msgspec.Struct, kw_only=True):
    colour: str
    quantity: Positive


class CreateLamp(Body):
    title: str
    status: Literal["draft", "published"] = "draft"
    watts: int = 0
    price: Number | Unset = UNSET
    contact: Email | None | Unset = UNSET
    bulbs: list[Bulb] = []
    box: str | Bulb | Unset = UNSET
    metadata: dict[str, Any] | None | Unset = UNSET


class UpdateLamp(Body):
    title: str | Unset = UNSET
    metadata: dict[str, Any] | None | Unset = UNSET


class Loose(LooseBody):
    note: str | None = None


class Import(LooseBody):
    title: str = ""
    fail: bool = False


@publishable_keys
async def keys(_: Scope, token: str) -> PublishableKey | None:
    return PublishableKey(id="pk_1", sales_channel_ids=["sc_1"]) if token == "pk_good" else None


@secret_keys
async def secrets(_: Scope, token: str) -> Actor | None:
    return Actor(type="api-key", id="apk_1") if token == "sk_good" else None


@get("/store/lamps")
async def list_store(scope: StoreScope, query: StoreLampParams) -> Answer:
    return await STORE_LAMP.page(scope, query, filters={"status": "published"})


@get("/store/whoami")
async def whoami(scope: StoreScope) -> dict[str, Any]:
    return {"customer_id": scope.customer_id, "sales_channel_ids": scope.sales_channel_ids}


@get("/store/customers/me", audience="customer")
async def me(scope: StoreScope) -> dict[str, Any]:
    return {"customer_id": scope.customer_id}


@post("/store/customers", audience=Audience(actors=("customer",), required=True, allow_unregistered=True, publishable_key=True))
async def become_customer(scope: StoreScope) -> dict[str, Any]:
    return {"identity": scope.actor.auth_identity_id, "customer_id": scope.customer_id}


@get("/admin/lamps")
async def list_admin(scope: AdminScope, query: LampParams) -> Answer:
    return await LAMP.page(scope, query)


@get("/admin/lamps/{id}")
async def retrieve(scope: AdminScope, id: str, query: FieldParams) -> Answer:
    return await LAMP.one(scope, id, query)


@post("/admin/lamps")
async def create(scope: AdminScope, data: CreateLamp, query: FieldParams) -> Answer:
    given = {name: value for name, value in changes(data).items() if name in ("title", "status", "watts", "price", "metadata")}
    lamp = await scope[LampService].lamps.create(Lamp(**given))
    await asyncio.sleep(0.05 if data.title.startswith("slow") else 0)
    return await LAMP.one(scope, lamp.id, query)


@post("/admin/lamps/{id}")
async def update(scope: AdminScope, id: str, data: UpdateLamp, query: FieldParams) -> Answer:
    await scope[LampService].lamps.update(id, **changes(data))
    return await LAMP.one(scope, id, query)


@delete("/admin/lamps/{id}")
async def remove(scope: AdminScope, id: str) -> Answer:
    await scope[LampService].lamps.soft_delete(id)
    return deleted(id, "lamp")


@post("/admin/lamps/{id}/switch", secret=True)
async def switch(scope: AdminScope, id: str) -> dict[str, str]:
    made = await scope[LampService].shades.create(Shade(lamp_id=id, colour="red"))
    return {"token": made.id}


@post("/admin/lamps/{id}/shades", status=201)
async def shade(scope: AdminScope, id: str) -> dict[str, str]:
    made = await scope[LampService].shades.create(Shade(lamp_id=id, colour="red"))
    return {"id": made.id}


@post("/admin/import", body_limit=2_000_000, transaction=False)
async def bring_in(scope: AdminScope, data: Import) -> dict[str, Any]:
    if data.fail:
        raise NotAllowed("not today")
    made = await scope[LampService].lamps.create(Lamp(title=data.title))
    return {"id": made.id}


@post("/auth/session", audience=Audience(actors=("*",), required=True, via=("bearer",), allow_unregistered=True))
async def sign_in(scope: PublicScope) -> Answer:
    return Answer.json({"user": scope.actor.claims}, headers=[await sessions.start(scope, scope.actor.claims)])


@delete("/auth/session", audience=Audience(actors=("*",), required=True, via=("session",), allow_unregistered=True))
async def sign_out(scope: PublicScope) -> Answer:
    return Answer.json({"success": True}, headers=[await sessions.end(scope, scope.session_id)])


@post("/public/echo", audience="public")
async def echo(data: Loose) -> dict[str, Any]:
    return {"note": data.note}


@post("/public/raw", audience="public")
async def raw(data: bytes) -> dict[str, int]:
    return {"size": len(data)}


@get("/public/moved", audience="public")
async def moved(request: Request[Any, Any, Any]) -> Redirect:
    return Redirect(f"/health?from={request.headers.get('x-from', '')}")


@get("/public/fails/{kind}", audience="public")
async def fails(kind: str, scope: PublicScope) -> None:
    if kind == "query":
        await scope.value("SELECT 1 / $1::int", 0)
    elif kind == "slow":
        await scope.value("SELECT pg_sleep(30)::text")
    elif kind == "conflict":
        raise Conflict("busy")
    elif kind == "duplicate":
        raise Duplicate("again")
    elif kind == "forbidden":
        raise Forbidden("hands off")
    elif kind == "coded":
        raise NotAllowed("Some variant does not have the required inventory", code="insufficient_inventory")
    else:
        raise ZeroDivisionError("a secret detail")
