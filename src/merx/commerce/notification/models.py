"""Who is told what, and what became of it."""

from typing import Annotated, Any, Literal, TypeAlias

import msgspec

from merx.framework.data import BelongsTo, Indexed, Model, Searchable

NotificationStatus: TypeAlias = Literal["pending", "success", "failure"]


class NotificationProviderRow(Model, id_prefix="notpro", entity="notification_provider"):
    """A provider as other rows refer to it; `id` and `handle` are the id of the code behind it."""

    handle: str
    name: str
    is_enabled: bool = True
    channels: list[str] = []


class Notification(Model, id_prefix="noti", unique=[("idempotency_key",)]):
    """One message to one receiver. `pending` until its provider has it, then `success`; `failure` when it was given up."""

    to: Annotated[str, Searchable]
    from_: Annotated[str | None, Searchable] = msgspec.field(default=None, name="from")
    channel: str
    template: str | None = None
    data: dict[str, Any] | None = None
    provider_data: dict[str, Any] | None = None
    trigger_type: str | None = None
    resource_id: Annotated[str | None, Searchable] = None
    resource_type: str | None = None
    receiver_id: Annotated[str | None, Indexed] = None
    original_notification_id: str | None = None
    idempotency_key: str | None = None
    external_id: str | None = None
    provider_id: Annotated[str | None, BelongsTo("notification_provider", back="notifications", on_delete="SET NULL"), Indexed] = None
    status: NotificationStatus = "pending"
