"""One part of a file into the shop, in one transaction; and out of it again."""

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from merx.commerce.product import Product, ProductService
from merx.commerce.product.workflows import (
    change_offered_values,
    create_products,
    create_variants,
    delete_products,
    delete_variants,
    update_products,
    update_variants,
)
from merx.commerce.sheet import SheetProduct, SheetRefused, SheetService
from merx.commerce.sheet.products import Problems
from merx.commerce.sheet.workflows.planning import Plan, Planner
from merx.commerce.sheet.workflows.restoring import Before, put_back, rows_of
from merx.framework.scope import Scope
from merx.framework.workflows import step


class Applied(Struct, frozen=True, kw_only=True):
    """A part that is in the shop."""

    import_id: str
    number: int
    created: int
    updated: int
    unchanged: int


async def plan_part(scope: Scope, planner: Planner, import_id: str, number: int, problems: Problems) -> Plan:
    """The part's plan, for the shop as it is now."""
    part = await scope[SheetService].part(import_id, number)
    return await planner.plan(msgspec.convert(part.products, list[SheetProduct]), problems)


@step("product.import.apply")
async def apply_part(scope: Scope, import_id: str, number: int) -> Applied:
    """Create and change what the part says. New products are drafts, until `publish` shows all of them at once.

    Raises `SheetRefused` where the shop has changed so that the part does not fit any more.
    """
    problems = Problems()
    plan = await plan_part(scope, Planner(scope), import_id, number, problems)
    if problems.count:
        raise SheetRefused(problems.by_line, problems.count)
    service = scope[SheetService]
    before = await rows_of(scope, [change.id for change in plan.changes]) if plan.changes else None
    made = await create_products(scope, [replace(new, status="draft") for new in plan.new])
    added = await _change(scope, plan)
    statuses = {product.id: new.status for product, new in zip(made, plan.new, strict=True)}
    part = await service.part(import_id, number)
    await service.parts.update(part.id, created=statuses, added=added, before=before)
    return Applied(import_id=import_id, number=number, created=len(made), updated=len(plan.changes), unchanged=plan.unchanged)


async def _change(scope: Scope, plan: Plan) -> list[str]:
    """Gives the ids of new variants."""
    changed = [change.product for change in plan.changes if change.product]
    if changed:
        await update_products(scope, changed)
    for change in plan.changes:
        for option_id, values in change.values.items():
            await change_offered_values(scope, change.id, option_id, new=values, add=(), remove=())
    await update_variants(scope, [variant for change in plan.changes for variant in change.variants])
    new = {change.id: change.new_variants for change in plan.changes if change.new_variants}
    return [variant.id for variant in await create_variants(scope, new)] if new else []


@apply_part.compensate
async def take_back(scope: Scope, done: Applied) -> None:
    service = scope[SheetService]
    part = await service.part(done.import_id, done.number)
    await delete_products(scope, list(part.created or ()))
    await delete_variants(scope, part.added or [])
    if part.before is not None:
        await put_back(scope, msgspec.convert(part.before, Before))


@step("product.import.publish")
async def publish(scope: Scope, import_id: str, parts: int) -> int:
    """Give all new products their status, in one transaction; gives how many were not to stay drafts."""
    statuses: dict[str, str] = {}
    for number in range(parts):
        part = await scope[SheetService].part(import_id, number)
        statuses |= msgspec.convert(part.created, dict[str, str])
    products: list[Product] = await scope[ProductService].products.update(
        [{"id": key, "status": status} for key, status in statuses.items() if status != "draft"]
    )
    return len(products)
