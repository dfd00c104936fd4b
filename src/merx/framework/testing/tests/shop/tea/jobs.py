from merx.framework.jobs import job
from merx.framework.scope import Scope


@job("five-o-clock", schedule="* * * * * *")
async def five_o_clock(scope: Scope) -> None:
    await scope.emit("tea.served", {"name": "Earl Grey"})
