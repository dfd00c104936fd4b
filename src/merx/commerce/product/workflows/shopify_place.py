"""What an import finds or makes before its first product: where things are sold, kept and sent, and the words on them."""

from collections.abc import Sequence
from typing import TypeVar

from msgspec import Struct

from merx.commerce.currency import world_currencies
from merx.commerce.fulfillment import FulfillmentService
from merx.commerce.pricing import PriceList, PricingService
from merx.commerce.product import ProductService, ProductTag, ProductType
from merx.commerce.sales_channel.links import sales_channel_locations
from merx.commerce.stock_location import StockLocation, StockLocationService
from merx.commerce.store import Store, StoreCurrency, StoreService
from merx.commerce.store.workflows import bootstrap
from merx.framework.data import Repository
from merx.framework.errors import InvalidData
from merx.framework.scope import Scope

WAREHOUSE = "Warehouse"
SALE = "Shopify sale prices"


class Place(Struct, frozen=True, kw_only=True):
    """Ids of what products are joined to; `made_*` are those that were not there before."""

    currency_code: str
    sales_channel_id: str | None
    shipping_profile_id: str | None
    location_id: str
    price_list_id: str
    tags: dict[str, str]
    types: dict[str, str]
    made_location: str | None = None
    made_price_list: str | None = None
    made_currency: str | None = None
    made_tags: list[str] = []
    made_types: list[str] = []
    notes: list[str] = []


async def open_place(scope: Scope, *, currency_code: str | None, location: str | None, tags: Sequence[str], types: Sequence[str]) -> Place:
    """Find or make all of it. Raises `InvalidData` for a currency that does not exist, or none where the store has no default."""
    opened = await bootstrap(scope)
    store = await scope[StoreService].stores.retrieve(opened.store_id)
    currency, made_currency = await _currency(scope, store, currency_code)
    location_id, made_location = await _location(scope, store, location)
    price_list_id, made_price_list = await _price_list(scope)
    catalogue = scope[ProductService]
    tag_ids, made_tags = await _words(catalogue.tags, ProductTag, tags)
    type_ids, made_types = await _words(catalogue.types, ProductType, types)
    profiles = await scope[FulfillmentService].shipping_profiles.list(type="default", limit=1)
    return Place(
        currency_code=currency,
        sales_channel_id=store.default_sales_channel_id,
        shipping_profile_id=profiles[0].id if profiles else None,
        location_id=location_id,
        price_list_id=price_list_id,
        tags=tag_ids,
        types=type_ids,
        made_location=made_location,
        made_price_list=made_price_list,
        made_currency=made_currency,
        made_tags=made_tags,
        made_types=made_types,
        notes=[f"The shop now deals in {currency.upper()} too"] if made_currency else [],
    )


async def close_place(scope: Scope, place: Place) -> None:
    """Take away what `open_place` made. Safe to repeat."""
    if place.made_location is not None:
        await sales_channel_locations.dismiss(scope, right=place.made_location)
        await scope[StockLocationService].locations.soft_delete(place.made_location)
    if place.made_price_list is not None:
        await scope[PricingService].price_lists.soft_delete(place.made_price_list)
    if place.made_currency is not None:
        await scope[StoreService].currencies.soft_delete(place.made_currency)
    await scope[ProductService].tags.soft_delete(place.made_tags)
    await scope[ProductService].types.soft_delete(place.made_types)


async def _currency(scope: Scope, store: Store, wanted: str | None) -> tuple[str, str | None]:
    supported = await scope[StoreService].currencies.list(store_id=store.id)
    if wanted is None:
        defaults = [each.currency_code for each in supported if each.is_default]
        if not defaults:
            raise InvalidData("The store has no default currency: say which one the prices are in")
        return defaults[0], None
    code = wanted.lower()
    if any(each.currency_code == code for each in supported):
        return code, None
    if all(each.code != code for each in world_currencies()):
        raise InvalidData(f"There is no currency '{wanted}'; expected a code such as eur or usd")
    made = await scope[StoreService].currencies.create(StoreCurrency(store_id=store.id, currency_code=code, is_default=not supported))
    return code, made.id


async def _location(scope: Scope, store: Store, name: str | None) -> tuple[str, str | None]:
    if name is None and store.default_location_id is not None:
        return store.default_location_id, None
    locations = scope[StockLocationService].locations
    known = await locations.first(name=name or WAREHOUSE)
    if known is not None:
        return known.id, None
    made = await locations.create(StockLocation(name=name or WAREHOUSE))
    if store.default_sales_channel_id is not None:
        await sales_channel_locations.add(scope, [(store.default_sales_channel_id, made.id)])
    return made.id, made.id


async def _price_list(scope: Scope) -> tuple[str, str | None]:
    lists = scope[PricingService].price_lists
    known = await lists.first(title=SALE)
    if known is not None:
        return known.id, None
    made = await lists.create(
        PriceList(title=SALE, description="What the products cost that had a higher price to compare with.", status="active", type="sale")
    )
    return made.id, made.id


_Word = TypeVar("_Word", ProductTag, ProductType)


async def _words(words: Repository[_Word], kind: type[_Word], wanted: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    known = {word.value: word.id for word in await words.list(value=list(wanted))}
    made = await words.create(kind(value=value) for value in wanted if value not in known)
    return known | {word.value: word.id for word in made}, [word.id for word in made]
