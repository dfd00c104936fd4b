"""Regions and countries."""

from datetime import datetime
from typing import Annotated

import msgspec

from merx.framework.data import BelongsTo, Indexed, Metadata, Model, Record, Searchable, Translatable, utcnow


class Region(Model, id_prefix="reg"):
    """Countries that share a currency and the way taxes and payments work."""

    name: Annotated[str, Searchable, Translatable]
    currency_code: Annotated[str, Searchable]
    automatic_taxes: bool = True
    metadata: Metadata = None


class Country(Record, table="region_country", primary_key=("iso_2",), unique=[("region_id", "iso_2")]):
    """A country by its ISO 3166-1 codes (`iso_2` is the key), in a region or in none yet."""

    region_id: Annotated[str | None, BelongsTo("region", back="countries", on_delete="SET NULL"), Indexed] = None
    iso_2: Annotated[str, Searchable]
    iso_3: str
    num_code: str
    name: Annotated[str, Searchable]
    display_name: str
    metadata: Metadata = None
    created_at: datetime = msgspec.field(default_factory=utcnow)
    updated_at: datetime = msgspec.field(default_factory=utcnow)
    deleted_at: datetime | None = None
