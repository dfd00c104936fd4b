"""The rows of the store."""

from merx.commerce.store.models import Store, StoreCurrency, StoreLocale
from merx.framework.data import Repository, Service


class StoreService(Service):
    """The store and what it supports."""

    stores: Repository[Store]
    currencies: Repository[StoreCurrency]
    locales: Repository[StoreLocale]
