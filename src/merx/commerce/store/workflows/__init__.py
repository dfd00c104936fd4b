"""What is done with the shop as a whole, a file per use case."""

from merx.commerce.store.workflows.bootstrap import Opened, bootstrap
from merx.commerce.store.workflows.update_store import SupportedCurrency, update_store

__all__ = ["Opened", "SupportedCurrency", "bootstrap", "update_store"]
