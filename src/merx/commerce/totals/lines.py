"""One priced line: what it costs with and without tax, and what discounts take off.

Every amount is known on one side of the tax: a tax-inclusive one with it, any other without. The other side is
derived once, and all further figures are sums and differences of these two. So net + tax == gross to the last digit,
for one line and for a thousand.
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal

from msgspec import Struct

ZERO = Decimal(0)
_ONE = Decimal(1)
_PERCENT = Decimal("0.01")
_PLACES = Decimal("1E-20")

# Quotients keep 20 places. Sums and products of them must not be rounded again: 120 digits hold all below 1E+60.
EXACT = Context(prec=120, rounding=ROUND_HALF_UP)
_DIVISION = Context(prec=80, rounding=ROUND_HALF_UP)


class TaxLine(Struct, frozen=True, gc=False):
    """A tax in percent of the net amount: 19 is 19 %."""

    rate: Decimal


class Adjustment(Struct, frozen=True, gc=False):
    """What a promotion takes off a whole line, in major units; with tax in it if `is_tax_inclusive`."""

    amount: Decimal
    is_tax_inclusive: bool = False


class Taxed(Struct, frozen=True, kw_only=True):
    """What a line item and a shipping method have in common. `None` is an empty list, as SQL aggregates say it."""

    is_tax_inclusive: bool
    tax_lines: tuple[TaxLine, ...] | None
    adjustments: tuple[Adjustment, ...] | None


class Figures(Struct, frozen=True, gc=False):
    """The amounts of a line or of many, exact, in major units. `subtotal` is before discounts, without tax."""

    total: Decimal
    subtotal: Decimal
    tax_total: Decimal
    discount_total: Decimal
    discount_subtotal: Decimal
    discount_tax_total: Decimal
    original_total: Decimal
    original_subtotal: Decimal
    original_tax_total: Decimal


class TaxFigures(Struct, frozen=True, gc=False):
    """For a tax line: the tax before and after discounts. For an adjustment: the discount without and with tax."""

    subtotal: Decimal
    total: Decimal


class LineTotals(Struct, frozen=True):
    """A line's figures and those of its tax lines and adjustments, in the order of the input."""

    figures: Figures
    tax_lines: tuple[TaxFigures, ...]
    adjustments: tuple[TaxFigures, ...]


# HOT(benchmarks/totals.py): once per line of each cart read; four numbers are carried, the rest derived
def line_totals(line: Taxed, price: Decimal) -> LineTotals:
    """Figures of a line that costs `price` in all. Call it under `EXACT`."""
    factor = tax_factor(line)
    gross, net = both_sides(price, factor, inclusive=line.is_tax_inclusive)
    adjustments: tuple[TaxFigures, ...] = ()
    gross_off = net_off = ZERO
    if line.adjustments:
        adjustments = tuple(_adjustment(each, factor) for each in line.adjustments)
        gross_off = sum((each.total for each in adjustments), ZERO)
        net_off = sum((each.subtotal for each in adjustments), ZERO)
    figures = figures_of(gross, net, gross_off, net_off)
    return LineTotals(figures, tax_shares(figures, line.tax_lines or ()), adjustments)


def figures_of(gross: Decimal, net: Decimal, gross_off: Decimal, net_off: Decimal) -> Figures:
    """All figures from a price and a discount, each with and without tax."""
    tax, tax_off = gross - net, gross_off - net_off
    return Figures(gross - gross_off, net, tax - tax_off, gross_off, net_off, tax_off, gross, net, tax)


def summed(parts: Iterable[Figures]) -> Figures:
    """The figures of many lines together: each is exactly the sum of theirs."""
    gross = net = gross_off = net_off = ZERO
    for part in parts:
        gross += part.original_total
        net += part.subtotal
        gross_off += part.discount_total
        net_off += part.discount_subtotal
    return figures_of(gross, net, gross_off, net_off)


def tax_factor(line: Taxed) -> Decimal:
    """What a net amount is multiplied by to hold its taxes: 1.19 for 19 %."""
    if not line.tax_lines:
        return _ONE
    return _ONE + sum((tax.rate for tax in line.tax_lines), ZERO) * _PERCENT


def both_sides(amount: Decimal, factor: Decimal, *, inclusive: bool) -> tuple[Decimal, Decimal]:
    """The amount with tax and without."""
    return (amount, divided(amount, factor)) if inclusive else (amount * factor, amount)


def tax_shares(figures: Figures, taxes: tuple[TaxLine, ...]) -> tuple[TaxFigures, ...]:
    """Each tax's part. The last takes what the others leave, so that they sum to the line's tax."""
    if not taxes:
        return ()
    before, after = figures.original_tax_total, figures.tax_total
    discounted = figures.subtotal - figures.discount_subtotal
    shares: list[TaxFigures] = []
    for tax in taxes[:-1]:
        share = TaxFigures(figures.subtotal * tax.rate * _PERCENT, discounted * tax.rate * _PERCENT)
        before, after = before - share.subtotal, after - share.total
        shares.append(share)
    return (*shares, TaxFigures(before, after))


def divided(amount: Decimal, by: Decimal) -> Decimal:
    """The quotient to 20 places, half up; without trailing zeros where it ends earlier."""
    quotient = _DIVISION.divide(amount, by)
    rounded = EXACT.quantize(quotient, _PLACES)
    return rounded if rounded != quotient else EXACT.add(quotient, ZERO)


def _adjustment(adjustment: Adjustment, factor: Decimal) -> TaxFigures:
    gross, net = both_sides(adjustment.amount, factor, inclusive=adjustment.is_tax_inclusive)
    return TaxFigures(subtotal=net, total=gross)
