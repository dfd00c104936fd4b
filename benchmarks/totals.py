"""Median time to decorate a cart and an order of 1, 5 and 50 lines: `python benchmarks/totals.py`."""

import copy
from collections.abc import Callable
from decimal import Decimal
from statistics import median
from time import perf_counter
from typing import Any

from merx.commerce.totals import decorate_cart, decorate_order

Tree = dict[str, Any]
RUNS = 300


def taxed(**fields: Any) -> Tree:
    """A line as the query layer decodes it: one tax, one discount."""
    tax = {"id": "tax", "code": "vat", "rate": 19}
    off = {"id": "off", "code": "SPRING", "amount": Decimal("3.33"), "is_tax_inclusive": False}
    return {"title": "Teapot", "is_tax_inclusive": True, "tax_lines": [tax], "adjustments": [off], **fields}


def cart_of(lines: int) -> Tree:
    """A cart of so many lines."""
    items = [taxed(unit_price=Decimal("33.33"), quantity=3) for _ in range(lines)]
    return copy.deepcopy({"items": items, "shipping_methods": [taxed(amount=10)], "credit_lines": None})


def order_of(lines: int) -> Tree:
    """An order of so many lines, a piece of each sent."""
    detail = {"quantity": 3, "fulfilled_quantity": 1, "shipped_quantity": 1}
    items = [taxed(unit_price=Decimal("33.33"), detail=detail) for _ in range(lines)]
    order = {
        "items": items,
        "shipping_methods": [taxed(amount=10)],
        "credit_lines": None,
        "transactions": [{"amount": 100}],
    }
    return copy.deepcopy(order)


def measured(decorate: Callable[[Tree, int], Tree], tree: Tree) -> float:
    """Median microseconds of a call."""
    times: list[float] = []
    for _ in range(RUNS):
        start = perf_counter()
        decorate(tree, 2)
        times.append(perf_counter() - start)
    return median(times) * 1e6


def main() -> None:
    """Print the table."""
    print("| lines | cart µs | order µs |\n| --- | --- | --- |")
    for lines in (1, 5, 50):
        print(f"| {lines} | {measured(decorate_cart, cart_of(lines)):.0f} | {measured(decorate_order, order_of(lines)):.0f} |")


if __name__ == "__main__":
    main()
