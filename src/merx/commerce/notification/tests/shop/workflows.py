"""Whoever tells people something: in one transaction, and in a durable run."""

from merx.commerce.notification.workflows import NewNotification, send_notifications
from merx.framework.errors import NotAllowed
from merx.framework.scope import Scope
from merx.framework.workflows import step, workflow


@workflow("shop.tell")
async def tell(scope: Scope, new: list[NewNotification], *, fails: bool = False) -> list[str]:
    rows = await send_notifications(scope, new)
    if fails:
        raise NotAllowed("On second thought")
    return [row.id for row in rows]


@step("shop.have_second_thoughts", external=True)
async def have_second_thoughts(scope: Scope, *, fails: bool) -> None:
    del scope
    if fails:
        raise NotAllowed("On second thought")


@workflow("shop.tell_durably", durable=True)
async def tell_durably(scope: Scope, new: list[NewNotification], *, fails: bool = False) -> list[str]:
    rows = await send_notifications(scope, new)
    await have_second_thoughts(scope, fails=fails)
    return [row.id for row in rows]
