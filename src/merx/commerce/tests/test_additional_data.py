"""What a shop's own clients send beside the contract's fields reaches its own hooks, as the shop declared it."""

import httpx
import msgspec
import pytest

from merx.commerce.factories import SmallShop, open_shop
from merx.commerce.product.workflows import NewOption, create_options, create_tags, create_types, update_option, update_tag, update_type
from merx.commerce.tests.extras.api import CartExtras, CustomerExtras, Note, ProductExtras
from merx.commerce.tests.extras.workflows import heard
from merx.framework.app import App
from merx.framework.config import Config
from merx.framework.errors import Misconfigured
from merx.framework.http import Body, additional_data, create_app, tokens
from merx.framework.http.additional_data import Extras


@pytest.fixture
def merx_settings() -> Config:
    return Config(packages=("merx.commerce", "merx.commerce.tests.extras"))


@pytest.fixture
async def shop(app: App, client: httpx.AsyncClient) -> SmallShop:
    heard.clear()
    made = await open_shop(app.scope(), {"teapot": 10})
    claims = {"actor_id": "user_1", "actor_type": "user", "auth_identity_id": "authid_1"}
    client.headers["x-publishable-api-key"] = made.publishable_key
    client.headers["authorization"] = f"Bearer {tokens.issue(app.config, claims, 1)}"
    return made


async def post(client: httpx.AsyncClient, path: str, **body: object) -> httpx.Response:
    answer = await client.post(path, json=body)
    assert answer.status_code == 200, answer.text
    return answer


async def test_it_reaches_the_hooks_of_the_routes_workflow_as_its_type(client: httpx.AsyncClient, shop: SmallShop) -> None:
    # when
    cart = (await post(client, "/store/carts", region_id=shop.region_id, additional_data={"gift_message": "Enjoy"})).json()["cart"]["id"]
    await post(client, f"/store/carts/{cart}", email="a@example.com", additional_data={"gift_message": "Enjoy it", "layers": 2})
    await post(client, "/admin/customers", email="b@example.com", additional_data={"loyalty_number": "7"})
    options = [{"title": "Size", "values": ["One"]}]
    product = (await post(client, "/admin/products", title="Tea", options=options, additional_data={"grower": "Li"})).json()["product"]["id"]
    await post(client, f"/admin/products/{product}", subtitle="Green", additional_data={"grower": "Wu"})
    # then
    assert heard == [
        ("cart.create", CartExtras(gift_message="Enjoy", layers=1)),
        ("cart.update", CartExtras(gift_message="Enjoy it", layers=2)),
        ("customer.create", CustomerExtras(loyalty_number="7")),
        ("product.create", ProductExtras(grower="Li")),
        ("product.update", ProductExtras(grower="Wu")),
    ]


async def test_whatever_is_set_up_hands_it_to_its_hooks(client: httpx.AsyncClient, shop: SmallShop) -> None:
    # given
    async def made(path: str, key: str, **body: object) -> str:
        answer = await post(client, path, **body, additional_data={"note": path.partition("/admin/")[2].partition("/")[0]})
        return answer.json()[key]["id"]

    options = [{"title": "Size", "values": ["S", "M"]}]
    product = (await post(client, "/admin/products", title="Tea", options=options, additional_data={"grower": "Li"})).json()["product"]["id"]
    method = {"type": "fixed", "target_type": "order", "value": 1, "currency_code": "eur"}
    customer = (await post(client, "/admin/customers", email="b@example.com", additional_data={"loyalty_number": "7"})).json()["customer"]["id"]
    heard.clear()
    # when
    await made(f"/admin/products/{shop.products['teapot']}/variants/{shop.variants['teapot']}", "product", barcode="1")
    await made(f"/admin/products/{product}/variants", "product", title="S", options={"Size": "S"}, prices=[])
    await made(f"/admin/collections/{await made('/admin/collections', 'collection', title='Spring')}", "collection", title="Summer")
    await made(f"/admin/product-categories/{await made('/admin/product-categories', 'product_category', name='Tea')}", "product_category", name="Teas")
    promotion = await made("/admin/promotions", "promotion", code="A", type="standard", application_method=method)
    await made(f"/admin/promotions/{promotion}", "promotion", code="B")
    await made(f"/admin/campaigns/{await made('/admin/campaigns', 'campaign', name='Spring', campaign_identifier='spring')}", "campaign", name="Summer")
    await made("/admin/tax-regions", "tax_region", country_code="fr", provider_id="tp_system")
    await made(f"/admin/customers/{customer}", "customer", first_name="Bo")
    answer = await post(client, f"/admin/customers/{customer}/addresses?fields=*addresses", city="Rome", additional_data={"note": "customers"})
    await made(f"/admin/customers/{customer}/addresses/{answer.json()['customer']['addresses'][0]['id']}", "customer", city="Bonn")
    # then
    noted = [
        *(
            ("productVariantsUpdated", "products"),
            ("productVariantsCreated", "products"),
            ("collectionsCreated", "collections"),
            ("collectionsUpdated", "collections"),
        ),
        *(("categoriesCreated", "product-categories"), ("categoriesUpdated", "product-categories")),
        *(("promotionsCreated", "promotions"), ("promotionsUpdated", "promotions"), ("campaignsCreated", "campaigns"), ("campaignsUpdated", "campaigns")),
        *(("taxRegionsCreated", "tax-regions"), ("customersUpdated", "customers"), ("addressesCreated", "customers"), ("addressesUpdated", "customers")),
    ]
    assert heard == [(hook, Note(note=note)) for hook, note in noted]


