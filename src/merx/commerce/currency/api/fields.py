"""What a currency shows, and how currencies are asked for."""

from merx.framework.http import UNSET, Fields, Limit, ListParams, Unset
from merx.framework.http.naming import of

_DEFAULTS = of("", "code name symbol symbol_native decimal_digits rounding")
CURRENCY = Fields("currency", key="currency", plural="currencies", defaults=_DEFAULTS)
STORE_CURRENCY = Fields("currency", key="currency", plural="currencies", defaults=_DEFAULTS, allowed=(*_DEFAULTS, *of("", "created_at updated_at deleted_at")))


class CurrencyParams(ListParams, groups=True):
    code: str | list[str] | Unset = UNSET


class AdminCurrencyParams(CurrencyParams, groups=True):
    limit: Limit = 200


def missing(code: str) -> str:
    """What is said of a currency that there is none of."""
    return f"Currency with code: {code} was not found"
