"""The index of products follows what its documents hold. Each of these is safe to repeat and to come late."""

from typing import Any

import msgspec

from merx.commerce.search.workflows import PRODUCTS, ensure_index, refresh_all_of, refresh_documents
from merx.commerce.search.workflows.declared import answering
from merx.framework.events import Event, subscriber
from merx.framework.scope import Scope


class Ref(msgspec.Struct):
    id: str | list[str]

    @property
    def ids(self) -> list[str]:
        return [self.id] if isinstance(self.id, str) else self.id


@subscriber("product.created", "product.updated", "product.deleted", name="search.products")
async def products_changed(scope: Scope, event: Event[Ref]) -> None:
    await _refresh(scope, event.data.ids)


@subscriber("product-variant.created", "product-variant.updated", "product-variant.deleted", name="search.variants")
async def variants_changed(scope: Scope, event: Event[Ref]) -> None:
    if event.name == "product-variant.created" and await _hold(scope, event.data.ids):
        return
    await _refresh(scope, await _products_of(scope, event.data.ids))


async def _products_of(scope: Scope, variant_ids: list[str]) -> list[str]:
    rows = await scope.query.graph("product_variant", fields=["product_id"], filters={"id": variant_ids}, with_deleted=True)
    return sorted({row["product_id"] for row in rows if row["product_id"]})


async def _refresh(scope: Scope, product_ids: list[str]) -> None:
    await ensure_index(scope, PRODUCTS.name)
    # Also while it is being built for the first time: the build may have passed these already.
    await refresh_documents(scope, PRODUCTS.name, product_ids)


async def _hold(scope: Scope, variant_ids: list[str]) -> bool:
    """Whether the documents know these variants, so that they were written after these were made: six variants of a new product are one document."""
    place = await answering(scope, PRODUCTS)
    if place is None:
        return False
    found = [await place[0].known_ids(scope, place[1], "", 1, ("variant_ids", each)) for each in variant_ids]
    return all(found)


# By which path products are in a group; and in which field of a document that stands, because what went may be found by no row any more.
_GROUPS: dict[str, tuple[tuple[str, ...], str | None]] = {
    "product-collection": (("collection_id",), "collection_id"),
    "product-type": (("type_id",), "type_id"),
    "product-tag": (("tags", "id"), "tag_ids"),
    "product-category": (("categories", "id"), "category_ids"),
    "product-option": (("options", "id"), None),
    "product-option-value": (("options", "values", "id"), None),
}


@subscriber(*(f"{kind}.{what}" for kind in _GROUPS for what in ("updated", "deleted")), name="search.groups")
async def groups_changed(scope: Scope, event: Event[Ref]) -> None:
    """The documents of all products in it, in chunks: there may be very many."""
    for key in event.data.ids:
        await _refresh_group(scope, event.name.partition(".")[0], key)


async def _refresh_group(scope: Scope, kind: str, key: str) -> None:
    path, held = _GROUPS[kind]
    filters: Any = key
    for name in reversed(path):
        filters = {name: filters}
    await refresh_all_of.start(scope, PRODUCTS.name, filters, None if held is None else (held, key))


@subscriber("translation.created", "translation.updated", "translation.deleted", name="search.translations")
async def translations_changed(scope: Scope, event: Event[Ref]) -> None:
    """The documents of what was translated, for shoppers search in their language."""
    for row in await scope.query.graph("translation", fields=["reference", "reference_id"], filters={"id": event.data.ids}, with_deleted=True):
        kind, key = row["reference"].replace("_", "-"), row["reference_id"]
        if kind == "product":
            await _refresh(scope, [key])
        elif kind == "product-variant":
            await _refresh(scope, await _products_of(scope, [key]))
        elif kind in _GROUPS:
            await _refresh_group(scope, kind, key)
