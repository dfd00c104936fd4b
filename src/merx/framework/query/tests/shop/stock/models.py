from decimal import Decimal
from typing import Annotated

from merx.framework.data import BelongsTo, Model


class StockItem(Model, id_prefix="sitem"):
    name: str


class Level(Model, id_prefix="level"):
    stock_item_id: Annotated[str, BelongsTo("stock_item", back="levels")]
    place: str
    quantity: Decimal = Decimal(0)
