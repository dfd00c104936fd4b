"""A catalogue from Shopify's export, in one durable run: a transaction for every few products, and none of it if one fails."""

from collections.abc import Sequence
from hashlib import sha256

from msgspec import Struct

from merx.commerce.product.shopify import ShopifyProduct
from merx.commerce.product.workflows.shopify_place import Place, close_place, open_place
from merx.commerce.product.workflows.shopify_products import Made, create_imported, delete_imported
from merx.framework.scope import Scope
from merx.framework.workflows import WorkflowService, step, workflow
from merx.framework.workflows.payload import encode

CHUNK = 20
"""Products in a transaction: few enough for the progress to move and for locks to be short, and each costs one commit."""


class ShopifyImport(Struct, frozen=True, kw_only=True):
    """How to import: prices in this currency (the store's default), pieces at this location (the store's default, or "Warehouse").

    `again` tells an import from an earlier one of the same products.
    """

    currency_code: str | None = None
    location: str | None = None
    again: str | None = None


class Imported(Struct, kw_only=True):
    """What became of a file: how many were made, which handles were there before, and what else is worth knowing."""

    products: int = 0
    variants: int = 0
    images: int = 0
    existing: list[str] = []
    notes: list[str] = []


def key_of(products: Sequence[ShopifyProduct], request: ShopifyImport) -> str:
    """The same for the same products, imported in the same way."""
    return sha256(encode([products, request])).hexdigest()[:32]


@step("product.import_shopify.open_place")
async def where_to(scope: Scope, request: ShopifyImport, words: list[str], kinds: list[str]) -> Place:
    return await open_place(scope, currency_code=request.currency_code, location=request.location, tags=words, types=kinds)


@where_to.compensate
async def clear_place(scope: Scope, place: Place) -> None:
    await close_place(scope, place)


@step("product.import_shopify.create")
async def import_some(scope: Scope, products: list[ShopifyProduct], place: Place) -> Made:
    return await create_imported(scope, products, place)


@import_some.compensate
async def take_back(scope: Scope, made: Made) -> None:
    await delete_imported(scope, made)


@workflow("product.import_shopify", durable=True, key=key_of)
async def import_shopify(scope: Scope, products: list[ShopifyProduct], request: ShopifyImport) -> Imported:
    """Create these products, with prices, pieces and pictures, in the default sales channel and shipping profile.

    A product whose handle is there already stays as it is. The same products are imported once: a second call gives the
    first one's result. Raises `InvalidData` for a currency that does not exist.
    """
    words = sorted({tag for product in products for tag in product.tags})
    kinds = sorted({product.type for product in products if product.type})
    place = await where_to(scope, request, words, kinds)
    done = Imported(notes=list(place.notes))
    for start in range(0, len(products), CHUNK):
        made = await import_some(scope, products[start : start + CHUNK], place)
        done.products += len(made.product_ids)
        done.variants += made.variants
        done.images += made.images
        done.existing += made.existing
        done.notes += made.notes
    return done


async def import_progress(scope: Scope, run_id: str) -> int:
    """How many products a run has behind it (of a last, smaller batch some too many)."""
    return CHUNK * await scope[WorkflowService].steps.count(run_id=run_id, name=import_some.name, status="done")
