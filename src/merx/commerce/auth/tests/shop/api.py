from merx.framework.http import ActorScope, ActorType, get

manager = ActorType("manager")


@get("/manager/me", audience=manager.audience)
async def me(scope: ActorScope) -> dict[str, str]:
    return {"manager_id": scope.actor_id}
