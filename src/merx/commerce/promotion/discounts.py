"""What promotions take off the lines and shipping methods of a cart: pure functions over plain data.

Promotions apply one after the other, each to what the ones before it left; the order is fixed, see `in_order`.
Worked examples: discounts.md.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal, localcontext
from typing import Any, Literal, TypeAlias

from msgspec import Struct

from merx.commerce.promotion.rules import Rule, all_hold
from merx.commerce.promotion.schemas import Allocation, BudgetType, MethodType, PromotionType, TargetType
from merx.commerce.totals import EXACT, divided

ZERO = Decimal(0)
_HUNDRED = Decimal(100)
_SMALLEST = Decimal("0.0001")
_MOST_ROUNDS = 1000

Reason: TypeAlias = Literal["promotion_limit_exceeded", "campaign_budget_exceeded"]


class Budget(Struct, frozen=True, kw_only=True):
    """What a campaign may cost and has cost. For the `..._by_attribute` types `used` is what this customer used."""

    id: str
    type: BudgetType
    limit: Decimal | None
    used: Decimal


class Offer(Struct, frozen=True, kw_only=True):
    """An active promotion. `value` is percent, or major units of `currency_code`; the rules of a line are about its `facts`."""

    id: str
    code: str
    type: PromotionType
    value_type: MethodType
    target_type: TargetType
    value: Decimal
    allocation: Allocation = "across"
    currency_code: str | None = None
    is_tax_inclusive: bool = False
    max_quantity: int | None = None
    apply_to_quantity: int | None = None
    buy_rules_min_quantity: int | None = None
    limit: int | None = None
    used: int = 0
    rules: tuple[Rule, ...] = ()
    target_rules: tuple[Rule, ...] = ()
    buy_rules: tuple[Rule, ...] = ()
    campaign_id: str | None = None
    budget: Budget | None = None


class Target(Struct, kw_only=True):
    """A line or a shipping method: its price in all, without tax (`net`) and with (`gross`), and what is off already."""

    id: str
    net: Decimal
    gross: Decimal
    factor: Decimal
    """What a net amount is multiplied by to hold its taxes."""
    unit_price: Decimal
    quantity: int = 1
    is_discountable: bool = True
    facts: Mapping[str, Any]
    net_off: Decimal = ZERO
    gross_off: Decimal = ZERO

    def price(self, *, inclusive: bool) -> Decimal:
        return self.gross if inclusive else self.net

    def left(self, *, inclusive: bool) -> Decimal:
        """What is still to pay of it, on this side of the tax."""
        return max(self.gross - self.gross_off if inclusive else self.net - self.net_off, ZERO)

    def take(self, amount: Decimal, *, inclusive: bool) -> None:
        """Take an amount off, which has tax in it if `inclusive`."""
        self.net_off += divided(amount, self.factor) if inclusive else amount
        self.gross_off += amount if inclusive else amount * self.factor


class Discount(Struct, frozen=True, kw_only=True):
    """What a promotion takes off one line or shipping method."""

    target_id: str
    promotion_id: str
    code: str
    amount: Decimal
    is_tax_inclusive: bool


class Discounts(Struct, frozen=True):
    """What all promotions take off, in the order in which they applied; and why codes that could have did not."""

    items: list[Discount]
    shipping_methods: list[Discount]
    skipped: dict[str, Reason]


def discounts(offers: Sequence[Offer], items: Sequence[Target], methods: Sequence[Target], context: Mapping[str, Any], currency_code: str) -> Discounts:
    """Apply the offers to a cart, in whatever order offers and targets come.

    The targets are used up: their `net_off` and `gross_off` say afterwards what is off.
    """
    # Where a budget ends, and who takes the last digit of a shared amount, is the oldest lines' turn first.
    items, methods = _by_id(items), _by_id(methods)
    with localcontext(EXACT):
        made = Discounts([], [], {})
        spending = _Spending()
        pieces = {item.id: item.quantity for item in items}
        for offer in in_order(offers):
            if not _is_for(offer, context, currency_code):
                continue
            reason = _exhausted(offer, spending)
            if reason is not None:
                made.skipped[offer.code] = reason
                continue
            targets, taken = (methods, made.shipping_methods) if _is_for_shipping(offer) else (items, made.items)
            free = dict(pieces)
            shares = _worth_it(offer, _buyget(offer, items, free) if offer.type == "buyget" else _standard(offer, targets))
            if offer.limit is not None and offer.used + len(shares) > offer.limit:
                # Each share is a use: an order with all of them would be refused.
                made.skipped[offer.code] = "promotion_limit_exceeded"
                continue
            pieces = free
            taken += _charged(offer, shares, spending, made)
        return made


def _by_id(targets: Sequence[Target]) -> list[Target]:
    return sorted(targets, key=lambda each: each.id)


def in_order(offers: Sequence[Offer]) -> list[Offer]:
    """Buy-get first, then by the plain number of the value, descending; what ties, the older (smaller id) first."""
    return sorted(
        offers,
        key=lambda o: (o.type != "buyget", -o.value, -(o.buy_rules_min_quantity or 0), -(o.apply_to_quantity or 0), o.id),
    )


class _Spending:
    """What this cart would use of each budget."""

    def __init__(self) -> None:
        self.by_budget: dict[str, Decimal] = {}

    def allows(self, budget: Budget, more: Decimal) -> bool:
        return budget.limit is None or budget.used + self.by_budget.get(budget.id, ZERO) + more <= budget.limit

    def add(self, budget: Budget, more: Decimal) -> None:
        self.by_budget[budget.id] = self.by_budget.get(budget.id, ZERO) + more


def _is_for(offer: Offer, context: Mapping[str, Any], currency_code: str) -> bool:
    return offer.currency_code in (None, currency_code) and all_hold(offer.rules, context)


def _is_for_shipping(offer: Offer) -> bool:
    return offer.type == "standard" and offer.target_type == "shipping_methods"


def _exhausted(offer: Offer, spending: _Spending) -> Reason | None:
    if offer.limit is not None and offer.used >= offer.limit:
        return "promotion_limit_exceeded"
    budget = offer.budget
    if budget is not None and budget.type in ("usage", "use_by_attribute") and not spending.allows(budget, Decimal(1)):
        return "campaign_budget_exceeded"
    return None


def _worth_it(offer: Offer, shares: Sequence[tuple[Target, Decimal]]) -> list[tuple[Target, Decimal]]:
    """The shares that are more than nothing, each no more than is left of its target."""
    inclusive = _is_inclusive(offer)
    amounts = ((target, min(share, target.left(inclusive=inclusive))) for target, share in shares)
    return [(target, amount) for target, amount in amounts if amount > _SMALLEST]


def _is_inclusive(offer: Offer) -> bool:
    return offer.is_tax_inclusive and not _is_for_shipping(offer)


def _charged(offer: Offer, shares: Sequence[tuple[Target, Decimal]], spending: _Spending, made: Discounts) -> list[Discount]:
    """The shares that the budget still pays for, taken off."""
    inclusive = _is_inclusive(offer)
    taken: list[Discount] = []
    for target, amount in shares:
        if not _pays(offer.budget, amount, spending, first=not taken):
            made.skipped[offer.code] = "campaign_budget_exceeded"
            continue
        target.take(amount, inclusive=inclusive)
        taken.append(Discount(target_id=target.id, promotion_id=offer.id, code=offer.code, amount=amount, is_tax_inclusive=inclusive))
    return taken


def _pays(budget: Budget | None, amount: Decimal, spending: _Spending, *, first: bool) -> bool:
    if budget is None:
        return True
    if budget.type in ("spend", "spend_by_attribute"):
        if not spending.allows(budget, amount):
            return False
        spending.add(budget, amount)
    elif first:
        # A promotion is one use, of however many lines it takes something off.
        spending.add(budget, Decimal(1))
    return True


# --- standard ---------------------------------------------------------------------------------------------------------


def _standard(offer: Offer, targets: Sequence[Target]) -> list[tuple[Target, Decimal]]:
    eligible = [target for target in targets if _is_eligible(target) and all_hold(offer.target_rules, target.facts)]
    if offer.allocation == "across" or offer.target_type == "order":
        return _across(offer, eligible)
    if _is_for_shipping(offer):
        return _each_method(offer, eligible)
    return _once(offer, eligible) if offer.allocation == "once" else _each(offer, eligible)


def _is_eligible(target: Target) -> bool:
    return target.is_discountable and target.net > 0


def _across(offer: Offer, targets: Sequence[Target]) -> list[tuple[Target, Decimal]]:
    inclusive = _is_inclusive(offer)
    left = [(target, target.left(inclusive=inclusive)) for target in targets]
    if offer.value_type == "percentage":
        return [(target, _percent(offer, amount)) for target, amount in left]
    whole = sum((amount for _, amount in left), ZERO)
    if whole <= offer.value:
        return left
    shares = [(target, divided(offer.value * amount, whole)) for target, amount in left[:-1]]
    # The last takes what the others leave: so many quotients would not sum to the value.
    return [*shares, (left[-1][0], offer.value - sum((share for _, share in shares), ZERO))]


def _each(offer: Offer, targets: Sequence[Target]) -> list[tuple[Target, Decimal]]:
    return [(target, _of_pieces(offer, target, min(offer.max_quantity or target.quantity, target.quantity))) for target in targets]


def _once(offer: Offer, targets: Sequence[Target]) -> list[tuple[Target, Decimal]]:
    quota = offer.max_quantity or 1
    shares: list[tuple[Target, Decimal]] = []
    for target in sorted(targets, key=lambda each: (each.unit_price, each.id)):
        pieces = min(quota, target.quantity)
        if pieces == 0:
            break
        share = _of_pieces(offer, target, pieces)
        if share > _SMALLEST:
            shares.append((target, share))
            quota -= pieces
    return shares


def _of_pieces(offer: Offer, target: Target, pieces: int) -> Decimal:
    """What the offer takes off so many pieces of a line: no more than they cost, nor than is left of the line."""
    inclusive = offer.is_tax_inclusive
    most = min(target.left(inclusive=inclusive), divided(target.price(inclusive=inclusive) * pieces, Decimal(target.quantity)))
    return _percent(offer, most) if offer.value_type == "percentage" else min(offer.value * pieces, most)


def _each_method(offer: Offer, methods: Sequence[Target]) -> list[tuple[Target, Decimal]]:
    if offer.allocation == "once":
        methods = sorted(methods, key=lambda each: (each.net, each.id))[: offer.max_quantity or 1]
    left = [(method, method.left(inclusive=False)) for method in methods]
    return [(method, _percent(offer, amount) if offer.value_type == "percentage" else min(offer.value, amount)) for method, amount in left]


def _percent(offer: Offer, amount: Decimal) -> Decimal:
    return divided(amount * offer.value, _HUNDRED)


# --- buy and get ------------------------------------------------------------------------------------------------------


def _buyget(offer: Offer, items: Sequence[Target], pieces: dict[str, int]) -> list[tuple[Target, Decimal]]:
    """Take pieces to be bought and pieces to be given from what `pieces` says is free, round by round."""
    dearest = sorted(items, key=lambda item: (-item.net, item.id))
    given = [item for item in dearest if _is_eligible(item) and all_hold(offer.target_rules, item.facts)]
    bought = [item for item in dearest if all_hold(offer.buy_rules, item.facts)]
    # What is not given anyway is bought first.
    bought = [*(item for item in bought if item not in given), *(item for item in bought if item in given)]
    a_time, most = offer.apply_to_quantity or 1, offer.max_quantity or offer.apply_to_quantity or 1
    got: dict[str, int] = {}
    for _ in range(_MOST_ROUNDS):
        if sum(got.values()) + a_time > most:
            break
        buy = _picked(bought, pieces, offer.buy_rules_min_quantity or 1)
        get = buy and _picked(given, _without(pieces, buy), a_time)
        if not buy or not get:
            break
        pieces |= _without(_without(pieces, buy), get)
        for item_id, count in get.items():
            got[item_id] = got.get(item_id, 0) + count
    return [(item, _of_pieces(offer, item, got[item.id])) for item in given if item.id in got]


def _picked(items: Sequence[Target], pieces: Mapping[str, int], wanted: int) -> dict[str, int] | None:
    picked: dict[str, int] = {}
    for item in items:
        count = min(pieces[item.id], wanted)
        if count > 0:
            picked[item.id] = count
            wanted -= count
    return picked if wanted == 0 else None


def _without(pieces: Mapping[str, int], taken: Mapping[str, int]) -> dict[str, int]:
    return {item_id: count - taken.get(item_id, 0) for item_id, count in pieces.items()}
