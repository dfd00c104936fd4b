"""The currencies."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

import msgspec

from merx.framework.data import Record, Searchable, utcnow


class Currency(Record, primary_key=("code",)):
    """A currency by its ISO 4217 code; `decimal_digits` is the exponent at which it is paid."""

    code: Annotated[str, Searchable]
    symbol: str
    symbol_native: str
    decimal_digits: int = 0
    rounding: Decimal = Decimal(0)
    name: Annotated[str, Searchable]
    created_at: datetime = msgspec.field(default_factory=utcnow)
    updated_at: datetime = msgspec.field(default_factory=utcnow)
    deleted_at: datetime | None = None
