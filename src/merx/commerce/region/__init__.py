"""Region: countries that buy alike: one currency, one way of tax, one choice of payment providers.

Owns: regions, and the world's countries with the region each is in.
Leaves to others: rates (tax), amounts (pricing), providers (payment; a link joins them).
Change freely: everything that is not in `__all__`.
Change with a decision record: the countries' codes and names.
Holds always: a country is in one region at most; country codes are ISO 3166-1 alpha-2 in lower case.
"""

from merx.commerce.region.countries import world_countries
from merx.commerce.region.models import Country, Region
from merx.commerce.region.service import RegionService
from merx.framework.module import Module

region = Module("region", service=RegionService)

__all__ = ["RegionService", "Country", "Region", "region", "world_countries"]
