"""What may go wrong with payments."""

from merx.framework.errors import AppError, Conflict, ErrorType, InvalidData, NotAllowed, NotFound


class PaymentDeclined(AppError):
    """The provider does not authorize the payment. Another session, or another provider, may."""

    type = ErrorType.PAYMENT_AUTHORIZATION

    def __init__(self, message: str = "Payment authorization failed") -> None:
        super().__init__(message)


class PaymentRequiresMore(PaymentDeclined):
    """The provider waits for the shopper (a second factor); the same session may be authorized afterwards."""

    type = ErrorType.PAYMENT_REQUIRES_MORE

    def __init__(self) -> None:
        super().__init__("More information is required for payment")


class UnknownPaymentProvider(NotFound):
    """No code of this name collects money here."""

    def __init__(self, provider_id: str) -> None:
        super().__init__(f"Payment provider with id: {provider_id} was not found")


class ProviderNotInRegion(InvalidData):
    """The cart's region does not take this provider."""

    def __init__(self, provider_id: str, region_id: str) -> None:
        super().__init__(f"Payment provider {provider_id} is not enabled in the cart's region {region_id}.")


class SessionClosed(Conflict):
    """The session is there no more: another one took its place, or the amount changed. The newest one may be paid with."""

    def __init__(self, session_id: str) -> None:
        super().__init__(f"Payment session {session_id} was closed meanwhile")


class PaymentCanceled(InvalidData):
    """The payment was given up; nothing can be taken from it."""

    def __init__(self, payment_id: str) -> None:
        super().__init__(f"The payment: {payment_id} has been canceled.")


class CaptureTooMuch(InvalidData):
    """More is to be taken than is authorized and not yet taken."""

    def __init__(self) -> None:
        super().__init__("You cannot capture more than the authorized amount substracted by what is already captured.")


class RefundTooMuch(InvalidData):
    """More is to be given back than was taken and not yet given back."""

    def __init__(self) -> None:
        super().__init__("You are not allowed to refund more than the captured amount")


class AmountNotPositive(InvalidData):
    """Nothing, or less, is to be moved."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} amount must be greater than 0.")


class CollectionSettled(NotAllowed):
    """The collection is authorized, paid or canceled already; what is asked for is for open ones."""


class AmountAbovePending(NotAllowed):
    """A payment collection for more than the order's customer owes."""

    def __init__(self, pending: object) -> None:
        super().__init__(f"Amount cannot be greater than {pending}")


class RefundReasonNotFound(NotFound):
    """There is no such reason to change."""

    def __init__(self, reason_id: str) -> None:
        super().__init__(f"Refund reason with id: {reason_id} was not found")
