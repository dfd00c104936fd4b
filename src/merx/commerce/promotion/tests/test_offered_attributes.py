"""Whatever forms offer for rules works on a cart: its attribute, its values, its operators; and a rule that is met by none of them does not."""

from typing import Any

import httpx
import pytest
from msgspec import Struct

from merx.commerce.cart import CartService
from merx.commerce.cart.workflows import ChosenOption, NewCart, NewItem, add_shipping_methods, change_promotions, create_cart
from merx.commerce.customer import Customer, CustomerService
from merx.commerce.customer.workflows import change_group_members, create_group
from merx.commerce.factories import SmallShop, open_shop
from merx.commerce.fulfillment import ShippingOptionType
from merx.commerce.product import ProductCategory, ProductCategoryProduct, ProductCollection, ProductService, ProductTag, ProductTagProduct, ProductType
from merx.commerce.region import Country, Region
from merx.commerce.sales_channel import SalesChannel
from merx.framework.data import create_all
from merx.framework.scope import Scope

Tree = dict[str, Any]
ITEMS = ("product", "product_category", "product_collection", "product_type", "product_tag")


class World(Struct):
    """A cart with a teapot that is in one of everything, and the labels of what it is in; there is another of each."""

    scope: Scope
    admin: httpx.AsyncClient
    cart_id: str
    labels: dict[str, str]

    async def offered(self, kind: str, query: str) -> list[Tree]:
        answer = await self.admin.get(f"/admin/promotions/rule-attribute-options/{kind}?{query}")
        return [each for each in answer.json()["attributes"] if not each["disguised"]]

    async def values(self, kind: str, name: str) -> tuple[str, str]:
        """The value that the cart holds, and one that it does not."""
        found = (await self.admin.get(f"/admin/promotions/rule-value-options/{kind}/{name}")).json()["values"]
        by_label = {each["label"]: each["value"] for each in found}
        return by_label.pop(self.labels[name]), next(iter(by_label.values()))

    async def takes_off(self, kind: str, attribute: str, operator: str, value: str, method: Tree) -> bool:
        rule = {"attribute": attribute, "operator": operator, "values": [value]}
        rules = {"rules": [rule]} if kind == "rules" else {}
        if kind != "rules":
            method = {**method, kind.replace("-", "_"): [rule]}
        buyget = {"type": "buyget"} if "buy_rules_min_quantity" in method else {"type": "standard"}
        answer = await self.admin.post("/admin/promotions", json={"code": "X", "status": "active", "application_method": method, **buyget, **rules})
        assert answer.status_code == 200, answer.text
        await change_promotions(self.scope, self.cart_id, ["X"])
        (cart,) = await self.scope.query.graph("cart", fields=["promotions.code"], filters={"id": self.cart_id})
        await self.admin.delete(f"/admin/promotions/{answer.json()['promotion']['id']}")
        return bool(cart["promotions"])


@pytest.fixture
async def world(scope: Scope, admin: httpx.AsyncClient) -> World:
    shop = await open_shop(scope, {"teapot": 9, "mug": 9})
    await in_one_of_everything(scope, shop)
    group = await create_group(scope, "Friends")
    await create_group(scope, "Strangers")
    customer = await scope[CustomerService].customers.create(Customer(email="grace@example.com", has_account=True))
    await change_group_members(scope, group.id, add=[customer.id])
    items = [NewItem(variant_id=shop.variants["teapot"], quantity=4)]
    cart = await create_cart(scope, NewCart(region_id=shop.region_id, sales_channel_id=shop.sales_channel_id, customer_id=customer.id, items=items))
    await add_shipping_methods(scope, cart.id, [ChosenOption(option_id=shop.shipping_option_id)])
    assert await scope[CartService].items.count(cart_id=cart.id) == 1
    labels = {"customer_group": "Friends", "region": "Europe", "country": "de", "sales_channel": "Web shop", "shipping_option_type": "Standard"}
    return World(scope, admin, cart.id, {**labels, **dict.fromkeys(ITEMS, "Good"), "product": "Teapot"})


async def in_one_of_everything(scope: Scope, shop: SmallShop) -> None:
    category, collection, kind, tag = (
        ProductCategory(name="Good", handle="good", mpath="good"),
        ProductCollection(title="Good", handle="good"),
        ProductType(value="Good"),
        ProductTag(value="Good"),
    )
    teapot, other = shop.products["teapot"], Region(name="Elsewhere", currency_code="eur")
    await create_all(
        scope,
        [
            *(category, collection, kind, tag, ProductCategory(name="Bad", handle="bad", mpath="bad"), ProductCollection(title="Bad", handle="bad")),
            *(ProductType(value="Bad"), ProductTag(value="Bad"), SalesChannel(name="Elsewhere"), ShippingOptionType(label="Express", code="express"), other),
            Country(iso_2="fr", iso_3="fra", num_code="1", name="fr", display_name="fr", region_id=other.id),
            ProductCategoryProduct(product_id=teapot, product_category_id=category.id),
            ProductTagProduct(product_id=teapot, product_tag_id=tag.id),
        ],
    )
    await scope[ProductService].products.update(teapot, collection_id=collection.id, type_id=kind.id)


ORDER: Tree = {"type": "percentage", "target_type": "order", "value": 10}
EACH: Tree = {"type": "percentage", "target_type": "items", "allocation": "each", "value": 10, "max_quantity": 5}
SHIPPING: Tree = {"type": "percentage", "target_type": "shipping_methods", "allocation": "across", "value": 10}
ANY: Tree = {"attribute": "items.product.id", "operator": "ne", "values": ["x"]}
GIFT: Tree = {**EACH, "apply_to_quantity": 1, "buy_rules_min_quantity": 1, "buy_rules": [ANY], "target_rules": [ANY]}
PLACES: list[tuple[str, str, Tree, tuple[str, ...]]] = [
    ("rules", "", ORDER, ("customer_group", "region", "country", "sales_channel")),
    ("target-rules", "", EACH, ITEMS),
    ("target-rules", "application_method_target_type=shipping_methods", SHIPPING, ("shipping_option_type",)),
    ("target-rules", "promotion_type=buyget", GIFT, ITEMS),
    ("buy-rules", "promotion_type=buyget", GIFT, ITEMS),
]


@pytest.mark.parametrize(("kind", "query", "method", "names"), PLACES, ids=lambda value: value if isinstance(value, str) else "")
async def test_what_is_offered_for_rules_is_what_decides(world: World, kind: str, query: str, method: Tree, names: tuple[str, ...]) -> None:
    # given
    offered = [each for each in await world.offered(kind, query) if each["id"] != "currency_code"]
    assert tuple(each["id"] for each in offered) == names
    for attribute in offered:
        held, other = await world.values(kind, attribute["id"])
        operators = [each["value"] for each in attribute["operators"]]
        # when
        for_it = {each: await world.takes_off(kind, attribute["value"], each, held, method) for each in operators}
        for_another = {each: await world.takes_off(kind, attribute["value"], each, other, method) for each in operators}
        # then
        assert (attribute["id"], for_it) == (attribute["id"], {"in": True, "eq": True, "ne": False})
        assert (attribute["id"], for_another) == (attribute["id"], {"in": False, "eq": False, "ne": True})
