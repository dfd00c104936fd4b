"""Money that changes hands outside of the shop (cash, a bank transfer): everything is granted, people do the rest."""

from collections.abc import Mapping
from typing import Any

from merx.commerce.payment import GatewayAnswer, GatewayOrder, PaymentGateway


class ManualPayment(PaymentGateway):
    """`pp_system_default`: authorizes everything, moves nothing."""

    id = "pp_system_default"

    async def initiate(self, order: GatewayOrder) -> GatewayAnswer:
        return GatewayAnswer(data=dict(order.data), status="pending")

    async def authorize(self, order: GatewayOrder) -> GatewayAnswer:
        return GatewayAnswer(data=dict(order.data), status="authorized")

    async def capture(self, order: GatewayOrder) -> dict[str, Any]:
        return dict(order.data)

    async def refund(self, order: GatewayOrder) -> dict[str, Any]:
        return dict(order.data)

    async def cancel(self, data: Mapping[str, Any], key: str) -> dict[str, Any]:  # noqa: ARG002 - the interface's
        return dict(data)

    async def delete(self, data: Mapping[str, Any]) -> None:
        """Nobody keeps anything."""


manual = ManualPayment()

__all__ = ["ManualPayment", "manual"]
