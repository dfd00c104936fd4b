"""What crosses the door of payment."""

from decimal import Decimal

from msgspec import Struct


class Captured(Struct, frozen=True):
    """Money that a capture brought in, in major units; `id` is the capture's."""

    id: str
    amount: Decimal


class Sums(Struct, frozen=True):
    """What happened to a collection's money, in major units. Canceled payments do not count as authorized."""

    sessions: int
    authorized: Decimal
    captured: Decimal
    refunded: Decimal
