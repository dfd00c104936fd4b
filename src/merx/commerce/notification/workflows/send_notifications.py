"""Tell people something, once the transaction that says so has committed."""

import logging
from collections.abc import Mapping, Sequence

from msgspec import Struct

from merx.commerce.notification.models import Notification
from merx.commerce.notification.providers import NotificationProvider, provider_of
from merx.commerce.notification.schemas import Extras, NewNotification
from merx.commerce.notification.service import NotificationService
from merx.commerce.notification.workflows.deliver import deliver_notification
from merx.commerce.notification.workflows.sync_providers import row_of
from merx.framework.scope import Scope
from merx.framework.workflows import workflow

logger = logging.getLogger(__name__)


class Written(Struct, frozen=True):
    """The rows that were asked for; of these, what is new, and what had failed and is tried anew."""

    rows: list[Notification]
    made: list[str]
    again: list[str]


async def send_notifications(scope: Scope, new: Sequence[NewNotification]) -> list[Notification]:
    """Write a row, `pending`, for each, and have it sent in the background when this has committed.

    Called inside a workflow it is a part of that one, and is taken back with it. What has an `idempotency_key` that stands
    for a notification already is that one, not sent again, unless it failed: then it is tried anew. What no enabled provider
    takes is a row too, with status `failure`. Gives the rows in the order asked. Locks the idempotency keys.
    """
    return (await write_notifications(scope, new)).rows


@workflow("notification.send")
async def write_notifications(scope: Scope, new: Sequence[NewNotification]) -> Written:
    """What `send_notifications` does, with what its way back needs to know."""
    service = scope[NotificationService]
    known = await service.lock_keys(each.idempotency_key for each in new if each.idempotency_key is not None)
    takers = await _takers(scope, {each.channel for each in new})
    written = Written([], [], [])
    fresh: dict[str, tuple[Notification, Extras]] = {}
    for each in new:
        row = known.get(each.idempotency_key or "")
        if row is None or (row.status == "failure" and row.id not in fresh):
            (written.made if row is None else written.again).append((row := _row(each, takers[each.channel], row)).id)
            fresh[row.id] = row, Extras(each.content, each.attachments)
            known |= {} if each.idempotency_key is None else {each.idempotency_key: row}
        written.rows.append(row)
    await service.notifications.upsert([row for row, _ in fresh.values()])
    for row, extras in fresh.values():
        if row.status == "pending":
            await deliver_notification.start(scope, row.id, extras)
    return written


@write_notifications.compensate
async def forget_notifications(scope: Scope, written: Written) -> None:
    """Nothing of a run that is taken back was sent: its background work is dropped with it."""
    await scope[NotificationService].notifications.delete(written.made)
    await scope[NotificationService].notifications.update_where({"id": written.again}, status="failure")


async def _takers(scope: Scope, channels: set[str]) -> Mapping[str, NotificationProvider | None]:
    """The enabled provider of each channel. A provider that has no row yet gets one: rows refer to it."""
    found = {channel: provider_of(scope.app, channel) for channel in sorted(channels)}
    wanted = {taker.id: taker for taker in found.values() if taker is not None}
    service = scope[NotificationService]
    rows = {row.id: row for row in await service.providers.list(id=sorted(wanted), with_deleted=True)}
    missing = [row_of(taker) for taker in wanted.values() if taker.id not in rows]
    rows |= {row.id: row for row in await service.providers.upsert(missing)}
    return {channel: taker if taker is not None and rows[taker.id].is_enabled else None for channel, taker in found.items()}


def _row(new: NewNotification, taker: NotificationProvider | None, before: Notification | None) -> Notification:
    row = Notification(
        to=new.to,
        from_=new.from_,
        channel=new.channel,
        template=new.template,
        data=dict(new.data) if new.data is not None else None,
        provider_data=dict(new.provider_data) if new.provider_data is not None else None,
        trigger_type=new.trigger_type,
        resource_id=new.resource_id,
        resource_type=new.resource_type,
        receiver_id=new.receiver_id,
        original_notification_id=new.original_notification_id,
        idempotency_key=new.idempotency_key,
        provider_id=taker.id if taker is not None else None,
        status="pending" if taker is not None else "failure",
    )
    if before is not None:
        row.id, row.created_at = before.id, before.created_at
    if taker is None:
        logger.warning("%s: no enabled notification provider takes the channel '%s'", row.id, new.channel)
    return row
