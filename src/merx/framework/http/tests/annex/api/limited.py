from merx.framework.http import HttpScope, PublicScope, Rate, StoreScope, client_of, get, post, rate_limit, spend

scarce = rate_limit("/annex/scarce", Rate(3, per=3600))
mine = rate_limit("/store/whoami", Rate(2, per=3600), by="actor")


@post("/annex/three", audience="public", rate=Rate(3, per=3600))
async def three() -> None: ...


@get("/annex/scarce/bread", audience="public")
async def bread() -> None: ...


@get("/annex/scarce/{id}", audience="public")
async def other(id: str) -> None: ...


@get("/annex/unlimited", audience="public")
async def unlimited(scope: PublicScope) -> dict[str, str]:
    return {"client": client_of(scope)}


@post("/annex/guess/{name}", audience="public")
async def guess(scope: HttpScope, name: str) -> None:
    await spend(scope, Rate(2, per=3600), "guess", name)


@get("/store/annex", audience="store")
async def shopper(scope: StoreScope) -> None: ...
