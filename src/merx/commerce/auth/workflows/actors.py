"""Identities become actors (a customer, a user), and stop being them."""

from merx.commerce.auth.service import AuthService
from merx.framework.errors import InvalidData
from merx.framework.http import HttpService
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("auth.become_actor")
async def become_actor(scope: Scope, auth_identity_id: str, actor_type: str, actor_id: str) -> None:
    """Make this identity that actor: logging in with it acts as it. Locks the identity.

    Raises `InvalidData` if it is an actor of this type already, `NotFound` if there is no such identity.
    """
    if not await scope[AuthService].become(auth_identity_id, actor_type, actor_id):
        raise InvalidData(f"Request already authenticated as a {actor_type}.")


@workflow("auth.forget_actor")
async def forget_actor(scope: Scope, actor_type: str, actor_id: str) -> None:
    """Nobody is this actor any longer, and the sessions of those who were end. Safe to repeat."""
    for identity_id in await scope[AuthService].forget(actor_type, actor_id):
        await end_sessions(scope, identity_id)


async def end_sessions(scope: Scope, auth_identity_id: str) -> None:
    """Whoever is signed in as this identity by cookie is signed out. Safe to repeat."""
    await scope[HttpService].sessions.delete({"claims": {"$contains": {"auth_identity_id": auth_identity_id}}})
