"""The rows of regions and countries."""

from merx.commerce.region.models import Country, Region
from merx.framework.data import Repository, Service


class RegionService(Service):
    """Regions and the countries in them."""

    regions: Repository[Region]
    countries: Repository[Country]
