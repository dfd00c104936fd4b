from typing import Any

from merx.commerce.cart import Cart
from merx.commerce.cart.workflows import NewCart, create_cart, update_cart
from merx.commerce.customer.workflows import create_address, create_customer, update_address, update_customer
from merx.commerce.product.workflows import (
    create_category,
    create_collection,
    create_options,
    create_products,
    create_tags,
    create_types,
    create_variants,
    update_category,
    update_collection,
    update_option,
    update_products,
    update_tag,
    update_type,
    update_variants,
)
from merx.commerce.promotion.workflows import create_campaign, create_promotion, update_campaign, update_promotion
from merx.commerce.tax.workflows import create_tax_region
from merx.framework.errors import NotAllowed
from merx.framework.scope import Scope
from merx.framework.workflows import Workflow

heard: list[tuple[str, Any]] = []


@create_cart.hook("validate")
async def no_long_messages(scope: Scope, *, cart: Cart, input: NewCart) -> None:  # noqa: A002 - the contract's name
    del scope, cart
    if input.additional_data is not None and len(input.additional_data.gift_message) > 20:
        raise NotAllowed("This does not fit on the card")


@create_cart.hook("cartCreated")
async def after_create(scope: Scope, *, additional_data: Any, **_: Any) -> None:
    del scope
    heard.append(("cart.create", additional_data))


@update_cart.hook("cartUpdated")
async def after_update(scope: Scope, *, additional_data: Any, **_: Any) -> None:
    del scope
    heard.append(("cart.update", additional_data))


@create_customer.hook("customersCreated")
async def after_customer(scope: Scope, *, additional_data: Any, **_: Any) -> None:
    del scope
    heard.append(("customer.create", additional_data))


@create_products.hook("productsCreated")
async def after_products(scope: Scope, *, additional_data: Any, **_: Any) -> None:
    del scope
    heard.append(("product.create", additional_data))


@update_products.hook("productsUpdated")
async def after_changes(scope: Scope, *, additional_data: Any, **_: Any) -> None:
    del scope
    heard.append(("product.update", additional_data))


HOOKS: dict[str, Workflow[..., Any]] = {
    "productVariantsCreated": create_variants,
    "productVariantsUpdated": update_variants,
    "collectionsCreated": create_collection,
    "collectionsUpdated": update_collection,
    "categoriesCreated": create_category,
    "categoriesUpdated": update_category,
    "productTagsCreated": create_tags,
    "productTagsUpdated": update_tag,
    "productTypesCreated": create_types,
    "productTypesUpdated": update_type,
    "productOptionsCreated": create_options,
    "productOptionsUpdated": update_option,
    "promotionsCreated": create_promotion,
    "promotionsUpdated": update_promotion,
    "campaignsCreated": create_campaign,
    "campaignsUpdated": update_campaign,
    "taxRegionsCreated": create_tax_region,
    "customersUpdated": update_customer,
    "addressesCreated": create_address,
    "addressesUpdated": update_address,
}


def _listener(workflow: Workflow[..., Any], hook: str) -> Any:
    @workflow.hook(hook)
    async def after(scope: Scope, *, additional_data: Any, **_: Any) -> None:
        del scope
        heard.append((hook, additional_data))

    return after


globals().update({f"after_{hook}": _listener(workflow, hook) for hook, workflow in HOOKS.items()})
