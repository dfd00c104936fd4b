"""A till that does what the session's data says, and remembers what it was asked."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from merx.commerce.payment import GatewayAnswer, GatewayOrder, PaymentGateway


class Till(PaymentGateway):
    """`pp_till`: answers `data["answer"]` when asked to authorize."""

    id = "pp_till"

    def __init__(self) -> None:
        self.calls: list[tuple[str, Decimal | None]] = []

    async def initiate(self, order: GatewayOrder) -> GatewayAnswer:
        self.calls.append(("initiate", order.amount))
        return GatewayAnswer(data={**order.data, "slip": order.key}, status="pending")

    async def authorize(self, order: GatewayOrder) -> GatewayAnswer:
        self.calls.append(("authorize", order.amount))
        return GatewayAnswer(data=dict(order.data), status=order.data.get("answer", "authorized"))

    async def capture(self, order: GatewayOrder) -> dict[str, Any]:
        self.calls.append(("capture", order.amount))
        return {**order.data, "captured": order.key}

    async def refund(self, order: GatewayOrder) -> dict[str, Any]:
        self.calls.append(("refund", order.amount))
        return {**order.data, "refunded": order.key}

    async def cancel(self, data: Mapping[str, Any], key: str) -> dict[str, Any]:
        self.calls.append(("cancel", None))
        return {**data, "canceled": key}

    async def delete(self, data: Mapping[str, Any]) -> None:
        self.calls.append((f"delete {data['slip']}", None))


till = Till()
