from merx.framework.http import ActorScope, ActorType, departed, get, post
from merx.framework.scope import Scope

manager = ActorType("manager", cors=("https://managers.example",))


@get("/manager/me", audience=manager.audience)
async def me(scope: ActorScope) -> dict[str, str]:
    return {"manager_id": scope.actor_id}


@post("/manager/join", audience=manager.unregistered)
async def join(scope: ActorScope) -> dict[str, str | None]:
    return {"identity": scope.actor.auth_identity_id}


@get("/manager/careless", audience=manager.unregistered)
async def careless(scope: ActorScope) -> dict[str, str]:
    return {"manager_id": scope.actor_id}


@departed("manager")
async def is_gone(_: Scope, manager_id: str) -> bool:
    return manager_id == "man_gone"
