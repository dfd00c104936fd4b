"""A notification on its way, in the background."""

from merx.commerce.notification.errors import NotificationNotSent, NotificationRefused
from merx.commerce.notification.providers import NotificationProvider
from merx.commerce.notification.schemas import Extras, OutgoingNotification, Sent
from merx.commerce.notification.service import NotificationService
from merx.framework.scope import Scope
from merx.framework.workflows import step, workflow
from merx.framework.workflows.errors import LeaseLost, OutOfReach

RETRIES = 5
PAUSE = 2.0
PATIENCE = 60.0


@step("notification.hand_over", external=True, retries=RETRIES, backoff=PAUSE, timeout=PATIENCE)
async def hand_over(scope: Scope, notification_id: str, extras: Extras) -> Sent:
    """Six tries within a minute and a bit; a refusal is final at once."""
    row = await scope[NotificationService].notifications.retrieve(notification_id)
    provider = scope.app.providers.all(NotificationProvider).get(row.provider_id or "")
    if provider is None:
        raise NotificationRefused(f"The provider '{row.provider_id}' is not there any more")
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
    return await provider.send(outgoing)


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
    try:
        sent = await hand_over(scope, notification_id, extras)
    except (LeaseLost, OutOfReach):  # nobody knows yet whether it arrived: the run goes on elsewhere
        raise
    except Exception as error:
        await mark_failed(scope, notification_id)
        raise NotificationNotSent(notification_id, str(error)) from error
    await mark_sent(scope, notification_id, sent)
