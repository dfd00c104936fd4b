"""The places where the shop sells."""

from typing import Annotated

from merx.framework.data import Metadata, Model, Searchable


class SalesChannel(Model, id_prefix="sc"):
    name: Annotated[str, Searchable]
    description: Annotated[str | None, Searchable] = None
    is_disabled: bool = False
    metadata: Metadata = None
