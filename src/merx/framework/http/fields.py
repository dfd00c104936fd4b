"""`Fields`: which fields of an entity a route answers, and the answers themselves.

    PRODUCT = Fields("product", key="product", plural="products", defaults=("id", "title", ...), allowed=(...))

A handler then ends in `return await PRODUCT.page(scope, query, filters=...)` or `.one(scope, id, query)`: one statement
whose JSON goes to the client as it comes.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from merx.framework.data.filters import Filters
from merx.framework.errors import InvalidData, NotFound
from merx.framework.http.answer import Answer
from merx.framework.http.parameters import UNSET, FieldParams, ListParams, filters_of
from merx.framework.http.scopes import StoreScope
from merx.framework.query.fields import selection
from merx.framework.scope import Scope

RESTRICTED: Final = frozenset({"order", "orders"})
"""Paths with these segments are out of reach on store routes that list no allowed fields."""

MOST_ROWS: Final = 1_000
"""How many rows a store request gets at once: anyone may ask, and a page is in memory as a whole. `limit` says what was given."""

STORE_RELATIONS: Final = 3
"""How many relations deep a store request may ask where the route says nothing else."""


class Fields:
    """The fields of `entity` that routes answer under `key` and `plural`.

    `defaults` are answered when the request asks for nothing else; with `allowed`, everything else is out of reach.
    `relations_limit` is how many relations deep a store request may ask (3 unless said).
    """

    def __init__(
        self,
        entity: str,
        *,
        key: str,
        plural: str,
        defaults: Sequence[str] = ("*",),
        allowed: Sequence[str] | None = None,
        relations_limit: int | None = None,
        title: str | None = None,
    ) -> None:
        self.entity = entity
        self.key = key
        self.plural = plural
        self.defaults = tuple(defaults)
        self.allowed = None if allowed is None else frozenset(allowed)
        self.relations_limit = relations_limit
        self.title = title or entity.replace("_", " ").capitalize()

    def selected(self, scope: Scope, query: FieldParams) -> Sequence[str]:
        """The fields to answer. Raises `InvalidData` when a store request reaches too deep."""
        store = isinstance(scope, StoreScope)
        return selection(
            None if query.fields is UNSET else query.fields,
            defaults=self.defaults,
            allowed=self.allowed,
            restricted=RESTRICTED if store and self.allowed is None else frozenset(),
            relations_limit=self.relations_limit or (STORE_RELATIONS if store else None),
        )

    async def page(
        self, scope: Scope, query: ListParams, *, filters: Filters | None = None, context: Mapping[str, Any] | None = None, order: str | Sequence[str] = ()
    ) -> Answer:
        """`{<plural>: [...], count, offset, limit}`: what fits the request's filters and `filters`. One statement."""
        asked = None if query.order is UNSET else query.order
        if asked is not None:
            self._check_order(asked)
        body = await scope.query.page(
            self.entity,
            self.plural,
            fields=self.selected(scope, query),
            filters=both(filters_of(query), filters),
            order=asked or order,
            limit=min(query.limit, MOST_ROWS) if isinstance(scope, StoreScope) else query.limit,
            offset=query.offset,
            q=None if query.q is UNSET else query.q,
            with_deleted=query.with_deleted,
            context=_spoken(scope, context),
        )
        return Answer(body)

    async def one(
        self,
        scope: Scope,
        key: str | Filters,
        query: FieldParams | None = None,
        *,
        filters: Filters | None = None,
        context: Mapping[str, Any] | None = None,
        missing: str | None = None,
        with_deleted: bool = False,
        status: int | None = None,
    ) -> Answer:
        """`{<key>: {...}}`: the row with this id, or the first that fits. Raises `NotFound`, in the words of `missing` if given."""
        body = await self.object(scope, key, query, filters=filters, context=context, missing=missing, with_deleted=with_deleted)
        return Answer(b'{"%s":%s}' % (self.key.encode(), body), status=status)

    async def object(
        self,
        scope: Scope,
        key: str | Filters,
        query: FieldParams | None = None,
        *,
        filters: Filters | None = None,
        context: Mapping[str, Any] | None = None,
        missing: str | None = None,
        with_deleted: bool = False,
    ) -> bytes:
        """The row itself as JSON, for answers that hold it beside other things. Raises what `one` raises."""
        wanted: Filters = {"id": key} if isinstance(key, str) else key
        body = await scope.query.one_json(
            self.entity,
            fields=self.selected(scope, query or _NO_PARAMS),
            filters=both(wanted, filters),
            with_deleted=with_deleted,
            context=_spoken(scope, context),
        )
        if body is None:
            shown = key if isinstance(key, str) else ", ".join(str(value) for value in key.values())
            raise NotFound(missing or f"{self.title} with id: {shown} was not found")
        return body

    def _check_order(self, order: str) -> None:
        # What may not be read must not sort either: the order would tell it.
        if self.allowed is not None and order.removeprefix("-") not in self.allowed:
            raise InvalidData(f"Order field {order.removeprefix('-')} is not valid")


_NO_PARAMS = FieldParams()


def _spoken(scope: Scope, context: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    if scope.locale is None:
        return context
    return {"locale": scope.locale, **(context or {})}


def both(left: Filters, right: Filters | None) -> Filters:
    """Filters that hold when both do, also where they name the same field."""
    if not right:
        return left
    if left.keys().isdisjoint(right):
        return {**left, **right}
    return {"$and": [left, right]}
