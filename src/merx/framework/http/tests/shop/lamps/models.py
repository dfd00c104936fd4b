from decimal import Decimal
from typing import Annotated

from merx.framework.data import BelongsTo, Metadata, Model, Searchable


class Lamp(Model, id_prefix="lamp", unique=[("title",)]):
    title: Annotated[str, Searchable]
    status: str = "draft"
    watts: int = 0
    price: Decimal = Decimal(0)
    metadata: Metadata = None


class Shade(Model, id_prefix="shade"):
    lamp_id: Annotated[str, BelongsTo("lamp", back="shades")]
    colour: str
