from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from merx.framework.data import AutoIncrement, BelongsTo, Metadata, Model, Record


class Shelf(Model, id_prefix="shelf"):
    label: str


class Jar(Model, id_prefix="jar", unique=[("code",)]):
    code: str
    name: str = ""
    kind: Literal["jam", "honey"] | None = None
    grams: int | None = None
    price: Decimal = Decimal(0)
    is_sealed: bool = False
    filled_at: datetime | None = None
    tags: list[str] = []
    number: Annotated[int, AutoIncrement] = 0
    shelf_id: Annotated[str | None, BelongsTo("shelf", back="jars")] = None
    metadata: Metadata = None


class Sticker(Model, id_prefix="sticker"):
    jar_id: Annotated[str, BelongsTo("jar", back="stickers")]
    text: str = ""


class Note(Model, id_prefix="note"):
    """Outlives its shelf."""

    shelf_id: Annotated[str | None, BelongsTo("shelf", on_delete="SET NULL")] = None


class Spoon(Record, primary_key=("size",)):
    size: str
    millilitres: int


class Place(Record, primary_key=("side", "position")):
    """Nothing but its key."""

    side: str
    position: int
