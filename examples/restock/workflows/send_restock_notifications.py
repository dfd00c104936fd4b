"""Tell everybody whose variant is back."""

from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter

from msgspec import to_builtins

from merx.commerce.inventory.workflows import availability
from merx.commerce.notification.workflows import NewNotification, send_notifications
from merx.framework.query import View
from merx.framework.scope import Scope
from merx.framework.workflows import workflow
from restock.modules.restock import RestockService, RestockSubscription, VariantInChannel


class Product(View):
    title: str
    handle: str
    thumbnail: str | None


class Variant(View):
    id: str
    title: str
    sku: str | None
    product: Product


class Waiting(View, of=RestockSubscription):
    id: str
    email: str
    product_variant: Variant


@workflow("restock.notify", key=lambda: "everybody")  # one at a time, or two that start at once write to everybody twice
async def send_restock_notifications(scope: Scope) -> list[Waiting]:
    """Who was told. They are off the list if, and only if, their messages are on the way: one transaction."""
    told: list[Waiting] = []
    for channel, pairs in groupby(await scope[RestockService].awaited(), attrgetter("sales_channel_id")):
        told += await _restocked(scope, channel, pairs)
    await send_notifications(scope, [_message(each) for each in told])
    await scope[RestockService].subscriptions.delete([each.id for each in told])
    return told


async def _restocked(scope: Scope, sales_channel_id: str, pairs: Iterable[VariantInChannel]) -> list[Waiting]:
    available = await availability(scope, [pair.variant_id for pair in pairs], sales_channel_id)
    back = [variant_id for variant_id, pieces in available.items() if pieces > 0]
    return await scope.query.all(Waiting, sales_channel_id=sales_channel_id, variant_id=back, order="created_at")


def _message(waiting: Waiting) -> NewNotification:
    return NewNotification(to=waiting.email, channel="email", template="variant-restock", data={"variant": to_builtins(waiting.product_variant)})
