"""A collection's status, sum by sum."""

from decimal import Decimal

import pytest

from merx.commerce.payment.schemas import Sums
from merx.commerce.payment.workflows.ledger import status_of


@pytest.mark.parametrize(
    ("sessions", "authorized", "captured", "exponent", "status"),
    [
        (0, "0", "0", 2, "not_paid"),
        (1, "0", "0", 2, "awaiting"),
        (1, "99.99", "0", 2, "partially_authorized"),
        (1, "99.995", "0", 2, "authorized"),
        (1, "100", "50", 2, "authorized"),
        (1, "100", "99.99", 2, "authorized"),
        (1, "100", "99.996", 2, "completed"),
        (1, "100", "100", 2, "completed"),
        (1, "99.6", "99.6", 0, "completed"),
    ],
)
def test_sums_are_compared_at_the_currencys_digits(sessions: int, authorized: str, captured: str, exponent: int, status: str) -> None:
    # given
    sums = Sums(sessions, Decimal(authorized), Decimal(captured), Decimal(0))
    # when, then
    assert status_of(Decimal(100), sums, exponent) == status
