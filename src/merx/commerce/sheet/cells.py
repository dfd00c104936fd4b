"""From the text of a cell to a value, and back. Readers raise `ValueError` with what was expected; none gets an empty cell."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias, get_args

import msgspec

from merx.commerce.sheet.schemas import Status

Reader: TypeAlias = Callable[[str], Any]

HIGHEST = Decimal(10) ** 12
MOST_DIGITS = 40
STATUSES: tuple[str, ...] = get_args(Status)

_json = msgspec.json.Decoder(dict[str, Any]).decode


def text(cell: str) -> str:
    return cell


def flag(cell: str) -> bool:
    if cell.lower() not in ("true", "false"):
        raise ValueError("expected true or false")
    return cell.lower() == "true"


def number(cell: str) -> Decimal:
    """A measure: may be a fraction, and is not negative."""
    return _decimal(cell, "expected a number such as 12.5")


def amount(cell: str) -> Decimal:
    """Money, in the currency's major unit."""
    return _decimal(cell, "expected an amount such as 12.50")


def _decimal(cell: str, expected: str) -> Decimal:
    try:
        found = Decimal(cell) if len(cell) <= MOST_DIGITS and "_" not in cell else Decimal("NaN")
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or not 0 <= found <= HIGHEST:
        raise ValueError(expected)
    return found


def rank(cell: str) -> int:
    if not (cell.isascii() and cell.isdigit() and len(cell) < 10):  # noqa: PLR2004 - digits of an integer column
        raise ValueError("expected a whole number")
    return int(cell)


def status(cell: str) -> str:
    if cell.lower() not in STATUSES:
        raise ValueError(f"expected one of {', '.join(STATUSES)}")
    return cell.lower()


def metadata(cell: str) -> dict[str, Any]:
    try:
        return _json(cell)
    except (msgspec.DecodeError, RecursionError) as error:
        raise ValueError("expected a JSON object") from error


def shown(value: object) -> str:
    """A value as a cell that the readers above read."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return msgspec.json.encode(value).decode() if isinstance(value, dict) else str(value)
