"""The rows of stock locations."""

from merx.commerce.stock_location.models import StockLocation, StockLocationAddress
from merx.framework.data import Repository, Service


class StockLocationService(Service):
    """Stock locations and their addresses."""

    locations: Repository[StockLocation]
    addresses: Repository[StockLocationAddress]
