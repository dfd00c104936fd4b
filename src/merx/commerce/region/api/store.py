"""Regions as shoppers choose them."""

from merx.framework.http import UNSET, Answer, FieldParams, Fields, ListParams, StoreScope, Unset, get
from merx.framework.http.naming import of

_DEFAULTS = (*of("", "id name currency_code created_at updated_at deleted_at metadata"), "*countries")
_ALLOWED = (
    *(name.lstrip("*") for name in _DEFAULTS),
    *of("countries", "id iso_2 iso_3 num_code name display_name"),
    "payment_providers",
    *of("payment_providers", "id is_enabled"),
)
REGION = Fields("region", key="region", plural="regions", defaults=_DEFAULTS, allowed=_ALLOWED)


class RegionParams(ListParams, groups=True):
    id: str | list[str] | Unset = UNSET
    currency_code: str | list[str] | Unset = UNSET
    name: str | list[str] | Unset = UNSET


@get("/store/regions")
async def list_regions(scope: StoreScope, query: RegionParams) -> Answer:
    return await REGION.page(scope, query)


@get("/store/regions/{id}")
async def retrieve(scope: StoreScope, id: str, query: FieldParams) -> Answer:
    return await REGION.one(scope, id, query)
