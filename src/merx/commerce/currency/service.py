"""The rows of currencies."""

from merx.commerce.currency.models import Currency
from merx.framework.data import Repository, Service


class CurrencyService(Service):
    """Currencies."""

    currencies: Repository[Currency]
