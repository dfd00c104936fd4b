"""Shipping option types: what options are called to shoppers, shared between them."""

from typing import Any

from merx.commerce.fulfillment.errors import OptionTypeNotFound, TypeInUse
from merx.commerce.fulfillment.models import ShippingOptionType
from merx.commerce.fulfillment.schemas import NewOptionType
from merx.commerce.fulfillment.service import FulfillmentService
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("fulfillment.create_option_type", hooks=("shippingOptionTypesCreated",))
async def create_shipping_option_type(scope: Scope, new: NewOptionType, additional_data: Any = None) -> ShippingOptionType:
    """A new type. Emits `shipping-option-type.created`."""
    made = await scope[FulfillmentService].shipping_option_types.create(type_row(new))
    await create_shipping_option_type.call_hook(scope, "shippingOptionTypesCreated", shipping_option_types=[made], additional_data=additional_data)
    await scope.emit("shipping-option-type.created", {"id": made.id})
    return made


def type_row(new: NewOptionType) -> ShippingOptionType:
    """The row of a new type, not yet written."""
    return ShippingOptionType(label=new.label, code=new.code, description=new.description)


@workflow("fulfillment.update_option_type", hooks=("shippingOptionTypesUpdated",))
async def update_shipping_option_type(scope: Scope, type_id: str, changes: dict[str, Any], additional_data: Any = None) -> ShippingOptionType:
    """Change label, code or description. Emits `shipping-option-type.updated`. Raises `OptionTypeNotFound`."""
    if await scope[FulfillmentService].shipping_option_types.first(id=type_id, for_update=True) is None:
        raise OptionTypeNotFound(type_id)
    changed = await scope[FulfillmentService].shipping_option_types.update(type_id, **changes)
    await update_shipping_option_type.call_hook(scope, "shippingOptionTypesUpdated", shipping_option_types=[changed], additional_data=additional_data)
    await scope.emit("shipping-option-type.updated", {"id": type_id})
    return changed


@workflow("fulfillment.delete_option_type", hooks=("shippingOptionTypesDeleted",))
async def delete_shipping_option_type(scope: Scope, type_id: str) -> None:
    """The type goes, if no option has it. Locks it. Safe to repeat. Emits `shipping-option-type.deleted`. Raises `TypeInUse`."""
    service = scope[FulfillmentService]
    await service.shipping_option_types.first(id=type_id, for_update=True)
    if await service.shipping_options.count(shipping_option_type_id=type_id):
        raise TypeInUse
    if await service.shipping_option_types.soft_delete(type_id):
        await delete_shipping_option_type.call_hook(scope, "shippingOptionTypesDeleted", ids=[type_id])
        await scope.emit("shipping-option-type.deleted", {"id": type_id})
