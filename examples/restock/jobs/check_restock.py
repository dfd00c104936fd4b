"""Every night: is anything back?"""

from merx.framework.jobs import job
from merx.framework.scope import Scope
from restock.workflows.send_restock_notifications import send_restock_notifications


@job("check-restock", schedule="0 0 * * *")
async def check_restock(scope: Scope) -> None:
    await send_restock_notifications(scope)
