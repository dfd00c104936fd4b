"""Numbers in bodies: exact, finite, bounded.

`Number` is a Decimal to code and the contract's BigNumberInput on the wire: a number, a numeric string or
`{"value": number or numeric string}`.
"""

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, TypeAlias, cast

import msgspec

LARGEST = Decimal(10) ** 20
"""Nothing that is sold is priced or counted higher; more digits than this are an attack or a mistake."""

DIGITS = 60

Integer: TypeAlias = Annotated[int, msgspec.Meta(ge=-(2**31), le=2**31 - 1)]
"""What an integer column holds. Plain `int` in a `Body` is checked for the same bounds."""


class OutOfRange(ValueError):
    """A number that is one, and is too small or too big; `text` is the contract's wording for it."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class _Bounded(type):
    """What msgspec asks after converting: is it a Decimal?"""

    minimum: Decimal | None
    above: bool

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, Decimal)


class _Number(metaclass=_Bounded):
    minimum: ClassVar[Decimal | None] = None
    above: ClassVar[bool] = False


class _Positive(_Number):
    minimum = Decimal(0)
    above = True


class _NotNegative(_Number):
    minimum = Decimal(0)


def as_decimal(value: Any) -> Decimal:
    """`value` as Decimal. Raises `ValueError` if it is no number, `OutOfRange` if it is none that we keep."""
    if isinstance(value, dict):
        value = cast("dict[str, Any]", value).get("value")
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal | float):
        raise ValueError("not a number")  # noqa: TRY004 - one kind of refusal for whoever catches it
    if isinstance(value, str) and len(value) > DIGITS:
        raise OutOfRange(f"too long, expected at most {DIGITS} characters")
    try:
        number = Decimal(str(value) if isinstance(value, float) else value)
    except InvalidOperation as error:
        raise ValueError("not a number") from error
    if not number.is_finite():
        raise ValueError("not a number")
    if abs(number) > LARGEST:
        raise OutOfRange(f"too big, expected at most: '{LARGEST}'" if number > 0 else f"too small, expected at least: '-{LARGEST}'")
    if number and number.adjusted() < -DIGITS:
        raise OutOfRange(f"too precise, expected at most {DIGITS} decimals")
    return number


def from_wire(wanted: type[Any], value: Any) -> Any:
    """Msgspec's `dec_hook`: the types of this file."""
    if not isinstance(wanted, _Bounded):
        raise NotImplementedError
    number = as_decimal(value)
    if wanted.minimum is not None and (number < wanted.minimum or (wanted.above and number == wanted.minimum)):
        raise OutOfRange(f"too small, expected at least: '{wanted.minimum}'")
    return number


def is_number(kind: type[Any]) -> bool:
    return isinstance(kind, _Bounded)


def schema_of(kind: type[Any]) -> dict[str, Any]:
    """The JSON Schema of the types of this file. Raises `NotImplementedError` for others."""
    if not isinstance(kind, _Bounded):
        raise NotImplementedError
    number: dict[str, Any] = {"type": "number", "maximum": int(LARGEST)}
    if kind.minimum is None:
        number["minimum"] = -int(LARGEST)
    else:
        number["exclusiveMinimum" if kind.above else "minimum"] = int(kind.minimum)
    text = {"type": "string", "pattern": r"^-?[0-9]{1,20}(\.[0-9]{1,20})?$" if kind.minimum is None else r"^[0-9]{1,20}(\.[0-9]{1,20})?$"}
    wrapped = {"type": "object", "properties": {"value": {"anyOf": [number, text]}}, "required": ["value"]}
    return {"anyOf": [number, text, wrapped]}


if TYPE_CHECKING:
    Number: TypeAlias = Decimal
    Positive: TypeAlias = Decimal
    NotNegative: TypeAlias = Decimal
else:
    Number = _Number
    Positive = _Positive
    NotNegative = _NotNegative
