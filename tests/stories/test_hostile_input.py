"""Whoever means harm gets a refusal, and neither sees nor changes what is not his."""

from collections.abc import Iterator
from typing import Any

import httpx

from merx.commerce.api_key.workflows import create_api_key
from merx.framework.app import App
from merx.framework.http.routes import Route
from merx.framework.http.server import resolve
from tests.stories.audiences import turned_away
from tests.stories.conftest import World, customer_headers
from tests.stories.hostility import NO_KEYS, NOBODY, greedy_fields, oversized, unknown_filters, wrong_keys, wrong_orders
from tests.stories.nonsense import BAD_REQUEST, BODY, NONSENSE, NOWHERE, Operation, Wrong, ask, faults, operations
from tests.stories.test_contract_coverage import is_set_up

HARM = (wrong_orders, unknown_filters, wrong_keys, oversized)
FORMS = {"/admin/products/import"}
"""Takes a file and nothing else, and is asked wrongly beside its code: `sheet/tests/test_api.py`."""


async def test_every_route_of_what_is_set_up_is_asked_wrongly_and_about_something_that_exists(world: World) -> None:
    # when
    set_up = [operation for operation in operations(world.document, world.ids) if is_set_up(operation.path)]
    # then
    assert [operation.path for operation in set_up if NOWHERE in operation.url()] == []
    assert {operation.path for operation in set_up if _takes_something(operation) and not _is_asked_wrongly(operation)} == FORMS


def _takes_something(operation: Operation) -> bool:
    return bool(operation.parameters) or operation.method in BODY


def _is_asked_wrongly(operation: Operation) -> bool:
    return any(True for kind in (*HARM, *NONSENSE) for _ in kind(operation))


async def test_what_means_harm_is_refused_on_every_route_and_changes_nothing(world: World) -> None:
    # given
    asked = [request for operation in operations(world.document, world.ids) for kind in HARM for request in kind(operation)]
    assert len(asked) > 1000
    before = await world.rows()
    # when
    found = await faults(world.client, (request for request in asked if request.is_hopeless))
    after = await world.rows()
    found += await faults(world.client, (request for request in asked if not request.is_hopeless))
    # then
    assert not found, "\n".join(found)
    assert after == before


async def test_no_selection_of_fields_shows_a_secret(world: World) -> None:
    # given what is nobody's business
    secrets = await _secrets(world)
    # when
    for operation in operations(world.document, world.ids):
        # The store's are asked below.
        for request in () if operation.path.startswith("/store/") else greedy_fields(operation, world.app.graph):
            answer = await ask(world.client, request)
            # then
            assert answer.status_code < 500, (request.url, answer.text[:300])
            assert not [name for name, value in secrets.items() if value in answer.text], request.url[:300]


async def _secrets(world: World) -> dict[str, str]:
    scope = world.app.scope()
    return {
        "a password's hash": await scope.value("SELECT provider_metadata->>'password' FROM provider_identity WHERE provider_metadata ? 'password' LIMIT 1"),
        "a session": await scope.value("SELECT id FROM http_session LIMIT 1"),
    }


def live(app: App) -> list[Route]:
    return [route for route in resolve(app.found("api", Route)) if not route.hidden]


async def test_empty_and_forged_credentials_open_no_door(app: App, client: httpx.AsyncClient) -> None:
    # given
    key = (await create_api_key(app.scope(), "Door", "publishable", "test")).token
    for route in live(app):
        audience = route.audience
        path = route.path.replace("{", "").replace("}", "")
        tries: list[dict[str, Any]] = []
        if audience.required:
            tries += [{**headers, **({"x-publishable-api-key": key} if audience.publishable_key else {})} for headers in NOBODY]
        if audience.publishable_key:
            tries += NO_KEYS
        for headers in tries:
            # when
            answer = await client.request(route.method, path, headers=headers)
            # then
            assert turned_away(answer), (route.method, route.path, str(headers)[:100], answer.status_code, answer.text[:200])


AROUND = (
    *("", "limit=1000", "with_deleted=true", "q=Secret", "status=draft", "status[$ne]=published", "status[]=draft", "$or[0][status]=draft"),
    *("$not[0][status]=published", "$not[status]=published", "$or[0][id]={id}&$or[1][id]={id}", "$and[0][id]={id}", "$or[0][q]=Secret", "id={id}"),
    *("id[]={id}", "id[$ne]=x", "id[$in][]={id}", "handle={handle}", "$or[0][handle]={handle}", "sales_channel_id={channel}", "sales_channel_id[]={channel}"),
    *("sales_channels[id]={channel}", "$or[0][sales_channel_id]={channel}", "is_internal=true", "$or[0][is_internal]=true", "is_active=false"),
    *("$or[0][is_active]=false", "customer_id={customer}", "$or[0][customer_id]={customer}", "variants[id]={variant}", "variants[$or][0][id]={variant}"),
    *("variants[q]=Secret", "category_id={category}", "$or[0][category_id]={category}", "product_id={id}", "parent_category_id={category}"),
    *("include_ancestors_tree=true&include_descendants_tree=true", "order=title&status=draft", "$or=&status=draft", "$or[0]=&id={id}"),
)


