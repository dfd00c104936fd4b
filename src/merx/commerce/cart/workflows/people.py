"""Who a cart is for."""

from merx.commerce.cart.service import CartService
from merx.commerce.cart.workflows.refresh_cart import refresh_cart
from merx.commerce.cart.workflows.state import Linked, lock_cart
from merx.commerce.customer import Customer
from merx.commerce.customer.workflows import find_or_create_guest
from merx.framework.errors import NotFound
from merx.framework.query import View
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


class CartCustomer(View, of=Customer):
    """A customer as carts see them."""

    id: str
    email: str | None
    has_account: bool
    groups: list[Linked]


async def customer_for(scope: Scope, customer_id: str | None, email: str | None) -> CartCustomer | None:
    """The logged-in customer, else a guest with this e-mail address (found or made), else nobody."""
    if customer_id is None and email is None:
        return None
    if customer_id is None and email is not None:
        customer_id = (await find_or_create_guest(scope, email)).id
    found = await scope.query.all(CartCustomer, id=customer_id, limit=1)
    if not found:
        raise NotFound(f"Customer with id: {customer_id} was not found")
    return found[0]


@workflow("cart.transfer_customer", hooks=("validate",))
async def transfer_customer(scope: Scope, cart_id: str, customer_id: str) -> None:
    """Give the cart to a logged-in customer, with their prices. Safe to repeat. Emits `cart.customer_transferred`.

    Raises `NotFound` where the cart belongs to another account.
    """
    cart = await lock_cart(scope, cart_id)
    if cart.customer_id == customer_id:
        return
    owner = await customer_for(scope, cart.customer_id, None)
    if owner is not None and owner.has_account:
        raise NotFound(f"Cart with id '{cart_id}' not found")
    customer = await customer_for(scope, customer_id, None)
    await transfer_customer.call_hook(scope, "validate", cart=cart, customer=customer)
    await scope[CartService].carts.update(cart_id, customer_id=customer_id, email=customer.email if customer else cart.email)
    await refresh_cart(scope, cart_id, reprice=True)
    await scope.emit("cart.customer_transferred", {"id": cart_id, "customer_id": customer_id})
