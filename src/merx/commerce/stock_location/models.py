"""Locations and their addresses."""

from typing import Annotated

from merx.framework.data import BelongsTo, Metadata, Model, Searchable


class StockLocationAddress(Model, id_prefix="laddr"):
    address_1: Annotated[str, Searchable]
    address_2: Annotated[str | None, Searchable] = None
    company: str | None = None
    city: Annotated[str | None, Searchable] = None
    country_code: Annotated[str, Searchable]
    phone: str | None = None
    province: Annotated[str | None, Searchable] = None
    postal_code: Annotated[str | None, Searchable] = None
    metadata: Metadata = None


class StockLocation(Model, id_prefix="sloc", unique=[("address_id",)]):
    """A place that holds stock."""

    address_id: Annotated[str | None, BelongsTo("stock_location_address", back="stock_locations", one=True, on_delete="SET NULL", searched=True)] = None
    name: Annotated[str, Searchable]
    metadata: Metadata = None
