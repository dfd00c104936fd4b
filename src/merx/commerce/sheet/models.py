"""What an import keeps between its file and its end."""

from typing import Any

from merx.framework.data import Index, Model


class SheetPart(Model, id_prefix="shpart", indexes=[Index(("import_id", "number"))]):
    """Some products of a file that is imported: `rows` as they were read, then `products`, which they are.

    Applied, it holds the way back: `created` are the new products with the status they shall have, `added` the new variants of
    products that were there, `before` the rows that were changed. Gone when the import has ended.
    """

    import_id: str
    number: int
    rows: Any | None = None
    products: Any | None = None
    created: Any | None = None
    added: Any | None = None
    before: Any | None = None
