"""A cart as workflows read it: one statement, all that pricing, shipping, tax and payment look at."""

from decimal import Decimal
from typing import Any

from msgspec import convert

from merx.commerce import totals
from merx.commerce.cart.errors import CartCompleted, CartNotFound
from merx.commerce.cart.models import Cart
from merx.commerce.cart.service import CartService
from merx.commerce.currency import exponent_of
from merx.framework.data import utcnow
from merx.framework.errors import NotFound
from merx.framework.query import View
from merx.framework.scope import Scope


class Linked(View):
    """Only the id of a row in another room."""

    id: str


class ProductState(View):
    shipping_profile: Linked | None


class VariantState(View):
    price_set: Linked | None


class TaxLineState(View):
    id: str
    rate: Decimal
    code: str
    description: str | None
    tax_rate_id: str | None
    provider_id: str | None
    data: dict[str, Any] | None


class AdjustmentState(View):
    id: str
    amount: Decimal
    code: str | None
    promotion_id: str | None
    description: str | None
    provider_id: str | None
    is_tax_inclusive: bool


class LineState(View):
    id: str
    title: str
    quantity: int
    unit_price: Decimal
    compare_at_unit_price: Decimal | None
    is_tax_inclusive: bool
    is_custom_price: bool
    requires_shipping: bool
    is_discountable: bool
    variant_id: str | None
    product_id: str | None
    product_type_id: str | None
    is_giftcard: bool
    metadata: dict[str, Any] | None
    tax_lines: list[TaxLineState]
    adjustments: list[AdjustmentState]
    variant: VariantState | None
    product: ProductState | None


class MethodAdjustmentState(View):
    id: str
    amount: Decimal
    code: str | None
    promotion_id: str | None
    description: str | None
    provider_id: str | None


class OptionState(View):
    shipping_profile_id: str


class MethodState(View):
    id: str
    name: str
    amount: Decimal
    is_tax_inclusive: bool
    shipping_option_id: str | None
    data: dict[str, Any] | None
    tax_lines: list[TaxLineState]
    adjustments: list[MethodAdjustmentState]
    shipping_option: OptionState | None


class CreditState(View):
    id: str
    amount: Decimal
    reference: str | None
    reference_id: str | None
    metadata: dict[str, Any] | None


class AddressState(View):
    id: str
    country_code: str | None
    province: str | None
    city: str | None
    postal_code: str | None


class CountryState(View):
    iso_2: str


class RegionState(View):
    id: str
    currency_code: str
    automatic_taxes: bool
    countries: list[CountryState]


class CustomerState(View):
    id: str
    has_account: bool
    groups: list[Linked]


class SessionState(View):
    id: str
    status: str
    provider_id: str
    amount: Decimal
    currency_code: str


class CollectionState(View):
    id: str
    amount: Decimal
    currency_code: str
    status: str
    payment_sessions: list[SessionState]


class PromotionState(View):
    id: str
    code: str
    limit: int | None
    campaign_id: str | None


class CartState(View, of=Cart):
    """A cart with everything its refresh and completion look at."""

    id: str
    currency_code: str
    region_id: str | None
    customer_id: str | None
    sales_channel_id: str | None
    email: str | None
    locale: str | None
    items: list[LineState]
    shipping_methods: list[MethodState]
    credit_lines: list[CreditState]
    promotions: list[PromotionState]
    shipping_address: AddressState | None
    region: RegionState | None
    customer: CustomerState | None
    payment_collection: CollectionState | None

    @property
    def exponent(self) -> int:
        """Decimal digits of the cart's currency."""
        return exponent_of(self.currency_code)

    @property
    def totals(self) -> totals.CartTotals:
        """The cart's totals as it stands, unrounded, in major units."""
        return totals.cart_totals(convert(self, totals.Cart, from_attributes=True), self.exponent)

    @property
    def due(self) -> Decimal:
        """What is asked for it: the total at the currency's digits. Credit above the total asks for nothing, not for less."""
        return max(totals.payable(self.totals.total, self.exponent), Decimal(0))


async def lock_cart(scope: Scope, cart_id: str) -> Cart:
    """The cart's row, locked until the transaction ends: changes to one cart happen one after the other.

    Raises `CartNotFound`, `CartCompleted`.
    """
    cart = await scope[CartService].carts.first(id=cart_id, for_update=True)
    if cart is None:
        raise CartNotFound(cart_id)
    if cart.completed_at is not None:
        raise CartCompleted(cart_id)
    return cart


async def lock_to_change(scope: Scope, cart_id: str) -> Cart:
    """As `lock_cart`, and the row says that it changed now; saying so as an event is left to the caller."""
    try:
        # An UPDATE locks too, so this is one statement for both.
        cart = await scope[CartService].carts.update(cart_id, updated_at=utcnow())
    except NotFound:
        raise CartNotFound(cart_id) from None
    if cart.deleted_at is not None:
        raise CartNotFound(cart_id)
    if cart.completed_at is not None:
        raise CartCompleted(cart_id)
    return cart


async def read_cart(scope: Scope, cart_id: str) -> CartState:
    """The cart as it stands, in one statement. Raises `NotFound`."""
    return await scope.query.one(CartState, cart_id)
