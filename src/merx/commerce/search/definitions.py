"""Declaring an index: what is found by which fields, and where its documents come from.

    teas = SearchIndexOf("tea", entity="tea", fields=(IndexField("id"), IndexField("title", weight="A")), documents=tea_documents)

stands in a module's or shop's `workflows.py` (or files in `workflows/`) and is found there.
"""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from typing import Any, Literal, TypeAlias

import msgspec

from merx.framework.errors import Misconfigured
from merx.framework.scope import Scope

Weight: TypeAlias = Literal["A", "B", "C", "D"]
"""How much a word found in a field counts, A most: a word in an A comes before any number of the same in a B."""

FieldType: TypeAlias = Literal["keyword", "text", "number", "boolean", "date"]

Document: TypeAlias = Mapping[str, Any]
"""The values of one thing by the index's fields, `id` among them; several values are a list. Dates are ISO texts in UTC."""

Documents: TypeAlias = Callable[[Scope, Sequence[str]], Awaitable[Sequence[Document]]]
"""Today's documents of these ids, in a few statements however many they are; what is not there any more is left out."""


class IndexField(msgspec.Struct, frozen=True):
    """One field. With a `weight` its words are searched; `store=False` keeps it from shoppers, as filter and in answers."""

    name: str
    type: FieldType = "keyword"
    weight: Weight | None = None
    filterable: bool = False
    sortable: bool = False
    facetable: bool = False
    returned: bool = True
    store: bool = True
    many: bool = False
    """Whether its value is a list."""

    @property
    def kept(self) -> bool:
        """Whether its value is looked at when searching, not only shown."""
        return self.filterable or self.sortable or self.facetable


class SearchIndexOf:
    """An index called `name`, over the rows of `entity`.

    `shown` opens it to shoppers: given the channels of their key, or None where the shop has no others, the filters over the entity that hold
    for what they may see.
    What was found is looked up with them once more, so that nobody sees what has just been withdrawn. `narrowed` says the same in the
    index's own fields, so that pages are full. Without `shown` an index is the shop's own. Raises `Misconfigured`.
    """

    def __init__(
        self,
        name: str,
        *,
        entity: str,
        fields: Sequence[IndexField],
        documents: Documents,
        shown: Callable[[list[str] | None], Mapping[str, Any]] | None = None,
        narrowed: Callable[[list[str] | None], Mapping[str, Any]] | None = None,
    ) -> None:
        self.name, self.entity, self.documents, self.shown, self.narrowed = name, entity, documents, shown, narrowed
        self.fields = {field.name: field for field in fields}
        for each in (name, *self.fields):
            if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", each):
                raise Misconfigured(f"The search index '{name}': '{each}' is no name. Use small letters, digits and _, at most 40.")
        if "id" not in self.fields:
            raise Misconfigured(f"The search index '{name}' must declare its key field 'id'.")

    @cached_property
    def hash(self) -> str:
        """Changes when documents must be made anew."""
        return sha256(msgspec.json.encode([FORMAT, self.entity, list(self.fields.values())])).hexdigest()[:16]

    def __repr__(self) -> str:
        return f"SearchIndexOf({self.name!r})"


FORMAT = 1
"""Raised when what Merx itself writes into a document changes."""
