"""Who collects money: the code behind a payment provider's row, and where it is found."""

from abc import abstractmethod
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from msgspec import Struct

from merx.commerce.payment.errors import UnknownPaymentProvider
from merx.commerce.payment.models import PaymentSessionStatus
from merx.framework.app import App
from merx.framework.providers import Provider


class GatewayOrder(Struct, frozen=True, kw_only=True):
    """What a gateway is asked to move: an amount in major units, and the key that makes asking twice the same as once."""

    amount: Decimal
    currency_code: str
    data: Mapping[str, Any]
    """What this gateway and the storefront have told each other so far."""
    key: str


class GatewayAnswer(Struct, frozen=True, kw_only=True):
    """What a gateway says; `data` takes the place of what is kept."""

    data: dict[str, Any]
    status: PaymentSessionStatus


class PaymentGateway(Provider):
    """Collects money. A shop puts one into its `providers.py`, or names it in its configuration; `id` is `pp_<identifier>_<name>`.

    Called inside the caller's transaction, under the lock of the payment collection, so it does nothing that a rollback
    could not undo. Refuses by status where there is one, else with an `AppError`. Data it gives back is kept.
    """

    @abstractmethod
    async def initiate(self, order: GatewayOrder) -> GatewayAnswer:
        """Open a session for this amount."""

    @abstractmethod
    async def authorize(self, order: GatewayOrder) -> GatewayAnswer:
        """Hold the money: authorized, captured, requires_more, pending_authorization, error or canceled."""

    @abstractmethod
    async def capture(self, order: GatewayOrder) -> dict[str, Any]:
        """Take held money, or a part of it; gives the new data."""

    @abstractmethod
    async def refund(self, order: GatewayOrder) -> dict[str, Any]:
        """Give taken money back, or a part of it; gives the new data."""

    @abstractmethod
    async def cancel(self, data: Mapping[str, Any], key: str) -> dict[str, Any]:
        """Let go of held money; gives the new data."""

    @abstractmethod
    async def delete(self, data: Mapping[str, Any]) -> None:
        """Close a session that holds nothing."""


def gateways(app: App) -> Mapping[str, PaymentGateway]:
    """Every gateway by id."""
    return app.providers.all(PaymentGateway)


def gateway(app: App, provider_id: str) -> PaymentGateway:
    """The gateway of this id. Raises `UnknownPaymentProvider`."""
    found = gateways(app).get(provider_id)
    if found is None:
        raise UnknownPaymentProvider(provider_id)
    return found
