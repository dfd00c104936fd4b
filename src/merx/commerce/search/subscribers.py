"""The index of products follows what its documents hold. Each of these is safe to repeat and to come late."""

from typing import Any

import msgspec

from merx.commerce.search.workflows import PRODUCTS, ensure_index, refresh_all_of, refresh_documents
from merx.framework.events import Event, subscriber
from merx.framework.scope import Scope


class Ref(msgspec.Struct):
    id: str | list[str]

    @property
    def ids(self) -> list[str]:
        return [self.id] if isinstance(self.id, str) else self.id


_PRODUCTS = tuple(f"{kind}.{what}" for kind in ("product", "product-variant") for what in ("created", "updated", "deleted"))


@subscriber(*_PRODUCTS, name="search.products")
async def products_changed(scope: Scope, events: list[Event[Ref]]) -> None:
    """A product that comes with all its variants is one document, and a file of thousands a few hundred at a time."""
    products = [key for event in events if event.name.startswith("product.") for key in event.data.ids]
    variants = [key for event in events if not event.name.startswith("product.") for key in event.data.ids]
    await _refresh(scope, sorted({*products, *await _products_of(scope, variants)}))


async def _products_of(scope: Scope, variant_ids: list[str]) -> list[str]:
    if not variant_ids:
        return []
    rows = await scope.query.graph("product_variant", fields=["product_id"], filters={"id": variant_ids}, with_deleted=True)
    return sorted({row["product_id"] for row in rows if row["product_id"]})


async def _refresh(scope: Scope, product_ids: list[str]) -> None:
    await ensure_index(scope, PRODUCTS.name)
    # Also while it is being built for the first time: the build may have passed these already.
    await refresh_documents(scope, PRODUCTS.name, product_ids)


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
async def translations_changed(scope: Scope, events: list[Event[Ref]]) -> None:
    """The documents of what was translated, for shoppers search in their language."""
    ids = [key for event in events for key in event.data.ids]
    translated: dict[str, set[str]] = {}
    for row in await scope.query.graph("translation", fields=["reference", "reference_id"], filters={"id": ids}, with_deleted=True):
        translated.setdefault(row["reference"].replace("_", "-"), set()).add(row["reference_id"])
    of_variants = await _products_of(scope, sorted(translated.get("product-variant", ())))
    await _refresh(scope, sorted({*translated.get("product", ()), *of_variants}))
    for kind in sorted(translated.keys() & _GROUPS.keys()):
        for key in sorted(translated[kind]):
            await _refresh_group(scope, kind, key)
