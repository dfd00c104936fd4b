"""The shop itself."""

from typing import Annotated

from merx.framework.data import BelongsTo, Indexed, Metadata, Model, Searchable


class Store(Model, id_prefix="store"):
    """The shop, and what is taken where nothing was chosen."""

    name: Annotated[str, Searchable] = "Merx Store"
    default_sales_channel_id: str | None = None
    default_region_id: str | None = None
    default_location_id: str | None = None
    metadata: Metadata = None


class StoreCurrency(Model, id_prefix="stocur"):
    """A currency the shop deals in."""

    store_id: Annotated[str | None, BelongsTo("store", back="supported_currencies"), Indexed] = None
    currency_code: Annotated[str, Searchable]
    is_default: bool = False


class StoreLocale(Model, id_prefix="stloc"):
    """A language the shop speaks, by its BCP 47 code."""

    store_id: Annotated[str | None, BelongsTo("store", back="supported_locales"), Indexed] = None
    locale_code: Annotated[str, Searchable]
