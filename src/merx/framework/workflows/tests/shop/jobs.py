from merx.framework.jobs import job
from merx.framework.scope import Scope
from merx.framework.testing.engines.shop.service import LedgerService


@job("tick", schedule="* * * * * */1")
async def tick(scope: Scope) -> None:
    await scope[LedgerService].write("tick")
