from decimal import Decimal
from typing import Annotated

from merx.framework.data import BelongsTo, Model


class Sale(Model, id_prefix="sale"):
    email: str
    country_code: str | None = None


class SaleLine(Model, id_prefix="line"):
    sale_id: Annotated[str, BelongsTo("sale", back="lines")]
    tin_id: str
    quantity: int
    unit_price: Decimal
