"""The world's currencies, as a fresh shop knows them."""

from functools import cache
from importlib.resources import files

import msgspec

from merx.commerce.currency.models import Currency


def world_currencies() -> list[Currency]:
    """Every currency and unit of account that ISO 4217 lists for countries, with its minor units and how CLDR writes it; new rows at each call.

    The Bulgarian lev is among them: shops have prices and orders in it.
    """
    text = files("merx.commerce.currency").joinpath("currencies.json").read_bytes()
    return [
        Currency(code=code, symbol=symbol, symbol_native=native, decimal_digits=digits, name=name)
        for code, symbol, native, digits, name in msgspec.json.decode(text, type=list[tuple[str, str, str, int, str]])
    ]


@cache
def _exponents() -> dict[str, int]:
    return {currency.code: currency.decimal_digits for currency in world_currencies()}


def exponent_of(code: str) -> int:
    """How many decimal digits the currency's coins have: 2 for EUR, 0 for JPY, 3 for KWD; 2 for codes that ISO does not know."""
    return _exponents().get(code.lower(), 2)
