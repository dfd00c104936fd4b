"""What the currencies of a store are."""

from merx.commerce.currency import Currency
from merx.commerce.store.models import StoreCurrency
from merx.framework.data import link

store_currency = link(StoreCurrency.currency_code, Currency, read_only=True)
