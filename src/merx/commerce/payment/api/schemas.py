"""What the payment routes take. Facts of the contract; `Body` refuses unknown fields."""

from typing import Any

from merx.framework.http import UNSET, Body, Limit, ListParams, Operators, Positive, Unset


class CreateCollection(Body):
    cart_id: str


class CreateSession(Body):
    provider_id: str
    data: dict[str, Any] | None = None


class CreateOrderCollection(Body):
    order_id: str
    amount: Positive


class MarkAsPaid(Body):
    order_id: str
    provider_id: str = "pp_system_default"


class Capture(Body):
    amount: Positive | None = None


class Refund(Body):
    amount: Positive | None = None
    refund_reason_id: str | None = None
    note: str | None = None


class PaymentParams(ListParams, groups=True):
    limit: Limit = 20
    id: str | list[str] | Unset = UNSET
    payment_session_id: str | list[str] | Unset = UNSET
    created_at: Operators | Unset = UNSET
    updated_at: Operators | Unset = UNSET
    deleted_at: Operators | Unset = UNSET


class ProviderParams(ListParams, groups=True):
    limit: Limit = 20
    id: str | list[str] | Unset = UNSET
    is_enabled: bool | Unset = UNSET


class StoreProviderParams(ListParams, context=("region_id",)):
    limit: Limit = 20
    region_id: str
