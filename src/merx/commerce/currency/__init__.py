"""Currency: the currencies there are, how each is written, and how far it divides.

Owns: the list of currencies.
Leaves to others: which of them a shop takes (store) and what things cost in them (pricing).
Change freely: everything that is not in `__all__`.
Change with a decision record: `decimal_digits`. All rounding of payable money follows it.
Holds always: codes are ISO 4217 in lower case.
"""

from merx.commerce.currency.data import exponent_of, world_currencies
from merx.commerce.currency.models import Currency
from merx.commerce.currency.service import CurrencyService
from merx.framework.module import Module

currency = Module("currency", service=CurrencyService)

__all__ = ["CurrencyService", "Currency", "currency", "exponent_of", "world_currencies"]
