"""A notification on its way, in the background."""

from merx.commerce.notification.errors import NotificationNotSent, NotificationRefused
from merx.commerce.notification.providers import NotificationProvider
from merx.commerce.notification.schemas import Extras, OutgoingNotification, Refused, Sent
from merx.commerce.notification.service import NotificationService
from merx.framework.scope import Scope
from merx.framework.workflows import step, workflow

PATIENCE = 60.0
"""Seconds that a provider has to answer."""

PAUSES = (60.0, 600.0, 3600.0)
"""Seconds between rounds of three tries: an hour without a mail server loses no mail."""


@step("notification.hand_over", external=True, retries=2, backoff=2.0, timeout=PATIENCE)
async def hand_over(scope: Scope, notification_id: str, extras: Extras) -> Sent | Refused:
    """Three tries within some seconds; a refusal is no failure of the step, but its answer."""
    row = await scope[NotificationService].notifications.retrieve(notification_id)
    provider = scope.app.providers.all(NotificationProvider).get(row.provider_id or "")
    if provider is None:
        return Refused(f"The provider '{row.provider_id}' is not there any more")
    outgoing = OutgoingNotification(
        key=row.id,
        to=row.to,
        channel=row.channel,
        template=row.template,
        data=row.data or {},
        content=extras.content,
        attachments=extras.attachments,
        from_=row.from_,
        provider_data=row.provider_data,
    )
    try:
        return await provider.send(outgoing)
    except NotificationRefused as error:
        return Refused(str(error))


@step("notification.mark_sent")
async def mark_sent(scope: Scope, notification_id: str, sent: Sent) -> None:
    await scope[NotificationService].notifications.update(notification_id, status="success", external_id=sent.external_id)


@step("notification.mark_failed")
async def mark_failed(scope: Scope, notification_id: str) -> None:
    await scope[NotificationService].notifications.update(notification_id, status="failure")


def _row_of(notification_id: str, extras: Extras) -> str:  # noqa: ARG001 - the workflow's arguments
    return notification_id


@workflow("notification.deliver", durable=True, key=_row_of)
async def deliver_notification(scope: Scope, notification_id: str, extras: Extras) -> None:
    """Send one notification. The row's id is the run's key and the provider's: two callers, one message.

    Raises `NotificationNotSent` when it is given up; the row says `failure` then.
    """
    answer = await _answer(scope, notification_id, extras)
    if isinstance(answer, Refused):
        await mark_failed(scope, notification_id)
        raise NotificationNotSent(notification_id, answer.why)
    await mark_sent(scope, notification_id, answer)


async def _answer(scope: Scope, notification_id: str, extras: Extras) -> Sent | Refused:
    why = ""
    for pause in (*PAUSES, None):
        try:
            return await hand_over(scope, notification_id, extras)
        except Exception as error:  # noqa: BLE001 - whatever it was, it may be over later
            why = str(error)
        if pause is not None:
            await scope.sleep(pause)
    return Refused(why)
