"""The one rounding rule: half up, at the currency's exponent, where money becomes payable. Tables: totals.md."""

from collections.abc import Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal, localcontext

from merx.commerce.totals.lines import EXACT, ZERO, divided

_HALF_UP = Context(prec=120, rounding=ROUND_HALF_UP)
_KNOWN = Decimal("1E-15")
_DOWN = Context(prec=120, rounding=ROUND_FLOOR)


def payable(amount: Decimal, exponent: int) -> Decimal:
    """What can be paid in a currency of `exponent` decimal digits (EUR 2, JPY 0, KWD 3): half away from zero.

    Amounts are read at 15 places: a net price and its tax are quotients that lost what lies behind the 20th, and half a cent
    less nothing is half a cent.
    """
    return _HALF_UP.quantize(_HALF_UP.quantize(amount, _KNOWN), _coin(exponent))


def minor_units(amount: Decimal, exponent: int) -> int:
    """The payable amount in the currency's smallest coins: 10.005 EUR is 1001."""
    return int(payable(amount, exponent).scaleb(exponent, _HALF_UP))


def from_minor_units(coins: int, exponent: int) -> Decimal:
    """The amount in major units of so many smallest coins: 1001 is 10.01 EUR."""
    return Decimal(coins).scaleb(-exponent, _HALF_UP)


def payable_parts(parts: Sequence[Decimal], exponent: int) -> tuple[Decimal, ...]:
    """Payable amounts, each less than a coin from its part, whose sum is what the sum of the parts makes payable.

    The coins that rounding down leaves go to the largest remainders, the earlier part first.
    """
    with localcontext(EXACT):
        coin = _coin(exponent)
        whole = [_DOWN.quantize(part, coin) for part in parts]
        left = payable(sum(parts, ZERO), exponent) - sum(whole, ZERO)
        by_remainder = sorted(range(len(parts)), key=lambda place: whole[place] - parts[place])
        for place in by_remainder[: minor_units(left, exponent)]:
            whole[place] += coin
        return tuple(whole)


def split(total: Decimal, weights: Sequence[Decimal], exponent: int) -> tuple[Decimal, ...]:
    """Payable shares of a payable total, in proportion to the weights; their sum is the total.

    Weights that are all 0 share evenly.
    ValueError: the total is not payable, a weight is negative, or nobody is there to share.
    """
    if total != payable(total, exponent):
        raise ValueError(f"{total} is not payable with {exponent} decimal digits")
    if any(weight < 0 for weight in weights):
        raise ValueError(f"weights are negative: {weights}")
    if not weights:
        raise ValueError(f"nobody to share {total}")
    with localcontext(EXACT):
        if not (all_weights := sum(weights, ZERO)):
            return split(total, [Decimal(1)] * len(weights), exponent)
        return payable_parts([divided(total * weight, all_weights) for weight in weights], exponent)


def _coin(exponent: int) -> Decimal:
    return Decimal((0, (1,), -exponent))
