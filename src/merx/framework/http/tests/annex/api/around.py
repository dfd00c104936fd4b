from merx.framework.errors import NotAllowed
from merx.framework.http import Answer, HttpScope, Incoming, Proceed, get, middleware, post
from merx.framework.http.scopes import PublicScope


@get("/annex/rooms/{id}", audience="public")
async def room(id: str, scope: PublicScope) -> dict[str, str]:
    return {"id": id, "actor": scope.actor.type}


@post("/annex/rooms/{id}", audience="public")
async def furnish(id: str, data: dict[str, str]) -> dict[str, str]:
    return {"id": id, **data}


@get("/annex/rooms-to-let", audience="public")
async def to_let() -> dict[str, str]:
    return {}


@middleware("/annex/rooms/{any}", order=2)
async def inner(_: HttpScope, request: Incoming, proceed: Proceed) -> Answer:
    if request.path_parameters["id"] == "attic":
        raise NotAllowed("The attic is closed")
    answer = await proceed()
    answer.headers += ((b"x-passed", b"inner"),)
    return answer


@middleware("/annex/rooms", order=1)
async def outer(scope: HttpScope, request: Incoming, proceed: Proceed) -> Answer:
    if request.header("X-Answer") is not None:
        return Answer.json({"route": request.route, "path": request.path, "actor": scope.actor.type, "query": request.query.decode()}, status=203)
    answer = await proceed()
    answer.headers += ((b"x-passed", b"outer"),)
    return answer


@middleware("/annex/rooms", methods=("POST",))
async def first(_: HttpScope, __: Incoming, proceed: Proceed) -> Answer:
    answer = await proceed()
    answer.headers += ((b"x-passed", b"first"),)
    return answer


@middleware("/admin")
async def admins(scope: HttpScope, _: Incoming, proceed: Proceed) -> Answer:
    answer = await proceed()
    answer.headers += ((b"x-user", (scope.actor.id or "").encode()),)
    return answer
