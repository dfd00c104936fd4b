"""What people were told, as administrators see it. The channel "feed" is what the dashboard shows."""

from merx.framework.http import UNSET, AdminScope, Answer, FieldParams, Fields, Limit, ListParams, Unset, get
from merx.framework.http.naming import of

NOTIFICATION = Fields(
    "notification",
    key="notification",
    plural="notifications",
    defaults=of(
        "",
        "id to channel template data trigger_type resource_id resource_type receiver_id original_notification_id external_id provider_id created_at updated_at",
    ),
)


class NotificationParams(ListParams, groups=True):
    limit: Limit = 50
    order: str | Unset = "-created_at"
    id: str | list[str] | Unset = UNSET
    channel: str | list[str] | Unset = UNSET
    to: str | list[str] | Unset = UNSET


@get("/admin/notifications")
async def list_notifications(scope: AdminScope, query: NotificationParams) -> Answer:
    return await NOTIFICATION.page(scope, query)


@get("/admin/notifications/{id}")
async def retrieve(scope: AdminScope, id: str, query: FieldParams) -> Answer:
    return await NOTIFICATION.one(scope, id, query)
