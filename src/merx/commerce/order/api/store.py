"""Orders as shoppers see them."""

from merx.commerce.order.api.fields import STORE_ORDER, STORE_ORDERS
from merx.framework.http import UNSET, Answer, FieldParams, ListParams, StoreScope, Unset, get


class OrderParams(ListParams, groups=True):
    id: str | list[str] | Unset = UNSET
    status: str | list[str] | Unset = UNSET


@get("/store/orders", audience="customer")
async def list_orders(scope: StoreScope, query: OrderParams) -> Answer:
    """The logged-in customer's orders."""
    return await STORE_ORDERS.page(scope, query, filters={"customer_id": scope.customer_id, "is_draft_order": False})


@get("/store/orders/{id}")
async def retrieve(scope: StoreScope, id: str, query: FieldParams) -> Answer:
    """An order by its id, which only its buyer was told: guests have nothing else to show."""
    return await STORE_ORDER.one(scope, id, query, filters={"is_draft_order": False})