HARMLESS = ("channel", "category", "inactive")
"""Ids that say nothing: a line's product names its categories by them. What they are called is what nobody sees."""


WHO_KNOWS_THE_ID = ("/store/orders/{id}", "/store/carts/{id}")
"""A guest has no other proof that it is his."""


async def test_neither_a_query_nor_a_cart_leads_a_shopper_around_what_he_may_see(world: World) -> None:
    # given a product of another channel, one that is a draft, hidden categories with both products in them, somebody else's order
    hidden = await _hide(world)
    assert (await world.client.get("/admin/products?q=Secret")).json()["count"] == 2
    unseen = {name: value for name, value in hidden.items() if name not in HARMLESS} | await _secrets(world)
    await _refused_to_a_cart(world, hidden)
    for name in ("authorization", "cookie"):
        world.client.headers.pop(name, None)
    stranger = await customer_headers(world.client, world.shop, "stranger@example.com")
    for operation in operations(world.document, world.ids):
        if operation.method != "DELETE" and operation.path.startswith("/store/") and not operation.path.startswith(WHO_KNOWS_THE_ID):
            for request in (*_around(operation, hidden), *greedy_fields(operation, world.app.graph)):
                # when
                answer = await ask(world.client, request, headers=stranger)
                # then
                shown = [name for name, value in unseen.items() if value in answer.text]
                assert answer.status_code < 500, (request.url, answer.text[:300])
                assert answer.status_code >= BAD_REQUEST or not (shown or "Secret" in answer.text), (request.url[:300], shown, answer.text[:2000])


async def _refused_to_a_cart(world: World, hidden: dict[str, str]) -> None:
    cart = world.ids["cart_id"]
    before = await world.rows()
    for path, body in (
        (f"/store/carts/{cart}/line-items", {"variant_id": hidden["variant"], "quantity": 1}),
        (f"/store/carts/{cart}/line-items", {"variant_id": hidden["draft_variant"], "quantity": 1}),
        ("/store/carts", {"region_id": world.shop.region_id, "sales_channel_id": hidden["channel"]}),
        ("/store/carts", {"region_id": world.shop.region_id, "items": [{"variant_id": hidden["variant"], "quantity": 1}]}),
        (f"/store/carts/{cart}", {"sales_channel_id": hidden["channel"]}),
    ):
        answer = await world.client.post(path, json=body)
        assert 400 <= answer.status_code < 500, (path, body, answer.text[:500])
    assert await world.rows() == before


def _around(operation: Operation, hidden: dict[str, str]) -> Iterator[Wrong]:
    if operation.method == "GET":
        url = operation.url()
        urls = [f"{url}{'&' if '?' in url else '?'}{query.format(**hidden)}" for query in AROUND]
        urls += [operation.url(every=value) for name, value in hidden.items() if name != "handle"] if "{" in operation.path else []
        yield from (Wrong(each, "GET", each) for each in urls)


async def _hide(world: World) -> dict[str, str]:
    client = world.client

    async def made(url: str, key: str, **body: Any) -> dict[str, Any]:
        answer = await client.post(url, json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()[key]

    channel = await made("/admin/sales-channels", "sales_channel", name="Secret channel")
    internal = await made("/admin/product-categories", "product_category", name="Secret cellar", is_internal=True, is_active=True)
    inactive = await made("/admin/product-categories", "product_category", name="Secret attic", is_active=False)
    collection = await made("/admin/collections", "collection", title="Shelf")
    new = {
        "options": [{"title": "Size", "values": ["One"]}],
        "variants": [{"title": "Secret variant", "options": {"Size": "One"}, "prices": []}],
        "categories": [{"id": internal["id"]}, {"id": inactive["id"]}],
        "collection_id": collection["id"],
    }
    elsewhere = await made("/admin/products", "product", title="Secret kettle", status="published", sales_channels=[{"id": channel["id"]}], **new)
    draft = await made("/admin/products", "product", title="Secret draft", sales_channels=[{"id": world.shop.sales_channel_id}], **new)
    scope = world.app.scope()
    # Something to see in the same groups, so that one may try to walk over from it.
    await client.post(f"/admin/collections/{collection['id']}/products", json={"add": [world.shop.products["teapot"]]})
    await client.post(f"/admin/product-categories/{internal['id']}/products", json={"add": [world.shop.products["teapot"]]})
    return {
        "id": elsewhere["id"],
        "draft": draft["id"],
        "handle": elsewhere["handle"],
        "variant": elsewhere["variants"][0]["id"],
        "draft_variant": draft["variants"][0]["id"],
        "category": internal["id"],
        "inactive": inactive["id"],
        "channel": channel["id"],
        "order": await scope.value('SELECT id FROM "order" LIMIT 1'),
        "customer": await scope.value("SELECT id FROM customer WHERE email = 'grace@example.com'"),
    }
