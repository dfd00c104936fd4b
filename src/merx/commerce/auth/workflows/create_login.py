"""A login made by the shop itself: on the command line, in a seed."""

from merx.commerce.auth.identity import find
from merx.commerce.auth.passwords import hashed
from merx.commerce.auth.providers import email_of, emailpass, password_of
from merx.commerce.auth.service import AuthService
from merx.commerce.auth.workflows.actors import end_sessions
from merx.framework.errors import InvalidData
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("auth.create_login")
async def create_login(scope: Scope, actor_type: str, email: str, password: str, actor_id: str) -> str:
    """Let `email` and `password` log in as this actor; gives the identity's id. Safe to repeat.

    The caller vouches for the address: if somebody registered it before, `password` replaces theirs and their sessions
    end. Or whoever registered an administrator's address first would become one. Raises `InvalidData` if the
    address logs in as another actor of this type, `Unauthorized` without e-mail or password.
    """
    credentials = {"email": email, "password": password}
    address, kept = email_of(credentials), {"password": await hashed(password_of(credentials))}
    service = scope[AuthService]
    await scope.lock(f"auth:{emailpass.id}:{address}")
    known = await find(scope, {"provider": emailpass.id, "entity_id": address})
    if known is None:
        identity_id = (await service.add(emailpass.id, address, kept)).auth_identity_id
    else:
        identity_id = known.auth_identity.id
        await service.provider_identities.update(known.id, provider_metadata={**(known.provider_metadata or {}), **kept})
        await end_sessions(scope, identity_id)
    other = known.actor_id(actor_type) if known is not None else None
    if other is None:
        await service.become(identity_id, actor_type, actor_id)
    elif other != actor_id:
        raise InvalidData(f"{address} logs in as another {actor_type}: {other}")
    return identity_id