async def test_code_hands_it_to_the_hooks_of_what_routes_take_without_it(app: App) -> None:
    # given
    scope = app.scope()
    heard.clear()
    # when
    (tag,), (kind,) = await create_tags(scope, [{"value": "new"}], additional_data=1), await create_types(scope, [{"value": "cup"}], additional_data=2)
    (option,) = await create_options(scope, [NewOption(title="Size", values=["S"])], additional_data=3)
    await update_tag(scope, tag.id, {"value": "old"}, additional_data=4)
    await update_type(scope, kind.id, {"value": "mug"}, additional_data=5)
    await update_option(scope, option, {"title": "Sizes"}, additional_data=6)
    # then
    made = [("productTagsCreated", 1), ("productTypesCreated", 2), ("productOptionsCreated", 3)]
    assert heard == [*made, ("productTagsUpdated", 4), ("productTypesUpdated", 5), ("productOptionsUpdated", 6)]


@pytest.mark.usefixtures("shop")
async def test_the_document_says_what_the_shop_declared_of_its_routes_alone(client: httpx.AsyncClient) -> None:
    # when
    paths = (await client.get("/docs/openapi.json")).json()["paths"]

    def told(path: str) -> dict[str, object]:
        return paths[path]["post"]["requestBody"]["content"]["application/json"]["schema"]

    # then: both take the same fields, and only one of them the shop's own
    assert told("/admin/customers")["properties"]["additional_data"] == {"anyOf": [{"$ref": "#/components/schemas/CustomerExtras"}, {"type": "null"}]}
    assert told("/admin/customers/{id}")["properties"]["additional_data"] == {"anyOf": [{"$ref": "#/components/schemas/Note"}, {"type": "null"}]}
    assert told("/admin/regions") == {"$ref": "#/components/schemas/CreateRegion"}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Field 'additional_data, gift_message' is required"),
        ({"gift_message": 7}, "Expected type: 'string' for field 'additional_data, gift_message', got: '7'"),
        ({"gift_message": "x", "colour": "red"}, "Unrecognized fields: 'colour'"),
    ],
)
async def test_what_does_not_fit_is_refused_with_the_fields_name(client: httpx.AsyncClient, shop: SmallShop, given: dict[str, object], said: str) -> None:
    # when
    answer = await client.post("/store/carts", json={"region_id": shop.region_id, "additional_data": given})
    # then
    assert (answer.status_code, answer.json()) == (400, {"type": "invalid_data", "message": f"Invalid request: {said}"})
    assert heard == []


async def test_a_validating_hook_sees_it_before_anything_is_written(client: httpx.AsyncClient, shop: SmallShop, app: App) -> None:
    # when
    answer = await client.post("/store/carts", json={"region_id": shop.region_id, "additional_data": {"gift_message": "x" * 21}})
    # then
    assert (answer.status_code, answer.json()["message"]) == (400, "This does not fit on the card")
    assert await app.scope().value("SELECT count(*) FROM cart") == 0


@pytest.mark.parametrize("body", [{}, {"additional_data": None}])
async def test_it_may_be_left_out(client: httpx.AsyncClient, shop: SmallShop, body: dict[str, None]) -> None:
    await post(client, "/store/carts", region_id=shop.region_id, **body)
    assert heard == [("cart.create", None)]


async def test_where_nobody_declared_it_any_object_is_taken_and_ignored(client: httpx.AsyncClient, shop: SmallShop, app: App) -> None:
    # given: the same hooks, without the declarations
    bare = App(msgspec.structs.replace(app.config, packages=("merx.commerce",)))
    bare.hooks = app.hooks
    async with bare, httpx.AsyncClient(transport=httpx.ASGITransport(app=create_app(bare)), base_url="http://shop", headers=client.headers) as plain:
        # when
        for given in ({}, {"anything": [1]}):
            await post(plain, "/store/carts", region_id=shop.region_id, additional_data=given)
        refused = await plain.post("/store/carts", json={"region_id": shop.region_id, "additional_data": "text"})
    # then
    assert heard == [("cart.create", None)] * 2
    assert refused.status_code == 400


def test_a_declaration_for_a_route_that_does_not_take_it_is_refused() -> None:
    # given
    class Extra(Body):
        x: str

    # then
    with pytest.raises(
        Misconfigured, match=r"additional_data is declared for POST /store/cartz, and no route there takes it. Write method and path as the route does"
    ):
        Extras([additional_data("/store/cartz", Extra)], [], lambda _: None)
