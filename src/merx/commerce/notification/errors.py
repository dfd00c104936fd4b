"""What may go wrong on the way to whom is to be told."""

from merx.framework.errors import AppError, ErrorType, InvalidData


class NotificationRefused(InvalidData):
    """A provider will never send this: no such template, no such address. It is not tried again."""

    code = "notification.refused"


class NotificationNotSent(AppError):
    """A notification was given up; its row says `failure`."""

    type = ErrorType.UNEXPECTED_STATE

    def __init__(self, notification_id: str, why: str) -> None:
        super().__init__(f"Failed to send notification with id {notification_id}:\n{why}")
