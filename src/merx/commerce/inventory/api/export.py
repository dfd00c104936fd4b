"""Stock as a file."""

from merx.commerce.inventory.api.schemas import ItemParams
from merx.commerce.sheet.workflows import export_inventory
from merx.framework.http import UNSET, AdminScope, Answer, filters_of, post


@post("/admin/inventory-items/export", status=202)
async def export(scope: AdminScope, query: ItemParams) -> Answer:
    """Write the items that fit into a file, in the background. Its link is told on the feed."""
    filters, q = dict(filters_of(query)), None if query.q is UNSET else query.q
    # What cannot be asked is refused here, where somebody listens.
    await scope.query.graph("inventory_item", fields=["id"], filters=filters, q=q, limit=1)
    handle = await export_inventory.start(scope, filters, q)
    return Answer.json({"transaction_id": handle.id})
