"""What every shop has from its first start on: currencies, countries, a store, a channel, a key, a profile, its providers."""

from typing import Final

from msgspec import Struct

from merx.commerce.api_key.workflows import create_api_key, link_sales_channels
from merx.commerce.currency import CurrencyService, world_currencies
from merx.commerce.fulfillment import FulfillmentService, ShippingProfile, carriers
from merx.commerce.fulfillment.workflows import sync_providers as sync_fulfillment_providers
from merx.commerce.notification import NotificationProvider
from merx.commerce.notification.workflows import sync_providers as sync_notification_providers
from merx.commerce.payment import gateways
from merx.commerce.payment.workflows import sync_providers as sync_payment_providers
from merx.commerce.region import RegionService, world_countries
from merx.commerce.sales_channel import SalesChannel
from merx.commerce.store.models import Store, StoreCurrency
from merx.commerce.tax import calculators
from merx.commerce.tax.workflows import sync_providers as sync_tax_providers
from merx.commerce.translation import translatables
from merx.commerce.translation.workflows import sync_translatables
from merx.framework.data import Record, create_all
from merx.framework.scope import SYSTEM, Scope
from merx.framework.workflows import workflow

NAME: Final = "Merx Store"
CHANNEL: Final = "Default Sales Channel"
KEY: Final = "Default Publishable API Key"
PROFILE: Final = "Default Shipping Profile"
CURRENCY: Final = "eur"

# The only statement of every start but the first: small, and over tables of a few rows.
_STATE: Final = """
SELECT store.id AS store_id, store.default_sales_channel_id AS sales_channel_id, (
    SELECT token FROM api_key WHERE type = 'publishable' AND deleted_at IS NULL AND (revoked_at IS NULL OR revoked_at > now())
        AND EXISTS (SELECT FROM publishable_api_key_sales_channel AS joined WHERE joined.publishable_key_id = api_key.id AND joined.deleted_at IS NULL)
    ORDER BY id LIMIT 1) AS publishable_key,
    ARRAY(SELECT 'payment ' || id FROM payment_provider WHERE is_enabled AND deleted_at IS NULL
        UNION ALL SELECT 'fulfillment ' || id FROM fulfillment_provider WHERE is_enabled AND deleted_at IS NULL
        UNION ALL SELECT 'tax ' || id FROM tax_provider WHERE is_enabled AND deleted_at IS NULL
        UNION ALL SELECT 'notification ' || id FROM notification_provider WHERE is_enabled AND deleted_at IS NULL) AS providers,
    ARRAY(SELECT entity_type FROM translation_settings) AS translatable, EXISTS (SELECT FROM locale) AS has_locales
FROM (SELECT 1) AS always LEFT JOIN (SELECT * FROM store WHERE deleted_at IS NULL ORDER BY id LIMIT 1) AS store ON true"""


class Opened(Struct, frozen=True):
    """The shop that is there after `bootstrap`: its store, and the oldest storefront key that opens something."""

    store_id: str
    sales_channel_id: str | None
    publishable_key: str | None


@workflow("bootstrap")
async def bootstrap(scope: Scope) -> Opened:
    """See to it that the shop has what every shop has; one statement if it has. Safe to repeat and to race.

    What a merchant changed or removed since the first start stays as it is; the providers' rows follow the code.
    """
    shop, providers, is_listed = await _state(scope)
    if shop is not None and providers == _provided(scope) and is_listed:
        return shop
    await scope.lock("bootstrap")
    shop, providers, is_listed = await _state(scope)
    if not is_listed:
        await sync_translatables(scope)
    if providers != _provided(scope):
        await sync_payment_providers(scope)
        await sync_fulfillment_providers(scope)
        await sync_tax_providers(scope)
        await sync_notification_providers(scope)
    return shop or await _open(scope)


async def _state(scope: Scope) -> tuple[Opened | None, set[str], bool]:
    ((store_id, sales_channel_id, publishable_key, providers, translatable, has_locales),) = await scope.rows(_STATE)
    is_listed = has_locales and translatables(scope.graph).keys() <= set(translatable)
    return Opened(store_id, sales_channel_id, publishable_key) if store_id is not None else None, set(providers), is_listed


def _provided(scope: Scope) -> set[str]:
    notifying = scope.app.providers.all(NotificationProvider)
    found = {"payment": gateways(scope.app), "fulfillment": carriers(scope.app), "tax": calculators(scope.app), "notification": notifying}
    return {f"{room} {each}" for room, ids in found.items() for each in ids}


async def _open(scope: Scope) -> Opened:
    channel = SalesChannel(name=CHANNEL)
    store = Store(name=NAME, default_sales_channel_id=channel.id)
    rows: list[Record] = [channel, store, StoreCurrency(store_id=store.id, currency_code=CURRENCY, is_default=True)]
    known = {each.code for each in await scope[CurrencyService].currencies.list()}
    rows += [each for each in world_currencies() if each.code not in known]
    known = {each.iso_2 for each in await scope[RegionService].countries.list()}
    rows += [each for each in world_countries() if each.iso_2 not in known]
    if await scope[FulfillmentService].shipping_profiles.first(name=PROFILE) is None:
        rows.append(ShippingProfile(name=PROFILE, type="default"))
    await create_all(scope, rows)
    key = await create_api_key(scope, KEY, "publishable", SYSTEM.type)
    await link_sales_channels(scope, key.id, add=[channel.id])
    return Opened(store.id, channel.id, key.token)
