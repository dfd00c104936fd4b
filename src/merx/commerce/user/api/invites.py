"""Invitations, as administrators send them and as the invited accept them."""

from typing import Any

import msgspec

from merx.commerce.user.api.admin import USER
from merx.commerce.user.workflows import accept_invite, create_invite, delete_invite, resend_invite
from merx.framework.http import (
    UNSET,
    AdminScope,
    Answer,
    Audience,
    Body,
    FieldParams,
    Fields,
    ListParams,
    Operators,
    PublicScope,
    Unset,
    delete,
    deleted,
    get,
    post,
)
from merx.framework.http.naming import of

INVITE = Fields("invite", key="invite", plural="invites", defaults=of("", "id email accepted token expires_at metadata created_at updated_at deleted_at"))
INVITED = Audience(actors=("user",), required=True, allow_unregistered=True)


class InviteParams(ListParams, groups=True):
    id: str | list[str] | Unset = UNSET
    email: str | list[str] | Unset = UNSET
    created_at: Operators | Unset = UNSET
    updated_at: Operators | Unset = UNSET
    deleted_at: Operators | Unset = UNSET


class AcceptParams(FieldParams):
    token: str


class CreateInvite(Body):
    email: str
    roles: list[str] | None = None
    metadata: dict[str, Any] | None = None


class AcceptInvite(Body):
    email: str | None = None
    first_name: str | None = None
    last_name: str | None = None


@get("/admin/invites")
async def list_invites(scope: AdminScope, query: InviteParams) -> Answer:
    return await INVITE.page(scope, query)


@get("/admin/invites/{id}")
async def retrieve(scope: AdminScope, id: str, query: FieldParams) -> Answer:
    return await INVITE.one(scope, id, query)


@post("/admin/invites")
async def create(scope: AdminScope, data: CreateInvite, query: FieldParams) -> Answer:
    return await INVITE.one(scope, (await create_invite(scope, data.email, data.metadata)).id, query)


@post("/admin/invites/accept", audience=INVITED)
async def accept(scope: PublicScope, data: AcceptInvite, query: AcceptParams) -> dict[str, msgspec.Raw]:
    user = await accept_invite(scope, query.token, email=data.email, first_name=data.first_name, last_name=data.last_name)
    return {"user": msgspec.Raw(await USER.object(scope, user.id))}


@post("/admin/invites/{id}/resend")
async def resend(scope: AdminScope, id: str, query: FieldParams) -> Answer:
    await resend_invite(scope, id)
    return await INVITE.one(scope, id, query)


@delete("/admin/invites/{id}")
async def remove(scope: AdminScope, id: str) -> Answer:
    await delete_invite(scope, id)
    return deleted(id, "invite")
