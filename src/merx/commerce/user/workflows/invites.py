"""Invitations: a token goes to an address, and who holds it becomes a user. Good once, for `UserOptions.invite_hours`."""

import secrets
from datetime import timedelta
from typing import Any

from merx.commerce.auth.workflows import become_actor
from merx.commerce.user.errors import AlreadyUser, ExpiredInvite, InvalidInvite, UserExists
from merx.commerce.user.models import Invite, User
from merx.commerce.user.options import UserOptions
from merx.commerce.user.service import UserService
from merx.framework.data import new_id, utcnow
from merx.framework.http import tokens
from merx.framework.scope import Scope
from merx.framework.workflows import workflow

PURPOSE = "invite"


@workflow("user.create_invite")
async def create_invite(scope: Scope, email: str, metadata: dict[str, Any] | None = None) -> Invite:
    """Emits `invite.created`, for a subscriber to send. Raises `UserExists`, and the database's refusal if the address is invited already."""
    address, invite_id = email.strip().lower(), new_id("invite")
    if await scope[UserService].users.first(email=address) is not None:
        raise UserExists(address)
    made = Invite(id=invite_id, email=address, **_good_from_now(scope, invite_id, address), metadata=metadata)
    await scope[UserService].invites.create(made)
    await scope.emit("invite.created", {"id": made.id})
    return made


@workflow("user.resend_invite")
async def resend_invite(scope: Scope, invite_id: str) -> None:
    """A new token, good from now; the old one is good for nothing. Emits `invite.resent`. Raises `NotFound`."""
    invites = scope[UserService].invites
    invite = await invites.retrieve(invite_id, for_update=True)
    await invites.update(invite_id, **_good_from_now(scope, invite_id, invite.email), accepted=False)
    await scope.emit("invite.resent", {"id": invite_id})


@workflow("user.delete_invite")
async def delete_invite(scope: Scope, invite_id: str) -> None:
    """Safe to repeat. Emits `invite.deleted` if there was one."""
    if await scope[UserService].invites.soft_delete(invite_id):
        await scope.emit("invite.deleted", {"id": invite_id})


@workflow("user.accept_invite")
async def accept_invite(scope: Scope, token: str, *, email: str | None, first_name: str | None, last_name: str | None) -> User:
    """Who asks becomes a user, and the invitation is spent. Emits `invite.accepted` and `user.created`. Locks the invitation.

    Raises `AlreadyUser`, `InvalidInvite`, `ExpiredInvite`.
    """
    if scope.actor.id is not None:
        raise AlreadyUser
    claims = tokens.read(scope.app.config, token, purpose=PURPOSE)
    service = scope[UserService]
    invite = await service.invites.first(id=str(claims["id"]), for_update=True) if claims is not None else None
    if invite is None or invite.token != token or scope.actor.auth_identity_id is None:
        raise InvalidInvite
    if invite.expires_at < utcnow():
        raise ExpiredInvite
    address = (email or invite.email).strip().lower()
    user = await service.users.create(User(email=address, first_name=first_name, last_name=last_name))
    await become_actor(scope, scope.actor.auth_identity_id, "user", user.id)
    await service.invites.update(invite.id, accepted=True)
    await service.invites.soft_delete(invite.id)
    await scope.emit("invite.accepted", {"id": invite.id})
    await scope.emit("user.created", {"id": user.id})
    return user


def _good_from_now(scope: Scope, invite_id: str, email: str) -> dict[str, Any]:
    hours = scope.app.options(UserOptions).invite_hours
    claims = {"purpose": PURPOSE, "id": invite_id, "email": email, "jti": secrets.token_hex(16)}
    return {"token": tokens.issue(scope.app.config, claims, hours=hours), "expires_at": utcnow() + timedelta(hours=hours)}
