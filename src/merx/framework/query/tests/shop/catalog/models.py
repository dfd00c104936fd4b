from datetime import datetime
from decimal import Decimal
from typing import Annotated

from merx.framework.data import BelongsTo, Metadata, Model, Record, Searchable


class Shelf(Model, id_prefix="shelf"):
    label: Annotated[str, Searchable]


class Tea(Model, id_prefix="tea"):
    title: Annotated[str, Searchable]
    kind: str | None = None
    rating: int | None = None
    is_loose: bool = False
    picked_at: datetime | None = None
    shelf_id: Annotated[str | None, BelongsTo("shelf", back="teas", searched=True, on_delete="SET NULL")] = None
    metadata: Metadata = None


class Tin(Model, id_prefix="tin"):
    tea_id: Annotated[str, BelongsTo("tea", back="tins", back_searched=True)]
    sku: Annotated[str | None, Searchable] = None
    price: Decimal = Decimal(0)
    tin_rank: int | None = 0


class Label(Model, id_prefix="label"):
    """At most one for a tea."""

    tea_id: Annotated[str, BelongsTo("tea", back="label", one=True)]
    text: str


class Flavour(Model, id_prefix="flavour"):
    name: str
    rank: int = 0


class TeaFlavour(Record, primary_key=("tea_id", "flavour_id"), pivot=("flavours", "teas")):
    tea_id: Annotated[str, BelongsTo("tea")]
    flavour_id: Annotated[str, BelongsTo("flavour")]


class Country(Record, primary_key=("code",)):
    code: str
    name: str
